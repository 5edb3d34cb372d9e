//! Many time steps of one state of switching.
//!
//! Steps are cut into segments; within one, each step starts from the last one's
//! voltages. As many segments as the processor's vectors have lanes go through the
//! factored tree side by side, and groups of them run on as many threads as there
//! are. Segments do not depend on either, so the results do not depend on threads,
//! and on lanes only by rounding. A step that a lane does not solve is left to
//! [`Solver`], as are networks with closed loops or floating conductors.

mod draw;
mod group;
mod lanes;
mod layout;
mod plan;
mod read;
mod rows;
mod single;
mod sweep;

use num_complex::Complex64;
use pulp::{Arch, Simd, WithSimd};
use rayon::prelude::*;

use crate::{LoadPower, Model, Options, Solver, Switching};
use group::{Group, Work};
use plan::Plan;
use rows::Rows;

/// The extremes of a load before any step.
const UNSEEN: [f64; 2] = [f64::INFINITY, f64::NEG_INFINITY];
/// Most steps of a segment.
const SEGMENT: usize = 30;

/// What a series keeps of each step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Output {
    /// The voltage over every load.
    #[default]
    Loads,
    /// That, and all voltages of every bus.
    All,
    /// The lowest and the highest voltage over every load, of all steps together.
    Extremes,
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
    /// Lowest and highest of the voltages over each load, V, in steps that converged;
    /// empty unless they were asked for.
    pub extremes: Vec<[f64; 2]>,
}

/// The factors of one model in one state of switching, for any number of series.
#[derive(Clone, Debug)]
pub struct Batch {
    cold: Solver,
    plan: Option<Plan>,
    arch: Arch,
}

impl Batch {
    /// Factors `model` as `switching` has it.
    pub fn new(model: &Model, switching: &Switching, options: Options) -> Self {
        let mut cold = Solver::new(model, switching, options);
        cold.unload();
        Self {
            plan: Plan::of(&cold),
            cold,
            arch: Arch::new(),
        }
    }

    /// Solves `steps` steps into `series`, whose memory it uses again; `power` fills
    /// in the loads' powers of one.
    ///
    /// What switches between steps is a power that changes: a capacitor bank is a load
    /// of constant impedance whose reactive power is that of the steps in use, and a
    /// customer behind a phase switch is a load on each phase, of which one has the
    /// power.
    ///
    /// Uses the thread pool it is called in. The results are the same to the last
    /// bit for any number of threads.
    pub fn solve(
        &self,
        steps: usize,
        power: impl Fn(usize, &mut [LoadPower]) + Sync,
        output: Output,
        series: &mut Series,
    ) {
        let count = self.cold.model.loads().len();
        let (loads, buses, extremes) = match output {
            Output::Loads => (count, 0, 0),
            Output::All => (count, self.cold.model.bus_count(), 0),
            Output::Extremes => (0, 0, count),
        };
        let segment = steps.div_ceil(lanes::MOST).clamp(1, SEGMENT);
        series.steps.resize(steps, Step::default());
        series.load_v.resize(steps * loads, 0.0);
        series.v.resize(steps * buses, [Complex64::ZERO; 4]);
        // A set for each segment at most: groups have one or more of these.
        let sets = steps.div_ceil(segment);
        series.extremes.clear();
        series.extremes.resize(sets * extremes, UNSEEN);
        let rows = Rows {
            output,
            loads,
            buses,
            extreme_loads: extremes,
            steps: &mut series.steps,
            load_v: &mut series.load_v,
            v: &mut series.v,
            extremes: &mut series.extremes,
        };
        let run = Run {
            batch: self,
            power: &power,
            segment,
            rows,
        };
        self.arch.dispatch(run);
        join(&mut series.extremes, extremes);
    }
}

