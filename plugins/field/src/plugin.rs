//! Lives the field in its own world.

use bevy_app::prelude::*;
use bevy_ecs::prelude::*;
use taiqu_link::{Downlink, SimClock, SimTick, Stamped, Twinward};

use crate::components::{Staff, Truth};
use crate::{Crews, Field};

/// The steps of the field's tick, in this order.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldSystems {
    /// Orders that arrived are carried out.
    Orders,
    /// Crews go on with their work.
    Crews,
    /// What the scenario has for this tick happens.
    Events,
    /// Loads and generation change.
    Demand,
    /// The network is solved.
    Flow,
    /// Devices report.
    Meters,
}

/// Puts a district's fields into a world that has `link`'s clock and end.
pub struct FieldPlugin {
    /// The fields of all groups, before their first tick.
    pub fields: Vec<Field>,
    /// The crews, each where it waits.
    pub crews: Crews,
}

impl Plugin for FieldPlugin {
    fn build(&self, app: &mut App) {
        app.insert_resource(Truth(self.fields.clone()))
            .insert_resource(Staff(self.crews.clone()));
        let order = (
            FieldSystems::Orders,
            FieldSystems::Crews,
            FieldSystems::Events,
            FieldSystems::Demand,
            FieldSystems::Flow,
            FieldSystems::Meters,
        );
        app.configure_sets(SimTick, order.chain()).add_systems(
            SimTick,
            (
                obey.in_set(FieldSystems::Orders),
                work.in_set(FieldSystems::Crews),
                happen.in_set(FieldSystems::Events),
                demand.in_set(FieldSystems::Demand),
                flow.in_set(FieldSystems::Flow),
                measure.in_set(FieldSystems::Meters),
            ),
        );
    }
}

/// Every order goes to the field that has its target; where none has, the first
/// says so.
fn obey(
    mut truth: ResMut<Truth>,
    mut staff: ResMut<Staff>,
    mut link: ResMut<Twinward>,
    clock: Res<SimClock>,
) {
    let mut orders = link.0.take(clock.tick);
    orders.retain(|message| {
        if let Downlink::CrewOrdered { crew, order } = message.body {
            staff.0.order(clock.tick, crew, order);
            return false;
        }
        true
    });
    let fields = &mut truth.0;
    let homes: Vec<usize> = orders
        .iter()
        .map(|order| {
            let target = match order.body {
                Downlink::Ordered(command) => command.target(),
                Downlink::Asked { meter } => meter,
                Downlink::CustomerAsked { customer, .. }
                | Downlink::CustomerWarned { customer } => customer,
                Downlink::ManagerAsked { asset, .. } => asset,
                Downlink::LockAuthorised { lock, .. } => lock,
                Downlink::CrewOrdered { .. } => return 0,
            };
            let mut all = fields.iter();
            all.position(|field| field.district().has(target))
                .unwrap_or(0)
        })
        .collect();
    for (k, field) in fields.iter_mut().enumerate() {
        let own = orders.iter().zip(&homes).filter(|&(_, &home)| home == k);
        let own: Vec<Stamped<Downlink>> = own.map(|(&order, _)| order).collect();
        field.obey(clock.tick, &own);
    }
}

fn work(
    mut truth: ResMut<Truth>,
    mut staff: ResMut<Staff>,
    mut link: ResMut<Twinward>,
    clock: Res<SimClock>,
) -> Result<(), BevyError> {
    let mut facts = Vec::new();
    staff.0.live(clock.tick, &mut truth.0, &mut facts);
    for fact in facts {
        link.0.send(fact)?;
    }
    Ok(())
}

fn happen(mut truth: ResMut<Truth>, clock: Res<SimClock>) {
    for field in &mut truth.0 {
        field.happen(clock.tick);
    }
}

fn demand(mut truth: ResMut<Truth>, clock: Res<SimClock>) {
    for field in &mut truth.0 {
        field.demand(clock.tick);
    }
}

fn flow(mut truth: ResMut<Truth>, clock: Res<SimClock>) {
    for field in &mut truth.0 {
        field.flow(clock.tick);
    }
}

fn measure(
    mut truth: ResMut<Truth>,
    mut link: ResMut<Twinward>,
    clock: Res<SimClock>,
) -> Result<(), BevyError> {
    let mut facts = Vec::new();
    for field in &mut truth.0 {
        facts.extend(field.measure(clock.tick));
    }
    let weather = truth.0.first();
    facts.extend(weather.and_then(|field| field.observe_weather(clock.tick)));
    for fact in facts {
        link.0.send(fact)?;
    }
    Ok(())
}
