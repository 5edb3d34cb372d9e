//! Laying a factored tree out flat.

use num_complex::Complex64;
use taiqu_grid::{Conductor, Phases};

use super::plan::{Carried, DEAD, Draw, EARTH, Ends, Form, Gauge, Law, Place, Plan, Pole, kept};
use crate::Solver;
use crate::block::{Mat4, Vec4};
use crate::factor::Hang;
use crate::physics::Physics;
use crate::tree::{Feed, NONE};

impl Plan {
    /// Lays out the factors of `solver`, whose loads are all currents; `None` where
    /// loops are closed, or something floats on its loads.
    pub fn of(solver: &Solver) -> Option<Self> {
        if solver.links.len() > 0 || solver.energised.floating {
            return None;
        }
        let mut layout = Layout::new(solver);
        layout.lay_stops();
        layout.plan.swept = layout.plan.start.len();
        layout.lay_between();
        Some(layout.plan)
    }
}

/// A plan in the making.
struct Layout<'a> {
    solver: &'a Solver,
    plan: Plan,
    /// The place of each position.
    places: Vec<Place>,
    /// The slots of each position that has some.
    slots: Vec<[u32; 4]>,
    /// The pole at each position that is one.
    poles: Vec<Option<usize>>,
    /// The slots of each pole, a conductor each.
    pole_slots: Vec<[u32; 4]>,
}

impl<'a> Layout<'a> {
    fn new(solver: &'a Solver) -> Self {
        let count = solver.tree.bus.len();
        Self {
            solver,
            plan: Plan {
                start: vec![Complex64::ZERO; 2],
                swept: 0,
                poles: Vec::new(),
                elements: Vec::new(),
                draws: Vec::new(),
                buses: Vec::new(),
            },
            places: vec![Place::At([DEAD; 4]); count],
            slots: vec![[DEAD; 4]; count],
            poles: vec![None; count],
            pole_slots: Vec::new(),
        }
    }

    fn lay_stops(&mut self) {
        let solver = self.solver;
        let stops = &solver.factor.stops;
        let mut is_above = vec![false; solver.tree.bus.len()];
        for stop in stops {
            if stop.above != NONE {
                is_above[stop.above as usize] = true;
            }
        }
        let mut loads_at = vec![0..0; solver.tree.bus.len()];
        for (k, load) in solver.loads.iter().enumerate() {
            let range = &mut loads_at[load.position as usize];
            if range.end == 0 {
                range.start = k;
            }
            range.end = k + 1;
        }
        for (stop, d) in stops.iter().zip(&solver.factor.d) {
            let position = stop.position as usize;
            let loads = loads_at[position].clone();
            let is_drop = stop.hang == Hang::Plain
                && stop.above != NONE
                && !is_above[position]
                && loads.len() == 1;
            let near = match stop.above {
                NONE => self.source_slots(position),
                above => self.slots[above as usize],
            };
            if is_drop {
                self.lay_drop(position, near, d, loads.start);
                continue;
            }
            let live = solver.factor.live[position];
            self.slots[position] = if stop.hang == Hang::Bolted && stop.above != NONE {
                kept(near, live)
            } else {
                self.lay_pole(position, near, stop.hang, d)
            };
            self.places[position] = Place::At(self.slots[position]);
            for k in loads {
                self.draw(k, self.slots[position], Complex64::ZERO);
            }
        }
    }

    /// Slots that hold the voltages of the source at `position`.
    fn source_slots(&mut self, position: usize) -> [u32; 4] {
        let own = |&&(k, _): &&(u32, _)| k as usize == position;
        let source = self.solver.factor.sources.iter().find(own);
        let e = source.map_or_else(Default::default, |&(_, e)| e);
        let first = self.plan.start.len() as u32;
        self.plan.start.extend((0..3).map(|c| e.get(c)));
        [first, first + 1, first + 2, DEAD]
    }

    fn lay_pole(&mut self, position: usize, near: [u32; 4], hang: Hang, d: &Mat4) -> [u32; 4] {
        let solver = self.solver;
        let factor = &solver.factor;
        let live: Vec<usize> = factor.live[position].iter().map(Conductor::index).collect();
        let above: Vec<usize> = (0..4).filter(|&c| near[c] != DEAD).collect();
        let first = self.plan.start.len();
        let mut far = [DEAD; 4];
        for (k, &c) in live.iter().enumerate() {
            far[c] = (first + k) as u32;
            self.plan.start.push(solver.state.v[position].get(c));
        }
        let at = self.plan.elements.len();
        self.elements(d, &live, &live);
        let (form, through) = self.lay_form((position, hang), &live, &above);
        let mut near_slots = [DEAD; 4];
        for (slot, &c) in near_slots.iter_mut().zip(through) {
            *slot = near[c];
        }
        self.poles[position] = Some(self.plan.poles.len());
        self.pole_slots.push(far);
        self.plan.poles.push(Pole {
            first,
            width: live.len(),
            near: near_slots,
            near_width: through.len(),
            form,
            d: at,
            gauge: self.gauge(position, near, far, hang),
            flow: None,
        });
        far
    }

