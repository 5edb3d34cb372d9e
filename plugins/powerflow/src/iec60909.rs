//! What IEC 60909-0:2016 asks of a network before its short circuits are computed.
//!
//! Before the fault every phase has c·Uₙ/√3, whatever the network would have; loads and
//! no-load currents are left out; for the largest currents transformers are corrected
//! by `K_T` and conductors are at 20 °C, for the smallest ones conductors are as warm as
//! stated and `K_T` is one. Sources keep the impedance that their record states.

use std::sync::Arc;

use taiqu_grid::Phases;

use crate::block::{Mat4, Vec4};
use crate::model::{BranchKind, Bus, LOW_V, Parts};

/// Temperature of the records' resistances, °C, and their rise with it, 1/K.
const RECORDED_C: f64 = 20.0;
const PER_KELVIN: f64 = 0.004;

/// The case of the standard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Iec60909 {
    /// Largest currents: what equipment must bear.
    Largest {
        /// Whether the low voltage may exceed the nominal by 10 %, not by 6 %.
        is_wide: bool,
    },
    /// Smallest currents: what protection must see.
    Smallest {
        /// Whether the low voltage may fall short of the nominal by 10 %, not by 6 %.
        is_wide: bool,
        /// Temperature of the conductors when the fault is cleared, °C.
        conductor_c: f64,
    },
}

impl Iec60909 {
    /// The voltage factor c where the nominal phase voltage is `nominal_v`.
    pub fn voltage_factor(self, nominal_v: f64) -> f64 {
        match (self, nominal_v <= LOW_V) {
            (Self::Largest { is_wide: false }, true) => 1.05,
            (Self::Largest { .. }, _) => 1.10,
            (Self::Smallest { is_wide: false, .. }, true) => 0.95,
            (Self::Smallest { is_wide: true, .. }, true) => 0.90,
            (Self::Smallest { .. }, false) => 1.00,
        }
    }

    /// The voltages before the fault at `bus`, V, in the directions of `v`.
    pub(crate) fn before(self, bus: &Bus, v: &Vec4) -> Vec4 {
        let size = self.voltage_factor(bus.nominal_v) * bus.nominal_v;
        let phase = (0..3).map(|c| v.get(c).norm()).fold(0.0, f64::max);
        if phase > 0.0 {
            &Mat4::diagonal(Phases::ABCN, (size / phase).into()) * *v
        } else {
            *v
        }
    }

    /// Changes the impedances of `parts` as the case has it.
    pub(crate) fn correct(self, parts: &mut Parts) {
        let Parts {
            buses, branches, ..
        } = parts;
        for branch in branches {
            match (&mut branch.kind, self) {
                (BranchKind::Transformer { rating, .. }, _) => {
                    rating.no_load_pct = 0.0;
                    rating.magnetising_pct = 0.0;
                    if let Self::Largest { .. } = self {
                        let c = self.voltage_factor(buses[branch.to as usize].nominal_v);
                        let correction = 0.95 * c / (1.0 + 0.6 * rating.x_pct / 100.0);
                        rating.r_pct *= correction;
                        rating.x_pct *= correction;
                    }
                }
                (BranchKind::Section(z), Self::Smallest { conductor_c, .. }) => {
                    let z = Arc::make_mut(z);
                    warm(z, branch.phases, PER_KELVIN * (conductor_c - RECORDED_C));
                }
                (BranchKind::Section(_) | BranchKind::Switch, _) => {}
            }
        }
    }
}

/// Raises the conductors' own resistances in `z` by the part `more`. What all have in
/// common is the earth's, which stays cool.
fn warm(z: &mut Mat4, phases: Phases, more: f64) {
    let of: Vec<usize> = phases.iter().map(taiqu_grid::Conductor::index).collect();
    for &c in &of {
        let others = of.iter().filter(|&&other| other != c);
        let common: f64 = others.map(|&other| z.get(c, other).re).sum();
        let common = common / of.len().saturating_sub(1).max(1) as f64;
        let own = (z.get(c, c).re - common) * more;
        z.add_at(c, c, own.into());
    }
}
