//! The field as one piece of plain Rust, lived tick by tick.

mod act;
mod look;

use std::sync::Arc;

use rand_distr::NormalError;
use taiqu_grid::District;
use taiqu_link::metering::{SupplyPoint, supply_points};
use taiqu_link::{DateTime, Downlink, Source, Stamped, Tick, Uplink};
use taiqu_powerflow::{LoadPower, Model, Options, Outcome, Solver, Switching, Terminals};

use crate::demand::{Demand, LoadSettings};
use crate::devices::Devices;
use crate::event::{Action, Cause, Event, Happening};
use crate::weather::Weather;

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

/// A message on its way out: who sends it, when it happened (ms), what it says.
pub type Fact = (Source, u64, Uplink);

/// The true state of everything in the field.
///
/// One tick is lived by [`obey`](Self::obey), [`happen`](Self::happen),
/// [`demand`](Self::demand), [`flow`](Self::flow) and [`measure`](Self::measure),
/// in this order.
#[derive(Clone, Debug)]
pub struct Field {
    setup: Setup,
    demand: Demand,
    next_event: usize,
    model: Model,
    switching: Switching,
    solver: Solver,
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
    /// A field before its first tick.
    ///
    /// # Errors
    /// The settings of the loads are not finite.
    pub fn new(setup: Setup) -> Result<Self, NormalError> {
        let truth = &*setup.truth;
        let demand = Demand::new(truth, setup.loads.clone(), setup.seed, setup.start)?;
        let model = Model::new(truth);
        let switching = Switching::of(truth);
        let solver = Solver::new(&model, &switching, Options::default());
        let supplies = supply_points(truth).into_iter();
        let supplies = supplies.map(|p| (p, Terminals::of(p.connection))).collect();
        let mut field = Self {
            demand,
            next_event: 0,
            connected: vec![true; model.loads().len()],
            powers: Vec::new(),
            devices: Devices::new(truth),
            model,
            switching,
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

    /// Draws the loads anew on the minute.
    pub fn demand(&mut self, tick: Tick) {
        if self.powers.is_empty() || self.is_minute(tick) {
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
            let connected = self.powers.iter().zip(&self.connected);
            let powers: Vec<LoadPower> = connected
                .map(|(&power, &on)| if on { power } else { LoadPower::default() })
                .collect();
            self.outcome = self.solver.solve(&powers);
        }
        self.reswitched = false;
        self.reloaded = false;
    }

    /// Lets devices report; returns all messages of this tick.
    pub fn measure(&mut self, tick: Tick) -> Vec<Fact> {
        let minute = self.is_minute(tick);
        let second = self.setup.start.plus(tick.0).second_of_day();
        let mut facts = std::mem::take(&mut self.facts);
        self.devices.switches(tick, &self.switching, &mut facts);
        if minute || tick.0 == 0 {
            let solution = self.solver.solution();
            self.devices
                .terminals(tick, solution, &self.switching, &mut facts);
        }
        if second.is_multiple_of(900) || tick.0 == 0 {
            self.devices.read(tick, self.solver.solution(), &mut facts);
        }
        if second.is_multiple_of(600) || tick.0 == 0 {
            let report = Uplink::WeatherObserved(self.weather(tick));
            facts.push((Source::WeatherService, tick.ms(), report));
        }
        facts
    }

    fn is_minute(&self, tick: Tick) -> bool {
        let second = self.setup.start.plus(tick.0).second_of_day();
        second.is_multiple_of(60)
    }
}
