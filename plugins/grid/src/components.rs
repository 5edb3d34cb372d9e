//! The district's things as entities: who they are and how they hang together.

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{Amendment, AssetRef, District, Fact, Phases};

/// What the records say, shared by everything that reads them.
#[derive(Resource, Clone, Debug)]
pub struct Records(pub Arc<District>);

/// What others found to be otherwise than recorded, and ask to be put on record.
#[derive(Resource, Clone, Debug, Default)]
pub struct Found(pub Vec<Observation>);

/// A fact, with who found it, when and on which work order.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// When, s since the start.
    pub at_s: u64,
    /// Number of the crew.
    pub crew: u16,
    /// Number of the work order.
    pub order: u32,
    /// What is so.
    pub fact: Fact,
}

/// What was told of phase switches, to be put on record. It is no amendment: the records
/// were right until the switch moved.
#[derive(Resource, Clone, Debug, Default)]
pub struct PhasesTold(pub Vec<PhaseTold>);

/// On which phase a phase switch stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhaseTold {
    /// When it stood there, ms since the start.
    pub at_ms: u64,
    /// The box that it feeds.
    pub cabinet: AssetRef,
    /// The phase.
    pub phase: Phases,
}

/// How the records were put right so far.
#[derive(Resource, Clone, Debug)]
pub struct Amendments {
    /// The records at the beginning.
    pub(crate) first: Arc<District>,
    /// What was put right since, the oldest first.
    pub all: Vec<Amendment>,
    /// The last word on each phase switch, in the order in which they were first told of.
    pub(crate) phases: Vec<PhaseTold>,
}

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
