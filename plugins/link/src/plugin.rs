//! The clock and the tick's schedule, in either world.

use bevy_app::prelude::*;
use bevy_ecs::prelude::*;
use bevy_ecs::schedule::{LogLevel, Schedule, ScheduleBuildSettings, SingleThreadedExecutor};

use crate::components::{ClockRequest, SimClock, SimTick};

/// Puts the clock and the schedule [`SimTick`] into a world.
pub struct LinkPlugin {
    /// The clock to begin with.
    pub clock: SimClock,
}

impl Plugin for LinkPlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(self.clock.clone())
            .add_schedule(sim_schedule())
            .add_message::<ClockRequest>()
            .add_systems(PreUpdate, obey_clock_requests);
    }
}

/// The schedule of one tick: one thread, one order, and an error where two systems
/// touch the same data in an order that nobody has fixed.
pub fn sim_schedule() -> Schedule {
    let mut schedule = Schedule::new(SimTick);
    schedule
        .set_executor(SingleThreadedExecutor::new())
        .set_build_settings(ScheduleBuildSettings {
            ambiguity_detection: LogLevel::Error,
            ..ScheduleBuildSettings::default()
        });
    schedule
}

fn obey_clock_requests(mut requests: MessageReader<ClockRequest>, mut clock: ResMut<SimClock>) {
    for &request in requests.read() {
        clock.obey(request);
    }
}
