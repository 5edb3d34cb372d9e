//! The tree that a live network is solved along, and the links that close its
//! loops.

use std::cmp::Reverse;

use smallvec::SmallVec;
use taiqu_grid::{Conductor, Phases};

use crate::energise::Energised;
use crate::model::{BranchKind, Parts};
use crate::sets::Sets;

/// Marks a root's parent and a dead bus's position.
pub const NONE: u32 = u32::MAX;

/// The bundles at a bus.
type Branches = SmallVec<[u32; 4]>;

/// Branches of one physics that lie in parallel between two buses.
#[derive(Clone, Debug)]
pub struct Bundle {
    /// The bus that currents are counted from.
    pub from: u32,
    /// The other bus.
    pub to: u32,
    /// Indices of the branches.
    pub members: SmallVec<[u32; 4]>,
    /// Conductors through which it carries current.
    pub conducting: Phases,
    /// Whether it consists of transformers.
    pub transformer: bool,
    /// Conductors that a closed switch joins without impedance.
    pub bolted: Phases,
}

impl Bundle {
    /// How firmly the far end's conductors are held, in halves of a conductor: windings
    /// hold what lies between conductors, but nothing against earth.
    fn hold(&self) -> usize {
        if self.transformer {
            5
        } else {
            2 * self.conducting.len()
        }
    }
}

/// What feeds a position of the tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Feed {
    /// This source.
    Source(u32),
    /// This bundle, from the parent.
    Bundle(u32),
}

/// Live buses in depth-first order, each after its parent.
#[derive(Clone, Debug)]
pub struct Tree {
    /// All bundles that carry current.
    pub bundles: Vec<Bundle>,
    /// Bus at each position.
    pub bus: Vec<u32>,
    /// Position of each position's parent.
    pub parent: Vec<u32>,
    /// What feeds each position.
    pub feed: Vec<Feed>,
    /// Position of each bus.
    pub position: Vec<u32>,
    /// Bundle of each branch.
    pub bundle_of: Vec<u32>,
    /// Position that each bundle feeds, if it is in the tree.
    pub fed: Vec<u32>,
    /// Bundles outside the tree, with the conductors that close loops.
    pub links: Vec<(u32, Phases)>,
}

impl Tree {
    /// The tree of `parts` whose branches hold the most.
    pub fn of(parts: &Parts, energised: &Energised) -> Self {
        let mut bundles = bundles(parts, energised);
        let mut order: Vec<u32> = (0..bundles.len() as u32).collect();
        order.sort_by_key(|&k| {
            let bundle = &bundles[k as usize];
            let bolted = !bundle.bolted.is_empty();
            (Reverse(bundle.hold()), Reverse(bolted), k)
        });
        let mut joined = Sets::new(parts.buses.len());
        let mut bolts = Sets::new(parts.buses.len() * 4);
        let mut links = Vec::new();
        let mut next = vec![Branches::new(); parts.buses.len()];
        for k in order {
            let bundle = &mut bundles[k as usize];
            let (from, to) = (bundle.from as usize, bundle.to as usize);
            let vertex = |bus: usize, c: Conductor| bus * 4 + c.index();
            let mut idle = Phases::NONE;
            for c in bundle.bolted.iter() {
                if !bolts.join(vertex(from, c), vertex(to, c)) {
                    idle = idle.union(Phases::only(c));
                }
            }
            if joined.join(from, to) {
                next[from].push(k);
                next[to].push(k);
            } else if !bundle.conducting.without(idle).is_empty() {
                links.push((k, bundle.conducting.without(idle)));
            }
        }
        links.sort_unstable_by_key(|&(k, _)| k);
        let mut bundle_of = vec![NONE; parts.branches.len()];
        for (k, bundle) in bundles.iter().enumerate() {
            for &member in &bundle.members {
                bundle_of[member as usize] = k as u32;
            }
        }
        let mut tree = Self {
            bundle_of,
            fed: vec![NONE; bundles.len()],
            bundles,
            bus: Vec::new(),
            parent: Vec::new(),
            feed: Vec::new(),
            position: vec![NONE; parts.buses.len()],
            links,
        };
        for (k, source) in parts.sources.iter().enumerate() {
            tree.grow(source.bus, Feed::Source(k as u32), &mut next);
        }
        tree
    }

    /// Visits everything that hangs on `root`.
    fn grow(&mut self, root: u32, feed: Feed, next: &mut [Branches]) {
        let mut stack = vec![(root, NONE, feed)];
        while let Some((bus, parent, feed)) = stack.pop() {
            if self.position[bus as usize] != NONE {
                continue;
            }
            let here = self.bus.len() as u32;
            self.position[bus as usize] = here;
            if let Feed::Bundle(k) = feed {
                self.fed[k as usize] = here;
            }
            self.bus.push(bus);
            self.parent.push(parent);
            self.feed.push(feed);
            let mut children = std::mem::take(&mut next[bus as usize]);
            children.sort_unstable_by_key(|&k| Reverse(k));
            for k in children {
                let bundle = &self.bundles[k as usize];
                let other = if bundle.from == bus {
                    bundle.to
                } else {
                    bundle.from
                };
                stack.push((other, here, Feed::Bundle(k)));
            }
        }
    }
}

/// Groups the branches that carry current by the buses they join.
fn bundles(parts: &Parts, energised: &Energised) -> Vec<Bundle> {
    let is_transformer = |k: u32| {
        let kind = &parts.branches[k as usize].kind;
        matches!(kind, BranchKind::Transformer { .. })
    };
    let key = |k: u32| {
        let branch = &parts.branches[k as usize];
        let transformer = is_transformer(k);
        let ends = if transformer {
            (branch.from, branch.to)
        } else {
            (branch.from.min(branch.to), branch.from.max(branch.to))
        };
        (ends, transformer)
    };
    let mut carrying: Vec<u32> = (0..parts.branches.len() as u32)
        .filter(|&k| !energised.conducting[k as usize].is_empty())
        .filter(|&k| parts.branches[k as usize].from != parts.branches[k as usize].to)
        .collect();
    carrying.sort_by_key(|&k| (key(k), k));
    let mut bundles: Vec<Bundle> = carrying
        .chunk_by(|&a, &b| key(a) == key(b))
        .map(|members| {
            let all = |only: fn(&BranchKind) -> bool| {
                let members = members.iter().map(|&k| k as usize);
                members
                    .filter(|&k| only(&parts.branches[k].kind))
                    .fold(Phases::NONE, |set, k| set.union(energised.conducting[k]))
            };
            let ((_, _), transformer) = key(members[0]);
            let first = &parts.branches[members[0] as usize];
            Bundle {
                from: first.from,
                to: first.to,
                members: SmallVec::from_slice(members),
                conducting: all(|_| true),
                transformer,
                bolted: all(|kind| matches!(kind, BranchKind::Switch)),
            }
        })
        .collect();
    bundles.sort_by_key(|bundle| bundle.members[0]);
    bundles
}
