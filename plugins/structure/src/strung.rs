//! A wire of a span as the catalogue and the files have it.

use taiqu_grid::catalogue::Material;
use taiqu_grid::{Catalogue, Conductor};
use taiqu_powerflow::thermal;

/// A wire of a span.
#[derive(Clone, Debug, PartialEq)]
pub struct StrungWire {
    /// Which of a, b, c, n it is.
    pub phase: Conductor,
    /// Position across the line, m, to the right when facing the load.
    pub x_m: f64,
    /// Height over the lowest wire, m.
    pub y_m: f64,
    /// Outer diameter, m.
    pub outer_m: f64,
    /// Mass, kg/m.
    pub kg_per_m: f64,
    /// Stiffness E·A, N.
    pub stiffness_n: f64,
    /// Expansion with temperature, 1/K.
    pub per_k: f64,
    /// Breaking force, N.
    pub breaking_n: f64,
    /// Whether it is covered, so that touching another does no harm.
    pub insulated: bool,
    /// How current and air warm it.
    pub surface: thermal::Surface,
    /// Temperature that it may have continuously, °C.
    pub limit_c: f64,
}

/// What a wire of a material is like where the catalogue does not say.
struct Metal {
    /// Young's modulus, Pa.
    modulus_pa: f64,
    /// Expansion with temperature, 1/K.
    per_k: f64,
    /// Strength, N/mm².
    n_mm2: f64,
    /// Mass with its cover, kg/m for each mm².
    kg_m_mm2: f64,
}

/// Hard aluminium (DL/T 601).
const ALUMINIUM: Metal = Metal {
    modulus_pa: 57e9,
    per_k: 23e-6,
    n_mm2: 140.0,
    kg_m_mm2: 3.4e-3,
};
/// Soft copper, of which building wires are drawn (8.89 g/cm³, 17e-6/K: IEC 60028; 115 kN/mm² and
/// 220 N/mm²: annealed copper C11000 in the tables of the Copper Development Association). It
/// stretches by a fourth before it parts, which a stiffness alone does not show.
const COPPER: Metal = Metal {
    modulus_pa: 115e9,
    per_k: 17e-6,
    n_mm2: 220.0,
    kg_m_mm2: 11e-3,
};
/// Young's modulus, Pa, and expansion, 1/K, of aluminium with a steel core (GB/T 1179 for six
/// parts of aluminium to one of steel).
const STEEL_CORED: (f64, f64) = (76e9, 19e-6);
/// Breaking force above which aluminium must have a steel core, N/mm² of aluminium.
const CORED_N_MM2: f64 = 250.0;

impl StrungWire {
    pub(crate) fn new(
        phase: Conductor,
        wire: &taiqu_grid::catalogue::Wire,
        catalogue: &Catalogue,
    ) -> Option<Self> {
        let made_of = catalogue.conductors.get(&wire.conductor)?;
        let metal = match made_of.material {
            Material::Aluminium => ALUMINIUM,
            Material::Copper => COPPER,
        };
        let breaking_n = made_of.breaking_n.unwrap_or(metal.n_mm2 * made_of.mm2);
        let cored =
            made_of.material == Material::Aluminium && breaking_n > CORED_N_MM2 * made_of.mm2;
        let (modulus_pa, per_k) = if cored {
            STEEL_CORED
        } else {
            (metal.modulus_pa, metal.per_k)
        };
        Some(Self {
            phase,
            x_m: wire.x_m,
            y_m: wire.y_m,
            outer_m: wire.outer_m,
            kg_per_m: made_of.kg_per_m.unwrap_or(metal.kg_m_mm2 * made_of.mm2),
            stiffness_n: modulus_pa * made_of.mm2 * 1e-6,
            per_k,
            breaking_n,
            insulated: made_of.insulated,
            surface: thermal::Surface::of(made_of),
            limit_c: made_of.limit_c,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::lines::tests::wire;

    #[test]
    fn copper_is_heavier_stronger_and_stiffer_than_as_much_aluminium() {
        let (copper, aluminium) = (wire("BV-16"), wire("BLV-16"));
        // 16 mm² at 8.89 g/cm³ and 2 % of twist, and 30 mm² of PVC at 1.4 g/cm³.
        let kg_per_m = 16.0e-6 * 8890.0 * 1.02 + 30e-6 * 1400.0;
        assert!((copper.kg_per_m / kg_per_m - 1.0).abs() < 0.1);
        assert!(copper.kg_per_m > 2.0 * aluminium.kg_per_m);
        assert!((copper.breaking_n - 3520.0).abs() < 1e-9);
        assert!((aluminium.breaking_n - 2240.0).abs() < 1e-9);
        assert!((copper.stiffness_n - 1.84e6).abs() < 1e-3);
        assert!(copper.per_k < aluminium.per_k);
    }

    #[test]
    fn a_steel_core_is_told_by_the_strength_of_aluminium_alone() {
        assert!((wire("LGJ-70").per_k - 19e-6).abs() < 1e-12);
        assert!((wire("JKLYJ-70").per_k - 23e-6).abs() < 1e-12);
    }
}
