//! What the eye sees on site: filled from the simulated field, every frame.

use bevy::prelude::*;
use taiqu_link::SimClock;
use taiqu_scene::Stage;

/// Sets the scene's stage to the simulation's time of day.
pub fn fill_stage(clock: Res<SimClock>, mut stage: ResMut<Stage>) {
    let now = clock.now();
    let filled = Stage {
        hour: now.second_of_day() as f64 / 3600.0,
        day: now.day_of_year() as u16,
    };
    stage.set_if_neq(filled);
}
