//! Keeps the twin's picture in the twin's world.

use bevy_app::prelude::*;
use bevy_ecs::component::Mutable;
use bevy_ecs::prelude::*;
use taiqu_grid::components::{AssetEntities, Records};
use taiqu_link::{Fieldward, SimClock, SimTick, Uplink};

use crate::chronicle::Entry;
use crate::components::{
    Abnormal, Arrivals, Belief, Entities, FlowState, History, Limits, Log, NodeState, SupplyState,
    SwitchState, TransformerState,
};
use crate::findings::findings;
use crate::picture::Picture;
use crate::states::States;
use crate::trends::STEP_S;

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
        let mut picture = Picture::new(records.0.clone(), clock.start);
        picture.estimate(clock.tick);
        let states = States::of(&picture);
        let entities = Entities::of(&world.resource::<AssetEntities>().0);
        insert(world, &entities, &states);
        world.insert_resource(History(crate::trends::Trends::of(&records.0)));
        world.insert_resource(Belief {
            picture,
            states,
            renewed: true,
            entities,
        });
        world.insert_resource(self.limits);
        world.init_resource::<Abnormal>();
        world.init_resource::<Arrivals>();
        world.init_resource::<Log>();
        let order = (
            EstimateSystems::TakeIn,
            EstimateSystems::Estimate,
            EstimateSystems::Publish,
        );
        app.configure_sets(SimTick, order.chain()).add_systems(
            SimTick,
            (
                take_in.in_set(EstimateSystems::TakeIn),
                estimate.in_set(EstimateSystems::Estimate),
                (publish, find, keep)
                    .chain()
                    .in_set(EstimateSystems::Publish),
            ),
        );
    }
}

fn take_in(
    mut link: ResMut<Fieldward>,
    mut arrivals: ResMut<Arrivals>,
    mut belief: ResMut<Belief>,
    mut log: ResMut<Log>,
    clock: Res<SimClock>,
) {
    arrivals.0 = link.0.take(clock.tick);
    for message in &arrivals.0 {
        belief.picture.take(message);
        let periodic = matches!(
            message.body,
            Uplink::MeterReported { .. }
                | Uplink::TerminalReported { .. }
                | Uplink::WeatherObserved(_)
        );
        if !periodic {
            log.0.write(clock.tick, Entry::Learned(message.body));
        }
    }
}

fn estimate(mut belief: ResMut<Belief>, clock: Res<SimClock>) {
    let belief = belief.bypass_change_detection();
    belief.renewed = belief.picture.estimate(clock.tick);
    if belief.renewed {
        belief.states = States::of(&belief.picture);
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
    if !belief.renewed {
        return;
    }
    let Belief {
        states, entities, ..
    } = &*belief;
    write(&mut nodes, &entities.nodes, states.nodes.iter().copied());
    write(
        &mut flows,
        &entities.sections,
        states.sections.iter().copied(),
    );
    let (through, positions) = (
        states.switches.iter().map(|(flow, _)| *flow),
        states.switches.iter().map(|(_, position)| *position),
    );
    write(&mut flows, &entities.switches, through);
    write(&mut switches, &entities.switches, positions);
    write(
        &mut transformers,
        &entities.transformers,
        states.transformers.iter().copied(),
    );
    write(
        &mut supplies,
        &entities.meters,
        states.meters.iter().copied(),
    );
    write(&mut supplies, &entities.loads, states.loads.iter().copied());
    let customers = entities.customers.iter().zip(&states.customers);
    for (&entity, state) in customers {
        if let (Some(state), Ok(mut component)) = (*state, supplies.get_mut(entity)) {
            component.set_if_neq(state);
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

fn find(
    belief: Res<Belief>,
    records: Res<Records>,
    limits: Res<Limits>,
    mut abnormal: ResMut<Abnormal>,
    mut log: ResMut<Log>,
    clock: Res<SimClock>,
) {
    if !belief.renewed {
        return;
    }
    let found = findings(&records.0, &belief.states, &limits, &abnormal.0, clock.tick);
    if found != abnormal.0 {
        log.0.compare(clock.tick, &abnormal.0, &found);
        abnormal.0 = found;
    }
}

fn keep(belief: Res<Belief>, mut history: ResMut<History>, clock: Res<SimClock>) {
    if clock.tick.0 == 0 || clock.now().second_of_day().is_multiple_of(STEP_S) {
        history.0.sample(clock.tick, &belief.states);
    }
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
