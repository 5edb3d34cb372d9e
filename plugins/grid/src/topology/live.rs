//! Which conductors are live, and who goes dark when some open.

use std::collections::VecDeque;

use super::{Edge, Topology};
use crate::phase::Terminal;
use crate::{AssetRef, Connection, Kind, Phases, Place};

/// The live conductors of every node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Live {
    phases: Vec<Phases>,
}

impl Topology {
    /// Floods the conductors from the sources.
    ///
    /// `conducts` is asked for every section, switch and transformer which of its
    /// conductors conduct, and is told those that do as recorded. A neutral counts as
    /// live where it is joined to the star point. A transformer that gets two phases
    /// or more gives (reduced) voltage on all three; with an earthed star on its
    /// high-voltage side each phase stands alone.
    pub fn live(&self, conducts: impl Fn(AssetRef, Phases) -> Phases) -> Live {
        self.network.flood(conducts)
    }

    /// The live conductors as recorded.
    pub fn live_as_recorded(&self) -> Live {
        self.live(|_, recorded| recorded)
    }

    /// The live conductors of a node.
    pub fn live_at(&self, live: &Live, node: AssetRef) -> Phases {
        debug_assert_eq!(node.kind, Kind::Node);
        live.phases[self.network.vertex(node)]
    }

    /// The customers who have supply in `before` and none in `after`.
    ///
    /// A customer has supply where both conductors of a branch of its meter (or, if
    /// it has none, of its loads) are live.
    pub fn darkened(&self, before: &Live, after: &Live) -> Vec<AssetRef> {
        let outlets = &self.network.outlets;
        let same_customer = |a: &Outlet, b: &Outlet| a.customer == b.customer;
        let customers = outlets.chunk_by(same_customer);
        let supplied = |live: &Live, customer: &[Outlet]| {
            let mut outlets = customer.iter();
            outlets.any(|outlet| has_supply(outlet.connection, live.phases[outlet.vertex]))
        };
        let dark = customers.filter(|c| supplied(before, c) && !supplied(after, c));
        dark.map(|customer| customer[0].customer).collect()
    }
}

fn has_supply(connection: Connection, live: Phases) -> bool {
    let is_live = |terminal| match terminal {
        Terminal::Conductor(conductor) => live.has(conductor),
        Terminal::Earth => true,
    };
    let branches = connection.branches();
    branches.into_iter().any(|(a, b)| is_live(a) && is_live(b))
}

/// The graph of nodes, for flooding.
#[derive(Clone, Debug, Default)]
pub(super) struct Network {
    /// Conductors of each vertex.
    phases: Vec<Phases>,
    links: Vec<Link>,
    /// Ends of each link; a transformer's high-voltage end comes first.
    ends: Vec<[u32; 2]>,
    /// Links at each vertex: `adjacent[first[v]..first[v + 1]]`.
    first: Vec<u32>,
    adjacent: Vec<u32>,
    pub sources: Vec<usize>,
    /// First vertex of each line, then of each area.
    place_first: (Vec<usize>, Vec<usize>),
    /// In the order of customers.
    pub outlets: Vec<Outlet>,
}

/// What joins two vertices.
#[derive(Clone, Copy, Debug)]
pub(super) struct Link {
    /// None where an area hangs on a line.
    pub asset: Option<AssetRef>,
    /// Conductors that conduct as recorded.
    pub conducts: Phases,
    /// Set for a transformer.
    pub winding: Option<Winding>,
}

impl Link {
    pub fn wires(asset: Option<AssetRef>, conducts: Phases) -> Self {
        Self {
            asset,
            conducts,
            winding: None,
        }
    }
}

/// How voltage passes through a transformer.
#[derive(Clone, Copy, Debug)]
pub(super) struct Winding {
    /// Conductors of the low-voltage side.
    pub low: Phases,
    /// Whether each phase stands alone.
    pub by_phase: bool,
}

impl Winding {
    fn pass(self, live: Phases, to_low: bool) -> Phases {
        let given = if to_low { self.low } else { Phases::ABC };
        let phases = live.and(Phases::ABC);
        if self.by_phase {
            let neutral = given.without(Phases::ABC);
            return if phases.is_empty() {
                phases
            } else {
                phases.union(neutral)
            };
        }
        if phases.len() >= 2 {
            given
        } else {
            Phases::NONE
        }
    }
}

/// Where a customer is connected.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outlet {
    pub customer: AssetRef,
    pub vertex: usize,
    pub connection: Connection,
}

impl Network {
    pub fn new(
        phases: Vec<Phases>,
        links: Vec<Link>,
        edges: &[Edge],
        sources: Vec<usize>,
        place_first: (Vec<usize>, Vec<usize>),
        outlets: Vec<Outlet>,
    ) -> Self {
        let (first, adjacent) = super::spanning::adjacency(phases.len(), edges);
        let small = |list: Vec<usize>| list.into_iter().map(|v| v as u32).collect();
        Self {
            phases,
            links,
            ends: edges.iter().map(|e| e.ends.map(|v| v as u32)).collect(),
            first: small(first),
            adjacent: small(adjacent),
            sources,
            place_first,
            outlets,
        }
    }

    /// What is next to a vertex, and the thing between; none where an area hangs on a line.
    pub fn neighbours(&self, vertex: usize) -> impl Iterator<Item = (usize, Option<AssetRef>)> {
        let range = self.first[vertex] as usize..self.first[vertex + 1] as usize;
        self.adjacent[range].iter().map(move |&link| {
            let [from, to] = self.ends[link as usize].map(|v| v as usize);
            let other = if from == vertex { to } else { from };
            (other, self.links[link as usize].asset)
        })
    }

    pub fn vertex(&self, node: AssetRef) -> usize {
        let first = match node.place {
            Place::Line(k) => self.place_first.0[usize::from(k)],
            Place::Area(k) => self.place_first.1[usize::from(k)],
        };
        first + node.index as usize
    }

    fn flood(&self, conducts: impl Fn(AssetRef, Phases) -> Phases) -> Live {
        let mut live = vec![Phases::NONE; self.phases.len()];
        let mut queue = VecDeque::new();
        for &source in &self.sources {
            live[source] = self.phases[source];
            queue.push_back(source);
        }
        while let Some(vertex) = queue.pop_front() {
            let range = self.first[vertex] as usize..self.first[vertex + 1] as usize;
            for &link in &self.adjacent[range] {
                let [from, to] = self.ends[link as usize].map(|v| v as usize);
                let forward = from == vertex;
                let other = if forward { to } else { from };
                let link = &self.links[link as usize];
                let open = match link.asset {
                    Some(asset) => conducts(asset, link.conducts),
                    None => link.conducts,
                };
                let through = match link.winding {
                    Some(winding) => winding.pass(live[vertex].and(open), forward),
                    None => live[vertex].and(open),
                };
                let reached = live[other].union(through.and(self.phases[other]));
                if reached != live[other] {
                    live[other] = reached;
                    queue.push_back(other);
                }
            }
        }
        Live { phases: live }
    }
}
