//! Lives the ticks that a frame owes, forward and back.

use std::time::{Duration, Instant};

use bevy::prelude::*;
use taiqu_grid::Text;
use taiqu_link::SimClock;

use super::snapshot::keep;
use super::{SimulationError, rewind, step};

/// Lives, before the view reads the twin, as many ticks as the clock's speed asks
/// for and the budget allows, and goes back in time where the clock was asked to.
pub struct PacePlugin {
    /// Wall time that the ticks of one frame may take.
    pub budget: Duration,
}

/// A tick could not do all that was wanted of it.
#[derive(Message, Clone, Debug, PartialEq, Eq)]
pub struct TickFailed {
    /// Why.
    pub reason: Text,
}

#[derive(Resource)]
struct Budget(Duration);

impl Default for PacePlugin {
    /// A quarter of a frame at 30 pictures a second.
    fn default() -> Self {
        Self {
            budget: Duration::from_millis(8),
        }
    }
}

impl Plugin for PacePlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(Budget(self.budget))
            .add_message::<TickFailed>()
            .add_systems(Startup, keep)
            .add_systems(PreUpdate, live_frame);
    }
}

fn live_frame(world: &mut World) {
    if let Some(tick) = world.resource_mut::<SimClock>().take_back() {
        let done = rewind(world, tick);
        tell(world, done);
    }
    let elapsed_s = world.resource::<Time<Real>>().delta_secs_f64();
    let budget = world.resource::<Budget>().0;
    let due = world.resource_mut::<SimClock>().due(elapsed_s);
    let begun = Instant::now();
    let mut lived = 0;
    while lived < due && (lived == 0 || begun.elapsed() < budget) {
        let done = step(world);
        tell(world, done);
        keep(world);
        lived += 1;
    }
    world.resource_mut::<SimClock>().settle(due, lived);
}

fn tell(world: &mut World, done: Result<(), SimulationError>) {
    if let Err(error) = done {
        let reason = error.text();
        world.write_message(TickFailed { reason });
    }
}
