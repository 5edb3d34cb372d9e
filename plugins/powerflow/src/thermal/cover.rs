//! Insulation of wires and cables, by how warm it may be.

use serde::{Deserialize, Serialize};

/// Zero of the Celsius scale, K.
const ZERO_C: f64 = 273.15;
/// Boltzmann's constant, eV/K.
const BOLTZMANN_EV_K: f64 = 8.617_33e-5;
/// Temperature from which a cover that may be this warm is cross-linked, °C.
const LINKED_C: f64 = 90.0;

/// What a conductor is insulated with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cover {
    /// Cross-linked polyethylene: 90 °C.
    Xlpe,
    /// Polyvinyl chloride: 70 °C.
    Pvc,
}

impl Cover {
    /// That of a conductor that may continuously be at `limit_c`.
    pub fn of(limit_c: f64) -> Self {
        if limit_c >= LINKED_C {
            Self::Xlpe
        } else {
            Self::Pvc
        }
    }

    /// Temperature that it may have continuously, °C (IEC 60502-1, table 3).
    pub const fn limit_c(self) -> f64 {
        match self {
            Self::Xlpe => LINKED_C,
            Self::Pvc => 70.0,
        }
    }

    /// Temperature that it may have in an emergency of hours, °C (ICEA S-94-649: 130 °C for
    /// XLPE; for PVC assumed).
    pub const fn emergency_c(self) -> f64 {
        match self {
            Self::Xlpe => 130.0,
            Self::Pvc => 85.0,
        }
    }

    /// Temperature that it bears for the seconds of a short circuit, °C (IEC 60502-1).
    pub const fn short_circuit_c(self) -> f64 {
        match self {
            Self::Xlpe => 250.0,
            Self::Pvc => 160.0,
        }
    }

    /// Activation energy of its ageing in air, eV: 1.0 to 1.4 are published for XLPE, and 0.9
    /// to 1.2 for PVC. Assumed.
    const fn activation_ev(self) -> f64 {
        match self {
            Self::Xlpe => 1.1,
            Self::Pvc => 1.0,
        }
    }

    /// How much faster it ages at `hot_c` than at its limit (Arrhenius). Cooler than the limit
    /// it lives as it was meant to, and nothing is counted.
    pub fn ages(self, hot_c: f64) -> f64 {
        if hot_c <= self.limit_c() {
            return 0.0;
        }
        let [limit, hot] = [self.limit_c(), hot_c].map(|c| 1.0 / (c + ZERO_C));
        (self.activation_ev() / BOLTZMANN_EV_K * (limit - hot)).exp()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_eight_to_ten_kelvin_above_the_limit_halve_its_life() {
        for cover in [Cover::Xlpe, Cover::Pvc] {
            assert_eq!(Cover::of(cover.limit_c()), cover);
            assert!(cover.ages(cover.limit_c()).abs() < 1e-12);
            let [eight, ten] = [8.0, 10.0].map(|over| cover.ages(cover.limit_c() + over));
            assert!(eight < 2.4 && ten > 2.0, "{cover:?}: {eight} {ten}");
        }
        let emergency = Cover::Xlpe.ages(Cover::Xlpe.emergency_c());
        assert!((25.0..40.0).contains(&emergency), "{emergency}");
    }
}
