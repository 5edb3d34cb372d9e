//! The field as plain Rust, lived tick by tick.

mod act;
mod generators;
mod leaks;
mod look;
mod lying;
mod measure;
mod memory;
mod obey;
mod overload;
mod phases;
mod protect;
mod reclose;
mod sources;
mod visit;

use std::collections::BTreeSet;
use std::sync::Arc;

use num_complex::Complex64;
use rand_distr::NormalError;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Catalogue, District, Kind, Place};
use taiqu_link::metering::SupplyPoint;
use taiqu_link::{Action, CrewId, DateTime, Letter, Rhythm, Tick, Uplink};
use taiqu_powerflow::{
    LoadPower, Model, Options, Outcome, Solution, Solver, Switching, Terminals, WarmStart,
};

use crate::demand::{Demand, LoadSettings};
use crate::devices::{Devices, MeterSettings, PhaseMove, TerminalSettings};
use crate::event::{Cause, Event, Happening};
use crate::harm::Harm;
use crate::locks::Locks;
use crate::passers::Passers;
use crate::people::{CallSettings, People};
use crate::poles::Poles;
use crate::relays::Relays;
use crate::weather::Weather;
use generators::Generators;
use overload::Overloads;
use protect::Opening;
use reclose::Reclosers;

pub use lying::Lying;
pub use memory::Memory;

/// What a field is made of.
#[derive(Clone, Debug)]
pub struct Setup {
    /// The true district.
    pub truth: Arc<District>,
    /// The catalogue, for what its devices do.
    pub catalogue: Arc<Catalogue>,
    /// What the calendar shows at tick 0.
    pub start: DateTime,
    /// Seed of everything random.
    pub seed: u64,
    /// The weather.
    pub weather: Weather,
    /// How loads behave.
    pub loads: LoadSettings,
    /// How meters err.
    pub meters: MeterSettings,
    /// How area terminals work.
    pub terminals: TerminalSettings,
    /// How customers call.
    pub calls: CallSettings,
    /// What happens, in order of time.
    pub events: Vec<Event>,
}

/// Voltage from which motors run, pu of rated; assumed.
const RUNS_FROM_PU: f64 = 0.6;

