//! A conductor in the air, as its surroundings and its current see it.

use std::f64::consts::PI;

use serde::{Deserialize, Serialize};
use taiqu_grid::catalogue::{Conductor, Material};

/// Share of heat that bare wires radiate and of sunlight that they take in, when they are
/// no longer new (IEEE 738, example), and the same of black or weathered covers; assumed.
const BARE: f64 = 0.8;
const COVERED: f64 = 0.9;
/// Heat that warms aluminium, copper and covers, J/(m³·K) (IEC 60853-2).
const ALUMINIUM_J_M3K: f64 = 2.5e6;
const COPPER_J_M3K: f64 = 3.45e6;
const COVER_J_M3K: f64 = 2.0e6;
/// Heat resistivity of covers, K·m/W (IEC 60287-2-1: 3.5 for XLPE, 5 to 6 for PVC).
const COVER_KM_W: f64 = 3.5;
/// The Lorenz number of aluminium and copper, WΩ/K², that makes of a resistance how well the
/// metal leads heat; and the temperature at which resistances are given, K.
const LORENZ: f64 = 2.2e-8;
const AT_K: f64 = 293.0;

/// A conductor as its surroundings and its current see it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Surface {
    /// Outer diameter, m.
    pub outer_m: f64,
    /// Share of heat that it radiates.
    pub emissivity: f64,
    /// Share of sunlight that it takes in.
    pub absorptivity: f64,
    /// Resistance at 20 °C, Ω/m.
    pub r20_ohm_m: f64,
    /// What the resistance grows by, 1/K.
    pub per_k: f64,
    /// Heat it takes to warm a metre by a kelvin, J/(m·K).
    pub capacity_j_mk: f64,
    /// How much warmer the metal is than the surface of its cover for each watt a metre,
    /// K·m/W; 0 for a bare one.
    pub cover_km_w: f64,
}

impl Surface {
    /// That of a conductor of the catalogue.
    pub fn of(conductor: &Conductor) -> Self {
        let Conductor {
            outer_m, metal_m, ..
        } = *conductor;
        let metal_j_m3k = match conductor.material {
            Material::Aluminium => ALUMINIUM_J_M3K,
            Material::Copper => COPPER_J_M3K,
        };
        let cover_m2 = 0.25 * PI * (outer_m * outer_m - metal_m * metal_m).max(0.0);
        let shine = if conductor.insulated { COVERED } else { BARE };
        Self {
            outer_m,
            emissivity: shine,
            absorptivity: shine,
            r20_ohm_m: conductor.r20_ohm_per_km * 1e-3,
            per_k: conductor.per_k,
            capacity_j_mk: metal_j_m3k * conductor.mm2 * 1e-6 + COVER_J_M3K * cover_m2,
            cover_km_w: COVER_KM_W / (2.0 * PI) * (outer_m / metal_m).ln().max(0.0),
        }
    }

    /// Its resistance at `wire_c`, Ω/m.
    pub fn resistance(&self, wire_c: f64) -> f64 {
        self.r20_ohm_m * (1.0 + self.per_k * (wire_c - 20.0))
    }

    /// How well it leads heat along itself, W·m/K: by the law of Wiedemann and Franz.
    pub fn leads_wm_k(&self) -> f64 {
        LORENZ * AT_K / self.r20_ohm_m
    }
}

#[cfg(test)]
mod tests {
    use taiqu_grid::Catalogue;

    use super::*;

    #[test]
    fn a_covered_wire_is_what_its_figures_make_it() {
        let home = taiqu_grid::home::home().expect("the repository");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("it is whole");
        let bare = Surface::of(&catalogue.conductors["LGJ-185"]);
        let covered = Surface::of(&catalogue.conductors["JKLYJ-185"]);
        assert!(bare.cover_km_w.abs() < 1e-12 && bare.capacity_j_mk < covered.capacity_j_mk);
        // ρ/2π·ln(20.2/16.2).
        assert!((covered.cover_km_w - 0.1229).abs() < 1e-3);
        // 230 W/(m·K) of pure aluminium on 185 mm², a little less as they are stranded.
        assert!((0.036..0.043).contains(&covered.leads_wm_k()));
    }
}
