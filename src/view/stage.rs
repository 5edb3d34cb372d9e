//! What the eye sees on site, and what an instructor may see: filled from the simulated
//! field, every frame.

use std::sync::Arc;

use bevy::prelude::*;
use taiqu_console::desk::Desk;
use taiqu_field::{Crews, Field};
use taiqu_link::{SimClock, Tick};
use taiqu_scene::{Stage, Truth, Vehicle};

use super::falls::{self, Eye, Falls};
use super::site;
use crate::simulation::Simulation;

/// Sets the scene's stage to the simulation's time of day, crews where they are, and what
/// is true while an instructor looks.
pub fn fill_stage(
    clock: Res<SimClock>,
    (simulation, desk): (Res<Simulation>, Res<Desk>),
    (time, eye): (Res<Time>, Res<Eye>),
    (mut told, mut falls): (Local<Option<Tick>>, ResMut<Falls>),
    mut stage: ResMut<Stage>,
) {
    let now = clock.now();
    let before = told.replace(clock.tick);
    let known = before == Some(clock.tick);
    let truth = match &stage.truth {
        _ if !desk.instructor => None,
        Some(truth) if known => Some(truth.clone()),
        _ => Some(truth(simulation.truth())),
    };
    let seen = (*eye, time.delta_secs_f64());
    let moved = falls::live(&mut falls, (&simulation, &clock), seen);
    let weather = if known {
        stage.weather
    } else {
        site::weather(&simulation, &clock)
    };
    let damage = if known && !moved {
        Arc::clone(&stage.damage)
    } else {
        Arc::new(site::damage(&simulation, &falls))
    };
    let minute = clock.tick.0 / 60;
    let same_water = before.is_some_and(|before| before.0 / 60 == minute);
    let water = if same_water {
        Arc::clone(&stage.water)
    } else {
        Arc::new(site::water(&simulation))
    };
    let filled = Stage {
        hour: now.second_of_day() as f64 / 3600.0,
        day: now.day_of_year() as u16,
        now_s: clock.now_s(),
        vehicles: simulation.crews().map_or_else(Vec::new, vehicles),
        weather,
        damage,
        water,
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
