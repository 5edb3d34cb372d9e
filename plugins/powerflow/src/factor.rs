//! The factored tree, and the two sweeps that solve it.
//!
//! Positions run depth first, parents before children, so the backward sweep
//! is one pass from the end and the forward sweep one from the start. A position
//! where nothing is drawn and no currents branch off is passed over by the sweeps: the
//! drops before and behind it add up. Its own voltage is [recovered](Factor::recover)
//! at the end.

use taiqu_grid::Phases;

use crate::block::{Mat4, Vec4};
use crate::energise::Energised;
use crate::model::{BranchKind, Parts};
use crate::physics::{self, Physics};
use crate::reduce::{FarEnd, Reduced};
use crate::tree::{Feed, NONE, Tree};
use crate::{Options, Switching};

/// How a position hangs on its parent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Hang {
    /// Without impedance or shunt: its voltages are its parent's.
    Bolted,
    /// By an impedance with nothing but load currents below.
    Plain,
    /// By the general form; the index into `m` and `t`.
    General(u32),
}

/// A position that the sweeps visit.
#[derive(Clone, Copy, Debug)]
struct Stop {
    position: u32,
    /// The stop that it hangs on.
    above: u32,
    hang: Hang,
    /// From currents drawn here to the voltage's drop from there, Ω.
    d: Mat4,
}

/// A position that the sweeps pass over.
#[derive(Clone, Copy, Debug)]
struct Passed {
    position: u32,
    /// The stop below, whose currents all flow through here; none at a dead end.
    below: u32,
}

/// The factors of a tree.
#[derive(Clone, Debug)]
pub struct Factor {
    /// Admittance that each position sees at and below itself, S.
    pub h: Vec<Mat4>,
    live: Vec<Phases>,
    parent: Vec<u32>,
    hang: Vec<Hang>,
    d: Vec<Mat4>,
    m: Vec<Mat4>,
    t: Vec<Mat4>,
    /// Positions that a source feeds, with its voltage.
    sources: Vec<(u32, Vec4)>,
    stops: Vec<Stop>,
    passed: Vec<Passed>,
}

impl Factor {
    /// Factors `tree`; `own` are shunts of its positions beside those of the
    /// records, S, and `busy` says where currents may be drawn.
    pub fn new(
        parts: &Parts,
        energised: &Energised,
        tree: &Tree,
        physics: &[Physics],
        (own, busy): (&[Mat4], &[bool]),
    ) -> Self {
        let count = tree.bus.len();
        let live: Vec<Phases> = (tree.bus.iter())
            .map(|&bus| energised.live[bus as usize])
            .collect();
        let mut factor = Self {
            h: (0..count)
                .map(|k| {
                    let shunt = parts.buses[tree.bus[k] as usize].shunt;
                    (shunt + own[k]).only(live[k], live[k])
                })
                .collect(),
            live,
            parent: tree.parent.clone(),
            hang: vec![Hang::Plain; count],
            d: vec![Mat4::ZERO; count],
            m: Vec::new(),
            t: Vec::new(),
            sources: Vec::new(),
            stops: Vec::new(),
            passed: Vec::new(),
        };
        for k in (0..count).rev() {
            let live = factor.live[k];
            let parent = tree.parent[k];
            let near = match parent {
                NONE => Phases::ABC,
                parent => factor.live[parent as usize],
            };
            let far = FarEnd {
                h: &factor.h[k],
                live,
                nominal_v: parts.buses[tree.bus[k] as usize].nominal_v,
            };
            let reduced = match tree.feed[k] {
                Feed::Source(s) => {
                    let source = &parts.sources[s as usize];
                    Reduced::series(&source.z, Phases::ABC, far)
                }
                Feed::Bundle(b) => {
                    let bundle = &tree.bundles[b as usize];
                    match &physics[b as usize] {
                        Physics::Series(z) => Reduced::series(z, bundle.conducting, far),
                        Physics::Windings(y) if bundle.to == tree.bus[k] => {
                            Reduced::windings(y, near, far)
                        }
                        Physics::Windings(y) => Reduced::windings(&y.reversed(), near, far),
                    }
                }
            };
            if let Feed::Source(s) = tree.feed[k] {
                let e = parts.sources[s as usize].e;
                factor.sources.push((k as u32, e));
            }
            factor.set(k, parent, near, reduced);
        }
        factor.line_up(busy);
        factor
    }

