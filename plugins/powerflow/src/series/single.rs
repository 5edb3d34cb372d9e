//! One step by itself, by the solver that the live simulation uses.

use super::rows::Rows;
use super::{Output, Step};
use crate::{LoadPower, Solver};

/// Solves for `powers` and writes the row of that step.
pub fn solve(solver: &mut Solver, powers: &[LoadPower], row: usize, rows: &mut Rows<'_>) {
    let outcome = solver.solve(powers);
    let solution = solver.solution();
    rows.steps[row] = Step {
        converged: outcome.converged,
        iterations: outcome.iterations,
        source_w: solution.source_w(),
        gateway_w: solution.gateway_w(),
        load_w: solution.load_w(),
        line_w: solution.line_w(),
        transformer_w: solution.transformer_w(),
    };
    let loads = solution.loads();
    for (value, state) in rows.load_v(row).iter_mut().zip(&loads) {
        *value = state.voltage_v;
    }
    if rows.output == Output::Extremes && outcome.converged {
        let live = loads.iter().enumerate().filter(|(_, state)| state.live);
        live.for_each(|(load, state)| rows.see(load, state.voltage_v));
    }
    for (bus, value) in rows.v(row).iter_mut().enumerate() {
        *value = solution.v(bus);
    }
}
