//! The field as plain Rust, lived tick by tick.

mod act;
mod look;
mod memory;

use std::sync::Arc;

use rand_distr::NormalError;
use taiqu_grid::District;
use taiqu_link::metering::{SupplyPoint, supply_points};
use taiqu_link::{DateTime, Downlink, Rhythm, Source, Stamped, Tick, Uplink};
use taiqu_powerflow::{
    LoadPower, Model, Options, Outcome, Solver, Switching, Terminals, WarmStart,
};

use crate::demand::{Demand, LoadSettings};
use crate::devices::Devices;
use crate::event::{Action, Cause, Event, Happening};
use crate::weather::Weather;

pub use memory::Memory;

/// What a field is made of.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The true district.
    pub truth: Arc<District>,
    /// What the calendar shows at tick 0.
    pub start: DateTime,
    /// Seed of everything random.
    pub seed: u64,
    /// The weather.
    pub weather: Weather,
    /// How loads behave.
    pub loads: LoadSettings,
    /// What happens, in order of time.
    pub events: Vec<Event>,
}

/// Seconds between the reports of the weather service.
const WEATHER_S: u64 = 600;

/// A message on its way out: who sends it, when it happened (ms), what it says.
pub type Fact = (Source, u64, Uplink);

/// The true state of everything in one group of a district, which no wire joins to
/// the others: each is lived and solved for itself, at its own second of the minute.
///
/// One tick is lived by [`obey`](Self::obey), [`happen`](Self::happen),
/// [`demand`](Self::demand), [`flow`](Self::flow) and [`measure`](Self::measure),
/// in this order.
#[derive(Clone, Debug)]
pub struct Field {
    setup: Setup,
    rhythm: Rhythm,
    demand: Demand,
    next_event: usize,
    model: Model,
    switching: Switching,
    solver: Solver,
    /// Where the last solve began.
    began: WarmStart,
    outcome: Outcome,
    connected: Vec<bool>,
    powers: Vec<LoadPower>,
    /// What changed since the last solve.
    reswitched: bool,
    reloaded: bool,
    /// Whether the network was solved in the last tick.
    renewed: bool,
    devices: Devices,
    supplies: Vec<(SupplyPoint, Terminals)>,
    facts: Vec<Fact>,
    happened: Vec<Happening>,
}

impl Field {
    /// The fields of all groups of `setup`'s district, before their first tick.
    ///
    /// # Errors
    /// The settings of the loads are not finite.
    pub fn all(setup: &Setup) -> Result<Vec<Self>, NormalError> {
        let groups = setup.truth.groups();
        let count = groups.len();
        let fields = groups.iter().enumerate().map(|(k, places)| {
            let truth = Arc::new(setup.truth.only(places));
            let own = |event: &&Event| truth.has(event.action.asset());
            let setup = Setup {
                events: setup.events.iter().filter(own).copied().collect(),
                start: setup.start,
                seed: setup.seed,
                weather: setup.weather.clone(),
                loads: setup.loads.clone(),
                truth,
            };
            Self::new(setup, Rhythm::of(k, count))
        });
        fields.collect()
    }

    fn new(setup: Setup, rhythm: Rhythm) -> Result<Self, NormalError> {
        let truth = &*setup.truth;
        let demand = Demand::new(truth, setup.loads.clone(), setup.seed, setup.start)?;
        let model = Model::new(truth);
        let switching = Switching::of(truth);
        let solver = Solver::new(&model, &switching, Options::default());
        let supplies = supply_points(truth).into_iter();
        let supplies = supplies.map(|p| (p, Terminals::of(p.connection))).collect();
        let mut field = Self {
            rhythm,
            demand,
            next_event: 0,
            connected: vec![true; model.loads().len()],
            powers: Vec::new(),
            devices: Devices::new(truth),
            model,
            switching,
            began: solver.warm_start(),
            solver,
            outcome: Outcome::default(),
            reswitched: false,
            reloaded: true,
            renewed: false,
            supplies,
            facts: Vec::new(),
            happened: Vec::new(),
            setup,
        };
        field.begin_disconnected();
        Ok(field)
    }

    /// Carries out orders that have arrived.
    pub fn obey(&mut self, tick: Tick, orders: &[Stamped<Downlink>]) {
        self.happened.clear();
        for order in orders {
            let Downlink::Ordered(command) = order.body;
            let sequence = order.sequence;
            let action = Action::from(command);
            let answer = match self.act(action) {
                Ok(()) => {
                    self.happened.push(Happening {
                        at_ms: tick.ms(),
                        action,
                        cause: Cause::Order(sequence),
                    });
                    Uplink::CommandDone { sequence, command }
                }
                Err(refusal) => Uplink::CommandRefused {
                    sequence,
                    command,
                    refusal,
                },
            };
            let source = Source::Device(command.target());
            self.facts.push((source, tick.ms(), answer));
        }
    }

    /// Lets the scenario's events of this tick happen.
    pub fn happen(&mut self, tick: Tick) {
        while let Some(&event) = self.setup.events.get(self.next_event) {
            if event.at_ms >= tick.next().ms() {
                break;
            }
            self.next_event += 1;
            if self.act(event.action).is_ok() {
                self.happened.push(Happening {
                    at_ms: event.at_ms,
                    action: event.action,
                    cause: Cause::Scenario,
                });
            }
        }
    }

    /// Draws the loads anew every minute.
    pub fn demand(&mut self, tick: Tick) {
        if self.powers.is_empty() || self.rhythm.is_minute(self.time(tick)) {
            let truth = &self.setup.truth;
            self.powers = self.demand.at(tick.0, truth, &self.setup.weather);
            self.reloaded = true;
        }
    }

    /// Solves the network if anything changed.
    pub fn flow(&mut self) {
        if self.reswitched {
            self.solver = Solver::new(&self.model, &self.switching, Options::default());
        }
        self.renewed = self.reswitched || self.reloaded;
        if self.renewed {
            self.began = self.solver.warm_start();
            self.solve();
        }
        self.reswitched = false;
        self.reloaded = false;
    }

    fn solve(&mut self) {
        let connected = self.powers.iter().zip(&self.connected);
        let powers: Vec<LoadPower> = connected
            .map(|(&power, &on)| if on { power } else { LoadPower::default() })
            .collect();
        self.outcome = self.solver.solve(&powers);
    }

    /// Lets devices report; returns all messages of this tick.
    pub fn measure(&mut self, tick: Tick) -> Vec<Fact> {
        let time = self.time(tick);
        let mut facts = std::mem::take(&mut self.facts);
        self.devices.switches(tick, &self.switching, &mut facts);
        let solution = self.solver.solution();
        if tick.0 == 0 || self.rhythm.is_minute(time) {
            self.devices
                .terminals(tick, solution, &self.switching, &mut facts);
        }
        if tick.0 == 0 || self.rhythm.is_quarter(time) {
            self.devices.read(tick, solution, &mut facts);
        }
        facts
    }

    /// What the weather service tells in this tick.
    pub fn observe_weather(&self, tick: Tick) -> Option<Fact> {
        let second = self.time(tick).second_of_day();
        let due = tick.0 == 0 || second.is_multiple_of(WEATHER_S);
        due.then(|| {
            let report = Uplink::WeatherObserved(self.weather(tick));
            (Source::WeatherService, tick.ms(), report)
        })
    }

    const fn time(&self, tick: Tick) -> DateTime {
        self.setup.start.plus(tick.0)
    }
}
