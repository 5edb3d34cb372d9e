//! The factored tree, and the two sweeps that solve it.
//!
//! Positions run depth first, parents before children, so the backward sweep
//! is one pass from the end and the forward sweep one from the start.

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
}

impl Factor {
    /// Factors `tree`; `own` are shunts of its positions beside those of the
    /// records, S.
    pub fn new(
        parts: &Parts,
        energised: &Energised,
        tree: &Tree,
        physics: &[Physics],
        own: &[Mat4],
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
        factor
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

    /// Turns the currents drawn at each position, A, into those drawn at and below
    /// it.
    pub fn backward(&self, j: &mut [Vec4]) {
        for k in (0..j.len()).rev() {
            let parent = self.parent[k];
            if parent == NONE {
                continue;
            }
            let below = match self.hang[k] {
                Hang::Bolted | Hang::Plain => j[k],
                Hang::General(g) => &self.m[g as usize] * j[k],
            };
            j[parent as usize] += below;
        }
    }

    /// Voltages from the sources (or, without `sources`, from nothing) down.
    pub fn forward(&self, sources: bool, j: &[Vec4], v: &mut [Vec4]) {
        for &(k, e) in &self.sources {
            // Holds the source's voltage until its turn comes below.
            v[k as usize] = if sources { e } else { Vec4::ZERO };
        }
        for k in 0..j.len() {
            let near = match self.parent[k] {
                NONE => v[k],
                parent => v[parent as usize],
            };
            v[k] = match self.hang[k] {
                Hang::Bolted => near.only(self.live[k]),
                Hang::Plain => near.only(self.live[k]) - &self.d[k] * j[k],
                Hang::General(g) => &self.t[g as usize] * near - &self.d[k] * j[k],
            };
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
