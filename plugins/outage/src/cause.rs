//! Why something failed.
//!
//! Each kind of part has causes with their usual shares; what is known of the weather, of
//! the load and of the phases lost makes each more or less likely, one independently of
//! the other (naive Bayes). Shares and factors are assumed.

use serde::{Deserialize, Serialize};
use taiqu_grid::area::{Laying, SwitchKind};
use taiqu_grid::{AssetRef, District, Kind, Phases};
use taiqu_link::{Damage, WeatherReport};

/// Why a part has failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// A wire broke, of age or wind.
    BrokenWire,
    /// A tree or a branch fell onto it.
    Tree,
    /// A vehicle or a crane.
    Vehicle,
    /// Somebody dug into the cable.
    Digging,
    /// A joint or clamp burnt through.
    BurntJoint,
    /// Too much load.
    Overload,
    /// Conductors touched each other or earth somewhere below.
    ShortCircuit,
    /// Current leaked to earth somewhere below.
    Leakage,
    /// The equipment itself failed.
    Defect,
    /// The network above has no voltage.
    SupplyLost,
}

impl Cause {
    /// All causes.
    pub const ALL: [Self; 10] = [
        Self::BrokenWire,
        Self::Tree,
        Self::Vehicle,
        Self::Digging,
        Self::BurntJoint,
        Self::Overload,
        Self::ShortCircuit,
        Self::Leakage,
        Self::Defect,
        Self::SupplyLost,
    ];
}

impl Cause {
    /// Whether a crew that comes to what it did may find `damage`.
    pub const fn leaves(self, damage: Damage) -> bool {
        match damage {
            Damage::BrokenWire => matches!(
                self,
                Self::BrokenWire
                    | Self::Tree
                    | Self::Vehicle
                    | Self::Digging
                    | Self::BurntJoint
                    | Self::Defect
            ),
            Damage::TouchingWires => matches!(
                self,
                Self::ShortCircuit | Self::Tree | Self::Vehicle | Self::Digging | Self::Defect
            ),
            Damage::LooseJoint | Damage::OpenLeads => matches!(
                self,
                Self::BurntJoint | Self::Defect | Self::Overload | Self::BrokenWire
            ),
            Damage::BlownFuse | Damage::TrippedBreaker | Damage::OwnBreaker => matches!(
                self,
                Self::Overload | Self::ShortCircuit | Self::Leakage | Self::Defect
            ),
            Damage::LeakyLine => matches!(self, Self::Leakage | Self::Tree | Self::Defect),
            Damage::LeakyPremises => matches!(self, Self::Leakage),
            Damage::FallenPole => matches!(
                self,
                Self::BrokenWire | Self::ShortCircuit | Self::Tree | Self::Vehicle | Self::Defect
            ),
            Damage::FailedTransformer | Damage::BurntBox => {
                matches!(self, Self::Defect | Self::Overload | Self::BurntJoint)
            }
        }
    }
}

/// What is known around a fault.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Circumstances {
    /// The weather.
    pub weather: WeatherReport,
    /// Load of the transformer before, pu of its rating.
    pub loading: f64,
}

impl Default for Circumstances {
    fn default() -> Self {
        Self {
            weather: WeatherReport {
                temperature_c: 20.0,
                ..WeatherReport::default()
            },
            loading: 0.4,
        }
    }
}

/// What the factors count for, as a power of them: they are assumed, and would make one too
/// sure where they are off.
const TRUST: f64 = 0.6;

/// The causes for which `phases` of `part` may have been lost, the most probable first,
/// with their probabilities.
pub fn causes(
    records: &District,
    part: AssetRef,
    phases: Phases,
    around: &Circumstances,
) -> Vec<(Cause, f64)> {
    let usual = usual(records, part);
    let weigh = |&(cause, share): &(Cause, f64)| {
        let factor = around.factor(cause, phases);
        (cause, share * factor.powf(TRUST))
    };
    let mut causes: Vec<(Cause, f64)> = usual.iter().map(weigh).collect();
    let whole: f64 = causes.iter().map(|(_, weight)| weight).sum();
    for (_, weight) in &mut causes {
        *weight /= whole;
    }
    causes.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    causes
}

