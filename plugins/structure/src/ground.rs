//! How poles were built in a district, and what they stand in.

use serde::{Deserialize, Serialize};

use crate::fragility::Scatter;
use crate::lines::Lines;
use crate::pole::Exposure;
use crate::{Soil, code};

/// How poles were built in a district, and what they stand in.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ground {
    /// The ground.
    pub soil: Soil,
    /// Wind for which they were built, 10-minute mean, m/s.
    pub design_m_s: f64,
    /// How much they differ.
    pub scatter: Scatter,
}

impl Default for Ground {
    fn default() -> Self {
        Self {
            soil: Soil::default(),
            design_m_s: 30.0,
            scatter: Scatter::default(),
        }
    }
}

/// The moments at a pole's ground line that it bears, Nm, without luck.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resistance {
    /// Until it cracks.
    pub crack_nm: f64,
    /// Until it breaks.
    pub break_nm: f64,
    /// Until the ground gives.
    pub overturn_nm: f64,
}

impl Resistance {
    /// That of a pole, by its index, built to the code in `ground`.
    pub fn of(lines: &Lines, pole: usize, exposure: &Exposure, ground: &Ground) -> Self {
        /// Height of the wind's resultant on a pole with its wires, of its top's.
        const ACTS: f64 = 0.9;
        let item = &lines.poles[pole];
        let (worst, _) = exposure.worst();
        let design_m_s = item.footing_m_s.unwrap_or(ground.design_m_s);
        let design_nm = code::standing_moment_nm(lines, pole, worst, design_m_s);
        let standing = item.embedment(ground.soil);
        Self {
            crack_nm: item.crack_nm,
            break_nm: item.break_nm(),
            overturn_nm: standing.as_built_nm(ACTS * item.top_m, design_nm),
        }
    }
}
