//! Spawns the district's entities.

use std::sync::Arc;

use bevy_app::prelude::*;

use crate::components::{Asset, AssetEntities, Records, SuppliedBy};
use crate::{AssetRef, District, Kind, Place};

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
        for (&asset, &entity) in &entities.0 {
            if let Some(supplier) = supplier_of(district, asset) {
                world
                    .entity_mut(entity)
                    .insert(SuppliedBy(entities.0[&supplier]));
            }
        }
        world.insert_resource(entities);
        world.insert_resource(Records(Arc::clone(&self.district)));
    }
}

fn supplier_of(district: &District, asset: AssetRef) -> Option<AssetRef> {
    let at = |kind, index: usize| AssetRef {
        kind,
        index: index as u32,
        ..asset
    };
    let index = asset.index as usize;
    let network = district.network(asset.place);
    match (asset.kind, asset.place) {
        (Kind::Section, _) => Some(at(Kind::Node, network.sections[index].from)),
        (Kind::Switch, _) => Some(at(Kind::Node, network.switches[index].from)),
        (_, Place::Line(_)) | (Kind::Node, _) => None,
        (kind, Place::Area(k)) => {
            let area = &district.areas[usize::from(k)];
            match kind {
                Kind::Transformer => Some(at(Kind::Node, area.transformers[index].hv)),
                Kind::Box => Some(at(Kind::Node, area.boxes[index].node)),
                Kind::Meter => Some(at(Kind::Box, area.meters[index].box_index)),
                Kind::Customer => Some(at(Kind::Meter, area.customers[index].meter?)),
                _ => Some(match area.loads[index].customer {
                    Some(customer) => at(Kind::Customer, customer),
                    None => at(Kind::Node, area.loads[index].node),
                }),
            }
        }
    }
}
