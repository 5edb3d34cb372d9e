//! The nodes of all places and what joins them.

use super::Edge;
use super::live::{Link, Outlet, Winding};
use crate::area::{Star, Vector};
use crate::{AssetRef, Conductor, District, Kind, Phases, Place};

/// The nodes of all places, numbered.
pub(super) struct Vertices {
    pub nodes: Vec<AssetRef>,
    /// First vertex of each line, then of each area.
    pub first: (Vec<usize>, Vec<usize>),
}

impl Vertices {
    pub fn of(district: &District) -> Self {
        let mut vertices = Self {
            nodes: Vec::new(),
            first: (Vec::new(), Vec::new()),
        };
        for place in district.places() {
            let first = match place {
                Place::Line(_) => &mut vertices.first.0,
                Place::Area(_) => &mut vertices.first.1,
            };
            first.push(vertices.nodes.len());
            let count = district.count(place, Kind::Node) as u32;
            vertices.nodes.extend((0..count).map(|index| AssetRef {
                place,
                kind: Kind::Node,
                index,
            }));
        }
        vertices
    }

    pub fn at(&self, place: Place, node: usize) -> usize {
        node + match place {
            Place::Line(k) => self.first.0[usize::from(k)],
            Place::Area(k) => self.first.1[usize::from(k)],
        }
    }
}

pub(super) fn sources(district: &District, vertices: &Vertices) -> Vec<usize> {
    let lines = district.lines.iter().enumerate();
    let lines = lines.map(|(k, line)| vertices.at(Place::Line(k as u16), line.supply.node));
    let tapped = tapped(district);
    let areas = district.areas.iter().enumerate();
    let areas = areas.filter(|(k, _)| tapped[*k].is_none());
    let areas = areas.filter_map(|(k, area)| {
        let supply = area.supply?;
        Some(vertices.at(Place::Area(k as u16), supply.node))
    });
    lines.chain(areas).collect()
}

pub(super) fn links(district: &District, vertices: &Vertices) -> (Vec<Link>, Vec<Edge>) {
    let mut links = Vec::new();
    let mut edges = Vec::new();
    let mut add = |ends, closed, link| {
        edges.push(Edge { ends, closed });
        links.push(link);
    };
    for place in district.places() {
        let network = district.network(place);
        let ends = |from, to| [vertices.at(place, from), vertices.at(place, to)];
        let asset = |kind, index: usize| {
            let index = index as u32;
            Some(AssetRef { place, kind, index })
        };
        for (k, section) in network.sections.iter().enumerate() {
            let link = Link::wires(asset(Kind::Section, k), section.phases);
            add(ends(section.from, section.to), true, link);
        }
        for (k, switch) in network.switches.iter().enumerate() {
            let closed = if switch.closed {
                switch.phases
            } else {
                Phases::NONE
            };
            let link = Link::wires(asset(Kind::Switch, k), closed);
            add(ends(switch.from, switch.to), switch.closed, link);
        }
        if let Place::Area(area) = place {
            let transformers = &district.areas[usize::from(area)].transformers;
            for (k, transformer) in transformers.iter().enumerate() {
                let link = Link {
                    asset: asset(Kind::Transformer, k),
                    conducts: Phases::ABC,
                    winding: Some(winding(transformer.rating.vector, transformer.star)),
                };
                add(ends(transformer.hv, transformer.lv), true, link);
            }
        }
    }
    for (k, tap) in tapped(district).into_iter().enumerate() {
        if let (Some((line, node)), Some(supply)) = (tap, district.areas[k].supply) {
            let above = vertices.at(Place::Line(line), node);
            let below = vertices.at(Place::Area(k as u16), supply.node);
            add([above, below], true, Link::wires(None, Phases::ABCN));
        }
    }
    (links, edges)
}

/// Where, and between which conductors, each customer is connected.
pub(super) fn outlets(district: &District, vertices: &Vertices) -> Vec<Outlet> {
    let mut outlets = Vec::new();
    for (k, area) in district.areas.iter().enumerate() {
        let place = Place::Area(k as u16);
        let outlet = |customer: usize, node, connection| Outlet {
            customer: AssetRef::in_area(k as u16, Kind::Customer, customer as u32),
            vertex: vertices.at(place, node),
            connection,
        };
        for (index, customer) in area.customers.iter().enumerate() {
            if let Some(meter) = customer.meter.map(|meter| &area.meters[meter]) {
                let node = area.boxes[meter.box_index].node;
                outlets.push(outlet(index, node, meter.connection));
            }
        }
        for load in &area.loads {
            let unmetered = |&c: &usize| area.customers[c].meter.is_none();
            if let Some(customer) = load.customer.filter(unmetered) {
                outlets.push(outlet(customer, load.node, load.connection));
            }
        }
    }
    outlets.sort_by_key(|outlet| outlet.customer);
    outlets
}

/// The line and its node on which each area hangs.
fn tapped(district: &District) -> Vec<Option<(u16, usize)>> {
    let areas = district.areas.iter().enumerate();
    let by_id: std::collections::BTreeMap<&str, usize> =
        areas.map(|(k, area)| (area.id.as_str(), k)).collect();
    let mut tapped = vec![None; district.areas.len()];
    for (k, line) in district.lines.iter().enumerate() {
        for tap in &line.taps {
            if let Some(&area) = by_id.get(tap.area.as_str()) {
                tapped[area] = Some((k as u16, tap.node));
            }
        }
    }
    tapped
}

fn winding(vector: Vector, star: Star) -> Winding {
    let has_star = matches!(
        vector,
        Vector::Dyn11 | Vector::Dyn1 | Vector::Yyn0 | Vector::YNyn0
    );
    let low = match star {
        Star::Neutral if has_star => Phases::ABC.union(Phases::only(Conductor::N)),
        _ => Phases::ABC,
    };
    Winding {
        low,
        by_phase: vector == Vector::YNyn0,
    }
}