/// A message on its way out.
pub type Fact = Letter<Uplink>;

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
    harm: Harm,
    relays: Relays,
    box_locks: Locks,
    poles: Poles,
    /// Loads that get nothing because of damage or of an open relay.
    starved: Vec<bool>,
    openings: Vec<Opening>,
    overloads: Overloads,
    reclosers: Reclosers,
    generators: Generators,
    /// Switches that are open because somebody opened them.
    laid_off: BTreeSet<AssetRef>,
    /// Switches and generators that are locked open, and by which crew.
    locks: BTreeSet<(AssetRef, CrewId)>,
    topology: Arc<Topology>,
    powers: Vec<LoadPower>,
    /// What they drew in the last solution.
    drawn: Vec<LoadPower>,
    /// Currents into the loads in the last solution, A.
    currents: Vec<[Complex64; 4]>,
    /// What changed since the last solve.
    reswitched: bool,
    reloaded: bool,
    /// Whether the network was solved in the last tick.
    renewed: bool,
    devices: Devices,
    /// Moves of phase switches that are ordered, and that were made in this tick.
    ordered: Vec<PhaseMove>,
    moved: Vec<PhaseMove>,
    people: People,
    passers: Passers,
    /// Meters whose module was pulled out in this tick.
    unplugged: Vec<AssetRef>,
    /// Meters that were asked in this tick, with the question's number.
    questions: Vec<(u64, AssetRef)>,
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
                truth,
                ..setup.clone()
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
        let solver = Solver::new(&model, &switching, Options::REAL);
        let mut field = Self {
            rhythm,
            demand,
            next_event: 0,
            connected: vec![true; model.loads().len()],
            harm: Harm::default(),
            relays: Relays::default(),
            box_locks: Locks::default(),
            poles: Poles::of(truth, &setup.catalogue),
            starved: vec![false; model.loads().len()],
            openings: Vec::new(),
            overloads: Overloads::of(truth, &setup.catalogue, setup.seed),
            reclosers: Reclosers::of(truth, &setup.catalogue),
            generators: Generators::of(truth, &model),
            laid_off: BTreeSet::new(),
            locks: BTreeSet::new(),
            topology: Arc::new(Topology::of(truth)),
            powers: Vec::new(),
            drawn: Vec::new(),
            currents: Vec::new(),
            devices: Devices::new(
                truth,
                &setup.catalogue,
                (&setup.meters, &setup.terminals),
                setup.seed,
            ),
            ordered: Vec::new(),
            moved: Vec::new(),
            people: People::default(),
            passers: Passers::default(),
            unplugged: Vec::new(),
            questions: Vec::new(),
            model,
            switching,
            began: solver.warm_start(),
            solver,
            outcome: Outcome::default(),
            reswitched: false,
            reloaded: true,
            renewed: false,
            supplies: phases::supplies(truth),
            facts: Vec::new(),
            happened: Vec::new(),
            setup,
        };
        field.begin_disconnected();
        Ok(field)
    }

    /// Does what a crew does; what cannot be done is left.
    pub fn work(&mut self, tick: Tick, action: Action, crew: CrewId) {
        if self.bring_about(tick, action, Cause::Crew(crew)).is_ok() {
            self.lay_off(action);
        }
    }

    /// Suffers what a storm does; what cannot be done is left.
    pub fn suffer(&mut self, tick: Tick, action: Action) {
        let _ = self.bring_about(tick, action, Cause::Storm);
    }

    /// A crew tries to open the box at `lock`; whether it can work there then. What has
    /// burnt has no lock.
    pub fn open_box(&mut self, tick: Tick, lock: AssetRef, by: (CrewId, u32)) -> bool {
        self.harm.burnt.contains(&lock) || self.box_locks.open(tick, lock, by)
    }

    /// A crew closes the box at `lock`.
    pub fn close_box(&mut self, tick: Tick, lock: AssetRef, by: (CrewId, u32)) {
        self.box_locks.close(tick, lock, Some(by));
    }

    /// The locks of boxes and cabinets.
    pub const fn box_locks(&self) -> &Locks {
        &self.box_locks
    }

    /// Takes note of switches that are opened on purpose, and closed again.
    fn lay_off(&mut self, action: Action) {
        match action {
            Action::OpenSwitch { switch, .. } => {
                self.laid_off.insert(switch);
                self.reclosers.blocked(switch);
            }
            Action::CloseSwitch { switch, .. } => drop(self.laid_off.remove(&switch)),
            _ => {}
        }
    }

    /// Lets the scenario's events of this tick happen, and protection act.
    pub fn happen(&mut self, tick: Tick) {
        while let Some(&event) = self.setup.events.get(self.next_event) {
            if event.at_ms >= tick.next().ms() {
                break;
            }
            self.next_event += 1;
            if self.act(tick, event.action).is_ok() {
                self.happened.push(Happening {
                    at_ms: event.at_ms,
                    action: event.action,
                    cause: Cause::Scenario,
                });
            }
        }
        self.protect(tick);
    }

    /// Draws the loads anew every minute.
    pub fn demand(&mut self, tick: Tick) {
        if self.powers.is_empty() || self.rhythm.is_minute(self.time(tick)) {
            let truth = &self.setup.truth;
            let solution = self.solver.solution();
            // Before the first solution nothing is known to be off.
            let first = self.powers.is_empty();
            let supplied = |k: usize| {
                let on = self.connected[k] && !self.starved[k];
                on && (first || is_live(truth, solution, self.model.loads()[k]))
            };
            let around = (&**truth, &self.setup.weather);
            self.demand.live(tick.0, around, supplied);
            self.powers = self.demand.at(tick.0, truth, &self.setup.weather);
            self.reloaded = true;
        }
    }

    /// Solves the network if anything changed. Generators that find no voltage to follow
    /// drop out, and change it again in the next tick.
    pub fn flow(&mut self, tick: Tick) {
        self.switch_phases(tick);
        if self.reswitched {
            self.solver = Solver::new(&self.model, &self.switching, Options::REAL);
        }
        self.renewed = self.reswitched || self.reloaded;
        if self.renewed {
            self.began = self.solver.warm_start();
            self.draw();
            self.solve();
        }
        self.reswitched = false;
        self.reloaded = self
            .generators
            .watch(tick, self.renewed, self.solver.solution());
    }

    /// What loads draw: as they would, where they are on, and banks as they stand.
    fn draw(&mut self) {
        let whole = self.powers.iter().enumerate();
        self.drawn = whole
            .map(|(k, &power)| {
                let on = self.connected[k] && !self.starved[k] && !self.generators.is_off(k);
                if on { power } else { LoadPower::default() }
            })
            .collect();
        for (load, q_var) in self.devices.banks() {
            self.drawn[load].q_var = q_var;
        }
    }

    fn solve(&mut self) {
        self.outcome = self.solver.solve(&self.drawn);
        self.currents = self.solver.solution().load_currents();
    }

    const fn time(&self, tick: Tick) -> DateTime {
        self.setup.start.plus(tick.0)
    }
}

/// Whether a load has voltage enough to run.
fn is_live(district: &District, solution: Solution<'_>, load: AssetRef) -> bool {
    let Place::Area(area) = load.place else {
        return false;
    };
    let item = &district.areas[usize::from(area)].loads[load.index as usize];
    let node = AssetRef::in_area(area, Kind::Node, item.node as u32);
    let terminals = Terminals::of(item.connection);
    let voltages = terminals.voltages(solution.node(node));
    let own = voltages.iter().take(terminals.len());
    own.map(|v| v.norm()).fold(f64::MAX, f64::min) > RUNS_FROM_PU * item.rated_v
}
