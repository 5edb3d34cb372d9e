//! Assesses in the twin's world, whenever a forecast comes.

use std::sync::Arc;

use bevy_app::prelude::*;
use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};
use taiqu_estimate::EstimateSystems;
use taiqu_estimate::components::Arrivals;
use taiqu_grid::Catalogue;
use taiqu_grid::components::Records;
use taiqu_link::{SimClock, SimTick, Tick, Uplink, WeatherOutlook, WeatherReport};
use taiqu_structure::Ground;
use taiqu_structure::water::{Drainage, Flood, Sky};

use crate::components::{Ahead, Depths, Forecast, InTheWind, Observed, OnTheGround};
use crate::{Experience, Exposed, Outlook, Rising, Risk};

/// The step of the twin's tick in which a storm to come is reckoned with.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RiskSystems;

/// Reckons with storms to come. To be added after the plugin of `estimate`.
pub struct RiskPlugin {
    /// The catalogue, for what poles and wires bear.
    pub catalogue: Arc<Catalogue>,
    /// How the utility builds.
    pub ground: Ground,
    /// How rain runs off, as the water board says.
    pub drainage: Drainage,
}

impl Plugin for RiskPlugin {
    fn build(&self, app: &mut App) {
        let records = app.world().resource::<Records>().0.clone();
        let exposed = Exposed::of(&records, &self.catalogue, self.ground);
        let rising = Rising::of(&records, self.drainage);
        app.insert_resource(InTheWind(Arc::new(exposed)))
            .insert_resource(OnTheGround(Arc::new(rising)))
            .init_resource::<Observed>()
            .init_resource::<Depths>()
            .init_resource::<Forecast>()
            .init_resource::<Ahead>()
            .configure_sets(SimTick, RiskSystems.after(EstimateSystems::TakeIn))
            .add_systems(SimTick, (watch, reckon).chain().in_set(RiskSystems));
    }
}

/// Water rises in the twin's books with the rain that is observed, and with rivers as a gauge
/// measures them: until it tells again they go on as is forecast.
fn watch(
    arrivals: Res<Arrivals>,
    forecast: Res<Forecast>,
    (mut observed, mut depths): (ResMut<Observed>, ResMut<Depths>),
    ground: Res<OnTheGround>,
    clock: Res<SimClock>,
) {
    for message in &arrivals.0 {
        if let Uplink::WeatherObserved(report) = message.body {
            observed.take(Tick(message.event_ms / 1000), report);
        }
    }
    let gauge = observed.sky.map(|(at, report)| (at, report.river_m));
    let Some(river_m) = forecast.0.river_m(clock.tick, gauge) else {
        return;
    };
    if !clock.tick.0.is_multiple_of(60) {
        return;
    }
    let sky = Sky {
        rain_mm_h: observed.sky.map_or(0.0, |(_, report)| report.rain_mm_h),
        river_m,
    };
    let flood = observed.flood.get_or_insert_with(|| ground.0.usual());
    ground.0.observe(flood, sky);
    depths.0 = ground.0.depths_m(flood);
}

fn reckon(
    arrivals: Res<Arrivals>,
    mut forecast: ResMut<Forecast>,
    mut ahead: ResMut<Ahead>,
    stands: (Res<InTheWind>, Res<OnTheGround>),
    observed: Res<Observed>,
    clock: Res<SimClock>,
) {
    let mut news = false;
    for message in &arrivals.0 {
        news |= forecast.bypass_change_detection().0.take(message);
    }
    if news {
        forecast.set_changed();
        let hours: Vec<WeatherOutlook> = forecast.0.from(clock.tick).copied().collect();
        let (exposed, ground) = stands;
        let mut risk = exposed.0.assess(clock.tick, &hours, &Experience::default());
        let flood = observed.flood.clone().unwrap_or_else(|| ground.0.usual());
        ground.0.assess(&flood, &hours, &mut risk);
        ahead.0 = Some(risk);
    }
}

/// What is to be remembered to go on at another time.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    outlook: Outlook,
    risk: Option<Risk>,
    sky: Option<(Tick, WeatherReport)>,
    flood: Option<Flood>,
}

/// What the world knows of storms to come.
pub fn remember(world: &World) -> Memory {
    let observed = world.resource::<Observed>();
    Memory {
        sky: observed.sky,
        flood: observed.flood.clone(),
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
    *world.resource_mut::<Observed>() = Observed {
        sky: memory.sky,
        flood: memory.flood.clone(),
    };
}

#[cfg(test)]
mod tests {
    use bevy_ecs::system::RunSystemOnce as _;
    use taiqu_grid::home;
    use taiqu_link::{Source, Stamped};

    use super::*;

    /// A message of the weather service from tick 0.
    fn told(body: Uplink) -> Stamped<Uplink> {
        Stamped {
            source: Source::WeatherService,
            sequence: 0,
            event_ms: 0,
            arrival_ms: 0,
            body,
        }
    }

    #[test]
    fn the_flood_follows_the_gauge_and_not_what_was_forecast() {
        let home = home::home().expect("the repository");
        let catalogue = Catalogue::open(&home.join("assets/catalogue"));
        let catalogue = catalogue.into_result().expect("it is whole");
        let area = [home.join("scenarios/areas/estate.ron")];
        let district = taiqu_grid::district::open(&area, &[], &catalogue);
        let district = district.into_result().expect("it is whole");
        let rising = Rising::of(&district, Drainage::default());
        let mut forecast = Outlook::default();
        forecast.take(&told(Uplink::WeatherExpected(WeatherOutlook {
            river_m: 0.5,
            ..WeatherOutlook::default()
        })));
        let start = "2026-06-27T18:00:00".parse().expect("a time");
        let mut world = World::new();
        world.insert_resource(OnTheGround(Arc::new(rising.clone())));
        world.insert_resource(Forecast(forecast));
        world.insert_resource(SimClock::new(start, 3600));
        world.init_resource::<Depths>();
        let reckoned = |world: &mut World, gauge: Option<f64>| {
            let report = |river_m| WeatherReport {
                river_m,
                ..WeatherReport::default()
            };
            let messages = gauge.map(|river_m| told(Uplink::WeatherObserved(report(river_m))));
            world.insert_resource(Arrivals(messages.into_iter().collect()));
            world.insert_resource(Observed::default());
            world.run_system_once(watch).expect("a sound system");
            world.resource::<Observed>().flood.clone()
        };
        let under = |river_m: f64| {
            let mut flood = rising.usual();
            let sky = Sky {
                rain_mm_h: 0.0,
                river_m,
            };
            rising.observe(&mut flood, sky);
            Some(flood)
        };
        assert_eq!(reckoned(&mut world, None), under(0.5));
        assert_eq!(reckoned(&mut world, Some(2.0)), under(2.0));
        assert_ne!(under(0.5), under(2.0));
    }
}
