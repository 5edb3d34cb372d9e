//! What is read off the lanes once their voltages rest.

use num_complex::Complex64;
use pulp::Simd;

use super::group::Work;
use super::lanes::{Lanes, MOST, numbers};
use super::plan::{Carried, DEAD, Draw, Ends, Gauge, Place, Plan};
use super::rows::Rows;
use super::{Output, Step};
use crate::block::Mat4;

impl Rows<'_> {
    /// Writes the rows of the lanes that have come to rest.
    #[inline(always)]
    pub fn read<S: Simd>(&mut self, simd: S, plan: &Plan, work: &mut Work<S>) {
        let lanes = work.lanes;
        let lanes = &lanes[..S::F64_LANES];
        let mut rows = [None; MOST];
        for (row, lane) in rows.iter_mut().zip(lanes) {
            *row = lane.row.filter(|_| lane.settled);
        }
        let totals = Totals::of(simd, plan, work);
        for (k, lane) in lanes.iter().enumerate() {
            if let Some(row) = rows[k] {
                self.steps[row] = totals.step(k, lane.iterations);
            }
        }
        self.read_loads(simd, plan, work, &rows);
        if self.output == Output::All {
            complete_flows(simd, plan, work);
            self.read_buses(simd, plan, work, &rows);
        }
    }

    /// The lowest voltage over each load's branches.
    #[inline(always)]
    fn read_loads<S: Simd>(
        &mut self,
        simd: S,
        plan: &Plan,
        work: &Work<S>,
        rows: &[Option<usize>; MOST],
    ) {
        let one_load = |a: &Draw, b: &Draw| a.branch.load == b.branch.load;
        let mut states = work.draws.iter();
        for draws in plan.draws.chunk_by(one_load) {
            let mut lowest = simd.splat_f64s(f64::INFINITY);
            for (draw, state) in draws.iter().zip(&mut states) {
                let [from, to] = draw.ends.map(|end| work.v[end as usize]);
                let over = from.minus(simd, to).minus_times(simd, draw.z, state.i);
                lowest = simd.min_f64s(lowest, over.norm_sqr(simd));
            }
            let lowest = simd.sqrt_f64s(lowest);
            let load = draws[0].branch.load as usize;
            for (&value, &row) in numbers::<S>(&lowest).iter().zip(rows) {
                match row {
                    None => {}
                    Some(_) if self.output == Output::Extremes => self.see(load, value),
                    Some(row) => self.load_v[row * self.loads + load] = value,
                }
            }
        }
    }

    /// The voltages of every bus.
    #[inline(always)]
    fn read_buses<S: Simd>(
        &mut self,
        simd: S,
        plan: &Plan,
        work: &Work<S>,
        rows: &[Option<usize>; MOST],
    ) {
        for (bus, place) in plan.buses.iter().enumerate() {
            let v = voltages(simd, plan, work, place);
            for (lane, &row) in rows[..S::F64_LANES].iter().enumerate() {
                if let Some(row) = row {
                    self.v[row * self.buses + bus] = v.map(|v| v.get(lane));
                }
            }
        }
    }
}

/// Fills in the currents into poles where those at and below them are not all.
#[inline(always)]
fn complete_flows<S: Simd>(simd: S, plan: &Plan, work: &mut Work<S>) {
    for pole in &plan.poles {
        if let (Gauge::Line(ends), Some(flow)) = (&pole.gauge, pole.flow) {
            let [_, far] = voltages_at(work, ends);
            let inflow = inflow(simd, work, ends, far);
            let live = (0..4).filter(|&c| ends.far[c] != DEAD);
            for (slot, c) in (flow..).zip(live) {
                work.j[slot] = inflow[c];
            }
        }
    }
}

/// The voltages at a place, V.
#[inline(always)]
fn voltages<S: Simd>(simd: S, plan: &Plan, work: &Work<S>, place: &Place) -> [Lanes<S>; 4] {
    match *place {
        Place::At(slots) => slots.map(|slot| work.v[slot as usize]),
        Place::Below { above, carried, d } => {
            let mut v = above.map(|slot| work.v[slot as usize]);
            let elements = &plan.elements[d..];
            match carried {
                Carried::Draw(k) => {
                    for (v, &z) in v.iter_mut().zip(elements) {
                        *v = v.minus_times(simd, z, work.draws[k].i);
                    }
                }
                Carried::Pole { first, width } => {
                    let j = &work.j[first..][..width];
                    for (v, row) in v.iter_mut().zip(elements.chunks_exact(width)) {
                        for (&z, &current) in row.iter().zip(j) {
                            *v = v.minus_times(simd, z, current);
                        }
                    }
                }
            }
            v
        }
    }
}

/// Active powers, W.
struct Totals<S: Simd> {
    source: S::f64s,
    gateway: Option<S::f64s>,
    load: S::f64s,
    line: S::f64s,
    transformer: S::f64s,
}

