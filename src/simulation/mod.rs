//! The two worlds of a simulation and the tick that both live.
//!
//! The app that is passed to [`install`] becomes the twin's; the field is a world
//! of its own inside [`Simulation`], and nothing but `link`'s messages passes
//! between them. A tick is the field's, then the twin's; orders given meanwhile go
//! to the journal and reach the field in the next one.
//!
//! A [`Snapshot`] is all that both worlds know after a tick. [`rewind`] goes back in
//! time by one; the window asks for it with `link`'s `ClockRequest::Back`.

mod error;
mod pace;
mod snapshot;

use std::sync::Arc;

use bevy::prelude::*;
use taiqu_dispatch::{DispatchPlugin, Means, Operations, teams};
use taiqu_estimate::EstimatePlugin;
use taiqu_estimate::components::{Arrivals, Limits};
use taiqu_field::{Crews, Field, FieldPlugin, Setup, Staff, Truth};
use taiqu_grid::GridPlugin;
use taiqu_link::journal::{JournalError, Record, Writer};
use taiqu_link::{
    Command, Crew, Downlink, Fieldward, LinkPlugin, SimClock, SimTick, Tick, Transport, TwinEnd,
    Twinward, connect,
};
use taiqu_outage::{OutagePlugin, Watching};
use taiqu_risk::RiskPlugin;
use taiqu_storm::{Overhead, Setup as StormSetup, Storm, StormPlugin};
use taiqu_structure::Ground;
use taiqu_structure::water::Drainage;

use crate::scenario::Scenario;

pub use error::SimulationError;
pub use pace::{PacePlugin, TickFailed};
pub use snapshot::{Snapshot, rewind};

use snapshot::Past;

/// An order as it was given.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Given {
    /// The tick at which it acts.
    pub tick: Tick,
    /// Its number on the link.
    pub sequence: u64,
    /// The order.
    pub command: Command,
}

/// The field's world, and what lies between it and the twin's.
#[derive(Resource)]
pub struct Simulation {
    field: World,
    journal: Option<Writer>,
    /// Whether what comes in goes to the journal too.
    keeps_received: bool,
    wanted: Vec<Command>,
    /// All orders so far.
    given: Vec<Given>,
    /// Where among them those of the last tick begin.
    latest: usize,
    past: Past,
}

/// Puts the simulation of `scenario` into the twin's `app` and lives tick 0, so
/// that there is a picture from the beginning.
///
/// # Errors
/// The scenario's loads cannot be drawn.
pub fn install(app: &mut App, scenario: &Scenario) -> Result<(), SimulationError> {
    let clock = SimClock::new(scenario.start, scenario.length_s);
    let (field_end, twin_end) = connect(scenario.channel, scenario.seed);
    let storm = storm_of(scenario);
    let everyday = || scenario.weather.clone();
    let fields = Field::all(&Setup {
        truth: scenario.truth.clone(),
        catalogue: scenario.catalogue.clone(),
        start: scenario.start,
        seed: scenario.seed,
        weather: storm.as_ref().map_or_else(everyday, StormSetup::tabled),
        loads: scenario.loads.clone(),
        meters: scenario.meters,
        terminals: scenario.terminals,
        calls: scenario.calls,
        events: scenario.events.clone(),
    })
    .map_err(|error| SimulationError::Loads(error.to_string()))?;

    let staff = staff_of(scenario);
    let means = taiqu_field::Means {
        staff: Arc::clone(&staff),
        depots: Arc::clone(&scenario.true_depots),
        bill: scenario.bill,
        roads: scenario.roads.clone(),
        work: scenario.work,
    };
    let crews = Crews::new(&scenario.truth, means, scenario.seed);
    let mut field_app = App::empty();
    field_app
        .add_plugins(GridPlugin {
            district: scenario.truth.clone(),
        })
        .add_plugins(LinkPlugin {
            clock: clock.clone(),
        })
        .insert_resource(Twinward(field_end))
        .add_plugins(FieldPlugin { fields, crews });
    if let Some(setup) = storm {
        field_app.add_plugins(StormPlugin {
            storm: Storm::new(setup),
        });
    }

    twin(app, scenario, clock, (twin_end, staff));

    let mut simulation = Simulation {
        field: std::mem::take(field_app.world_mut()),
        journal: None,
        keeps_received: false,
        wanted: Vec::new(),
        given: Vec::new(),
        latest: 0,
        past: Past::default(),
    };
    simulation.live(app.world_mut(), Tick(0))?;
    app.insert_resource(simulation);
    Ok(())
}

/// Puts the twin's side of `scenario` alone into `app`, which hears and speaks by
/// `transport`: as it is when the field is real, or only recorded. Its ticks are lived by
/// running [`SimTick`].
pub fn listen(app: &mut App, scenario: &Scenario, transport: impl Transport + 'static) {
    let clock = SimClock::new(scenario.start, scenario.length_s);
    twin(
        app,
        scenario,
        clock,
        (TwinEnd::of(transport), staff_of(scenario)),
    );
}