    /// Lays what follows D; the form it has, and the conductors it has above.
    fn lay_form<'b>(
        &mut self,
        (position, hang): (usize, Hang),
        live: &'b [usize],
        above: &'b [usize],
    ) -> (Form, &'b [usize]) {
        let Hang::General(g) = hang else {
            return (Form::Plain, live);
        };
        let factor = &self.solver.factor;
        let (m, t) = (&factor.m[g as usize], &factor.t[g as usize]);
        let (neutral, all) = (Conductor::N.index(), Phases::ABCN);
        let phases = Phases::ABC.and(self.solver.factor.live[position]);
        let one = Mat4::identity(phases);
        let is_earthed = live.last() == Some(&neutral)
            && live.iter().all(|c| above.contains(c))
            && m.only(Phases::ABC, all) == one
            && t.only(all, Phases::ABC) == one;
        if is_earthed {
            self.elements(m, &[neutral], live);
            self.elements(t, live, &[neutral]);
            (Form::Earthed, live)
        } else {
            self.elements(m, above, live);
            self.elements(t, live, above);
            (Form::General, above)
        }
    }

    fn gauge(&self, position: usize, near: [u32; 4], far: [u32; 4], hang: Hang) -> Gauge {
        let solver = self.solver;
        let ends = |through: Phases| {
            Box::new(Ends {
                near,
                far,
                through: through.and(solver.factor.live[position]),
                h: solver.factor.h[position],
            })
        };
        match solver.tree.feed[position] {
            Feed::Source(_) => Gauge::Source(ends(Phases::ABC)),
            Feed::Bundle(b) => {
                let bundle = &solver.tree.bundles[b as usize];
                match &solver.physics[b as usize] {
                    Physics::Windings(y) => Gauge::Windings {
                        ends: ends(Phases::ABCN),
                        y: y.clone(),
                        is_forward: bundle.to == solver.tree.bus[position],
                    },
                    Physics::Series(_) if matches!(hang, Hang::General(_)) => {
                        Gauge::Line(ends(bundle.conducting))
                    }
                    Physics::Series(_) => Gauge::Plain,
                }
            }
        }
    }

    /// Makes the load `k` and the drop `d` below the slots `near` one.
    fn lay_drop(&mut self, position: usize, near: [u32; 4], d: &Mat4, k: usize) {
        let branch = &self.solver.loads[k].branch;
        let mut one = Vec4::ZERO;
        branch.draw(Complex64::ONE, &mut one);
        let fall = d * one;
        self.draw(k, near, branch.voltage(&fall));
        self.places[position] = Place::Below {
            above: kept(near, self.solver.factor.live[position]),
            carried: Carried::Draw(self.plan.draws.len() - 1),
            d: self.plan.elements.len(),
        };
        self.plan.elements.extend(fall.to_array());
    }

    fn draw(&mut self, k: usize, slots: [u32; 4], z: Complex64) {
        let load = &self.solver.loads[k];
        let band = load.band(&self.solver.options, false);
        let (law, holds) = Law::of(&load.branch, band);
        let to = load.branch.to.map_or(EARTH, |c| slots[usize::from(c)]);
        self.plan.draws.push(Draw {
            branch: load.branch.alone(),
            band,
            law,
            holds,
            share: load.branch.share,
            ends: [slots[usize::from(load.branch.from)], to],
            z,
            per_base_sqr: self.solver.per_base_sqr[load.position as usize],
        });
    }

    /// Says how the positions that the sweeps pass over follow, and then all buses.
    fn lay_between(&mut self) {
        let solver = self.solver;
        for passed in &solver.factor.passed {
            let position = passed.position as usize;
            let live = solver.factor.live[position];
            self.places[position] = if passed.below == NONE {
                let parent = solver.factor.parent[position] as usize;
                self.places[parent].only(live)
            } else {
                let near = self.slots[passed.above as usize];
                self.between((near, live), &passed.z, passed.below as usize)
            };
        }
        let place = |&position: &u32| match position {
            NONE => Place::At([DEAD; 4]),
            position => self.places[position as usize].clone(),
        };
        self.plan.buses = solver.tree.position.iter().map(place).collect();
    }

    /// A place with the conductors `live` between the slots `near` and the stop
    /// `below`, behind the impedance `z`.
    fn between(&mut self, (near, live): ([u32; 4], Phases), z: &Mat4, below: usize) -> Place {
        let above = kept(near, live);
        let d = self.plan.elements.len();
        let carried = if let Place::Below { carried, .. } = self.places[below] {
            if let Carried::Draw(k) = carried {
                let mut one = Vec4::ZERO;
                self.plan.draws[k].branch.draw(Complex64::ONE, &mut one);
                self.plan.elements.extend((z * one).to_array());
            }
            carried
        } else if let Some(pole) = self.poles[below] {
            let slots = self.flow(pole);
            let columns: Vec<usize> = (0..4).filter(|&c| slots[c] != DEAD).collect();
            self.elements(z, &[0, 1, 2, 3], &columns);
            Carried::Pole {
                first: columns.first().map_or(DEAD, |&c| slots[c]) as usize,
                width: columns.len(),
            }
        } else {
            // It shares the slots above, so there is no impedance between.
            return Place::At(above);
        };
        Place::Below { above, carried, d }
    }

    /// Slots of the currents into a pole: those at and below it or, where there are
    /// shunts below, slots that have theirs too.
    fn flow(&mut self, pole: usize) -> [u32; 4] {
        let Pole {
            gauge: Gauge::Line(ends),
            flow,
            ..
        } = &mut self.plan.poles[pole]
        else {
            return self.pole_slots[pole];
        };
        let first = *flow.get_or_insert_with(|| {
            let first = self.plan.start.len();
            let shunted = ends.far.iter().filter(|&&slot| slot != DEAD).count();
            self.plan.start.extend(vec![Complex64::ZERO; shunted]);
            first
        });
        let mut slots = ends.far;
        let live = slots.iter_mut().filter(|slot| **slot != DEAD);
        for (slot, next) in live.zip(first as u32..) {
            *slot = next;
        }
        slots
    }

    fn elements(&mut self, matrix: &Mat4, rows: &[usize], columns: &[usize]) {
        for &r in rows {
            self.plan
                .elements
                .extend(columns.iter().map(|&c| matrix.get(r, c)));
        }
    }
}
