//! Crews: where they truly are and what they truly do.
//!
//! A crew drives along the roads, looks where it was told and then around until it sees
//! what is broken, makes the place safe, waits until it may begin, repairs, and puts the
//! supply on again. What it sees is what is true; what it takes is drawn, the same for
//! the same fault whoever comes.

mod feed;
mod found;
mod orders;
mod search;
mod settings;
mod stores;
mod travel;
mod work;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, District, Phases};
use taiqu_link::{
    Bill, Crew, CrewId, CrewReport, Damage, Depot, Letter, Load, Skills, Source, Stock, Tick,
    Uplink, Way,
};

use crate::Field;
use crate::field::Fact;
use travel::{Drive, Travel};

pub use settings::WorkSettings;
pub use travel::{Barriers, RoadEvent};

/// Seconds between the positions that a vehicle tells.
const POSITION_S: u64 = 30;

/// Who there is to work, with what.
#[derive(Clone, Debug, Default)]
pub struct Means {
    /// The crews.
    pub staff: Arc<Vec<Crew>>,
    /// Where material is; where there is none, nobody counts it.
    pub depots: Arc<Vec<Depot>>,
    /// What repairs take.
    pub bill: Bill,
    /// What happens to the roads, in order of time.
    pub roads: Vec<RoadEvent>,
    /// How work goes.
    pub work: WorkSettings,
}

/// All crews of a district.
#[derive(Clone, Debug)]
pub struct Crews {
    /// Who they are.
    pub staff: Arc<Vec<Crew>>,
    depots: Arc<Vec<Depot>>,
    bill: Bill,
    settings: WorkSettings,
    seed: u64,
    travel: Travel,
    state: Vec<State>,
    /// What each depot has.
    shelves: Vec<Stock>,
    /// What stands in water.
    wet: BTreeSet<AssetRef>,
}

/// All that crews must remember.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrewMemory {
    crews: Vec<State>,
    shelves: Vec<Stock>,
    barriers: Barriers,
    wet: BTreeSet<AssetRef>,
}

/// What one crew does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Where it is, m.
    pub at: (f64, f64),
    /// Where it waits when it has nothing to do, m.
    post: (f64, f64),
    job: Option<Job>,
    /// Boxes that it must close behind it, each with the order that it opened it for.
    opened: Vec<(AssetRef, u32)>,
    /// How often it was told each order.
    told: BTreeMap<u32, u32>,
    /// The way to where it waits.
    home: Option<Drive>,
    /// What its vehicle has.
    stock: Stock,
    /// When a neighbour's crew that was asked may set out.
    ready_s: Option<u64>,
}

/// A work order in hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Job {
    order: u32,
    target: AssetRef,
    also: Vec<AssetRef>,
    around: bool,
    stage: Stage,
    /// When the stage began, and when it ends; none while it waits for a word.
    since_s: u64,
    until_s: Option<u64>,
    /// The way that is driven.
    drive: Option<Drive>,
    /// From taking it to the wheels turning, s.
    set_out_s: u64,
    /// What to get first.
    load: Option<Load>,
    /// Whether it is to feed the customer that it drives to, and whether it saw mains there.
    feeds: Option<bool>,
    /// Whether it was there already.
    was_there: bool,
    /// What was found.
    found: Option<(AssetRef, Damage)>,
    /// What the ticket wants switched off and is not yet.
    points: Vec<AssetRef>,
    /// What is switched off and locked, with the conductors that were closed before.
    isolated: Vec<(AssetRef, Phases)>,
    /// Sets of earths that are on.
    sets: u8,
    /// What was switched off for the work, and is on again.
    seen: Vec<AssetRef>,
    /// Switches to close in the end, with their conductors.
    closes: Vec<(AssetRef, Phases)>,
    /// Those that stay open whatever was done: the control room closes them.
    leaves: Vec<AssetRef>,
}

/// What a crew is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Stage {
    /// The order is heard and taken.
    Taking,
    SettingOut,
    Driving,
    Loading,
    Searching,
    Lacking,
    /// Waits for what the ticket wants.
    Ticket,
    Isolating,
    Testing,
    /// Looks for where a voltage comes from that should not be.
    Tracing,
    Earthing,
    /// Waits for the permit.
    Waiting,
    Repairing,
    Clearing,
    /// Waits until it may close.
    Leaving,
    Restoring,
    Measuring,
    Reporting,
    /// A generator car is coupled to an installation, feeds it, and is taken off again.
    Coupling,
    Feeding,
    Uncoupling,
}

