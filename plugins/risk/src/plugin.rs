//! Assesses in the twin's world, whenever a forecast comes.

use std::sync::Arc;

use bevy_app::prelude::*;
use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};
use taiqu_estimate::EstimateSystems;
use taiqu_estimate::components::Arrivals;
use taiqu_grid::Catalogue;
use taiqu_grid::components::Records;
use taiqu_link::{SimClock, SimTick, WeatherOutlook};
use taiqu_structure::Ground;

use crate::components::{Ahead, Forecast, InTheWind};
use crate::{Experience, Exposed, Outlook, Risk};

/// The step of the twin's tick in which a storm to come is reckoned with.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RiskSystems;

/// Reckons with storms to come. To be added after the plugin of `estimate`.
pub struct RiskPlugin {
    /// The catalogue, for what poles and wires bear.
    pub catalogue: Arc<Catalogue>,
    /// How the utility builds.
    pub ground: Ground,
}

impl Plugin for RiskPlugin {
    fn build(&self, app: &mut App) {
        let records = app.world().resource::<Records>().0.clone();
        let exposed = Exposed::of(&records, &self.catalogue, self.ground);
        app.insert_resource(InTheWind(Arc::new(exposed)))
            .init_resource::<Forecast>()
            .init_resource::<Ahead>()
            .configure_sets(SimTick, RiskSystems.after(EstimateSystems::TakeIn))
            .add_systems(SimTick, reckon.in_set(RiskSystems));
    }
}

fn reckon(
    arrivals: Res<Arrivals>,
    mut forecast: ResMut<Forecast>,
    mut ahead: ResMut<Ahead>,
    exposed: Res<InTheWind>,
    clock: Res<SimClock>,
) {
    let mut news = false;
    for message in &arrivals.0 {
        news |= forecast.bypass_change_detection().0.take(message);
    }
    if news {
        forecast.set_changed();
        let hours: Vec<WeatherOutlook> = forecast.0.from(clock.tick).copied().collect();
        ahead.0 = Some(exposed.0.assess(clock.tick, &hours, &Experience::default()));
    }
}

/// What is to be remembered to go on at another time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    outlook: Outlook,
    risk: Option<Risk>,
}

/// What the world knows of storms to come.
pub fn remember(world: &World) -> Memory {
    Memory {
        outlook: world.resource::<Forecast>().0.clone(),
        risk: world.resource::<Ahead>().0.clone(),
    }
}

/// Takes what [`remember`] gave.
pub fn recall(world: &mut World, memory: &Memory) {
    world
        .resource_mut::<Forecast>()
        .0
        .clone_from(&memory.outlook);
    world.resource_mut::<Ahead>().0.clone_from(&memory.risk);
}
