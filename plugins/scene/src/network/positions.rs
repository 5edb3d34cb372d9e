//! Where nodes are on the plane; those without coordinates are laid out as a tree.

use std::collections::BTreeMap;

use bevy::prelude::*;
use taiqu_grid::area::Network;
use taiqu_grid::{AssetRef, District, Kind, Place};

use super::asset;
use crate::convert::MapFrame;

/// Distance from which unplaced areas are put beside each other, m.
const APART_M: f32 = 400.0;

/// Where nodes are on the plane (X, Z).
#[derive(Resource, Clone, Debug, Default)]
pub struct Positions(BTreeMap<AssetRef, Vec2>);

impl Positions {
    /// Of all nodes of `district`.
    pub fn of(district: &District, frame: MapFrame) -> Self {
        let mut positions = Self::default();
        let places: Vec<Place> = district.places().collect();
        for (order, &place) in places.iter().enumerate() {
            let network = district.network(place);
            for (index, node) in network.nodes.iter().enumerate() {
                if let Some(at) = node.at {
                    positions
                        .0
                        .insert(asset(place, Kind::Node, index), frame.plane(at));
                }
            }
            let apart = Vec2::X * (APART_M * order as f32);
            positions.grow(place, network, &links(district, place), apart);
        }
        positions
    }

    /// Where a node is.
    pub fn get(&self, node: AssetRef) -> Vec2 {
        self.0.get(&node).copied().unwrap_or_default()
    }

    /// Places unplaced nodes at the end of what links them to placed ones, fanned
    /// out from the direction in which the tree grows there.
    fn grow(
        &mut self,
        place: Place,
        network: &Network,
        links: &[(usize, usize, f32)],
        start: Vec2,
    ) {
        let count = network.nodes.len();
        let node = |index| asset(place, Kind::Node, index);
        let mut heading = vec![0.0_f32; count];
        let mut branches = vec![0_u16; count];
        loop {
            let open = links.iter().find_map(|&(a, b, length)| {
                let (from, to) =
                    match (self.0.contains_key(&node(a)), self.0.contains_key(&node(b))) {
                        (true, false) => (a, b),
                        (false, true) => (b, a),
                        _ => return None,
                    };
                Some((from, to, length))
            });
            if let Some((from, to, length)) = open {
                let order = branches[from];
                branches[from] += 1;
                // Straight on, then to the left and right by turns.
                let side = if order.is_multiple_of(2) { 1.0 } else { -1.0 };
                let turn = side * 0.7 * f32::from(order.div_ceil(2));
                heading[to] = heading[from] + turn;
                let step = Vec2::from_angle(heading[to]) * length.clamp(0.5, 80.0);
                self.0.insert(node(to), self.get(node(from)) + step);
                continue;
            }
            let Some(lost) = (0..count).find(|&index| !self.0.contains_key(&node(index))) else {
                return;
            };
            self.0.insert(node(lost), start);
        }
    }
}

/// Pairs of nodes of a place that hang together, with their distance, m.
fn links(district: &District, place: Place) -> Vec<(usize, usize, f32)> {
    let network = district.network(place);
    let sections = network
        .sections
        .iter()
        .map(|s| (s.from, s.to, s.length_m as f32));
    let switches = network.switches.iter().map(|s| (s.from, s.to, 1.0));
    let mut links: Vec<_> = sections.chain(switches).collect();
    if let Place::Area(k) = place {
        let transformers = &district.areas[usize::from(k)].transformers;
        links.extend(transformers.iter().map(|t| (t.hv, t.lv, 1.0)));
    }
    links
}
