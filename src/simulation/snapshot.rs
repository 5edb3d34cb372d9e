//! All that a simulation knows after a tick, and going back to it.

use bevy::prelude::*;
use serde::{Deserialize, Serialize};
use taiqu_field::{Staff, Truth};
use taiqu_link::journal::Record;
use taiqu_link::{Downlink, Fieldward, Pending, SimClock, Tick, Twinward, Uplink};
use taiqu_storm::Overhead;

use super::{Given, Simulation, SimulationError};

/// All that both worlds know after a tick beyond the scenario. A simulation of the
/// same scenario that takes it goes on with the same bytes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The tick after which it was taken.
    pub tick: Tick,
    fields: Vec<taiqu_field::Memory>,
    records: taiqu_grid::Memory,
    twin: taiqu_estimate::Memory,
    ahead: taiqu_risk::Memory,
    outages: taiqu_outage::State,
    dispatch: taiqu_dispatch::State,
    crews: taiqu_field::CrewMemory,
    storm: Option<taiqu_storm::Memory>,
    down: Pending<Downlink>,
    up: Pending<Uplink>,
}

impl Snapshot {
    /// The state of the simulation in `twin`.
    pub fn of(twin: &mut World) -> Self {
        twin.resource_scope(|twin, mut simulation: Mut<Simulation>| simulation.snapshot(twin))
    }

    /// Takes the simulation in `twin` to this state.
    ///
    /// # Errors
    /// It belongs to another scenario.
    pub fn restore(&self, twin: &mut World) -> Result<(), SimulationError> {
        twin.resource_scope(|twin, mut simulation: Mut<Simulation>| simulation.recall(twin, self))
    }
}

/// States that were lived through, from which earlier times are lived again.
#[derive(Debug)]
pub(super) struct Past {
    kept: Vec<Snapshot>,
    /// Seconds between two of them.
    every_s: u64,
}

/// States kept; beyond that every second one is given up.
const KEPT: usize = 32;

impl Default for Past {
    fn default() -> Self {
        Self {
            kept: Vec::new(),
            every_s: 900,
        }
    }
}

impl Past {
    /// Whether the state after `tick` is to be kept.
    fn wants(&self, tick: Tick) -> bool {
        let last = self.kept.last();
        tick.0.is_multiple_of(self.every_s) && last.is_none_or(|last| last.tick < tick)
    }

    fn keep(&mut self, snapshot: Snapshot) {
        self.kept.push(snapshot);
        if self.kept.len() > KEPT {
            self.every_s *= 2;
            let every_s = self.every_s;
            self.kept.retain(|s| s.tick.0.is_multiple_of(every_s));
        }
    }

    /// The last state not after `tick`; those after it are given up.
    fn before(&mut self, tick: Tick) -> Option<Snapshot> {
        self.kept.retain(|snapshot| snapshot.tick <= tick);
        self.kept.last().cloned()
    }
}

/// Keeps the state in memory when it is time to, for [`rewind`].
pub(super) fn keep(twin: &mut World) {
    let tick = twin.resource::<SimClock>().tick;
    twin.resource_scope(|twin, mut simulation: Mut<Simulation>| {
        if simulation.past.wants(tick) {
            let snapshot = simulation.snapshot(twin);
            simulation.past.keep(snapshot);
        }
    });
}

/// Goes back to the end of `tick`: takes the last state kept before it and lives on
/// from there, with the orders of then. What was ordered after `tick` is void.
///
/// # Errors
/// Nothing was kept, or the journal cannot be written; nothing has changed then.
pub fn rewind(twin: &mut World, tick: Tick) -> Result<(), SimulationError> {
    twin.resource_scope(|twin, mut simulation: Mut<Simulation>| {
        let simulation = &mut *simulation;
        let snapshot = simulation.past.before(tick);
        let snapshot = snapshot.ok_or(SimulationError::Snapshot)?;
        if let Some(journal) = &mut simulation.journal {
            journal.append([&Record::Rewound { tick }])?;
        }
        simulation.wanted.clear();
        simulation.recall(twin, &snapshot)?;
        let known = |order: &Given| order.tick <= snapshot.tick;
        let again = simulation.given.partition_point(known);
        let again = simulation.given.split_off(again).into_iter();
        let mut again = again.filter(|order| order.tick <= tick).peekable();
        simulation.latest = simulation.given.len();
        // What is given again is in the journal already.
        let journal = simulation.journal.take();
        let mut done = Ok(());
        let mut lived = snapshot.tick;
        while lived < tick && done.is_ok() {
            lived = lived.next();
            while let Some(order) = again.next_if(|order| order.tick == lived) {
                simulation.wanted.push(order.command);
            }
            done = simulation.live(twin, lived);
        }
        simulation.journal = journal;
        done
    })
}

impl Simulation {
    fn snapshot(&mut self, twin: &mut World) -> Snapshot {
        let fields = self.truth().iter().map(taiqu_field::Field::memory);
        Snapshot {
            tick: twin.resource::<SimClock>().tick,
            fields: fields.collect(),
            records: taiqu_grid::remember(twin),
            twin: taiqu_estimate::remember(twin),
            ahead: taiqu_risk::remember(twin),
            outages: taiqu_outage::remember(twin),
            dispatch: taiqu_dispatch::remember(twin),
            crews: self.field.resource::<Staff>().0.memory(),
            storm: self.storm().map(taiqu_storm::Storm::memory),
            down: self.field.resource_mut::<Twinward>().0.pending(),
            up: twin.resource_mut::<Fieldward>().0.pending(),
        }
    }

    fn recall(&mut self, twin: &mut World, snapshot: &Snapshot) -> Result<(), SimulationError> {
        let mut truth = self.field.resource_mut::<Truth>();
        if truth.0.len() != snapshot.fields.len() {
            return Err(SimulationError::Snapshot);
        }
        for (field, memory) in truth.0.iter_mut().zip(&snapshot.fields) {
            field.recall(memory);
        }
        let twinward = &mut self.field.resource_mut::<Twinward>().0;
        twinward.recall(&snapshot.down);
        let link = &mut twin.resource_mut::<Fieldward>().0;
        link.recall(snapshot.tick, &snapshot.up);
        for world in [&mut self.field, &mut *twin] {
            world.resource_mut::<SimClock>().tick = snapshot.tick;
        }
        self.field.resource_mut::<Staff>().0.recall(&snapshot.crews);
        let storm = self.field.get_resource_mut::<Overhead>();
        if let (Some(mut storm), Some(memory)) = (storm, &snapshot.storm) {
            storm.0.recall(memory);
        }
        // Each reads what those before it have.
        taiqu_grid::recall(twin, &snapshot.records);
        taiqu_estimate::recall(twin, &snapshot.twin).map_err(|_| SimulationError::Snapshot)?;
        taiqu_risk::recall(twin, &snapshot.ahead);
        taiqu_outage::recall(twin, &snapshot.outages).map_err(|_| SimulationError::Snapshot)?;
        taiqu_dispatch::recall(twin, &snapshot.dispatch);
        Ok(())
    }
}
