//! Spawns the district's entities.

use std::sync::Arc;

use bevy_app::prelude::*;

use crate::components::{Asset, AssetEntities, Records, SuppliedBy};
use crate::topology::Topology;
use crate::{District, Kind};

/// Puts a district into a world: one entity a thing, with its relationships.
pub struct GridPlugin {
    /// What this world holds: the truth in the field, the records in the twin.
    pub district: Arc<District>,
}

impl Plugin for GridPlugin {
    fn build(&self, app: &mut App) {
        let district = &*self.district;
        let world = app.world_mut();
        let mut entities = AssetEntities::default();
        for asset in Kind::ALL.into_iter().flat_map(|kind| district.all(kind)) {
            let entity = world.spawn(Asset(asset)).id();
            entities.0.insert(asset, entity);
        }
        let topology = Topology::of(district);
        for (&asset, &entity) in &entities.0 {
            if let Some(supplier) = topology.parent(asset) {
                world
                    .entity_mut(entity)
                    .insert(SuppliedBy(entities.0[&supplier]));
            }
        }
        world.insert_resource(entities);
        world.insert_resource(Records(Arc::clone(&self.district)));
    }
}
