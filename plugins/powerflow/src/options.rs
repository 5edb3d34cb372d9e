//! What a solve is given beside the network, and what it says of itself.

use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;

/// How to solve.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Options {
    /// Largest change of any voltage at which the solution is taken, pu of the
    /// nominal phase voltage in the header of the file the node belongs to.
    pub tolerance: f64,
    /// Iterations after which the solver gives up.
    pub max_iterations: usize,
    /// Whether every load keeps its model at every voltage: voltage bands are
    /// left aside.
    pub ignore_bands: bool,
    /// Whether generators far from their rated voltage disconnect, as inverters do, though
    /// their records have a band for them.
    pub inverters_let_go: bool,
    /// Most low-voltage loops that are closed by compensation; a network with more, or
    /// with a ring of medium voltage, is solved as one sparse system, unless it has a
    /// conductor that floats on its loads.
    pub compensated_loops: usize,
    /// Whether transformers have the anti-float shunt their records ask for.
    pub anti_float: bool,
}

impl Options {
    /// As real networks behave: inverters let go.
    pub const REAL: Self = Self {
        inverters_let_go: true,
        ..Self::USUAL
    };

    const USUAL: Self = Self {
        tolerance: 1e-8,
        max_iterations: 400,
        ignore_bands: false,
        inverters_let_go: false,
        compensated_loops: 8,
        anti_float: true,
    };
}

impl Default for Options {
    fn default() -> Self {
        Self::USUAL
    }
}

/// Power that a load draws at its rated voltage; negative generates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct LoadPower {
    /// Active power, W.
    pub p_w: f64,
    /// Reactive power, var; positive lags.
    pub q_var: f64,
}

/// How a solve ended. The solver's voltages are its best answer in any case.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Whether every voltage settled with every load served as modelled.
    pub converged: bool,
    /// Whether every voltage settled, with those that are `collapsed` answered otherwise.
    pub settled: bool,
    /// Iterations used.
    pub iterations: usize,
    /// Largest difference, over all nodes, between the power its loads ask for at
    /// the voltages found and the power they were given, VA.
    pub mismatch_va: f64,
    /// The node with that difference.
    pub worst_node: Option<AssetRef>,
    /// Loads whose constant power the network cannot carry: their voltage has
    /// collapsed, and they are answered as impedances. Generators, of negative
    /// power, are answered as switched off.
    pub collapsed: Vec<AssetRef>,
}
