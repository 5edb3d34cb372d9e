//! What the eye sees on site, and what an instructor may see: filled from the simulated
//! field, every frame.

use std::sync::Arc;

use bevy::prelude::*;
use taiqu_console::desk::Desk;
use taiqu_field::{Crews, Field};
use taiqu_link::{SimClock, Tick};
use taiqu_scene::{Stage, Truth, Vehicle};

use super::site;
use crate::simulation::Simulation;

/// Sets the scene's stage to the simulation's time of day, crews where they are, and what
/// is true while an instructor looks.
pub fn fill_stage(
    clock: Res<SimClock>,
    simulation: Res<Simulation>,
    desk: Res<Desk>,
    mut told: Local<Option<Tick>>,
    mut stage: ResMut<Stage>,
) {
    let now = clock.now();
    let known = told.replace(clock.tick) == Some(clock.tick);
    let truth = match &stage.truth {
        _ if !desk.instructor => None,
        Some(truth) if known => Some(truth.clone()),
        _ => Some(truth(simulation.truth())),
    };
    let at = known.then(|| (stage.weather, Arc::clone(&stage.damage)));
    let (weather, damage) = at.unwrap_or_else(|| {
        let damage = Arc::new(site::damage(&simulation));
        (site::weather(&simulation, &clock), damage)
    });
    let filled = Stage {
        hour: now.second_of_day() as f64 / 3600.0,
        day: now.day_of_year() as u16,
        vehicles: simulation.crews().map_or_else(Vec::new, vehicles),
        weather,
        damage,
        truth,
    };
    stage.set_if_neq(filled);
}

fn vehicles(crews: &Crews) -> Vec<Vehicle> {
    let vehicles = crews.staff.iter().zip(crews.positions());
    let vehicles = vehicles.map(|(crew, (at, drives))| Vehicle {
        name: crew.name.clone(),
        at,
        drives,
    });
    vehicles.collect()
}

fn truth(fields: &[Field]) -> Truth {
    Truth {
        failed: fields.iter().flat_map(Field::wrong).collect(),
        dead: fields.iter().flat_map(Field::dark).collect(),
    }
}