/// Shares of the causes of a part, in fair weather and at usual load.
fn usual(records: &District, part: AssetRef) -> &'static [(Cause, f64)] {
    use Cause::{
        BrokenWire, BurntJoint, Defect, Digging, Leakage, Overload, ShortCircuit, SupplyLost, Tree,
        Vehicle,
    };
    let network = records.network(part.place);
    let index = part.index as usize;
    match part.kind {
        Kind::Section => match network.sections[index].laying {
            Laying::Cable => &[(Digging, 0.5), (BurntJoint, 0.25), (Defect, 0.25)],
            Laying::Overhead | Laying::Service => &[
                (BrokenWire, 0.3),
                (BurntJoint, 0.35),
                (Tree, 0.15),
                (Vehicle, 0.2),
            ],
        },
        Kind::Switch => match network.switches[index].kind {
            SwitchKind::Fuse => &[(Overload, 0.45), (ShortCircuit, 0.45), (Defect, 0.1)],
            SwitchKind::DropOut => &[(ShortCircuit, 0.5), (Defect, 0.3), (Overload, 0.2)],
            SwitchKind::Breaker => &[
                (Leakage, 0.35),
                (ShortCircuit, 0.3),
                (Overload, 0.3),
                (Defect, 0.05),
            ],
            SwitchKind::LoadSwitch | SwitchKind::Disconnector => {
                &[(BurntJoint, 0.7), (Defect, 0.3)]
            }
        },
        Kind::Transformer => &[(Defect, 0.7), (Overload, 0.3)],
        Kind::Meter => &[(BurntJoint, 0.6), (Overload, 0.3), (Defect, 0.1)],
        _ => &[(SupplyLost, 1.0)],
    }
}

impl Circumstances {
    /// How much more likely than usual a cause is.
    fn factor(&self, cause: Cause, phases: Phases) -> f64 {
        let weather = &self.weather;
        let windy = (weather.wind_m_s / 10.0).powi(3);
        let wet = weather.rain_mm_h / 5.0;
        let hot = ((weather.temperature_c - 30.0) / 5.0).max(0.0);
        let laden = (self.loading / 0.4).powi(3);
        let several = phases.and(Phases::ABC).len() > 1;
        match cause {
            Cause::BrokenWire => (1.0 + 4.0 * windy) * if several { 0.3 } else { 1.0 },
            Cause::Tree => (0.5 + 8.0 * windy + wet) * if several { 2.0 } else { 1.0 },
            Cause::Vehicle => {
                if several {
                    1.5
                } else {
                    0.7
                }
            }
            Cause::Digging => (if several { 1.5 } else { 0.5 }) / (1.0 + wet),
            Cause::BurntJoint => (0.3 + 0.7 * laden) * if several { 0.2 } else { 1.0 },
            Cause::Overload => laden * (1.0 + hot),
            Cause::ShortCircuit => 1.0 + 5.0 * windy + wet,
            Cause::Leakage => 1.0 + 3.0 * wet,
            Cause::Defect | Cause::SupplyLost => 1.0,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn factor(cause: Cause, wind_m_s: f64, loading: f64) -> f64 {
        let weather = WeatherReport {
            temperature_c: 36.0,
            wind_m_s,
            ..WeatherReport::default()
        };
        let around = Circumstances { weather, loading };
        around.factor(cause, Phases::from_bits(1))
    }

    #[test]
    fn wind_breaks_wires_and_load_burns_joints() {
        assert!(factor(Cause::BrokenWire, 15.0, 0.4) > 5.0 * factor(Cause::BrokenWire, 2.0, 0.4));
        assert!(factor(Cause::BurntJoint, 2.0, 0.9) > 3.0 * factor(Cause::BurntJoint, 2.0, 0.3));
        assert!(factor(Cause::Overload, 2.0, 1.1) > 10.0 * factor(Cause::Overload, 2.0, 0.4));
    }
}
