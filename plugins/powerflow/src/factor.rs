//! The factored tree, and the two sweeps that solve it.
//!
//! Positions run depth first, parents before children, so the backward sweep
//! is one pass from the end and the forward sweep one from the start. A position
//! where nothing is drawn or branches off is passed over: the impedances before and
//! behind it add up before anything is factored. Its own voltage is
//! [recovered](Factor::recover) at the end.

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
pub enum Hang {
    /// Without impedance or shunt: its voltages are its parent's.
    Bolted,
    /// By an impedance with nothing but load currents below.
    Plain,
    /// By the general form; the index into `m` and `t`.
    General(u32),
}

/// A position that the sweeps visit.
#[derive(Clone, Copy, Debug)]
pub struct Stop {
    /// Where it is.
    pub position: u32,
    /// The stop that it hangs on.
    pub above: u32,
    /// How it does.
    pub hang: Hang,
}

/// A position that the sweeps pass over.
#[derive(Clone, Copy, Debug)]
pub struct Passed {
    /// Where it is.
    pub position: u32,
    /// The stop above.
    pub above: u32,
    /// The stop below, whose currents all flow through here; none at a dead end.
    pub below: u32,
    /// Whether there are shunts below, whose currents flow through here too.
    is_shunted: bool,
    /// Impedance between the stop above and here, Ω.
    pub z: Mat4,
}

/// The factors of a tree.
#[derive(Clone, Debug, Default)]
pub struct Factor {
    /// Admittance that each stop sees at and below itself, S, by position.
    pub h: Vec<Mat4>,
    /// Live conductors of each position.
    pub live: Vec<Phases>,
    /// Position of each position's parent.
    pub parent: Vec<u32>,
    /// Of the general form, from currents drawn below to those drawn above.
    pub m: Vec<Mat4>,
    /// Of the general form, from voltages above to those below.
    pub t: Vec<Mat4>,
    /// Positions that a source feeds, with its voltage.
    pub sources: Vec<(u32, Vec4)>,
    /// Positions that the sweeps visit, each after the one above.
    pub stops: Vec<Stop>,
    /// For each stop, from currents drawn there to the voltage's drop from the one
    /// above, Ω. Apart from the stops, which most loops go through alone.
    pub d: Vec<Mat4>,
    /// Positions that they pass over.
    pub passed: Vec<Passed>,
}

impl Factor {
    /// Factors `tree`; `own` are shunts at its positions beside those of the
    /// records, S, and `busy` says where currents may be drawn.
    pub fn new(
        parts: &Parts,
        energised: &Energised,
        tree: &Tree,
        physics: &[Physics],
        (own, busy): (&[(u32, Mat4)], &[bool]),
    ) -> Self {
        let live: Vec<Phases> = (tree.bus.iter())
            .map(|&bus| energised.live[bus as usize])
            .collect();
        let recorded = |&bus: &u32| parts.buses[bus as usize].shunt;
        let mut h: Vec<Mat4> = tree.bus.iter().map(recorded).collect();
        for (position, shunt) in own {
            h[*position as usize] += *shunt;
        }
        for (h, &live) in h.iter_mut().zip(&live) {
            if !h.is_zero() {
                *h = h.only(live, live);
            }
        }
        let mut factor = Self {
            h,
            live,
            parent: tree.parent.clone(),
            m: Vec::new(),
            t: Vec::new(),
            sources: Vec::new(),
            stops: Vec::new(),
            d: Vec::new(),
            passed: Vec::new(),
        };
        let z = factor.line_up(tree, physics, busy);
        factor.d = vec![Mat4::ZERO; factor.stops.len()];
        for (k, z) in z.iter().enumerate().rev() {
            factor.reduce(k, z, (parts, tree, physics));
        }
        for passed in &mut factor.passed {
            let below = factor.h.get(passed.below as usize);
            passed.is_shunted = below.is_some_and(|h| !h.is_zero());
        }
        factor
    }

