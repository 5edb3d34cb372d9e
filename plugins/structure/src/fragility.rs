//! How likely a pole fails in a gust, before anything about its luck is known.

use serde::{Deserialize, Serialize};

use crate::air::AIR_KG_M3;

/// How much poles of one type and their surroundings differ: the standard deviations of
/// logarithms, each about a median of 1.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Scatter {
    /// Of the moment at which a pole breaks or cracks.
    pub strength: f64,
    /// Of the moment at which the ground gives.
    pub soil: f64,
    /// Of the drag of a pole with its wires.
    pub drag: f64,
    /// Of the wind at a pole over that of open ground, for what stands around it.
    pub exposure: f64,
}

impl Default for Scatter {
    fn default() -> Self {
        Self {
            strength: 0.12,
            soil: 0.25,
            drag: 0.15,
            exposure: 0.12,
        }
    }
}

impl Scatter {
    /// The scatter of the gust at which a pole breaks: a moment goes with the square of
    /// the gust.
    pub fn of_breaking(&self) -> f64 {
        self.of_gust(self.strength)
    }

    /// The scatter of the gust at which the ground gives.
    pub fn of_overturning(&self) -> f64 {
        self.of_gust(self.soil)
    }

    fn of_gust(&self, resistance: f64) -> f64 {
        (resistance.hypot(self.drag) / 2.0).hypot(self.exposure)
    }
}

/// A lognormal probability of failure in the highest 3-second gust of a storm.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fragility {
    /// The gust at which half of them have failed, m/s.
    pub median_m_s: f64,
    /// The standard deviation of its logarithm.
    pub beta: f64,
}

impl Fragility {
    /// Of what fails at the moment `resists_nm` and sees ½·ρ·`coefficient_m3`·v².
    pub fn new(resists_nm: f64, coefficient_m3: f64, beta: f64) -> Self {
        Self {
            median_m_s: (resists_nm / (0.5 * AIR_KG_M3 * coefficient_m3)).sqrt(),
            beta,
        }
    }

    /// Probability of having failed in a gust of `gust_m_s`.
    pub fn at(&self, gust_m_s: f64) -> f64 {
        if gust_m_s <= 0.0 {
            return 0.0;
        }
        normal((gust_m_s / self.median_m_s).ln() / self.beta)
    }
}

/// The standard normal distribution.
pub fn normal(x: f64) -> f64 {
    0.5 * libm::erfc(-x / std::f64::consts::SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_fail_at_the_median() {
        let fragility = Fragility::new(28.2e3, 24.78, 0.15);
        assert!((fragility.median_m_s - 43.1).abs() < 0.1);
        assert!((fragility.at(fragility.median_m_s) - 0.5).abs() < 1e-12);
        assert!((fragility.at(43.1 * 0.15_f64.exp()) - 0.8413).abs() < 2e-3);
        assert!(fragility.at(0.0).abs() < 1e-12);
    }
}
