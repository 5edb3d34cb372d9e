//! Solving a group of segments side by side, a segment a lane.

use num_complex::Complex64;
use pulp::{NullaryFnOnce, Simd};

use super::draw::{Change, DrawState, draw, set_powers};
use super::lanes::{Lanes, MOST, numbers, numbers_mut};
use super::plan::Plan;
use super::rows::Rows;
use super::single;
use super::sweep::{backward, forward};
use crate::{LoadPower, Solver};

/// Iterations after which a lane is left to the solver of single steps.
const PATIENCE: usize = 40;
/// Change of voltage, pu, below which rounding is all that is left.
const ROUNDING: f64 = 1e-13;
/// Part of the tolerance that the estimated remaining error must be below.
const SAFETY: f64 = 0.1;

/// What a thread works in.
#[derive(Debug)]
pub struct Work<S: Simd> {
    /// Voltage of each slot, V.
    pub v: Vec<Lanes<S>>,
    /// Current at and below each slot, A.
    pub j: Vec<Lanes<S>>,
    /// What is known of each load's branch.
    pub draws: Vec<DrawState<S>>,
    /// How far each lane has come.
    pub lanes: [Lane; MOST],
    powers: Vec<LoadPower>,
}

/// How far a lane has come with its step.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lane {
    /// Its row, if it has a step.
    pub row: Option<usize>,
    /// Whether its voltages rest, or it has no step.
    pub settled: bool,
    /// Iterations used.
    pub iterations: usize,
    /// Change of voltage in the last iteration, pu.
    change: f64,
    /// By what an iteration multiplies the change.
    rate: f64,
}

/// A group to be solved: as many consecutive segments as there are lanes.
pub struct Group<'a, S: Simd, P> {
    pub simd: S,
    pub plan: &'a Plan,
    /// The solver in the state that all segments start from.
    pub cold: &'a Solver,
    pub power: &'a P,
    /// Number of the first step.
    pub first: usize,
    /// Steps of a segment; the last one may have fewer.
    pub segment: usize,
    pub work: &'a mut Work<S>,
    pub rows: Rows<'a>,
}

impl<S: Simd> Work<S> {
    /// For lanes that go through `plan`.
    pub fn new(simd: S, plan: &Plan, cold: &Solver) -> Self {
        let zero = Lanes::splat(simd, Complex64::ZERO);
        let state = DrawState {
            power: zero,
            u: zero,
            i: zero,
            over_sqr: zero.re,
        };
        Self {
            v: vec![zero; plan.start.len()],
            j: vec![zero; plan.start.len()],
            draws: vec![state; plan.draws.len()],
            lanes: [Lane::default(); MOST],
            powers: cold.model.nominal().to_vec(),
        }
    }

    /// Sets one lane to the voltages without load.
    fn unload(&mut self, plan: &Plan, lane: usize) {
        for (v, &start) in self.v.iter_mut().zip(&plan.start) {
            v.set(lane, start);
        }
        for (state, draw) in self.draws.iter_mut().zip(&plan.draws) {
            state.i.set(lane, Complex64::ZERO);
            let over = numbers_mut::<S>(&mut state.over_sqr);
            over[lane] = draw.branch.rated_v * draw.branch.rated_v;
        }
        self.lanes[lane].rate = 0.5;
    }

    /// Lets the lanes that have come to rest keep their currents from now on.
    #[inline(always)]
    fn judge(&mut self, n: usize, change: &Change<S>, tolerance: f64) {
        let (worst, sum) = (numbers::<S>(&change.worst), numbers::<S>(&change.sum));
        let margin = numbers::<S>(&change.margin);
        for (k, lane) in self.lanes[..S::F64_LANES].iter_mut().enumerate() {
            if lane.settled {
                continue;
            }
            lane.iterations = n + 1;
            // The first change is that from the step before.
            let change = if n == 0 {
                f64::INFINITY
            } else {
                worst[k].sqrt()
            };
            if n > 1 {
                // A chance dip does not pass for a rate, nor what is no number.
                lane.rate = (change / lane.change).max(lane.rate / 2.0).min(0.99);
            }
            lane.change = change;
            // The sweep that follows this judgement counts too.
            let next = change * lane.rate;
            let left = next * lane.rate / (1.0 - lane.rate);
            let rests = change <= ROUNDING || (next <= tolerance && left <= SAFETY * tolerance);
            lane.settled = rests && sum[k].is_finite() && margin[k] >= 0.0;
        }
    }
}

impl<S: Simd, P: Fn(usize, &mut [LoadPower])> NullaryFnOnce for Group<'_, S, P> {
    type Output = ();

    #[inline(always)]
    fn call(mut self) {
        for lane in 0..S::F64_LANES {
            self.work.unload(self.plan, lane);
        }
        for round in 0..self.segment {
            self.take(round);
            self.iterate();
            self.rows.read(self.simd, self.plan, self.work);
            self.catch_up();
        }
    }
}

impl<S: Simd, P: Fn(usize, &mut [LoadPower])> Group<'_, S, P> {
    /// Gives each lane the next step of its segment.
    #[inline(always)]
    fn take(&mut self, round: usize) {
        let Work {
            lanes,
            powers,
            draws,
            ..
        } = &mut *self.work;
        for (k, lane) in lanes[..S::F64_LANES].iter_mut().enumerate() {
            let row = k * self.segment + round;
            lane.row = (row < self.rows.steps.len()).then_some(row);
            lane.settled = lane.row.is_none();
            lane.iterations = 0;
            if lane.row.is_some() {
                (self.power)(self.first + row, powers);
                set_powers::<S>(self.plan, draws, k, powers);
            }
        }
    }

    #[inline(always)]
    fn iterate(&mut self) {
        let simd = self.simd;
        let zero = simd.splat_f64s(0.0);
        for n in 0..PATIENCE {
            let mut resting = zero;
            for (rests, lane) in (numbers_mut::<S>(&mut resting).iter_mut()).zip(&self.work.lanes) {
                *rests = f64::from(u8::from(lane.settled));
            }
            let resting = simd.greater_than_f64s(resting, zero);
            let nothing = Lanes { re: zero, im: zero };
            self.work.j[..self.plan.swept].fill(nothing);
            let change = draw(simd, self.plan, self.work, resting);
            self.work.judge(n, &change, self.cold.options.tolerance);
            let Work { v, j, .. } = &mut *self.work;
            backward(simd, self.plan, j);
            forward(simd, self.plan, j, v);
            if self.work.lanes[..S::F64_LANES]
                .iter()
                .all(|lane| lane.settled)
            {
                return;
            }
        }
    }

    /// Solves the steps that lanes did not, one by one.
    fn catch_up(&mut self) {
        for k in 0..S::F64_LANES {
            let lane = self.work.lanes[k];
            let Some(row) = lane.row.filter(|_| !lane.settled) else {
                continue;
            };
            (self.power)(self.first + row, &mut self.work.powers);
            single::solve(
                &mut self.cold.clone(),
                &self.work.powers,
                row,
                &mut self.rows,
            );
            self.work.unload(self.plan, k);
        }
    }
}
