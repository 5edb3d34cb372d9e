//! Many time steps of one state of switching.

use num_complex::Complex64;
use rayon::prelude::*;

use crate::{LoadPower, Model, Options, Solver, Switching};

/// Steps that are solved one after the other, each from the last one's voltages.
/// It does not depend on the number of threads, so neither do the results.
const CHUNK: usize = 48;

/// What a series keeps of each step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Output {
    /// The voltage over every load.
    #[default]
    Loads,
    /// That, and all voltages of every bus.
    All,
}

/// One step. Powers are active powers, W.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Step {
    /// Whether it converged.
    pub converged: bool,
    /// Iterations used.
    pub iterations: usize,
    /// Delivered by the sources.
    pub source_w: f64,
    /// At the low-voltage terminals of the transformers.
    pub gateway_w: f64,
    /// Drawn by the loads.
    pub load_w: f64,
    /// Lost in lines and cables.
    pub line_w: f64,
    /// Lost in transformers.
    pub transformer_w: f64,
}

/// The results of a series.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    /// One entry a step.
    pub steps: Vec<Step>,
    /// Lowest voltage over a branch of each load, V, step by step.
    pub load_v: Vec<f64>,
    /// Voltages of each bus, V, step by step; empty unless all were asked for.
    pub v: Vec<[Complex64; 4]>,
}

/// Solves `steps` steps; `power` fills in the loads' powers of one.
///
/// Uses the thread pool it is called in. The results are the same to the last bit
/// for any number of threads.
pub fn series(
    model: &Model,
    switching: &Switching,
    options: Options,
    steps: usize,
    power: impl Fn(usize, &mut [LoadPower]) + Sync,
    output: Output,
) -> Series {
    let loads = model.loads().len();
    let buses = match output {
        Output::Loads => 0,
        Output::All => model.bus_count(),
    };
    let mut series = Series {
        steps: vec![Step::default(); steps],
        load_v: vec![0.0; steps * loads],
        v: vec![[Complex64::ZERO; 4]; steps * buses],
    };
    let cold = Solver::new(model, switching, options);
    let mut load_v = series.load_v.as_mut_slice();
    let mut v = series.v.as_mut_slice();
    let mut chunks = Vec::with_capacity(steps.div_ceil(CHUNK));
    for (k, part) in series.steps.chunks_mut(CHUNK).enumerate() {
        let (own_loads, other_loads) = load_v.split_at_mut(part.len() * loads);
        let (own_v, other_v) = v.split_at_mut(part.len() * buses);
        (load_v, v) = (other_loads, other_v);
        chunks.push((k * CHUNK, part, own_loads, own_v));
    }
    chunks.into_par_iter().for_each(|(first, part, load_v, v)| {
        let mut solver = cold.clone();
        let mut powers = model.nominal().to_vec();
        for (k, step) in part.iter_mut().enumerate() {
            power(first + k, &mut powers);
            *step = solve_one(&mut solver, &powers);
            let solution = solver.solution();
            let states = solution.loads();
            for (value, state) in load_v[k * loads..][..loads].iter_mut().zip(&states) {
                *value = state.voltage_v;
            }
            for (bus, value) in v[k * buses..][..buses].iter_mut().enumerate() {
                *value = solution.v(bus);
            }
        }
    });
    series
}

fn solve_one(solver: &mut Solver, powers: &[LoadPower]) -> Step {
    let outcome = solver.solve(powers);
    let solution = solver.solution();
    Step {
        converged: outcome.converged,
        iterations: outcome.iterations,
        source_w: solution.source_w(),
        gateway_w: solution.gateway_w(),
        load_w: solution.load_w(),
        line_w: solution.line_w(),
        transformer_w: solution.transformer_w(),
    }
}
