//! Hot spot and ageing of oil-filled transformers (IEC 60076-7:2018, 8.2 and 6.3).
//!
//! The standard's differential equations are linear in the temperatures while load and
//! ambient rest, so each step takes their exact solution instead of a difference
//! quotient: a step may be as long as the load lasts.

use serde::{Deserialize, Serialize};
use taiqu_grid::area::{Rating, Transformer};

/// How much warmer the air is in a box substation than outside, K (GB/T 17467: class 10).
const INDOORS_K: f64 = 10.0;

/// How a transformer warms.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TransformerThermal {
    /// Rise of the top oil over ambient at rated load, K.
    pub top_oil_k: f64,
    /// Rise of the hot spot over the top oil at rated load, K.
    pub hot_spot_k: f64,
    /// Load loss at rated current over no-load loss.
    pub loss_ratio: f64,
    /// Exponent of the oil's rise over losses.
    pub oil_exponent: f64,
    /// Exponent of the winding's rise over current.
    pub winding_exponent: f64,
    /// Factors k11, k21 and k22 of the standard's table.
    pub k: [f64; 3],
    /// Time constant of the oil, s.
    pub oil_s: f64,
    /// Time constant of the winding, s.
    pub winding_s: f64,
}

impl TransformerThermal {
    /// A distribution transformer with natural cooling (IEC 60076-7, table 4).
    pub const DISTRIBUTION: Self = Self {
        top_oil_k: 55.0,
        hot_spot_k: 23.0,
        loss_ratio: 5.0,
        oil_exponent: 0.8,
        winding_exponent: 1.6,
        k: [1.0, 1.0, 2.0],
        oil_s: 180.0 * 60.0,
        winding_s: 4.0 * 60.0,
    };

    /// The thermal model of a transformer with this rating; where no losses are known, the
    /// standard's.
    pub fn of(rating: &Rating) -> Self {
        let loss_ratio = rating.r_pct / rating.no_load_pct;
        Self {
            loss_ratio: if loss_ratio.is_finite() {
                loss_ratio
            } else {
                Self::DISTRIBUTION.loss_ratio
            },
            ..Self::DISTRIBUTION
        }
    }

    /// How much warmer than outside it is around a transformer, K.
    pub const fn warmer_k(transformer: &Transformer) -> f64 {
        if transformer.box_substation {
            INDOORS_K
        } else {
            0.0
        }
    }

    /// Rise of the top oil over ambient that a constant load leads to, K.
    fn oil_rise(&self, load: Load) -> f64 {
        let losses = (1.0 + self.loss_ratio * load.square) / (1.0 + self.loss_ratio);
        self.top_oil_k * losses.powf(self.oil_exponent)
    }

    /// Rise of the hot spot over the top oil that a constant load leads to, K.
    fn winding_rise(&self, load: Load) -> f64 {
        self.hot_spot_k * load.most.powf(self.winding_exponent)
    }
}

/// How much a transformer carries. All phases warm the oil that they share, and the hot spot
/// is in the winding of the most loaded one.
///
/// What the unbalanced flux of a neutral's current loses in the tank is left out: the standard
/// has no figure for it, and in a Dyn transformer the delta keeps that flux small.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// Mean of the squares of the phases' currents, pu of the rated current's square.
    square: f64,
    /// Current of the most loaded phase, pu.
    most: f64,
}

impl Load {
    /// That of the phases' currents, pu.
    pub fn of(phases: [f64; 3]) -> Self {
        Self {
            square: phases.iter().map(|load| load * load).sum::<f64>() / 3.0,
            most: phases.iter().fold(0.0, |most, load| load.abs().max(most)),
        }
    }
}

/// How many times faster than at the rated hot spot kraft paper ages at `hot_spot_c`.
fn ageing(hot_spot_c: f64) -> f64 {
    ((hot_spot_c - 98.0) / 6.0).exp2()
}

/// How warm a transformer is, and how much it has aged.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct TransformerHeat {
    /// Temperature of the top oil, °C.
    pub top_oil_c: f64,
    /// The two parts of the hot spot's rise over it, K.
    parts_k: [f64; 2],
    /// Life used, s of rated life.
    pub aged_s: f64,
}

impl TransformerHeat {
    /// At rest under a constant load at `ambient_c`.
    pub fn steady(thermal: &TransformerThermal, load: Load, ambient_c: f64) -> Self {
        let rise = thermal.winding_rise(load);
        let k21 = thermal.k[1];
        Self {
            top_oil_c: ambient_c + thermal.oil_rise(load),
            parts_k: [k21 * rise, (k21 - 1.0) * rise],
            aged_s: 0.0,
        }
    }