impl Stage {
    /// Whether hands are on the network: nobody leaves from there.
    const fn is_at_work(self) -> bool {
        !matches!(
            self,
            Self::Taking
                | Self::SettingOut
                | Self::Driving
                | Self::Loading
                | Self::Searching
                | Self::Lacking
        )
    }
}

impl Job {
    fn begin(&mut self, now: u64, stage: Stage, needs_s: u64) {
        self.stage = stage;
        self.since_s = now;
        self.until_s = Some(now + needs_s);
    }

    /// Where the work is: what was found, else what is looked for.
    fn place(&self) -> AssetRef {
        self.found.map_or(self.target, |(part, _)| part)
    }

    /// Whether it waits for what to switch off, or with nothing switched off for wind, water or
    /// a lock, and has touched nothing yet.
    const fn is_untouched(&self) -> bool {
        let waits = matches!(self.stage, Stage::Ticket | Stage::Waiting);
        waits && self.isolated.is_empty() && self.sets == 0
    }

    /// Whether it waits for a word at `stage` of `order`.
    fn waits(&self, order: u32, stage: Stage) -> bool {
        self.order == order && self.stage == stage && self.until_s.is_none()
    }
}

impl Crews {
    /// The crews of `truth`, each where it waits.
    pub fn new(truth: &District, means: Means, seed: u64) -> Self {
        let state = means.staff.iter().map(|crew| State {
            at: crew.base,
            post: crew.base,
            job: None,
            opened: Vec::new(),
            told: BTreeMap::new(),
            home: None,
            stock: crew.stock,
            ready_s: None,
        });
        Self {
            state: state.collect(),
            shelves: means.depots.iter().map(|depot| depot.stock).collect(),
            wet: BTreeSet::new(),
            travel: Travel::of(truth, &means.roads, &means.work),
            staff: means.staff,
            depots: means.depots,
            bill: means.bill,
            settings: means.work,
            seed,
        }
    }

    /// What the scenario does to the roads at `tick`.
    pub fn roads_at(&self, tick: Tick) -> impl Iterator<Item = &RoadEvent> {
        self.travel.events_at(tick)
    }

    /// Something blocks a stretch of road, from here to there in m, and nobody is told, or it
    /// is gone. With the last such thing a piece of road is free: where anybody had come upon
    /// the barrier, these are the letters which say so.
    pub fn block_road(
        &mut self,
        tick: Tick,
        stretch: ((f64, f64), (f64, f64)),
        blocked: bool,
    ) -> Vec<Letter<Uplink>> {
        self.travel.block(tick, stretch, blocked)
    }

    /// A thing stands in water, or no longer, and nobody was told.
    pub fn stand_in_water(&mut self, part: AssetRef, under: bool) {
        if under {
            self.wet.insert(part);
        } else {
            self.wet.remove(&part);
        }
    }

    /// What a crew's vehicle has.
    pub fn stock(&self, crew: CrewId) -> Stock {
        let state = self.state.get(usize::from(crew));
        state.map_or(Stock::NONE, |state| state.stock)
    }

    /// Where each crew is and whether it drives, m.
    pub fn positions(&self) -> impl Iterator<Item = ((f64, f64), bool)> {
        self.state.iter().map(|state| {
            let drives = state
                .job
                .as_ref()
                .is_some_and(|job| job.stage == Stage::Driving);
            (state.at, drives || state.home.is_some())
        })
    }

    /// What all crews are about, to go on from there.
    pub fn memory(&self) -> CrewMemory {
        CrewMemory {
            crews: self.state.clone(),
            shelves: self.shelves.clone(),
            barriers: self.travel.barriers.clone(),
            wet: self.wet.clone(),
        }
    }

    /// Takes what [`Self::memory`] gave.
    pub fn recall(&mut self, memory: &CrewMemory) {
        self.state.clone_from(&memory.crews);
        self.shelves.clone_from(&memory.shelves);
        self.travel.barriers.clone_from(&memory.barriers);
        self.wet.clone_from(&memory.wet);
    }

