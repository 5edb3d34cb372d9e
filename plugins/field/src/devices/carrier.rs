//! How far a meter without voltage is heard.
//!
//! It speaks for seconds from a capacitor, over what wires are whole around it and by a
//! short-range radio. Somebody with voltage must hear it: the area's terminal, which has
//! a battery, or a meter that passes it on. Where a whole area is dark, few are heard.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use taiqu_grid::{AssetRef, Conductor, District, Kind, Phases};
use taiqu_powerflow::Switching;

/// How far a meter is heard along whole wires, m.
const WIRE_M: f64 = 250.0;
/// How far by radio, m.
const RADIO_M: f64 = 60.0;
/// Length along the wires from one meter to the next that passes its words on, m.
const HOP_M: f64 = 100.0;
/// Most hops.
const MOST_HOPS: u8 = 15;

/// The wires of all areas, as far as words travel on them.
#[derive(Clone, Debug)]
pub(super) struct Carrier {
    /// By node: the nodes next to it, what lies between, and how long that is, m.
    next: BTreeMap<AssetRef, Vec<(AssetRef, AssetRef, f64)>>,
    at: BTreeMap<AssetRef, (f64, f64)>,
    /// Nodes at which a terminal stands.
    terminals: BTreeSet<AssetRef>,
    hops: BTreeMap<AssetRef, u8>,
}

impl Carrier {
    pub fn of(district: &District, terminals: impl Iterator<Item = AssetRef>) -> Self {
        let mut next: BTreeMap<AssetRef, Vec<_>> = BTreeMap::new();
        let mut at = BTreeMap::new();
        for (area, item) in (0_u16..).zip(&district.areas) {
            let node = |index: usize| AssetRef::in_area(area, Kind::Node, index as u32);
            let network = &item.network;
            for (k, place) in network.nodes.iter().enumerate() {
                at.extend(place.at.map(|at| (node(k), at)));
            }
            let sections = (0_u32..).zip(&network.sections).map(|(k, section)| {
                let by = AssetRef::in_area(area, Kind::Section, k);
                (section.from, section.to, by, section.length_m)
            });
            let switches = (0_u32..).zip(&network.switches).map(|(k, switch)| {
                (
                    switch.from,
                    switch.to,
                    AssetRef::in_area(area, Kind::Switch, k),
                    0.0,
                )
            });
            for (from, to, by, length_m) in sections.chain(switches) {
                let (from, to) = (node(from), node(to));
                next.entry(from).or_default().push((to, by, length_m));
                next.entry(to).or_default().push((from, by, length_m));
            }
        }
        let mut carrier = Self {
            next,
            at,
            terminals: terminals.collect(),
            hops: BTreeMap::new(),
        };
        let from: Vec<AssetRef> = carrier.terminals.iter().copied().collect();
        let reached = carrier.within(&from, f64::INFINITY, |_| true);
        let hops = |m: f64| ((m / HOP_M) as u8).saturating_add(1).min(MOST_HOPS);
        carrier.hops = reached
            .into_iter()
            .map(|(node, m)| (node, hops(m)))
            .collect();
        carrier
    }

    /// Hops from a node to its area's terminal.
    pub fn hops(&self, node: AssetRef) -> u8 {
        self.hops.get(&node).copied().unwrap_or(MOST_HOPS)
    }

    /// Whether words from `node` are heard, and whether they must be passed on, where
    /// meters with voltage are at the nodes `powered`.
    pub fn heard(
        &self,
        node: AssetRef,
        powered: &BTreeSet<AssetRef>,
        (district, switching): (&District, &Switching),
    ) -> Option<Heard> {
        let whole = |by: AssetRef| carries(district, switching, by);
        let reached = self.within(&[node], WIRE_M, whole);
        if reached.keys().any(|node| self.terminals.contains(node)) {
            return Some(Heard { relayed: false });
        }
        let by_wire = reached.keys().any(|node| powered.contains(node));
        let by_radio = || {
            let here = self.at.get(&node)?;
            let near = |other: &&AssetRef| {
                let there = self.at.get(*other);
                there.is_some_and(|there| (there.0 - here.0).hypot(there.1 - here.1) <= RADIO_M)
            };
            powered.iter().find(near)
        };
        (by_wire || by_radio().is_some()).then_some(Heard { relayed: true })
    }

    /// Nodes within `most_m` along links that are `whole`, with their distances.
    fn within(
        &self,
        from: &[AssetRef],
        most_m: f64,
        whole: impl Fn(AssetRef) -> bool,
    ) -> BTreeMap<AssetRef, f64> {
        let mut reached: BTreeMap<AssetRef, f64> = from.iter().map(|&node| (node, 0.0)).collect();
        let mut queue: VecDeque<AssetRef> = from.iter().copied().collect();
        while let Some(node) = queue.pop_front() {
            let so_far = reached[&node];
            for &(other, by, length_m) in self.next.get(&node).into_iter().flatten() {
                let distance = so_far + length_m;
                if distance <= most_m && !reached.contains_key(&other) && whole(by) {
                    reached.insert(other, distance);
                    queue.push_back(other);
                }
            }
        }
        reached
    }
}

/// How a meter is heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Heard {
    pub relayed: bool,
}

/// A pair of wires carries: one phase, and the neutral where there is one.
fn carries(district: &District, switching: &Switching, by: AssetRef) -> bool {
    let network = district.network(by.place);
    let (has, whole) = if by.kind == Kind::Switch {
        let has = network.switches[by.index as usize].phases;
        (has, switching.is_closed(by))
    } else {
        let has = network.sections[by.index as usize].phases;
        (has, has.without(switching.is_broken(by)))
    };
    let neutral = !has.has(Conductor::N) || whole.has(Conductor::N);
    neutral && !whole.and(Phases::ABC).is_empty()
}
