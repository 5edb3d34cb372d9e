//! A wire of a span as the catalogue and the files have it.

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

/// Young's modulus and expansion of aluminium wires, and of those with a steel core
/// (DL/T 601; GB/T 1179 for six parts of aluminium to one of steel).
const ALUMINIUM: (f64, f64) = (57e9, 23e-6);
const STEEL_CORED: (f64, f64) = (76e9, 19e-6);
/// Strength of hard aluminium and of steel-cored aluminium, N/mm².
const ALUMINIUM_N_MM2: f64 = 140.0;
/// Breaking force above which a wire must have a steel core, N/mm² of aluminium.
const CORED_N_MM2: f64 = 250.0;
/// Mass of covered aluminium, kg/m for each mm², where the catalogue has none.
const KG_M_MM2: f64 = 3.4e-3;

impl StrungWire {
    pub(crate) fn new(
        phase: Conductor,
        wire: &taiqu_grid::catalogue::Wire,
        catalogue: &Catalogue,
    ) -> Option<Self> {
        let made_of = catalogue.conductors.get(&wire.conductor)?;
        let breaking_n = made_of.breaking_n.unwrap_or(ALUMINIUM_N_MM2 * made_of.mm2);
        let cored = breaking_n > CORED_N_MM2 * made_of.mm2;
        let (modulus, per_k) = if cored { STEEL_CORED } else { ALUMINIUM };
        Some(Self {
            phase,
            x_m: wire.x_m,
            y_m: wire.y_m,
            outer_m: wire.outer_m,
            kg_per_m: made_of.kg_per_m.unwrap_or(KG_M_MM2 * made_of.mm2),
            stiffness_n: modulus * made_of.mm2 * 1e-6,
            per_k,
            breaking_n,
            insulated: made_of.insulated,
            surface: thermal::Surface::of(made_of),
            limit_c: made_of.limit_c,
        })
    }
}
