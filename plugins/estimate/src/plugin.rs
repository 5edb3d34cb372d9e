//! Keeps the twin's picture in the twin's world.

use std::sync::Arc;

use bevy_app::prelude::*;
use bevy_ecs::component::Mutable;
use bevy_ecs::prelude::*;
use bevy_ecs::system::{RunSystemError, RunSystemOnce as _};
use taiqu_grid::Kind;
use taiqu_grid::components::{AssetEntities, PhaseTold, PhasesTold, Records};
use taiqu_link::{CrewReport, Fieldward, Rhythm, SimClock, SimTick, Source, Stamped, Tick, Uplink};

use crate::chronicle::Entry;
use crate::components::{
    Abnormal, Arrivals, Belief, Crossed, Entities, FlowState, History, Limits, Log, NodeState,
    Part, SupplyState, Supposed, SwitchState, TransformerState, Warm,
};
use crate::findings::{crossed, lasting};
use crate::memory::Memory;
use crate::picture::Picture;
use crate::states::States;
use crate::trends::{KEPT_S, STEP_S, Trends};
use crate::warmth;

/// The steps of the twin's tick, in this order.
#[derive(SystemSet, Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EstimateSystems {
    /// Messages that arrived are taken in.
    TakeIn,
    /// The network is solved over what is known.
    Estimate,
    /// Components, findings and trends are written.
    Publish,
}

/// Puts the picture into a world. To be added after the plugins of `grid` and
/// `link`, whose records, clock and end it needs.
pub struct EstimatePlugin {
    /// The limits that make a value abnormal.
    pub limits: Limits,
}

impl Plugin for EstimatePlugin {
    fn build(&self, app: &mut App) {
        let world = app.world_mut();
        let records = world.resource::<Records>().clone();
        let clock = world.resource::<SimClock>().clone();
        let mut pictures = Picture::all(&records.0, clock.start);
        world.insert_resource(History(yesterday(&pictures)));
        for picture in &mut pictures {
            picture.estimate(clock.tick);
        }
        let entities = &world.resource::<AssetEntities>().0;
        let parts = pictures.into_iter().map(|picture| Part {
            states: States::of(&picture),
            entities: Entities::of(picture.records(), entities),
            renewed: true,
            picture,
        });
        let belief = Belief(parts.collect());
        for part in &belief.0 {
            insert(world, &part.entities, &part.states);
        }
        world.insert_resource(belief);
        world.insert_resource(self.limits);
        world.init_resource::<Abnormal>();
        world.init_resource::<Crossed>();
        world.init_resource::<Arrivals>();
        world.init_resource::<Supposed>();
        world.init_resource::<Log>();
        world.init_resource::<Warm>();
        let order = (
            EstimateSystems::TakeIn,
            EstimateSystems::Estimate,
            EstimateSystems::Publish,
        );
        app.configure_sets(SimTick, order.chain()).add_systems(
            SimTick,
            (
                (arrive, taiqu_grid::amend, follow_records, take_in)
                    .chain()
                    .in_set(EstimateSystems::TakeIn),
                estimate.in_set(EstimateSystems::Estimate),
                (publish, warm, find, keep)
                    .chain()
                    .in_set(EstimateSystems::Publish),
            ),
        );
    }
}

/// Pictures of groups whose records were put right are made of those.
fn follow_records(mut belief: ResMut<Belief>, records: Res<Records>) {
    if records.is_changed() {
        amend(belief.bypass_change_detection(), &records);
    }
}

/// What has arrived; where phase switches stand goes on record before it is reckoned with.
fn arrive(
    mut link: ResMut<Fieldward>,
    mut arrivals: ResMut<Arrivals>,
    mut phases: ResMut<PhasesTold>,
    clock: Res<SimClock>,
) {
    arrivals.0 = link.0.take(clock.tick);
    let told = arrivals.0.iter().filter_map(|message| match message.body {
        Uplink::PhaseSwitched { switch, to, .. } => Some(PhaseTold {
            at_ms: message.event_ms,
            cabinet: switch,
            phase: to,
        }),
        _ => None,
    });
    phases.0.extend(told);
}

fn amend(belief: &mut Belief, records: &Records) {
    let groups = records.0.groups();
    for (part, places) in belief.0.iter_mut().zip(groups) {
        let own = records.0.only(&places);
        if own != *part.picture.records() {
            part.picture.amend(Arc::new(own));
        }
    }
}

