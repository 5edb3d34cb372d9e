//! Which records belong to which building and street lamp.

use std::collections::BTreeSet;

use bevy::prelude::*;
use taiqu_grid::area::{Area, BoxKind, BuildingStyle, Laying};
use taiqu_grid::{AssetRef, District, Kind};

use crate::convert::MapFrame;
use crate::network::Positions;
use crate::surroundings::Plot;

/// How far a meter box may be from the footprint of its building, m.
const WALL_M: f32 = 1.2;
/// How far the box may be in which a building is metered, m.
const SERVED_M: f32 = 45.0;

/// What is known of an area's buildings and streets.
#[derive(Clone, Copy, Debug)]
pub struct Premises<'a> {
    area: &'a Area,
    order: u16,
    frame: MapFrame,
    positions: &'a Positions,
}

impl<'a> Premises<'a> {
    /// Of the area `order` of `district`.
    pub fn of(
        district: &'a District,
        order: usize,
        frame: MapFrame,
        positions: &'a Positions,
    ) -> Self {
        Self {
            area: &district.areas[order],
            order: order as u16,
            frame,
            positions,
        }
    }

    /// The meter boxes on the walls of a building.
    pub fn on_walls(&self, plot: &Plot) -> Vec<usize> {
        let hung = |&index: &usize| self.distance(plot, index) < WALL_M;
        self.meter_boxes().filter(hung).collect()
    }

    /// Where boxes are on the plane (X, Z).
    pub fn mounts(&self, boxes: &[usize]) -> Vec<Vec2> {
        boxes.iter().filter_map(|&index| self.at(index)).collect()
    }

    /// The meters that serve a building: those on its walls, else those of the nearest
    /// box, which is where houses without a box of their own are metered.
    pub fn meters(
        &self,
        plot: &Plot,
        style: BuildingStyle,
        on_walls: &[usize],
    ) -> BTreeSet<AssetRef> {
        let mut boxes = on_walls.to_vec();
        if boxes.is_empty() && style != BuildingStyle::Shed {
            let off = |index: &usize| self.distance(plot, *index);
            let near = self.meter_boxes().filter(|index| off(index) < SERVED_M);
            boxes.extend(near.min_by(|a, b| off(a).total_cmp(&off(b))));
        }
        let meters = self.area.meters.iter().enumerate();
        meters
            .filter(|(_, meter)| boxes.contains(&meter.box_index))
            .map(|(index, _)| AssetRef::in_area(self.order, Kind::Meter, index as u32))
            .collect()
    }

    /// Whether a customer metered in one of `boxes` has photovoltaics.
    pub fn has_solar(&self, boxes: &[usize]) -> bool {
        let sources = self.area.loads.iter().filter(|load| load.kw < 0.0);
        let meter = |customer: usize| self.area.customers[customer].meter;
        sources
            .filter_map(|load| meter(load.customer?))
            .any(|meter| boxes.contains(&self.area.meters[meter].box_index))
    }

    /// Number of charging posts: of loads whose profile is that of charging.
    pub fn chargers(&self) -> usize {
        let charges = |profile: usize| {
            let id = &self.area.profiles[profile].id;
            id.starts_with("ev-") || id.starts_with("charging")
        };
        let profiles = self.area.loads.iter().filter_map(|load| load.profile);
        profiles.filter(|&profile| charges(profile)).count()
    }

    /// Spans and drops by their ends on the plane (X, Z).
    pub fn wires(&self) -> Vec<(Vec2, Vec2)> {
        let at = |index: usize| self.positions.get(self.node(index));
        let sections = self.area.network.sections.iter();
        sections
            .filter(|section| section.laying != Laying::Cable)
            .map(|section| (at(section.from), at(section.to)))
            .collect()
    }

    /// The low-voltage node that lights a lamp at `at`: the nearest.
    pub fn lamp_supply(&self, at: Vec2) -> AssetRef {
        let nodes = &self.area.network.nodes;
        let low = (0..nodes.len()).filter(|&index| nodes[index].nominal_v < 1000.0);
        let off = |index: &usize| self.positions.get(self.node(*index)).distance(at);
        let nearest = low.min_by(|a, b| off(a).total_cmp(&off(b)));
        self.node(nearest.unwrap_or_default())
    }

    fn meter_boxes(&self) -> impl Iterator<Item = usize> {
        let boxes = self.area.boxes.iter().enumerate();
        boxes
            .filter_map(|(index, item)| matches!(item.kind, BoxKind::Meter { .. }).then_some(index))
    }

    fn at(&self, index: usize) -> Option<Vec2> {
        let item = &self.area.boxes[index];
        let at = item.at.or(self.area.network.nodes[item.node].at);
        at.map(|at| self.frame.plane(at))
    }

    fn distance(&self, plot: &Plot, index: usize) -> f32 {
        self.at(index).map_or(f32::INFINITY, |at| plot.distance(at))
    }

    fn node(&self, index: usize) -> AssetRef {
        AssetRef::in_area(self.order, Kind::Node, index as u32)
    }
}
