//! Reading a solution.

use num_complex::Complex64;
use taiqu_grid::{AssetRef, Phases};

use crate::Solver;

/// Voltages, currents and powers of the last solve.
///
/// Arrays of four are conductors a, b, c, n. Voltages are to remote earth, V;
/// a dead conductor has zero.
#[derive(Clone, Copy, Debug)]
pub struct Solution<'a> {
    pub(crate) solver: &'a Solver,
}

impl Solution<'_> {
    /// Voltages of a bus, V.
    pub fn v(&self, bus: usize) -> [Complex64; 4] {
        self.solver.v[bus]
    }

    /// Voltages of a node, V.
    pub fn node(&self, node: AssetRef) -> [Complex64; 4] {
        self.v(self.solver.model.bus(node))
    }

    /// The conductors of a bus that an energised phase reaches.
    pub fn live(&self, bus: usize) -> Phases {
        let _ = bus;
        Phases::NONE
    }

    /// Current in each conductor of a section, A, from its `from` to its `to`.
    pub fn section_current(&self, section: AssetRef) -> [Complex64; 4] {
        let _ = section;
        [Complex64::ZERO; 4]
    }

    /// Current in each conductor of a switch, A, from its `from` to its `to`.
    pub fn switch_current(&self, switch: AssetRef) -> [Complex64; 4] {
        let _ = switch;
        [Complex64::ZERO; 4]
    }

    /// Currents of a transformer, A: into its high-voltage terminals, and out of
    /// its low-voltage ones.
    pub fn transformer_current(&self, transformer: AssetRef) -> ([Complex64; 4], [Complex64; 4]) {
        let _ = transformer;
        ([Complex64::ZERO; 4], [Complex64::ZERO; 4])
    }

    /// Active power lost in all sections, W.
    pub fn line_w(&self) -> f64 {
        0.0
    }

    /// Active power lost in all transformers, W.
    pub fn transformer_w(&self) -> f64 {
        0.0
    }

    /// Active power the sources deliver at their terminals, W.
    pub fn source_w(&self) -> f64 {
        0.0
    }

    /// Active power at the low-voltage terminals of all transformers, W; that of
    /// the sources where there is no transformer.
    pub fn gateway_w(&self) -> f64 {
        0.0
    }

    /// Active power the loads draw, generation counted negative, W.
    pub fn load_w(&self) -> f64 {
        0.0
    }
}
