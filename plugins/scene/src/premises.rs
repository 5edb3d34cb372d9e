//! Which records belong to which building and street lamp.

use std::collections::BTreeSet;

use bevy::prelude::*;
use taiqu_grid::area::{Area, Laying};
use taiqu_grid::{AssetRef, District, Kind, Place};

use crate::convert::MapFrame;
use crate::mesh::contains;
use crate::network::Positions;
use crate::surroundings::Plot;

/// How far a meter box may be from the footprint of its building, m.
const WALL_M: f32 = 1.2;

/// Whether the customer of `meter` has photovoltaics.
pub fn feeds_in(area: &Area, meter: AssetRef) -> bool {
    let of_meter = |customer: usize| area.customers[customer].meter == Some(meter.index as usize);
    let mut sources = area.loads.iter().filter(|load| load.kw < 0.0);
    sources.any(|load| load.customer.is_some_and(of_meter))
}

/// Number of charging posts of an area: of loads whose profile is that of charging.
pub fn chargers(area: &Area) -> usize {
    let charges = |profile: usize| {
        let id = &area.profiles[profile].id;
        id.starts_with("ev-") || id.starts_with("charging")
    };
    let profiles = area.loads.iter().filter_map(|load| load.profile);
    profiles.filter(|&profile| charges(profile)).count()
}

/// Spans and drops of an area by their ends.
pub fn wires(district: &District, k: usize, positions: &Positions) -> Vec<(Vec2, Vec2)> {
    let place = Place::Area(k as u16);
    let at = |index: usize| positions.get(node(place, index));
    let sections = district.network(place).sections.iter();
    sections
        .filter(|section| section.laying != Laying::Cable)
        .map(|section| (at(section.from), at(section.to)))
        .collect()
}

/// The low-voltage node that lights a lamp at `at`: the nearest.
pub fn lamp_supply(area: &Area, k: usize, at: Vec2, positions: &Positions) -> AssetRef {
    let place = Place::Area(k as u16);
    let low = (0..area.network.nodes.len()).filter(|&n| area.network.nodes[n].nominal_v < 1000.0);
    let off = |n: &usize| positions.get(node(place, *n)).distance(at);
    let nearest = low.min_by(|a, b| off(a).total_cmp(&off(b)));
    node(place, nearest.unwrap_or_default())
}

/// The meters on the walls of a building.
pub fn meters(district: &District, k: usize, plot: &Plot, frame: MapFrame) -> BTreeSet<AssetRef> {
    let area = &district.areas[k];
    let wider = Plot {
        size: plot.size + Vec3::new(2.0 * WALL_M, 0.0, 2.0 * WALL_M),
        ..plot.clone()
    };
    let ring = wider.footprint();
    let inside = |index: usize| {
        let item = &area.boxes[index];
        let at = item.at.or(area.network.nodes[item.node].at);
        at.is_some_and(|at| contains(&ring, frame.plane(at)))
    };
    let on_wall: Vec<bool> = (0..area.boxes.len()).map(inside).collect();
    let meters = area
        .meters
        .iter()
        .enumerate()
        .filter(|(_, meter)| on_wall[meter.box_index]);
    let place = Place::Area(k as u16);
    meters
        .map(|(index, _)| AssetRef {
            place,
            kind: Kind::Meter,
            index: index as u32,
        })
        .collect()
}

/// Where the boxes of `meters` are on the plane.
pub fn mounts(
    district: &District,
    k: usize,
    meters: &BTreeSet<AssetRef>,
    frame: MapFrame,
) -> Vec<Vec2> {
    let area = &district.areas[k];
    let boxes: BTreeSet<usize> = meters
        .iter()
        .map(|meter| area.meters[meter.index as usize].box_index)
        .collect();
    let at = |index: usize| {
        area.boxes[index]
            .at
            .or(area.network.nodes[area.boxes[index].node].at)
    };
    boxes
        .into_iter()
        .filter_map(at)
        .map(|at| frame.plane(at))
        .collect()
}

fn node(place: Place, index: usize) -> AssetRef {
    AssetRef {
        place,
        kind: Kind::Node,
        index: index as u32,
    }
}