impl<S: Simd> Totals<S> {
    #[inline(always)]
    fn of(simd: S, plan: &Plan, work: &Work<S>) -> Self {
        let zero = simd.splat_f64s(0.0);
        let mut totals = Self {
            source: zero,
            gateway: None,
            load: zero,
            line: zero,
            transformer: zero,
        };
        for (draw, state) in plan.draws.iter().zip(&work.draws) {
            let [from, to] = draw.ends.map(|end| work.v[end as usize]);
            let given = from.minus(simd, to).dot(simd, state.i);
            let lost = simd.mul_f64s(simd.splat_f64s(draw.z.re), state.i.norm_sqr(simd));
            totals.line = simd.add_f64s(totals.line, lost);
            totals.load = simd.add_f64s(totals.load, simd.sub_f64s(given, lost));
        }
        for pole in &plan.poles {
            match &pole.gauge {
                Gauge::Plain => {
                    for k in 0..pole.width {
                        let drop =
                            work.v[pole.near[k] as usize].minus(simd, work.v[pole.first + k]);
                        let lost = drop.dot(simd, work.j[pole.first + k]);
                        totals.line = simd.add_f64s(totals.line, lost);
                    }
                }
                Gauge::Line(ends) => {
                    let [near, far] = voltages_at(work, ends);
                    let inflow = inflow(simd, work, ends, far);
                    for c in ends.through.iter().map(taiqu_grid::Conductor::index) {
                        let lost = near[c].minus(simd, far[c]).dot(simd, inflow[c]);
                        totals.line = simd.add_f64s(totals.line, lost);
                    }
                }
                Gauge::Source(ends) => {
                    let [_, far] = voltages_at(work, ends);
                    let inflow = inflow(simd, work, ends, far);
                    totals.source = simd.add_f64s(totals.source, power(simd, far, inflow));
                }
                Gauge::Windings {
                    ends,
                    y,
                    is_forward,
                } => {
                    let [near, far] = voltages_at(work, ends);
                    let (hv, lv) = if *is_forward {
                        (near, far)
                    } else {
                        (far, near)
                    };
                    let into_hv = power_into(simd, (&y.hh, hv), (&y.hl, lv));
                    let into_lv = power_into(simd, (&y.ll, lv), (&y.lh, hv));
                    let lost = simd.add_f64s(into_hv, into_lv);
                    totals.transformer = simd.add_f64s(totals.transformer, lost);
                    let before = totals.gateway.unwrap_or(zero);
                    totals.gateway = Some(simd.sub_f64s(before, into_lv));
                }
            }
        }
        totals
    }

    #[inline(always)]
    fn step(&self, lane: usize, iterations: usize) -> Step {
        let at = |vector: &S::f64s| numbers::<S>(vector)[lane];
        Step {
            converged: true,
            iterations,
            source_w: at(&self.source),
            gateway_w: at(self.gateway.as_ref().unwrap_or(&self.source)),
            load_w: at(&self.load),
            line_w: at(&self.line),
            transformer_w: at(&self.transformer),
        }
    }
}

/// Voltages at the two ends of a branch, a conductor each, V.
#[inline(always)]
fn voltages_at<S: Simd>(work: &Work<S>, ends: &Ends) -> [[Lanes<S>; 4]; 2] {
    [ends.near, ends.far].map(|slots| slots.map(|slot| work.v[slot as usize]))
}

/// Current that flows in from above where the voltages are `v`, A.
#[inline(always)]
fn inflow<S: Simd>(simd: S, work: &Work<S>, ends: &Ends, v: [Lanes<S>; 4]) -> [Lanes<S>; 4] {
    let mut inflow = ends.far.map(|slot| work.j[slot as usize]);
    plus_times(simd, &mut inflow, &ends.h, v);
    inflow
}

/// Power into terminals of the admittance and voltages `own`, beside `other` ones, W.
#[inline(always)]
fn power_into<S: Simd>(
    simd: S,
    own: (&Mat4, [Lanes<S>; 4]),
    other: (&Mat4, [Lanes<S>; 4]),
) -> S::f64s {
    let mut current = [Lanes::splat(simd, Complex64::ZERO); 4];
    plus_times(simd, &mut current, own.0, own.1);
    plus_times(simd, &mut current, other.0, other.1);
    power(simd, own.1, current)
}

#[inline(always)]
fn plus_times<S: Simd>(simd: S, sum: &mut [Lanes<S>; 4], matrix: &Mat4, v: [Lanes<S>; 4]) {
    for (r, sum) in sum.iter_mut().enumerate() {
        for (c, &v) in v.iter().enumerate() {
            let y = matrix.get(r, c);
            // Most earths are the neutral's alone.
            if y != Complex64::ZERO {
                *sum = sum.plus_times(simd, y, v);
            }
        }
    }
}

/// Re Σ v·i*, W.
#[inline(always)]
fn power<S: Simd>(simd: S, v: [Lanes<S>; 4], i: [Lanes<S>; 4]) -> S::f64s {
    let mut sum = simd.splat_f64s(0.0);
    for (v, i) in v.into_iter().zip(i) {
        sum = simd.add_f64s(sum, v.dot(simd, i));
    }
    sum
}