    /// Divides the positions into stops and those between; the series impedance
    /// from the stop above to each stop, where a line leads there.
    fn line_up(&mut self, tree: &Tree, physics: &[Physics], busy: &[bool]) -> Vec<Mat4> {
        let count = self.parent.len();
        // The impedance above each position that takes all its conductors there.
        let whole: Vec<Option<&Mat4>> = (0..count)
            .map(|k| match tree.feed[k] {
                Feed::Source(_) => None,
                Feed::Bundle(b) => match &physics[b as usize] {
                    Physics::Series(z) => {
                        let carried = tree.bundles[b as usize].conducting;
                        let near = self.live[self.parent[k] as usize];
                        carried.and(near).contains(self.live[k]).then_some(&**z)
                    }
                    Physics::Windings(_) => None,
                },
            })
            .collect();
        // Children through which currents may flow, and one of them.
        let mut carrying = vec![0_u32; count];
        let mut child = vec![NONE; count];
        let is_busy: Vec<bool> = (0..count)
            .map(|k| busy[k] || whole[k].is_none() || !self.h[k].is_zero())
            .collect();
        for k in (0..count).rev() {
            let parent = self.parent[k];
            if parent != NONE && (is_busy[k] || carrying[k] > 0) {
                carrying[parent as usize] += 1;
                child[parent as usize] = k as u32;
            }
        }
        // The number among the passed of each position that is.
        let mut number = vec![NONE; count];
        self.passed.reserve_exact(count);
        let mut z = Vec::new();
        for k in 0..count {
            let (parent, live) = (self.parent[k], self.live[k]);
            let mut sum = whole[k].map_or(Mat4::ZERO, |z| z.only(live, live));
            let mut above = parent;
            if let Some(before) = self.passed_at(&number, parent) {
                sum += before.z.only(live, live);
                above = before.above;
            }
            let is_straight = carrying[k] == 1 && whole[child[k] as usize].is_some();
            if !is_busy[k] && (carrying[k] == 0 || is_straight) {
                number[k] = self.passed.len() as u32;
                self.passed.push(Passed {
                    position: k as u32,
                    above,
                    below: NONE,
                    is_shunted: false,
                    z: sum,
                });
                continue;
            }
            self.stops.push(Stop {
                position: k as u32,
                above,
                hang: Hang::Plain,
            });
            z.push(sum);
            let mut at = parent;
            while at != NONE && number[at as usize] != NONE {
                self.passed[number[at as usize] as usize].below = k as u32;
                at = self.parent[at as usize];
            }
        }
        z
    }

    /// The passed position `k`, if it is one.
    fn passed_at(&self, number: &[u32], k: u32) -> Option<&Passed> {
        let number = number.get(k as usize)?;
        self.passed.get(*number as usize)
    }

    /// Eliminates the branch above a stop, `z` where it is a whole line.
    fn reduce(
        &mut self,
        number: usize,
        z: &Mat4,
        (parts, tree, physics): (&Parts, &Tree, &[Physics]),
    ) {
        let Stop {
            position, above, ..
        } = self.stops[number];
        let k = position as usize;
        let live = self.live[k];
        let near = match above {
            NONE => Phases::ABC,
            above => self.live[above as usize],
        };
        let far = FarEnd {
            h: &self.h[k],
            live,
            nominal_v: parts.buses[tree.bus[k] as usize].nominal_v,
        };
        let reduced = match tree.feed[k] {
            Feed::Source(s) => {
                let source = &parts.sources[s as usize];
                self.sources.push((position, source.e));
                Reduced::series(&source.z, Phases::ABC, far)
            }
            Feed::Bundle(b) => {
                let bundle = &tree.bundles[b as usize];
                match &physics[b as usize] {
                    Physics::Series(own) => {
                        // Beyond the branch itself, all conductors lead on.
                        let z = if above == self.parent[k] { own } else { z };
                        Reduced::series(z, bundle.conducting, far)
                    }
                    Physics::Windings(y) if bundle.to == tree.bus[k] => {
                        Reduced::windings(y, near, far)
                    }
                    Physics::Windings(y) => Reduced::windings(&y.reversed(), near, far),
                }
            }
        };
        if above != NONE {
            self.h[above as usize] += reduced.h;
        }
        let stop = &mut self.stops[number];
        stop.hang = if !reduced.is_plain(near, live) {
            self.m.push(reduced.m);
            self.t.push(reduced.t);
            Hang::General(self.m.len() as u32 - 1)
        } else if reduced.d.is_zero() {
            Hang::Bolted
        } else {
            Hang::Plain
        };
        self.d[number] = reduced.d;
    }

