//! Dispatches in the twin's world.

use std::collections::BTreeMap;
use std::sync::Arc;

use bevy_app::prelude::*;
use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};
use taiqu_estimate::EstimateSystems;
use taiqu_estimate::components::{Abnormal, Arrivals, Belief, Warm};
use taiqu_grid::components::{Found, Records};
use taiqu_grid::{Kind, Phases, Place};
use taiqu_link::{Downlink, Fieldward, Manager, SimClock, SimTick, Tick, Uplink};
use taiqu_outage::components::{Attended, Inquiries};
use taiqu_outage::{Attendance, Inquiry, OutageSystems, Work};
use taiqu_risk::RiskSystems;
use taiqu_risk::components::{Ahead, Depths, Forecast};

use crate::access;
use crate::components::{Dispatch, Tasks};
use crate::desk::{Desk, Means, Memory, Strained};
use crate::operations::Operations;
use crate::order::{About, WorkOrder};
use crate::rules::Rules;
use crate::tasks::{Task, TaskRules, Zones};

/// The step of the twin's tick in which orders are made and crews are sent, after it was
/// found out what has failed.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct DispatchSystems;

/// Dispatches crews. To be added after the plugins of `outage` and `risk`.
#[derive(Clone, Debug)]
pub struct DispatchPlugin {
    /// Who there is to be sent, with what.
    pub means: Means,
    /// How the utility is organised.
    pub operations: Operations,
    /// The rules.
    pub rules: Rules,
    /// Who looks after which zone.
    pub managers: Arc<Vec<Manager>>,
    /// When findings become their tasks.
    pub tasks: TaskRules,
}

impl Plugin for DispatchPlugin {
    fn build(&self, app: &mut App) {
        let world = app.world_mut();
        let records = Arc::clone(&world.resource::<Records>().0);
        let start = world.resource::<SimClock>().start;
        let zones = Zones::new(records.clone(), Arc::clone(&self.managers), self.tasks);
        world.insert_resource(Tasks(zones));
        let desk = Desk::new(
            records,
            self.means.clone(),
            (self.operations, self.rules),
            start,
        );
        world.insert_resource(Dispatch(desk));
        let after = DispatchSystems
            .after(OutageSystems)
            .after(RiskSystems)
            .before(EstimateSystems::Estimate);
        app.configure_sets(SimTick, after).add_systems(
            SimTick,
            (
                follow_records,
                prepare,
                shut,
                relieve,
                patrol,
                dispatch,
                give_tasks,
            )
                .chain()
                .in_set(DispatchSystems),
        );
    }
}

/// The desk reads what the records say now.
fn follow_records(mut desk: ResMut<Dispatch>, records: Res<Records>) {
    if records.is_changed() {
        desk.bypass_change_detection()
            .0
            .follow_records(Arc::clone(&records.0));
    }
}

/// With each forecast there is another plan for the storm.
fn prepare(mut desk: ResMut<Dispatch>, ahead: Res<Ahead>) {
    if ahead.is_changed()
        && let Some(risk) = &ahead.0
    {
        desk.0.prepare(risk);
    }
}

/// What water will reach is cut off before it, and put on again after.
fn shut(mut desk: ResMut<Dispatch>, ahead: Res<Ahead>, depths: Res<Depths>, clock: Res<SimClock>) {
    if clock.tick.0.is_multiple_of(60) && !depths.0.is_empty() {
        let reached = ahead.0.as_ref().map(|risk| &risk.cabinets);
        let desk = &mut desk.bypass_change_detection().0;
        desk.watch_water(clock.tick, reached, &depths.0);
    }
}

