//! Which conductors are alive.
//!
//! Conductors joined by metal form islands. Sources make islands alive; an
//! excited transformer makes those at its terminals alive; and an island that no
//! metal feeds is alive all the same when a load ties it to a hot one: a broken
//! neutral, an open phase behind a three-phase load. The rest is dead.

use taiqu_grid::{Conductor, Phases};

use crate::Switching;
use crate::model::{Branch, BranchKind, Parts};
use crate::sets::Sets;
use crate::transformer;

/// What is alive in one state of switching.
#[derive(Clone, Debug)]
pub struct Energised {
    /// Live conductors of each bus.
    pub live: Vec<Phases>,
    /// Conductors through which each branch carries current.
    pub conducting: Vec<Phases>,
    /// Whether some live conductor hangs on nothing but loads or windings, so that
    /// these decide its voltage.
    pub floating: bool,
}

/// What is known of an island.
#[derive(Clone, Copy, Debug, Default)]
struct Island {
    live: bool,
    /// Reached by a phase, or through a load.
    hot: bool,
    /// Phases that reach it by metal from a source or a winding.
    driven: Phases,
    /// Its voltage to earth does not depend on loads.
    anchored: bool,
}

impl Energised {
    /// Traces `parts` as `switching` has them.
    pub fn of(parts: &Parts, switching: &Switching) -> Self {
        let mut metal = Sets::new(parts.buses.len() * 4);
        let closed: Vec<Phases> = parts
            .branches
            .iter()
            .map(|branch| match branch.kind {
                BranchKind::Section(_) => branch.phases.without(switching.is_broken(branch.asset)),
                BranchKind::Switch => branch.phases.and(switching.is_closed(branch.asset)),
                BranchKind::Transformer { .. } => Phases::NONE,
            })
            .collect();
        for (branch, closed) in parts.branches.iter().zip(&closed) {
            for c in closed.iter() {
                metal.join(vertex(branch.from, c), vertex(branch.to, c));
            }
        }
        let island_of: Vec<usize> = (0..parts.buses.len() * 4).map(|k| metal.root(k)).collect();
        let mut trace = Trace {
            parts,
            island_of,
            islands: vec![Island::default(); parts.buses.len() * 4],
        };
        trace.seed();
        let excited = trace.excite();
        while trace.couple() {}
        trace.finish(closed, &excited)
    }
}

fn vertex(bus: u32, conductor: Conductor) -> usize {
    bus as usize * 4 + conductor.index()
}

struct Trace<'a> {
    parts: &'a Parts,
    island_of: Vec<usize>,
    islands: Vec<Island>,
}

impl Trace<'_> {
    fn island(&mut self, bus: u32, c: Conductor) -> &mut Island {
        &mut self.islands[self.island_of[vertex(bus, c)]]
    }

    /// Marks what sources and earths reach by metal.
    fn seed(&mut self) {
        for source in &self.parts.sources {
            let phases = self.parts.buses[source.bus as usize].phases;
            for c in phases.iter() {
                let island = self.island(source.bus, c);
                island.live = true;
                if c != Conductor::N {
                    island.hot = true;
                    island.anchored = true;
                    island.driven = island.driven.union(Phases::only(c));
                }
            }
        }
        for (bus, record) in self.parts.buses.iter().enumerate() {
            for c in record.earthed.iter() {
                self.island(bus as u32, c).anchored = true;
            }
        }
    }

    /// Lets transformers pass life on until nothing changes; which are excited.
    fn excite(&mut self) -> Vec<bool> {
        let mut excited = vec![false; self.parts.branches.len()];
        loop {
            let before = self.alive();
            for (k, branch) in self.parts.branches.iter().enumerate() {
                if let BranchKind::Transformer { rating, stars, .. } = &branch.kind {
                    excited[k] |=
                        self.excite_one(branch, transformer::joints(rating.vector, *stars));
                }
            }
            if self.alive() == before {
                return excited;
            }
        }
    }

    fn alive(&self) -> usize {
        let marks = |i: &Island| usize::from(i.live) + i.driven.len() + usize::from(i.anchored);
        self.islands.iter().map(marks).sum()
    }

    fn excite_one(&mut self, branch: &Branch, [hv, lv]: [transformer::Joint; 2]) -> bool {
        let sides = [(branch.from, hv), (branch.to, lv)];
        let by = sides.map(|(bus, joint)| {
            let phases = self.terminals(bus, Phases::ABC);
            let driven = phases.iter().fold(Phases::NONE, |driven, c| {
                driven.union(self.island(bus, c).driven)
            });
            driven.len() >= if joint.earthed { 1 } else { 2 }
        });
        for (side, (bus, joint)) in sides.into_iter().enumerate() {
            let phases = self.terminals(bus, Phases::ABC);
            let touched = phases.iter().any(|c| self.island(bus, c).live);
            let across = by[1 - side] && !by[side];
            if !(across || by[side] || touched && !joint.earthed) {
                continue;
            }
            for c in self.terminals(bus, joint.conductors).iter() {
                let island = self.island(bus, c);
                island.live = true;
                island.hot |= c != Conductor::N;
                // Windings alone decide the voltage of a star point they all end at.
                island.anchored |= c == Conductor::N && by[side] && !joint.earthed;
                if across {
                    island.anchored = true;
                    if c != Conductor::N {
                        island.driven = island.driven.union(Phases::only(c));
                    }
                }
            }
        }
        by[0] || by[1]
    }

    fn terminals(&self, bus: u32, conductors: Phases) -> Phases {
        self.parts.buses[bus as usize].phases.and(conductors)
    }

    /// Lets loads tie islands without life to hot ones; whether any was.
    fn couple(&mut self) -> bool {
        let mut changed = false;
        for load in &self.parts.load_branches {
            let Some(to) = load.to else { continue };
            let ends =
                [load.from, to].map(|c| self.island_of[load.bus as usize * 4 + usize::from(c)]);
            for (one, other) in [(ends[0], ends[1]), (ends[1], ends[0])] {
                if self.islands[one].hot && !self.islands[other].live {
                    self.islands[other].live = true;
                    self.islands[other].hot = true;
                    changed = true;
                }
            }
        }
        changed
    }

    fn finish(self, mut conducting: Vec<Phases>, excited: &[bool]) -> Energised {
        let mut floating = false;
        let mut live = vec![Phases::NONE; self.parts.buses.len()];
        for (bus, live) in live.iter_mut().enumerate() {
            for c in self.parts.buses[bus].phases.iter() {
                let island = self.islands[self.island_of[vertex(bus as u32, c)]];
                if island.live {
                    *live = live.union(Phases::only(c));
                    floating |= !island.anchored;
                }
            }
        }
        for (k, branch) in self.parts.branches.iter().enumerate() {
            conducting[k] = match branch.kind {
                BranchKind::Transformer { .. } if excited[k] => Phases::ABCN,
                BranchKind::Transformer { .. } => Phases::NONE,
                _ => conducting[k].and(live[branch.from as usize]),
            };
        }
        Energised {
            live,
            conducting,
            floating,
        }
    }
}