/// Joins the extremes of all groups, `count` loads each, into the first's.
fn join(extremes: &mut Vec<[f64; 2]>, count: usize) {
    let here = count.min(extremes.len());
    let (all, others) = extremes.split_at_mut(here);
    for group in others.chunks_exact(count.max(1)) {
        for ([lowest, highest], other) in all.iter_mut().zip(group) {
            *lowest = lowest.min(other[0]);
            *highest = highest.max(other[1]);
        }
    }
    // What no step has seen has no voltage.
    for extreme in all.iter_mut().filter(|extreme| **extreme == UNSEEN) {
        *extreme = [0.0; 2];
    }
    extremes.truncate(count);
}

/// Solves `steps` steps; `power` fills in the loads' powers of one. See
/// [`Batch::solve`].
pub fn series(
    model: &Model,
    switching: &Switching,
    options: Options,
    steps: usize,
    power: impl Fn(usize, &mut [LoadPower]) + Sync,
    output: Output,
) -> Series {
    let mut series = Series::default();
    Batch::new(model, switching, options).solve(steps, power, output, &mut series);
    series
}

/// A series about to be solved in lanes.
struct Run<'a, P> {
    batch: &'a Batch,
    power: &'a P,
    segment: usize,
    rows: Rows<'a>,
}

impl<P: Fn(usize, &mut [LoadPower]) + Sync> WithSimd for Run<'_, P> {
    type Output = ();

    fn with_simd<S: Simd>(self, simd: S) {
        let Self {
            batch: Batch { cold, plan, .. },
            power,
            segment,
            rows,
        } = self;
        let Some(plan) = plan else {
            let groups = rows.groups(segment).into_par_iter();
            return groups.for_each(|(first, mut rows)| {
                let mut solver = cold.clone();
                let mut powers = cold.model.nominal().to_vec();
                for row in 0..rows.steps.len() {
                    power(first + row, &mut powers);
                    single::solve(&mut solver, &powers, row, &mut rows);
                }
            });
        };
        let groups = rows.groups(segment * S::F64_LANES).into_par_iter();
        groups.for_each_init(
            || Work::new(simd, plan, cold),
            |work, (first, rows)| {
                // What is dead has no voltage, whatever the memory held before.
                rows.load_v.fill(0.0);
                simd.vectorize(Group {
                    simd,
                    plan,
                    cold,
                    power,
                    first,
                    segment,
                    work,
                    rows,
                });
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use taiqu_grid::{Catalogue, District};

    /// The instruction sets that this machine has.
    fn sets() -> Vec<Arch> {
        let mut sets = vec![Arch::Scalar];
        #[cfg(target_arch = "x86_64")]
        {
            sets.extend(pulp::x86::V3::try_new().map(Arch::V3));
            sets.extend(pulp::x86::V4::try_new().map(Arch::V4));
        }
        sets
    }

    #[test]
    fn lanes_and_instructions_change_only_rounding() {
        let areas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/areas");
        let path = areas.join("ieee-european-lv.ron");
        let area = taiqu_grid::read::read_area(&path, &Catalogue::default()).into_result();
        let district = District::alone(area.expect("the shipped feeder"));
        let model = Model::new(&district);
        let power = |step: usize, powers: &mut [LoadPower]| {
            powers.copy_from_slice(&model.powers_at((step as u64 + 540) * 60));
        };
        for ignore_bands in [false, true] {
            let options = Options {
                ignore_bands,
                ..Options::default()
            };
            let mut batch = Batch::new(&model, &Switching::of(&district), options);
            let found = sets().into_iter().map(|arch| {
                batch.arch = arch;
                let mut series = Series::default();
                batch.solve(100, power, Output::All, &mut series);
                series
            });
            let found: Vec<Series> = found.collect();
            for other in &found[1..] {
                for (one, other) in found[0].steps.iter().zip(&other.steps) {
                    assert_eq!(one.iterations, other.iterations);
                }
                for (one, other) in found[0].v.iter().zip(&other.v) {
                    for (one, other) in one.iter().zip(other) {
                        assert!((one - other).norm() <= 1e-12 * one.norm());
                    }
                }
            }
        }
    }
}