    /// Divides the positions into stops and those between.
    fn line_up(&mut self, busy: &[bool]) {
        let count = self.parent.len();
        let is_series = |k: usize| !matches!(self.hang[k], Hang::General(_));
        // Children through which currents may flow, and one of them.
        let mut carrying = vec![0_u32; count];
        let mut child = vec![NONE; count];
        for k in (0..count).rev() {
            let parent = self.parent[k];
            if parent != NONE && (busy[k] || !is_series(k) || carrying[k] > 0) {
                carrying[parent as usize] += 1;
                child[parent as usize] = k as u32;
            }
        }
        let is_passed: Vec<bool> = (0..count)
            .map(|k| {
                let inner = self.parent[k] != NONE && !busy[k] && is_series(k);
                let is_dead_end = carrying[k] == 0;
                inner && (is_dead_end || carrying[k] == 1 && is_series(child[k] as usize))
            })
            .collect();
        // What lies between a passed position and the stop above it.
        let mut above = vec![NONE; count];
        let mut sum = vec![Mat4::ZERO; count];
        let mut below = vec![NONE; count];
        for k in 0..count {
            let (parent, live) = (self.parent[k], self.live[k]);
            let mut d = self.d[k];
            let mut on = parent;
            if parent != NONE && is_passed[parent as usize] {
                on = above[parent as usize];
                d += sum[parent as usize].only(live, live);
            }
            if is_passed[k] {
                (above[k], sum[k]) = (on, d);
                continue;
            }
            let hang = match self.hang[k] {
                Hang::Bolted if !d.is_zero() => Hang::Plain,
                own => own,
            };
            self.stops.push(Stop {
                position: k as u32,
                above: on,
                hang,
                d,
            });
            let mut at = parent;
            while at != NONE && is_passed[at as usize] {
                below[at as usize] = k as u32;
                at = self.parent[at as usize];
            }
        }
        let between = (0..count).filter(|&k| is_passed[k]);
        self.passed = between
            .map(|k| Passed {
                position: k as u32,
                below: below[k],
            })
            .collect();
    }

    /// The positions that the sweeps visit.
    pub fn stops(&self) -> impl Iterator<Item = usize> + '_ {
        self.stops.iter().map(|stop| stop.position as usize)
    }

    fn set(&mut self, k: usize, parent: u32, near: Phases, reduced: Reduced) {
        self.hang[k] = if !reduced.is_plain(near, self.live[k]) {
            self.m.push(reduced.m);
            self.t.push(reduced.t);
            Hang::General(self.m.len() as u32 - 1)
        } else if reduced.d.is_zero() {
            Hang::Bolted
        } else {
            Hang::Plain
        };
        self.d[k] = reduced.d;
        if parent != NONE {
            self.h[parent as usize] += reduced.h;
        }
    }

    /// Turns the currents drawn at each stop, A, into those drawn at and below it.
    pub fn backward(&self, j: &mut [Vec4]) {
        for stop in self.stops.iter().rev() {
            if stop.above == NONE {
                continue;
            }
            let own = j[stop.position as usize];
            j[stop.above as usize] += match stop.hang {
                Hang::Bolted | Hang::Plain => own,
                Hang::General(g) => &self.m[g as usize] * own,
            };
        }
    }

    /// Voltages of the stops from the sources (or, without `sources`, from nothing)
    /// down.
    pub fn forward(&self, sources: bool, j: &[Vec4], v: &mut [Vec4]) {
        for &(k, e) in &self.sources {
            // Holds the source's voltage until its turn comes below.
            v[k as usize] = if sources { e } else { Vec4::ZERO };
        }
        for stop in &self.stops {
            let k = stop.position as usize;
            let near = match stop.above {
                NONE => v[k],
                above => v[above as usize],
            };
            v[k] = match stop.hang {
                Hang::Bolted => near.only(self.live[k]),
                Hang::Plain => near.only(self.live[k]) - &stop.d * j[k],
                Hang::General(g) => &self.t[g as usize] * near - &stop.d * j[k],
            };
        }
    }

    /// Currents and voltages of the positions between the stops.
    pub fn recover(&self, j: &mut [Vec4], v: &mut [Vec4]) {
        for passed in &self.passed {
            let k = passed.position as usize;
            let near = v[self.parent[k] as usize];
            v[k] = near.only(self.live[k]);
            j[k] = Vec4::ZERO;
            if passed.below != NONE {
                j[k] = j[passed.below as usize];
                v[k] -= &self.d[k] * j[k];
            }
        }
    }

    /// The impedance each position sees, Ω: its voltages fall by this times the
    /// currents drawn there.
    pub fn thevenin(&self) -> Vec<Mat4> {
        let mut z: Vec<Mat4> = Vec::with_capacity(self.d.len());
        for k in 0..self.d.len() {
            let near = match self.parent[k] {
                NONE => Mat4::ZERO,
                parent => z[parent as usize],
            };
            z.push(match self.hang[k] {
                Hang::General(g) => self.t[g as usize] * near * self.m[g as usize] + self.d[k],
                Hang::Bolted | Hang::Plain => near.only(self.live[k], self.live[k]) + self.d[k],
            });
        }
        z
    }
}

/// The shunts at each position of `tree` of transformers that nothing excites.
/// Their windings still join the conductors of the side that is alive.
pub fn idle_windings(
    parts: &Parts,
    energised: &Energised,
    tree: &Tree,
    switching: &Switching,
    options: &Options,
) -> Vec<Mat4> {
    let mut own = vec![Mat4::ZERO; tree.bus.len()];
    for (k, branch) in parts.branches.iter().enumerate() {
        let position = tree.position[branch.from as usize];
        let idle = matches!(branch.kind, BranchKind::Transformer { .. })
            && energised.conducting[k].is_empty();
        if idle && position != NONE {
            let y = physics::admittance(branch, switching, options);
            let open = y.ll.inverse_on(Phases::ABCN);
            own[position as usize] += y.hh - y.hl * open * y.lh;
        }
    }
    own
}