/// The twin's plugins, in the order of a tick.
fn twin(
    app: &mut App,
    scenario: &Scenario,
    clock: SimClock,
    (end, staff): (TwinEnd, Arc<Vec<Crew>>),
) {
    app.add_plugins(GridPlugin {
        district: scenario.records.clone(),
    })
    .add_plugins(LinkPlugin { clock })
    .insert_resource(Fieldward(end))
    .add_plugins(EstimatePlugin {
        limits: Limits::default(),
    })
    .add_plugins(RiskPlugin {
        catalogue: Arc::clone(&scenario.catalogue),
        ground: Ground::default(),
        drainage: scenario
            .storm
            .as_ref()
            .map_or_else(Drainage::default, |storm| storm.flood.drainage),
    })
    .add_plugins(OutagePlugin {
        watching: Watching::default(),
        hotline_sees: scenario.operations != Operations::Siloed,
    })
    .add_plugins(DispatchPlugin {
        means: Means {
            staff,
            depots: Arc::clone(&scenario.depots),
            bill: scenario.bill,
        },
        operations: scenario.operations,
        rules: scenario.rules,
        managers: Arc::clone(&scenario.managers),
        tasks: scenario.tasks,
    });
}

/// The storm of a scenario; none where the weather is everyday's.
pub fn storm_of(scenario: &Scenario) -> Option<StormSetup> {
    let extremes = scenario.storm.clone()?;
    Some(StormSetup {
        truth: Arc::clone(&scenario.truth),
        catalogue: Arc::clone(&scenario.catalogue),
        start: scenario.start,
        length_s: scenario.length_s,
        seed: scenario.seed,
        everyday: scenario.weather.clone(),
        extremes,
    })
}

/// The crews as they are organised.
pub fn staff_of(scenario: &Scenario) -> Arc<Vec<Crew>> {
    match scenario.operations {
        Operations::GridTeam => Arc::new(teams(&scenario.staff)),
        _ => Arc::clone(&scenario.staff),
    }
}

/// Lives one more tick in both worlds; `twin` is the world of the app that the
/// simulation was installed in.
///
/// # Errors
/// An order could not be journalled. The tick is lived without it.
pub fn step(twin: &mut World) -> Result<(), SimulationError> {
    twin.resource_scope(|twin, mut simulation: Mut<Simulation>| {
        let tick = twin.resource::<SimClock>().tick.next();
        simulation.live(twin, tick)
    })
}

impl Simulation {
    /// Gives an order: it acts at the next tick.
    pub fn order(&mut self, command: Command) {
        self.wanted.push(command);
    }

    /// Orders that went out in the last tick.
    pub fn given(&self) -> &[Given] {
        &self.given[self.latest..]
    }

    /// From now on every order is written to `journal` before it acts.
    pub fn record(&mut self, journal: Writer) {
        self.journal = Some(journal);
    }

    /// From now on what comes in is written there too, so that the twin can hear it again.
    pub const fn keep_received(&mut self) {
        self.keeps_received = true;
    }

    /// Ends the journal after `tick`.
    ///
    /// # Errors
    /// The journal cannot be written.
    pub fn close(&mut self, tick: Tick) -> Result<(), JournalError> {
        match self.journal.take() {
            Some(mut journal) => journal.append([&Record::Closed { tick }]),
            None => Ok(()),
        }
    }

    /// What is true, group by group: for a referee, an instructor, and eyes on site.
    /// Empty when the field is not simulated.
    pub fn truth(&self) -> &[Field] {
        let truth = self.field.get_resource::<Truth>();
        truth.map_or(&[], |truth| &truth.0)
    }

    /// The storm over the district; none where the weather is everyday's.
    pub fn storm(&self) -> Option<&Storm> {
        self.field.get_resource::<Overhead>().map(|storm| &storm.0)
    }

    /// The crews as they truly are; none when the field is not simulated.
    pub fn crews(&self) -> Option<&Crews> {
        self.field.get_resource::<Staff>().map(|staff| &staff.0)
    }

    fn live(&mut self, twin: &mut World, tick: Tick) -> Result<(), SimulationError> {
        self.latest = self.given.len();
        let sent = self.send_orders(twin, tick);
        self.run(twin, tick);
        sent.and_then(|()| self.write_received(twin))
    }

    /// Runs the tick in both worlds, the field's first.
    fn run(&mut self, twin: &mut World, tick: Tick) {
        for world in [&mut self.field, twin] {
            world.resource_mut::<SimClock>().tick = tick;
            world.run_schedule(SimTick);
        }
    }

    /// Writes what came in to the journal.
    fn write_received(&mut self, twin: &World) -> Result<(), SimulationError> {
        let Some(journal) = self.journal.as_mut().filter(|_| self.keeps_received) else {
            return Ok(());
        };
        let arrived = twin.resource::<Arrivals>().0.iter();
        let records: Vec<Record> = arrived
            .map(|&message| Record::Received { message })
            .collect();
        if records.is_empty() {
            return Ok(());
        }
        Ok(journal.append(&records)?)
    }

    fn send_orders(&mut self, twin: &mut World, tick: Tick) -> Result<(), SimulationError> {
        let link = &mut twin.resource_mut::<Fieldward>().0;
        for command in std::mem::take(&mut self.wanted) {
            let sequence = link.next_sequence();
            if let Some(journal) = &mut self.journal {
                journal.append([&Record::Ordered {
                    tick,
                    sequence,
                    command,
                }])?;
            }
            link.send(tick, Downlink::Ordered(command))?;
            self.given.push(Given {
                tick,
                sequence,
                command,
            });
        }
        Ok(())
    }
}
