//! Spawns the district's entities, and keeps the records as they are put right.

use std::sync::Arc;

use bevy_app::prelude::*;
use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};

use crate::components::{
    Amendments, Asset, AssetEntities, Found, Observation, PhaseTold, PhasesTold, Records,
    SuppliedBy,
};
use crate::topology::Topology;
use crate::{Amendment, District, Kind};

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
        world.insert_resource(entities);
        world.insert_resource(Records(Arc::clone(&self.district)));
        world.insert_resource(Amendments {
            first: Arc::clone(&self.district),
            all: Vec::new(),
            phases: Vec::new(),
        });
        world.init_resource::<Found>();
        world.init_resource::<PhasesTold>();
        relate(world);
    }
}

/// A system that puts on record what was [`Found`], as far as it is not there, and where
/// phase switches stand as they [told](PhasesTold); it runs before everything that reads
/// the records in a tick.
pub fn amend(world: &mut World) {
    let found = std::mem::take(&mut world.resource_mut::<Found>().0);
    let news = found.into_iter().filter_map(|observation| {
        let records = &world.resource::<Records>().0;
        let after = observation.fact;
        records.differs(after).then(|| Amendment {
            at_s: observation.at_s,
            crew: observation.crew,
            order: observation.order,
            before: records.recorded(after),
            after,
        })
    });
    let news: Vec<Amendment> = news.collect();
    world.resource_mut::<Amendments>().all.extend(&news);
    let moved = hear(world);
    // A thing's history changes nothing of it.
    if moved || news.iter().any(|amendment| amendment.before.is_some()) {
        write(world, &news);
    }
}

/// Takes in what was told of phase switches; whether any stands otherwise than recorded.
/// What was overtaken by a later word says nothing new.
fn hear(world: &mut World) -> bool {
    let told = std::mem::take(&mut world.resource_mut::<PhasesTold>().0);
    let records = Arc::clone(&world.resource::<Records>().0);
    let mut amendments = world.resource_mut::<Amendments>();
    let mut moved = false;
    for word in told {
        let Some(recorded) = records.phase_of(word.cabinet) else {
            continue;
        };
        let mut known = amendments.phases.iter_mut();
        match known.find(|known| known.cabinet == word.cabinet) {
            Some(known) if known.at_ms > word.at_ms => continue,
            Some(known) => *known = word,
            None => amendments.phases.push(word),
        }
        moved |= recorded != word.phase;
    }
    moved
}

/// What is remembered of the records from tick to tick.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    /// How they were put right.
    all: Vec<Amendment>,
    /// What is still to be put on record.
    found: Vec<Observation>,
    /// Where phase switches stand.
    phases: Vec<PhaseTold>,
}

/// What must be remembered of the records of `world` after this tick.
pub fn remember(world: &World) -> Memory {
    Memory {
        all: world.resource::<Amendments>().all.clone(),
        phases: world.resource::<Amendments>().phases.clone(),
        found: world.resource::<Found>().0.clone(),
    }
}

/// Takes the records of `world` to where [`remember`] had them.
pub fn recall(world: &mut World, memory: &Memory) {
    world.resource_mut::<Found>().0.clone_from(&memory.found);
    let mut amendments = world.resource_mut::<Amendments>();
    if amendments.all == memory.all && amendments.phases == memory.phases {
        return;
    }
    amendments.all.clone_from(&memory.all);
    amendments.phases.clone_from(&memory.phases);
    let first = Arc::clone(&amendments.first);
    world.resource_mut::<Records>().0 = first;
    write(world, &memory.all);
}

/// Brings the records in line with `news`, and with where phase switches stand: whoever
/// looked into a box before they moved saw another phase.
fn write(world: &mut World, news: &[Amendment]) {
    let phases = world.resource::<Amendments>().phases.clone();
    let mut records = world.resource_mut::<Records>();
    let district = Arc::make_mut(&mut records.0);
    for amendment in news {
        district.learn(amendment.after);
    }
    for told in phases {
        district.put_on(told.cabinet, told.phase);
    }
    relate(world);
}

/// Who supplies whom, by the records.
fn relate(world: &mut World) {
    let topology = Topology::of(&world.resource::<Records>().0);
    let entities = world.resource::<AssetEntities>().0.clone();
    for (&asset, &entity) in &entities {
        let supplier = topology.parent(asset).map(|supplier| entities[&supplier]);
        let before = world.get::<SuppliedBy>(entity).map(|by| by.0);
        if supplier == before {
            continue;
        }
        let mut thing = world.entity_mut(entity);
        match supplier {
            Some(supplier) => drop(thing.insert(SuppliedBy(supplier))),
            None => drop(thing.remove::<SuppliedBy>()),
        }
    }
}
