//! Lives the field in its own world.

use bevy_app::prelude::*;
use bevy_ecs::prelude::*;
use taiqu_link::{SimClock, SimTick, Twinward};

use crate::Field;
use crate::components::Truth;

/// The steps of the field's tick, in this order.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldSystems {
    /// Orders that arrived are carried out.
    Orders,
    /// What the scenario has for this tick happens.
    Events,
    /// Loads and generation change.
    Demand,
    /// The network is solved.
    Flow,
    /// Devices report.
    Meters,
}

/// Puts a field into a world that has `link`'s clock and end.
pub struct FieldPlugin {
    /// The field, before its first tick.
    pub field: Field,
}

impl Plugin for FieldPlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(Truth(self.field.clone()));
        let order = (
            FieldSystems::Orders,
            FieldSystems::Events,
            FieldSystems::Demand,
            FieldSystems::Flow,
            FieldSystems::Meters,
        );
        app.configure_sets(SimTick, order.chain()).add_systems(
            SimTick,
            (
                obey.in_set(FieldSystems::Orders),
                happen.in_set(FieldSystems::Events),
                demand.in_set(FieldSystems::Demand),
                flow.in_set(FieldSystems::Flow),
                measure.in_set(FieldSystems::Meters),
            ),
        );
    }
}

fn obey(mut truth: ResMut<Truth>, mut link: ResMut<Twinward>, clock: Res<SimClock>) {
    let orders = link.0.take(clock.tick);
    truth.0.obey(clock.tick, &orders);
}

fn happen(mut truth: ResMut<Truth>, clock: Res<SimClock>) {
    truth.0.happen(clock.tick);
}

fn demand(mut truth: ResMut<Truth>, clock: Res<SimClock>) {
    truth.0.demand(clock.tick);
}

fn flow(mut truth: ResMut<Truth>) {
    truth.0.flow();
}

fn measure(
    mut truth: ResMut<Truth>,
    mut link: ResMut<Twinward>,
    clock: Res<SimClock>,
) -> Result<(), BevyError> {
    for (source, event_ms, fact) in truth.0.measure(clock.tick) {
        link.0.send(source, event_ms, fact)?;
    }
    Ok(())
}