    /// Lives one tick of all crews; what they tell goes to `facts`.
    pub fn live(&mut self, tick: Tick, fields: &mut [Field], facts: &mut Vec<Fact>) {
        if self.travel.live(tick, facts) {
            self.think_again(tick);
        }
        for crew in 0..self.state.len() {
            if self.state[crew].ready_s == Some(tick.0) {
                facts.push(told(tick, crew, 0, CrewReport::Ready));
            }
            self.drive(tick, crew, facts);
            let due = |state: &State| {
                let job = state.job.as_ref()?;
                let ends = job.until_s.is_some_and(|until| until <= tick.0);
                ends.then_some(job.stage)
            };
            let away = |job: &Job| matches!(job.stage, Stage::SettingOut | Stage::Driving);
            if self.state[crew].job.as_ref().is_none_or(away) {
                self.close_up(tick, crew, fields);
            }
            // One stage may end at once when another does; what only begins again has waited
            // in vain, and waits for the next tick.
            let mut ended = None;
            while let Some(stage) = due(&self.state[crew]).filter(|&stage| ended != Some(stage)) {
                self.advance(tick, crew, fields, facts);
                ended = Some(stage);
            }
        }
    }

    /// Moves a crew along its way, or back from a barrier.
    fn drive(&mut self, tick: Tick, crew: usize, facts: &mut Vec<Fact>) {
        let state = &mut self.state[crew];
        let (order, drive) = match (&mut state.job, &mut state.home) {
            (Some(job), _) if job.stage == Stage::Driving => (job.order, &mut job.drive),
            (None, home) => (0, home),
            _ => return,
        };
        let Some(going) = drive else {
            return;
        };
        let mut tell = |report| facts.push(told(tick, crew, order, report));
        let met = self.travel.turn_round(tick, going);
        state.at = going.at(tick);
        let (until_s, since_s) = (going.until_s(), going.since_s());
        if let Some((x_m, y_m)) = met {
            tell(CrewReport::RoadClosed { x_m, y_m });
        }
        if let Some(job) = &mut state.job {
            job.until_s = Some(until_s);
            if (tick.0 - since_s).is_multiple_of(POSITION_S) {
                let (x_m, y_m) = state.at;
                tell(CrewReport::At { x_m, y_m });
            }
        } else if tick.0 >= until_s {
            state.home = None;
        }
        if met.is_some() {
            self.think_again(tick);
        }
    }

    /// All who drive towards what is known to be closed now take another way.
    fn think_again(&mut self, tick: Tick) {
        for state in &mut self.state {
            let own = state.job.as_mut().and_then(|job| job.drive.as_mut());
            for drive in own.into_iter().chain(&mut state.home) {
                self.travel.think_again(tick, drive);
            }
        }
    }

    fn go_home(&mut self, tick: Tick, crew: usize) {
        let State { at, post, .. } = self.state[crew];
        let drive = self.travel.set_out(tick, at, post, 1.0);
        self.state[crew].home = Some(drive);
    }

    /// Closes the boxes that a crew opened.
    fn close_up(&mut self, tick: Tick, crew: usize, fields: &mut [Field]) {
        for (lock, order) in std::mem::take(&mut self.state[crew].opened) {
            let mut own = fields.iter_mut();
            if let Some(field) = own.find(|field| field.district().has(lock)) {
                field.close_box(tick, lock, (crew as CrewId, order));
            }
        }
    }

    fn skills(&self, crew: usize) -> Skills {
        self.staff[crew].skills
    }
}

/// A report on its way out.
fn told(tick: Tick, crew: usize, order: u32, report: CrewReport) -> Fact {
    let crew = crew as CrewId;
    let body = Uplink::CrewReported {
        crew,
        order,
        report,
    };
    by_voice(tick, Source::Crew(crew), body)
}

/// What people say: heard for sure, after a moment.
pub fn by_voice(tick: Tick, source: Source, body: Uplink) -> Fact {
    Letter {
        way: Way::Voice,
        ..Letter::by_modem(source, tick.ms(), body)
    }
}