    /// Temperature of the hot spot, °C.
    pub fn hot_spot_c(&self) -> f64 {
        self.top_oil_c + self.parts_k[0] - self.parts_k[1]
    }

    /// Lives `seconds` under a constant load at `ambient_c`, with kraft paper around its
    /// windings; ages by the mean of the rates before and after, so that steps of some
    /// minutes are fine enough.
    pub fn live(
        &mut self,
        thermal: &TransformerThermal,
        (load, ambient_c): (Load, f64),
        seconds: f64,
    ) {
        let before = ageing(self.hot_spot_c());
        let [k11, k21, k22] = thermal.k;
        let rise = thermal.winding_rise(load);
        let towards = |now: f64, goal: f64, constant_s: f64| {
            goal + (now - goal) * (-seconds / constant_s).exp()
        };
        let oil = ambient_c + thermal.oil_rise(load);
        self.top_oil_c = towards(self.top_oil_c, oil, k11 * thermal.oil_s);
        let [quick, slow] = self.parts_k;
        self.parts_k = [
            towards(quick, k21 * rise, k22 * thermal.winding_s),
            towards(slow, (k21 - 1.0) * rise, thermal.oil_s / k22),
        ];
        let after = ageing(self.hot_spot_c());
        self.aged_s += f64::midpoint(before, after) * seconds;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn even(load: f64) -> Load {
        Load::of([load; 3])
    }

    /// The standard's closed solution after a step from one steady load to another
    /// (IEC 60076-7, 8.2.2), K over ambient.
    fn closed(thermal: &TransformerThermal, from: f64, to: f64, minutes: f64) -> f64 {
        let t = minutes * 60.0;
        let [k11, k21, k22] = thermal.k;
        let rise = 1.0 - (-t / (k11 * thermal.oil_s)).exp();
        let (from, to) = (even(from), even(to));
        let oil = thermal.oil_rise(from) + (thermal.oil_rise(to) - thermal.oil_rise(from)) * rise;
        let quick = 1.0 - (-t / (k22 * thermal.winding_s)).exp();
        let slow = 1.0 - (-t * k22 / thermal.oil_s).exp();
        let spread = k21 * quick - (k21 - 1.0) * slow;
        let (low, high) = (thermal.winding_rise(from), thermal.winding_rise(to));
        oil + low + (high - low) * spread
    }

    #[test]
    fn load_steps_follow_the_closed_solution() {
        let slow_winding = TransformerThermal {
            k: [0.5, 2.0, 2.0],
            ..TransformerThermal::DISTRIBUTION
        };
        for thermal in [TransformerThermal::DISTRIBUTION, slow_winding] {
            for (from, to) in [(0.3, 1.5), (1.2, 0.2), (0.0, 1.0)] {
                for step_s in [1.0, 60.0, 900.0] {
                    let mut heat = TransformerHeat::steady(&thermal, even(from), 20.0);
                    for k in 1..=(6.0 * 3600.0 / step_s) as u32 {
                        heat.live(&thermal, (even(to), 20.0), step_s);
                        let minutes = f64::from(k) * step_s / 60.0;
                        let expected = 20.0 + closed(&thermal, from, to, minutes);
                        let found = heat.hot_spot_c();
                        assert!((found - expected).abs() < 1e-6, "{found} {expected}");
                    }
                }
            }
        }
    }

    #[test]
    fn all_phases_warm_the_oil_and_the_worst_its_winding() {
        let thermal = TransformerThermal::DISTRIBUTION;
        let heat = TransformerHeat::steady(&thermal, Load::of([1.2, 0.3, 0.3]), 20.0);
        // (1.44 + 0.09 + 0.09) / 3 = 0.54, and (1 + 5 * 0.54) / 6 = 0.6167.
        let oil_c = 20.0 + 55.0 * 0.616_667_f64.powf(0.8);
        assert!((heat.top_oil_c - oil_c).abs() < 1e-3, "{heat:?}");
        let hot_spot_c = oil_c + 23.0 * 1.2_f64.powf(1.6);
        assert!((heat.hot_spot_c() - hot_spot_c).abs() < 1e-3, "{heat:?}");
    }

    #[test]
    fn rated_load_at_twenty_degrees_uses_life_at_the_rated_rate() {
        let thermal = TransformerThermal::DISTRIBUTION;
        let rated = even(1.0);
        let mut heat = TransformerHeat::steady(&thermal, rated, 20.0);
        assert!((heat.hot_spot_c() - 98.0).abs() < 1e-12);
        heat.live(&thermal, (rated, 20.0), 86_400.0);
        assert!((heat.aged_s - 86_400.0).abs() < 1e-6);
        // Every 6 K more cost twice as much.
        assert!((ageing(110.0) - 4.0).abs() < 1e-12);
    }
}