fn take_in(
    arrivals: Res<Arrivals>,
    mut belief: ResMut<Belief>,
    mut log: ResMut<Log>,
    clock: Res<SimClock>,
) {
    for message in &arrivals.0 {
        for part in &mut belief.0 {
            if concerns(message, &part.picture) {
                part.picture.take(message);
            }
        }
        let stands = matches!(message.body, Uplink::PhaseSwitched { from, to, .. } if from == to);
        let periodic = matches!(
            message.body,
            Uplink::MeterReported { .. }
                | Uplink::MeterAnswered { .. }
                | Uplink::TerminalReported { .. }
                | Uplink::WeatherObserved(_)
                | Uplink::WeatherExpected(_)
                | Uplink::CrewReported {
                    report: CrewReport::At { .. },
                    ..
                }
        );
        if !periodic && !stands {
            log.0.write(clock.tick, Entry::Learned(message.body));
        }
    }
}

/// A device speaks for its own group; the weather is everybody's.
fn concerns(message: &Stamped<Uplink>, picture: &Picture) -> bool {
    match message.source {
        Source::Device(asset) => picture.records().has(asset),
        Source::ControlRoom
        | Source::WeatherService
        | Source::Hotline
        | Source::RoadOffice
        | Source::Crew(_)
        | Source::Manager(_) => true,
    }
}

fn estimate(mut belief: ResMut<Belief>, mut supposed: ResMut<Supposed>, clock: Res<SimClock>) {
    for (group, open) in supposed.0.drain(..) {
        if let Some(part) = belief.bypass_change_detection().0.get_mut(group) {
            part.picture.suppose(open);
        }
    }
    for part in &mut belief.bypass_change_detection().0 {
        part.renewed = part.picture.estimate(clock.tick);
        if part.renewed {
            part.states = States::of(&part.picture);
        }
    }
}

fn publish(
    belief: Res<Belief>,
    mut nodes: Query<&mut NodeState>,
    mut flows: Query<&mut FlowState>,
    mut switches: Query<&mut SwitchState>,
    mut transformers: Query<&mut TransformerState>,
    mut supplies: Query<&mut SupplyState>,
) {
    for part in belief.0.iter().filter(|part| part.renewed) {
        let (of, to) = (&part.states, &part.entities);
        let through = of.switches.iter().map(|(flow, _)| *flow);
        let positions = of.switches.iter().map(|(_, position)| *position);
        write(&mut nodes, &to.nodes, of.nodes.iter().copied());
        write(&mut flows, &to.sections, of.sections.iter().copied());
        write(&mut flows, &to.switches, through);
        write(&mut switches, &to.switches, positions);
        write(
            &mut transformers,
            &to.transformers,
            of.transformers.iter().copied(),
        );
        write(&mut supplies, &to.meters, of.meters.iter().copied());
        write(&mut supplies, &to.loads, of.loads.iter().copied());
        for (&entity, state) in to.customers.iter().zip(&of.customers) {
            if let (Some(state), Ok(mut component)) = (*state, supplies.get_mut(entity)) {
                component.set_if_neq(state);
            }
        }
    }
}

/// Writes the values that differ from what the entities have.
fn write<C: Component<Mutability = Mutable> + PartialEq>(
    components: &mut Query<&mut C>,
    entities: &[Entity],
    values: impl Iterator<Item = C>,
) {
    for (&entity, value) in entities.iter().zip(values) {
        if let Ok(mut component) = components.get_mut(entity) {
            component.set_if_neq(value);
        }
    }
}

/// Transformers warm and cool.
fn warm(
    belief: Res<Belief>,
    arrivals: Res<Arrivals>,
    mut warm: ResMut<Warm>,
    clock: Res<SimClock>,
) {
    for message in &arrivals.0 {
        if let Uplink::WeatherObserved(report) = message.body {
            warm.0.feel(report.temperature_c);
        }
    }
    if clock.tick.0 > 0 && !clock.tick.0.is_multiple_of(warmth::STEP_S) {
        return;
    }
    for part in &belief.0 {
        let records = part.picture.records();
        let transformers = records.all(Kind::Transformer);
        for (asset, state) in transformers.zip(&part.states.transformers) {
            warm.0.live(records, asset, state);
        }
    }
}

