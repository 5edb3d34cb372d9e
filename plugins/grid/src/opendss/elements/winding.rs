//! The windings of a transformer and how they meet their buses.

use crate::area::Vector;
use crate::opendss::bus::Bus;
use crate::{Conductor, PhaseOrder, Terminal, Text};

/// A winding's figures; the resistance is in per cent of the first one's rating.
#[derive(Clone, Debug)]
pub(super) struct Winding {
    pub is_delta: bool,
    pub kv: f64,
    pub kva: f64,
    pub tap: f64,
    pub r_pct: f64,
    pub neutral: [f64; 2],
}

impl Default for Winding {
    fn default() -> Self {
        Self {
            is_delta: false,
            kv: 12.47,
            kva: 1000.0,
            tap: 1.0,
            r_pct: 0.2,
            neutral: [-1.0, 0.0],
        }
    }
}

/// The vector group of windings so connected.
pub(super) fn vector(
    hv_delta: bool,
    lv_delta: bool,
    is_lead: bool,
    hv_star: Point,
) -> Result<Vector, Text> {
    Ok(match (hv_delta, lv_delta, is_lead) {
        (true, false, false) => Vector::Dyn1,
        (true, false, true) => Vector::Dyn11,
        (true, true, _) => Vector::Dd0,
        (false, false, _) if hv_star == Point::Earth => Vector::YNyn0,
        (false, false, _) => Vector::Yyn0,
        (false, true, false) if hv_star == Point::Earth => Vector::YNd1,
        (false, true, true) if hv_star == Point::Earth => Vector::YNd11,
        (false, true, _) => {
            return Err(Text::new(
                "高压中性点不接地的 Yd 变压器不支持",
                "a star–delta transformer with its star point free is not understood",
            ));
        }
    })
}

/// Where a winding's star point is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    Earth,
    Neutral,
    None,
}

/// The phases of a winding's terminals, and where its star point is.
pub(super) fn joint(winding: &Winding, bus: &Bus) -> Result<([Conductor; 3], Point), Text> {
    let ends = bus.terminals(3, 4)?;
    let mut phases = Vec::new();
    for &end in &ends[..3] {
        match end {
            Terminal::Conductor(c) if c != Conductor::N && !phases.contains(&c) => phases.push(c),
            _ => {
                return Err(Text::new(
                    format!("变压器在母线 {} 应接三个不同的相", bus.name),
                    format!(
                        "the transformer must be on three phases of bus {}",
                        bus.name
                    ),
                ));
            }
        }
    }
    let point = match ends[3] {
        _ if winding.is_delta => Point::None,
        Terminal::Earth => Point::Earth,
        Terminal::Conductor(Conductor::N) => Point::Neutral,
        Terminal::Conductor(_) => {
            return Err(Text::new(
                "星形点不能接在相上",
                "the star point cannot be on a phase",
            ));
        }
    };
    Ok(([phases[0], phases[1], phases[2]], point))
}

/// The order of the low-voltage phases once the limbs are counted as the
/// high-voltage ones are, and whether that turns a delta's direction.
pub(super) fn relative(hv: [Conductor; 3], lv: [Conductor; 3]) -> (PhaseOrder, bool) {
    let mut order = lv;
    for (limb, phase) in hv.into_iter().enumerate() {
        order[phase.index()] = lv[limb];
    }
    let step = (hv[1].index() + 3 - hv[0].index()) % 3;
    let letters: String = order.iter().map(|c| c.letter()).collect();
    (letters.parse().unwrap_or_default(), step == 2)
}
