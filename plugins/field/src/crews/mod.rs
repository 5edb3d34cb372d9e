//! Crews: where they truly are and what they truly do.
//!
//! A crew drives along the roads, looks where it was told and then around until it sees
//! what is broken, makes the place safe, waits until it may begin, repairs, and puts the
//! supply on again. What it sees is what is true; what it takes is drawn, the same for
//! the same fault whoever comes.

mod search;
mod settings;
mod travel;
mod work;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, District, Phases};
use taiqu_link::{
    Crew, CrewId, CrewOrder, CrewReport, Damage, Letter, Skills, Source, Tick, Uplink, Way,
};

use crate::Field;
use crate::field::Fact;
use travel::Travel;

pub use settings::WorkSettings;

/// Seconds between the positions that a vehicle tells.
const POSITION_S: u64 = 30;

/// All crews of a district.
#[derive(Clone, Debug)]
pub struct Crews {
    /// Who they are.
    pub staff: Arc<Vec<Crew>>,
    settings: WorkSettings,
    seed: u64,
    travel: Travel,
    state: Vec<State>,
}

/// What one crew does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// Where it is, m.
    pub at: (f64, f64),
    job: Option<Job>,
    /// The way back to where it waits, and when it began.
    home: Option<(Vec<(f64, f64)>, u64)>,
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
    way: Vec<(f64, f64)>,
    /// What was found.
    found: Option<(AssetRef, Damage)>,
    /// What must be switched off before the repair, and what is.
    points: Vec<AssetRef>,
    isolated: Vec<AssetRef>,
    /// Switches to close in the end, with their conductors.
    closes: Vec<(AssetRef, Phases)>,
}

/// What a crew is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Stage {
    SettingOut,
    Driving,
    Searching,
    Isolating,
    Testing,
    Earthing,
    Waiting,
    Repairing,
    Clearing,
    Restoring,
}

impl Crews {
    /// The crews of `truth`, each where it waits.
    pub fn new(truth: &District, staff: Arc<Vec<Crew>>, settings: WorkSettings, seed: u64) -> Self {
        let state = staff.iter().map(|crew| State {
            at: crew.base,
            job: None,
            home: None,
        });
        Self {
            state: state.collect(),
            travel: Travel::of(truth),
            staff,
            settings,
            seed,
        }
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
    pub fn memory(&self) -> &[State] {
        &self.state
    }

    /// Takes what [`Self::memory`] gave.
    pub fn recall(&mut self, memory: &[State]) {
        self.state = memory.to_vec();
    }

    /// A crew is told something.
    pub fn order(&mut self, tick: Tick, crew: CrewId, order: CrewOrder) {
        let settings = &self.settings;
        let Some(state) = self.state.get_mut(usize::from(crew)) else {
            return;
        };
        match order {
            CrewOrder::Go {
                order,
                target,
                also,
                around,
            } => {
                // Who is on the way already only turns round.
                let moving = state
                    .job
                    .as_ref()
                    .is_some_and(|job| job.order == order && job.stage == Stage::Driving);
                let wait_s = if moving { 0 } else { settings.set_out_s };
                state.job = Some(Job {
                    order,
                    target,
                    also: also.into_iter().flatten().collect(),
                    around,
                    stage: Stage::SettingOut,
                    since_s: tick.0,
                    until_s: Some(tick.0 + wait_s),
                    way: Vec::new(),
                    found: None,
                    points: Vec::new(),
                    isolated: Vec::new(),
                    closes: Vec::new(),
                });
                state.home = None;
            }
            CrewOrder::Permit { order } => {
                if let Some(job) = state.job.as_mut().filter(|job| job.order == order)
                    && job.stage == Stage::Waiting
                {
                    job.until_s = Some(tick.0);
                }
            }
            CrewOrder::Return { order } => {
                if state.job.as_ref().is_some_and(|job| job.order == order) {
                    state.job = None;
                    self.go_home(tick, usize::from(crew));
                }
            }
        }
    }

    /// Lives one tick of all crews; what they tell goes to `facts`.
    pub fn live(&mut self, tick: Tick, fields: &mut [Field], facts: &mut Vec<Fact>) {
        for crew in 0..self.state.len() {
            self.drive(tick, crew, facts);
            let due = |state: &State| {
                let job = state.job.as_ref()?;
                job.until_s.filter(|&until| until <= tick.0)
            };
            // One stage may end at once when another does.
            while due(&self.state[crew]).is_some() {
                self.advance(tick, crew, fields, facts);
            }
        }
    }

    /// Moves a crew along its way.
    fn drive(&mut self, tick: Tick, crew: usize, facts: &mut Vec<Fact>) {
        let state = &mut self.state[crew];
        if let Some(job) = &state.job {
            if let (Stage::Driving, Some(until)) = (job.stage, job.until_s) {
                let whole = (until - job.since_s).max(1) as f64;
                let done = (tick.0 - job.since_s) as f64 / whole;
                state.at = travel::along(&job.way, done.min(1.0));
                let order = job.order;
                if (tick.0 - job.since_s).is_multiple_of(POSITION_S) {
                    let (x_m, y_m) = state.at;
                    facts.push(told(tick, crew, order, CrewReport::At { x_m, y_m }));
                }
            }
        } else if let Some((way, since)) = &state.home {
            let needs_s = (travel::length(way) / self.settings.speed_m_s).max(1.0);
            let done = (tick.0 - since) as f64 / needs_s;
            state.at = travel::along(way, done.min(1.0));
            if done >= 1.0 {
                state.home = None;
            }
        }
    }

    fn go_home(&mut self, tick: Tick, crew: usize) {
        let base = self.staff[crew].base;
        let way = self.travel.way(self.state[crew].at, base);
        self.state[crew].home = Some((way, tick.0));
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
