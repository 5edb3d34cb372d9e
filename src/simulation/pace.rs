//! Lives the ticks that a frame owes.

use std::time::{Duration, Instant};

use bevy::prelude::*;
use taiqu_link::SimClock;

use super::step;

/// Lives, before the view reads the twin, as many ticks as the clock's speed asks
/// for and the budget allows.
pub struct PacePlugin {
    /// Wall time that the ticks of one frame may take.
    pub budget: Duration,
}

/// A tick could not do all that was wanted of it.
#[derive(Message, Clone, Debug, PartialEq, Eq)]
pub struct TickFailed {
    /// Why.
    pub reason: String,
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
            .add_systems(PreUpdate, live_frame);
    }
}

fn live_frame(world: &mut World) {
    let elapsed_s = world.resource::<Time<Real>>().delta_secs_f64();
    let budget = world.resource::<Budget>().0;
    let due = world.resource_mut::<SimClock>().due(elapsed_s);
    let begun = Instant::now();
    let mut lived = 0;
    while lived < due && (lived == 0 || begun.elapsed() < budget) {
        if let Err(error) = step(world) {
            let reason = error.to_string();
            world.write_message(TickFailed { reason });
        }
        lived += 1;
    }
    world.resource_mut::<SimClock>().settle(due, lived);
}