/// Loads that may wait are held off while transformers, breakers or fuses carry too much.
fn relieve(
    mut desk: ResMut<Dispatch>,
    (belief, warm): (Res<Belief>, Res<Warm>),
    clock: Res<SimClock>,
) {
    if !clock.tick.0.is_multiple_of(60) || !desk.0.may_relieve() {
        return;
    }
    let desk = &mut desk.bypass_change_detection().0;
    let rules = desk.relieving();
    let (mut carried, mut customer_kw) = (Vec::new(), BTreeMap::new());
    for part in &belief.0 {
        let (records, states) = (part.picture.records(), &part.states);
        let transformers = records.all(Kind::Transformer).zip(&states.transformers);
        let transformers = transformers.filter_map(|(asset, state)| {
            let limit = (rules.hot_c, rules.ahead_s as f64);
            let bears_pu = warm.0.bears(records, (asset, state), limit)?;
            let Place::Area(area) = asset.place else {
                return None;
            };
            let items = &records.areas[usize::from(area)].transformers;
            let rated_a = items[asset.index as usize].rating.rated_a();
            Some((asset, state.current_a, bears_pu * rated_a))
        });
        let switches = records.all(Kind::Switch).zip(&states.switches);
        let switches = switches.filter_map(|(asset, (state, _))| {
            let item = &records.network(asset.place).switches[asset.index as usize];
            Some((asset, state.current_a, item.rated_a?))
        });
        let all = transformers.chain(switches);
        carried.extend(all.map(|(part, [a, b, c, _], bears_a)| Strained {
            part,
            amps: [a, b, c],
            bears_a,
        }));
        let customers = records.all(Kind::Customer).zip(&states.customers);
        customer_kw.extend(
            customers.filter_map(|(customer, state)| Some((customer, state.as_ref()?.power_kw))),
        );
    }
    desk.relieve(clock.tick, &carried, &customer_kw);
}

/// What nobody has a word of after a storm is looked at, and wires that callers saw lie.
fn patrol(mut desk: ResMut<Dispatch>, belief: Res<Belief>, clock: Res<SimClock>) {
    let looks = desk.0.may_patrol() || desk.0.wires_down().next().is_some();
    if !clock.tick.0.is_multiple_of(60) || !looks {
        return;
    }
    let silent = belief.0.iter().flat_map(|part| {
        let sections = part.picture.records().all(Kind::Section);
        let states = sections.zip(&part.states.sections);
        let dead = states.filter(|(_, state)| state.live.and(Phases::ABC).is_empty());
        dead.map(|(section, _)| section)
    });
    let silent = silent.collect();
    let desk = &mut desk.bypass_change_detection().0;
    desk.look_after_wires(clock.tick, &silent);
    desk.patrol(clock.tick, &silent);
}

fn dispatch(
    mut desk: ResMut<Dispatch>,
    mut link: ResMut<Fieldward>,
    arrivals: Res<Arrivals>,
    (inquiries, forecast): (Res<Inquiries>, Res<Forecast>),
    mut found: ResMut<Found>,
    mut attended: ResMut<Attended>,
    clock: Res<SimClock>,
) -> Result<(), BevyError> {
    for message in &arrivals.0 {
        desk.0.take(clock.tick, message);
        for word in access::with_report(desk.0.records(), clock.tick, message) {
            link.0.send(clock.tick, word)?;
        }
    }
    if forecast.is_changed() || clock.tick.0.is_multiple_of(60) {
        desk.0.follow_weather(clock.tick, &forecast.0);
    }
    let incidents = inquiries.0.iter().enumerate();
    let incidents = incidents.flat_map(|(k, i)| i.incidents().iter().map(move |i| (k, i)));
    for (crew, order) in desk.0.plan(clock.tick, incidents) {
        for word in access::with_order(desk.0.records(), clock.tick, (crew, order)) {
            link.0.send(clock.tick, word)?;
        }
        link.0
            .send(clock.tick, Downlink::CrewOrdered { crew, order })?;
    }
    if clock.tick.0.is_multiple_of(60) {
        let silent = inquiries.0.iter().flat_map(Inquiry::silent);
        desk.0.ask_silent(clock.tick, silent);
    }
    for (order, customer) in desk.0.telephone() {
        let asks = Downlink::CustomerAsked { order, customer };
        link.0.send(clock.tick, asks)?;
    }
    for customer in desk.0.warnings() {
        let warned = Downlink::CustomerWarned { customer };
        link.0.send(clock.tick, warned)?;
    }
    for command in desk.0.commands() {
        link.0.send(clock.tick, Downlink::Ordered(command))?;
    }
    found.0.extend(desk.0.observed());
    attended.burden = desk.0.burden();
    let going = desk
        .0
        .orders()
        .iter()
        .filter(|order| !order.state.is_over());
    let after = |order: &WorkOrder| desk.0.ends(order);
    attended.orders = going
        .clone()
        .flat_map(|order| own(order).into_iter().chain(with_it(order, after(order))))
        .collect();
    attended.works = going
        .filter_map(|order| work(order, after(order)))
        .collect();
    Ok(())
}

