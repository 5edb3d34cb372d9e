//! The network as a tree from its sources, by the switches as they are believed.

use taiqu_grid::area::Network;
use taiqu_grid::{AssetRef, District, Kind, Phases, Place};
use taiqu_powerflow::{Model, Switching};

/// What joins a bus to the one nearer the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parent {
    /// The bus nearer the source.
    pub bus: usize,
    /// The section, switch or transformer between.
    pub by: AssetRef,
    /// The conductors that go through.
    pub through: Phases,
}

/// A spanning tree of all that can be reached from the sources.
#[derive(Clone, Debug)]
pub struct Tree {
    /// The buses reached, each after its parent.
    pub order: Vec<usize>,
    /// By bus: what it hangs on; none for sources and for what is not reached.
    pub parent: Vec<Option<Parent>>,
    /// By bus: the nearest transformer above, as its position in `District::all`.
    pub transformer: Vec<Option<usize>>,
}

impl Tree {
    /// Walks `district` from its sources through what `switching` leaves whole.
    pub fn of(district: &District, model: &Model, switching: &Switching) -> Self {
        let edges = edges(district, model, switching);
        let mut at = vec![Vec::new(); model.bus_count()];
        for (k, &(a, b, ..)) in edges.iter().enumerate() {
            at[a].push(k);
            at[b].push(k);
        }
        let mut order = sources(district, model);
        let mut reached = vec![false; at.len()];
        for &bus in &order {
            reached[bus] = true;
        }
        let mut parent = vec![None; at.len()];
        let mut transformer = vec![None; at.len()];
        let all: Vec<AssetRef> = district.all(Kind::Transformer).collect();
        let mut next = 0;
        while let Some(&bus) = order.get(next) {
            next += 1;
            for &k in &at[bus] {
                let (a, b, by, through) = edges[k];
                let other = if a == bus { b } else { a };
                if reached[other] {
                    continue;
                }
                reached[other] = true;
                parent[other] = Some(Parent { bus, by, through });
                transformer[other] = match by.kind {
                    Kind::Transformer => all.binary_search(&by).ok(),
                    _ => transformer[bus],
                };
                order.push(other);
            }
        }
        Self {
            order,
            parent,
            transformer,
        }
    }
}

type Edge = (usize, usize, AssetRef, Phases);

fn edges(district: &District, model: &Model, switching: &Switching) -> Vec<Edge> {
    let mut edges = Vec::new();
    for place in district.places() {
        let network: &Network = district.network(place);
        let of = |kind, index: usize| AssetRef {
            place,
            kind,
            index: index as u32,
        };
        let bus = |node| model.bus(of(Kind::Node, node));
        for (k, item) in network.switches.iter().enumerate() {
            let by = of(Kind::Switch, k);
            edges.push((bus(item.from), bus(item.to), by, switching.is_closed(by)));
        }
        for (k, item) in network.sections.iter().enumerate() {
            let by = of(Kind::Section, k);
            let whole = item.phases.without(switching.is_broken(by));
            edges.push((bus(item.from), bus(item.to), by, whole));
        }
        if let Place::Area(area) = place {
            let transformers = &district.areas[usize::from(area)].transformers;
            for (k, item) in transformers.iter().enumerate() {
                let by = of(Kind::Transformer, k);
                edges.push((bus(item.hv), bus(item.lv), by, Phases::ABCN));
            }
        }
    }
    edges.retain(|(_, _, _, through)| !through.and(Phases::ABC).is_empty());
    edges
}

fn sources(district: &District, model: &Model) -> Vec<usize> {
    let lines = (0_u16..).zip(&district.lines);
    let lines = lines
        .map(|(k, line)| AssetRef::on_line(k, Kind::Node, line.supply.node as u32))
        // A line may be an empty place.
        .filter(|&node| district.has(node));
    let areas = (0_u16..).zip(&district.areas);
    let alone = areas.filter(|&(k, _)| district.tap_of(k).is_none());
    let alone = alone.filter_map(|(k, area)| {
        let supply = area.supply?;
        Some(AssetRef::in_area(k, Kind::Node, supply.node as u32))
    });
    lines.chain(alone).map(|node| model.bus(node)).collect()
}
