//! What must be off before somebody works on a thing.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::Topology;
use crate::{AssetRef, District, Kind, Place};

/// Where a place is cut off from all that may put voltage on it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Isolation {
    /// What must be switched off: switches, the nearest on every way from the place to
    /// where voltage comes from; and generators with no switch before them.
    pub off: Vec<AssetRef>,
    /// Switches at its edge that are open already, and must stay so.
    pub keep: Vec<AssetRef>,
}

impl Isolation {
    /// All of them: the keys to the place.
    pub fn points(&self) -> Vec<AssetRef> {
        self.off.iter().chain(&self.keep).copied().collect()
    }
}

impl Topology {
    /// Where a thing of `district`, which this is laid out from, is cut off from every
    /// source, whichever way it may feed: the substation, another line through a tie, and
    /// all that generates. `is_on` tells whether a switch is closed, and a generator
    /// connected.
    ///
    /// What is broken counts as whole: its ends may touch.
    pub fn isolation(
        &self,
        district: &District,
        asset: AssetRef,
        is_on: impl Fn(AssetRef) -> bool,
    ) -> Isolation {
        let search = Search {
            topology: self,
            starts: ends(district, asset)
                .into_iter()
                .map(|node| self.network.vertex(node))
                .collect(),
            generators: self.generators(district, &is_on),
            is_on,
        };
        let mut off = BTreeSet::new();
        let mut hopeless = BTreeSet::new();
        let reached = loop {
            match search.next_source(&off, &hopeless) {
                Found::Cut(point) => drop(off.insert(point)),
                Found::Bare(vertex) => drop(hopeless.insert(vertex)),
                Found::Nothing(reached) => break reached,
            }
        };
        let mut points: Vec<AssetRef> = off.into_iter().collect();
        // Switches first: what is switched off last takes the network's voltage away.
        points.sort_by_key(|point| point.kind != Kind::Switch);
        Isolation {
            keep: search.edge(&reached, &points),
            off: points,
        }
    }

    /// All that generates and is on, by vertex.
    fn generators(
        &self,
        district: &District,
        is_on: &impl Fn(AssetRef) -> bool,
    ) -> BTreeMap<usize, Vec<AssetRef>> {
        let mut generators: BTreeMap<usize, Vec<AssetRef>> = BTreeMap::new();
        for (area, item) in (0_u16..).zip(&district.areas) {
            for (k, load) in (0_u32..).zip(&item.loads) {
                let asset = AssetRef::in_area(area, Kind::Load, k);
                if load.kw < 0.0 && is_on(asset) {
                    let node = AssetRef::in_area(area, Kind::Node, load.node as u32);
                    let vertex = self.network.vertex(node);
                    generators.entry(vertex).or_default().push(asset);
                }
            }
        }
        generators
    }
}

/// What a search from the place meets first.
enum Found {
    /// A source that is cut off here.
    Cut(AssetRef),
    /// A source with no switch before it.
    Bare(usize),
    /// No source; all vertices that it reached.
    Nothing(BTreeSet<usize>),
}

struct Search<'a, F> {
    topology: &'a Topology,
    starts: Vec<usize>,
    generators: BTreeMap<usize, Vec<AssetRef>>,
    is_on: F,
}

impl<F: Fn(AssetRef) -> bool> Search<'_, F> {
    /// Walks from the place until it meets a source that is not cut off.
    fn next_source(&self, off: &BTreeSet<AssetRef>, hopeless: &BTreeSet<usize>) -> Found {
        let network = &self.topology.network;
        // The first switch on the way to each vertex.
        let mut first: BTreeMap<usize, Option<AssetRef>> =
            self.starts.iter().map(|&start| (start, None)).collect();
        let mut queue: VecDeque<usize> = self.starts.iter().copied().collect();
        while let Some(vertex) = queue.pop_front() {
            let before = first[&vertex];
            if network.sources.contains(&vertex) && !hopeless.contains(&vertex) {
                return before.map_or(Found::Bare(vertex), Found::Cut);
            }
            let own = self.generators.get(&vertex).into_iter().flatten();
            if let Some(&generator) = own.into_iter().find(|own| !off.contains(own)) {
                return Found::Cut(before.unwrap_or(generator));
            }
            for (other, asset) in network.neighbours(vertex) {
                let switch = asset.filter(|asset| asset.kind == Kind::Switch);
                let passes = switch.is_none_or(|s| (self.is_on)(s) && !off.contains(&s));
                if passes && !first.contains_key(&other) {
                    first.insert(other, before.or(switch));
                    queue.push_back(other);
                }
            }
        }
        Found::Nothing(first.into_keys().collect())
    }

    /// Open switches between what was reached and what was not.
    fn edge(&self, reached: &BTreeSet<usize>, off: &[AssetRef]) -> Vec<AssetRef> {
        let network = &self.topology.network;
        let mut keep = BTreeSet::new();
        for &vertex in reached {
            for (other, asset) in network.neighbours(vertex) {
                let switch = asset.filter(|asset| asset.kind == Kind::Switch);
                if let Some(switch) = switch.filter(|switch| !off.contains(switch))
                    && !reached.contains(&other)
                {
                    keep.insert(switch);
                }
            }
        }
        keep.into_iter().collect()
    }
}

/// The nodes at which somebody works who works on a thing.
fn ends(district: &District, asset: AssetRef) -> Vec<AssetRef> {
    let network = district.network(asset.place);
    let index = asset.index as usize;
    let area = match asset.place {
        Place::Area(k) => district.areas.get(usize::from(k)),
        Place::Line(_) => None,
    };
    let shelf = |meter: usize| area.map(|area| area.boxes[area.meters[meter].box_index].node);
    let nodes: Vec<usize> = match asset.kind {
        Kind::Node => vec![index],
        Kind::Section => vec![network.sections[index].from, network.sections[index].to],
        Kind::Switch => vec![network.switches[index].from, network.switches[index].to],
        Kind::Transformer => area
            .map(|area| &area.transformers[index])
            .map_or(Vec::new(), |item| vec![item.hv, item.lv]),
        Kind::Box => area
            .map(|area| area.boxes[index].node)
            .into_iter()
            .collect(),
        Kind::Meter => shelf(index).into_iter().collect(),
        Kind::Customer => area
            .and_then(|area| area.customers[index].meter)
            .and_then(shelf)
            .into_iter()
            .collect(),
        Kind::Load => area
            .map(|area| area.loads[index].node)
            .into_iter()
            .collect(),
    };
    let node = |index: usize| AssetRef {
        kind: Kind::Node,
        index: index as u32,
        ..asset
    };
    nodes.into_iter().map(node).collect()
}