    /// The positions that the sweeps visit.
    pub fn visited(&self) -> impl Iterator<Item = usize> + '_ {
        self.stops.iter().map(|stop| stop.position as usize)
    }

    /// Turns the currents drawn at each stop, A, into those drawn at and below it.
    #[inline(always)]
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
    #[inline(always)]
    pub fn forward(&self, sources: bool, j: &[Vec4], v: &mut [Vec4]) {
        for &(k, e) in &self.sources {
            // Holds the source's voltage until its turn comes below.
            v[k as usize] = if sources { e } else { Vec4::ZERO };
        }
        for (stop, d) in self.stops.iter().zip(&self.d) {
            let k = stop.position as usize;
            let near = match stop.above {
                NONE => v[k],
                above => v[above as usize],
            };
            v[k] = match stop.hang {
                Hang::Bolted => near.only(self.live[k]),
                Hang::Plain => near.only(self.live[k]) - d * j[k],
                Hang::General(g) => &self.t[g as usize] * near - d * j[k],
            };
        }
    }

    /// Currents and voltages of the positions between the stops.
    pub fn recover(&self, j: &mut [Vec4], v: &mut [Vec4]) {
        for passed in &self.passed {
            let k = passed.position as usize;
            if passed.below == NONE {
                j[k] = Vec4::ZERO;
                v[k] = v[self.parent[k] as usize].only(self.live[k]);
            } else {
                let below = passed.below as usize;
                j[k] = j[below];
                if passed.is_shunted {
                    j[k] += &self.h[below] * v[below];
                }
                v[k] = v[passed.above as usize].only(self.live[k]) - &passed.z * j[k];
            }
        }
    }

    /// The impedance each stop sees, Ω, by position: its voltages fall by this times
    /// the currents drawn there.
    pub fn thevenin(&self) -> Vec<Mat4> {
        let mut z = vec![Mat4::ZERO; self.parent.len()];
        for (stop, d) in self.stops.iter().zip(&self.d) {
            let live = self.live[stop.position as usize];
            let near = match stop.above {
                NONE => Mat4::ZERO,
                above => z[above as usize],
            };
            z[stop.position as usize] = *d
                + match stop.hang {
                    Hang::General(g) => self.t[g as usize] * near * self.m[g as usize],
                    Hang::Bolted | Hang::Plain => near.only(live, live),
                };
        }
        z
    }
}

/// The shunts at positions of `tree` of transformers that nothing excites.
/// Their windings still join the conductors of the side that is alive.
pub fn idle_windings(
    parts: &Parts,
    energised: &Energised,
    tree: &Tree,
    switching: &Switching,
    options: &Options,
) -> Vec<(u32, Mat4)> {
    let mut own = Vec::new();
    for (k, branch) in parts.branches.iter().enumerate() {
        let position = tree.position[branch.from as usize];
        let idle = matches!(branch.kind, BranchKind::Transformer { .. })
            && energised.conducting[k].is_empty();
        if idle && position != NONE {
            let y = physics::admittance(branch, switching, options);
            let open = y.ll.inverse_on(Phases::ABCN);
            own.push((position, y.hh - y.hl * open * y.lh));
        }
    }
    own
}
