//! Slots: the places in the state buffer that vertices refer to.

use std::collections::BTreeMap;

use bevy::prelude::*;
use taiqu_grid::{AssetRef, District, Kind};

/// Slots of a section, one a conductor a, b, c, n.
pub const SECTION_SLOTS: u32 = 4;

/// The slot of every thing that is drawn.
#[derive(Resource, Clone, Debug, Default)]
pub struct Slots {
    first: BTreeMap<AssetRef, u32>,
    /// Of the poles themselves, by the nodes that have them on record.
    poles: BTreeMap<AssetRef, u32>,
    /// The first tree of each area.
    trees: Vec<u32>,
    buildings: u32,
    /// Number of slots.
    pub count: u32,
}

impl Slots {
    /// Gives out the slots of `district`. Slot 0 is nobody's, slots 1 and 2 are
    /// those of the outlines of selection and pointer.
    pub fn of(district: &District) -> Self {
        let mut slots = Self {
            count: 3,
            ..Self::default()
        };
        for kind in [
            Kind::Node,
            Kind::Section,
            Kind::Transformer,
            Kind::Box,
            Kind::Meter,
        ] {
            for asset in district.all(kind) {
                slots.first.insert(asset, slots.count);
                slots.count += if kind == Kind::Section {
                    SECTION_SLOTS
                } else {
                    1
                };
            }
        }
        slots.buildings = slots.count;
        let buildings: usize = district
            .areas
            .iter()
            .map(|area| area.surroundings.buildings.len())
            .sum();
        slots.count += buildings as u32;
        for node in district.all(Kind::Node) {
            let record = &district.network(node.place).nodes[node.index as usize];
            if record.pole.is_some() {
                slots.poles.insert(node, slots.count);
                slots.count += 1;
            }
        }
        for area in &district.areas {
            slots.trees.push(slots.count);
            slots.count += area.surroundings.trees.len() as u32;
        }
        slots
    }

    /// The slot of the pole that the node `node` has on record, apart from what else shows
    /// the node's state; 0 if there is none.
    pub fn of_pole(&self, node: AssetRef) -> u32 {
        self.poles.get(&node).copied().unwrap_or(0)
    }

    /// All poles, by their nodes, with their slots.
    pub fn poles(&self) -> impl Iterator<Item = (AssetRef, u32)> + '_ {
        self.poles.iter().map(|(&node, &slot)| (node, slot))
    }

    /// The slot of the tree `index` of the district's area `area`.
    pub fn of_tree(&self, area: usize, index: usize) -> u32 {
        self.trees.get(area).map_or(0, |first| first + index as u32)
    }

    /// The first slot of `asset`; 0 if it is not drawn.
    pub fn of_asset(&self, asset: AssetRef) -> u32 {
        self.first.get(&asset).copied().unwrap_or(0)
    }

    /// The slot of the district's building `index`, counted over all areas.
    pub const fn of_building(&self, index: usize) -> u32 {
        self.buildings + index as u32
    }

    /// All things with their first slots.
    pub fn iter(&self) -> impl Iterator<Item = (AssetRef, u32)> + '_ {
        self.first.iter().map(|(&asset, &slot)| (asset, slot))
    }
}