/// What those who watch the incidents are told of the order about one.
fn own(order: &WorkOrder) -> Option<Attendance> {
    attendance(order, order.about).map(|one| Attendance {
        crew: order.crew,
        arrives: order.planned.filter(|_| order.crew.is_none()),
        climbs: order.held,
        ..one
    })
}

/// What they are told of the incidents that wait for it: a crew comes to them after it.
fn with_it(order: &WorkOrder, ends: Tick) -> impl Iterator<Item = Attendance> + '_ {
    let merged = order.merged.iter();
    let waits = merged.filter_map(|&about| attendance(order, about));
    waits.map(move |one| Attendance {
        arrives: Some(ends),
        ..one
    })
}

/// What is known to be needed: what a crew has seen broken.
fn work(order: &WorkOrder, ends: Tick) -> Option<Work> {
    let part = order.broken()?;
    Some(Work { part, ends })
}

/// An order that goes on about an incident; no crew is told for that yet.
fn attendance(order: &WorkOrder, about: About) -> Option<Attendance> {
    let About::Incident { group, number } = about else {
        return None;
    };
    Some(Attendance {
        group,
        incident: number,
        order: order.number,
        crew: None,
        arrives: None,
        climbs: None,
    })
}

/// What is abnormal for long becomes a task.
fn give_tasks(
    mut tasks: ResMut<Tasks>,
    mut link: ResMut<Fieldward>,
    abnormal: Res<Abnormal>,
    arrivals: Res<Arrivals>,
    clock: Res<SimClock>,
) -> Result<(), BevyError> {
    for message in &arrivals.0 {
        if let Uplink::ManagerLooked {
            manager,
            task,
            confirmed,
        } = message.body
        {
            tasks.0.look(clock.tick, manager, task, confirmed);
        }
    }
    if !clock.tick.0.is_multiple_of(60) {
        return Ok(());
    }
    for (manager, task, asset) in tasks.0.plan(clock.tick, &abnormal.0) {
        let asks = Downlink::ManagerAsked {
            manager,
            task,
            asset,
        };
        link.0.send(clock.tick, asks)?;
    }
    Ok(())
}

/// All that is remembered from tick to tick.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    desk: Memory,
    tasks: Vec<Task>,
}

/// What must be remembered of `world` after this tick.
pub fn remember(world: &World) -> State {
    State {
        desk: world.resource::<Dispatch>().0.memory().clone(),
        tasks: world.resource::<Tasks>().0.tasks().to_vec(),
    }
}

/// Takes what [`remember`] gave, in a world whose records were recalled before.
pub fn recall(world: &mut World, state: &State) {
    let records = Arc::clone(&world.resource::<Records>().0);
    let desk = &mut world.resource_mut::<Dispatch>().0;
    desk.follow_records(records);
    desk.recall(&state.desk);
    world.resource_mut::<Tasks>().0.recall(&state.tasks);
}
