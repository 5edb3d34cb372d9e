//! Dispatches in the twin's world.

use std::sync::Arc;

use bevy_app::prelude::*;
use bevy_ecs::prelude::*;
use taiqu_estimate::EstimateSystems;
use taiqu_estimate::components::Arrivals;
use taiqu_grid::components::Records;
use taiqu_link::{Downlink, Fieldward, SimClock, SimTick};
use taiqu_outage::OutageSystems;
use taiqu_outage::components::Inquiries;

use crate::components::Dispatch;
use crate::desk::{Desk, Means, Memory};
use crate::operations::Operations;
use crate::rules::Rules;

/// The step of the twin's tick in which orders are made and crews are sent, after it was
/// found out what has failed.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DispatchSystems;

/// Dispatches crews. To be added after the plugin of `outage`.
#[derive(Clone, Debug)]
pub struct DispatchPlugin {
    /// Who there is to be sent, with what.
    pub means: Means,
    /// How the utility is organised.
    pub operations: Operations,
    /// The rules.
    pub rules: Rules,
}

impl Plugin for DispatchPlugin {
    fn build(&self, app: &mut App) {
        let world = app.world_mut();
        let records = Arc::clone(&world.resource::<Records>().0);
        let start = world.resource::<SimClock>().start;
        let desk = Desk::new(
            records,
            self.means.clone(),
            (self.operations, self.rules),
            start,
        );
        world.insert_resource(Dispatch(desk));
        let after = DispatchSystems
            .after(OutageSystems)
            .before(EstimateSystems::Estimate);
        app.configure_sets(SimTick, after)
            .add_systems(SimTick, dispatch.in_set(DispatchSystems));
    }
}

fn dispatch(
    mut desk: ResMut<Dispatch>,
    mut link: ResMut<Fieldward>,
    arrivals: Res<Arrivals>,
    inquiries: Res<Inquiries>,
    clock: Res<SimClock>,
) -> Result<(), BevyError> {
    for message in &arrivals.0 {
        desk.0.take(clock.tick, message);
    }
    let incidents = inquiries.0.iter().enumerate();
    let incidents = incidents.flat_map(|(k, i)| i.incidents().iter().map(move |i| (k, i)));
    for (crew, order) in desk.0.plan(clock.tick, incidents) {
        link.0
            .send(clock.tick, Downlink::CrewOrdered { crew, order })?;
    }
    Ok(())
}

/// What the desk in `world` must remember after this tick.
pub fn remember(world: &World) -> Memory {
    world.resource::<Dispatch>().0.memory().clone()
}

/// Takes what [`remember`] gave.
pub fn recall(world: &mut World, memory: &Memory) {
    world.resource_mut::<Dispatch>().0.recall(memory);
}