fn find(
    (belief, warm): (Res<Belief>, Res<Warm>),
    limits: Res<Limits>,
    mut watched: ResMut<Crossed>,
    mut abnormal: ResMut<Abnormal>,
    mut log: ResMut<Log>,
    clock: Res<SimClock>,
) {
    for part in belief.0.iter().filter(|part| part.renewed) {
        let records = part.picture.records();
        let odd = part.picture.odd_use();
        let by = (&*limits, watched.0.as_slice());
        watched.0 = crossed(records, &part.states, (&odd, &warm.0), by, clock.tick);
        let found = lasting(&watched.0, &limits, clock.tick);
        if found != abnormal.0 {
            log.0.compare(clock.tick, &abnormal.0, &found);
            abnormal.0 = found;
        }
    }
}

fn keep(belief: Res<Belief>, mut history: ResMut<History>, clock: Res<SimClock>) {
    if clock.tick.0 == 0 || clock.now().second_of_day().is_multiple_of(STEP_S) {
        let states = belief.0.iter().map(|part| &part.states);
        history.0.sample(clock.tick.0 as i64, states);
    }
}

/// The day before the start, of which nothing was told: as the records let expect
/// it, every quarter hour.
fn yesterday(pictures: &[Picture]) -> Trends {
    let mut pictures = pictures.to_vec();
    let mut trends = Trends::of(pictures.iter().map(Picture::records).collect::<Vec<_>>());
    for second in (0..KEPT_S).step_by(Rhythm::QUARTER_S as usize) {
        // Typical days are all the same: today's hours are yesterday's.
        let expected = pictures.iter_mut().map(|picture| {
            picture.expect(Tick(second as u64));
            States::of(picture)
        });
        let expected: Vec<States> = expected.collect();
        trends.sample(second - KEPT_S, &expected);
    }
    trends
}

/// What the twin in `world` must remember after this tick.
pub fn remember(world: &World) -> Memory {
    let belief = &world.resource::<Belief>().0;
    Memory {
        pictures: belief.iter().map(|part| part.picture.memory()).collect(),
        crossed: world.resource::<Crossed>().0.clone(),
        abnormal: world.resource::<Abnormal>().0.clone(),
        chronicle: world.resource::<Log>().0.clone(),
        trends: world.resource::<History>().0.rows().clone(),
        warmth: world.resource::<Warm>().0.memory(),
    }
}

/// Takes the state of `memory`, which a twin with the same records gave, into the
/// twin in `world`.
///
/// # Errors
/// The world lacks what [`EstimatePlugin`] puts there.
pub fn recall(world: &mut World, memory: &Memory) -> Result<(), RunSystemError> {
    world.resource_scope(|world, mut belief: Mut<Belief>| {
        amend(&mut belief, world.resource::<Records>());
    });
    let mut belief = world.resource_mut::<Belief>();
    for (part, memory) in belief.0.iter_mut().zip(&memory.pictures) {
        part.picture.recall(memory);
        part.states = States::of(&part.picture);
        part.renewed = true;
    }
    world
        .resource_mut::<Crossed>()
        .0
        .clone_from(&memory.crossed);
    world
        .resource_mut::<Abnormal>()
        .0
        .clone_from(&memory.abnormal);
    world.resource_mut::<Log>().0.clone_from(&memory.chronicle);
    world.resource_mut::<History>().0.recall(&memory.trends);
    world.resource_mut::<Warm>().0.recall(&memory.warmth);
    world.resource_mut::<Arrivals>().0.clear();
    world.run_system_once(publish)
}

/// Gives every entity the components that its kind has.
fn insert(world: &mut World, entities: &Entities, states: &States) {
    for (&entity, &state) in entities.nodes.iter().zip(&states.nodes) {
        world.entity_mut(entity).insert(state);
    }
    for (&entity, &state) in entities.sections.iter().zip(&states.sections) {
        world.entity_mut(entity).insert(state);
    }
    for (&entity, &state) in entities.switches.iter().zip(&states.switches) {
        world.entity_mut(entity).insert(state);
    }
    for (&entity, &state) in entities.transformers.iter().zip(&states.transformers) {
        world.entity_mut(entity).insert(state);
    }
    for (&entity, &state) in entities.meters.iter().zip(&states.meters) {
        world.entity_mut(entity).insert(state);
    }
    for (&entity, &state) in entities.loads.iter().zip(&states.loads) {
        world.entity_mut(entity).insert(state);
    }
    for (&entity, state) in entities.customers.iter().zip(&states.customers) {
        if let Some(state) = *state {
            world.entity_mut(entity).insert(state);
        }
    }
}
