//! The district's things as entities: who they are and how they hang together.

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy_ecs::prelude::*;

use crate::{AssetRef, District};

/// What the records say, shared by everything that reads them.
#[derive(Resource, Clone, Debug)]
pub struct Records(pub Arc<District>);

/// The thing that an entity stands for.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Asset(pub AssetRef);

/// From a thing to its entity.
#[derive(Resource, Clone, Debug, Default)]
pub struct AssetEntities(pub BTreeMap<AssetRef, Entity>);

/// What directly supplies a thing by the district's tree, up to the source, as
/// [`Topology::parent`](crate::topology::Topology::parent) says.
#[derive(Component, Clone, Copy, Debug, PartialEq, Eq)]
#[relationship(relationship_target = Supplies)]
pub struct SuppliedBy(#[relationship] pub Entity);

/// All that a thing supplies directly.
#[derive(Component, Debug, Default)]
#[relationship_target(relationship = SuppliedBy)]
pub struct Supplies(Vec<Entity>);
