//! Lightning that strikes the ground: where and when, how hard, and what it does to lines and
//! to what hangs on them.

mod strike;
mod stroke;

use serde::{Deserialize, Serialize};
use taiqu_field::Course;
use taiqu_structure::PEAK_KA;

pub use strike::{HIGH_ARC_MS, Targets};
pub use stroke::{Sky, Stroke};

/// How much lightning a scenario's storms have, and what lines bear of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lightning {
    /// Flashes to the ground for each square kilometre and hour where a squall line or the
    /// thunderstorm of a downburst is strongest.
    pub squall_per_km2_h: f64,
    /// Those in the middle of a typhoon's outer rain bands.
    pub typhoon_per_km2_h: f64,
    /// Those of thunderstorms that bring no wind, over the hours since midnight of the first
    /// day; none if not given.
    pub other_per_km2_h: Course,
    /// Peak current of a flash's first stroke, kA: the median.
    pub median_ka: f64,
    /// Standard deviation of its logarithm.
    pub spread: f64,
    /// Share of the flashes to a line that trees and houses beside it take instead.
    pub shielded: f64,
    /// Impulse voltage at which half the insulators of a 10 kV line flash over, kV.
    pub flashover_kv: f64,
    /// Share of the spans of 10 kV lines with arresters.
    pub arresters: f64,
}

impl Default for Lightning {
    fn default() -> Self {
        Self {
            // A line that passes in half an hour leaves half a flash on each square
            // kilometre; over typhoons networks count some hundred times fewer.
            squall_per_km2_h: 2.0,
            typhoon_per_km2_h: 0.02,
            other_per_km2_h: Course::default(),
            median_ka: PEAK_KA.0,
            spread: PEAK_KA.1,
            // IEEE 1410 has 0.3 to 0.5 for lines in towns.
            shielded: 0.3,
            // Pin insulators on a steel arm; from memory.
            flashover_kv: 130.0,
            arresters: 0.0,
        }
    }
}
