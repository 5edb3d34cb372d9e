//! Runs a scenario with no window: logs, summary and report.
//!
//! What the twin knew and did goes to `events.jsonl`, what was true to
//! `truth.jsonl`, orders to `journal`; `summary.json` and `report.html` come from
//! the [`referee`], who may see both worlds. None of the logs holds a wall-clock
//! time: the same scenario, seed and journal give the same bytes.

mod files;
mod inputs;
mod log;
pub mod referee;
mod replay;
mod report;
mod summary;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use bevy::app::App;
use taiqu_grid::{Lang, Problem};
use taiqu_link::journal::{FORMAT, JournalError, Record, Writer};
use taiqu_link::{SimClock, Tick};
use thiserror::Error;

use crate::scenario::Scenario;
use crate::simulation::{self, Given, Simulation, SimulationError};

pub use replay::{Difference, Replayed, replay};
pub use summary::{Energy, Summary};

use files::Files;
use log::Logs;
use referee::Referee;

/// What to rehearse.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    /// The scenario, with the seed and the way of organising to use.
    pub scenario: Scenario,
    /// The folder for the results.
    pub out: PathBuf,
    /// The language of the report.
    pub lang: Lang,
}

/// Why a rehearsal or a replay did not come to its end.
#[derive(Debug, Error)]
pub enum RehearseError {
    /// A file cannot be written or read.
    #[error("{path}: {error}")]
    Io {
        /// The file or folder.
        path: String,
        /// What the file system said.
        error: std::io::Error,
    },
    /// The journal cannot be written or read.
    #[error("{0}")]
    Journal(#[from] JournalError),
    /// The simulation cannot be built or cannot go on.
    #[error("{0}")]
    Simulation(#[from] SimulationError),
    /// A line cannot be written as JSON.
    #[error("a result cannot be written as JSON: {0}")]
    Json(#[from] serde_json::Error),
    /// Files that a run rests on are missing, changed or wrong.
    #[error("the files of the run have problems")]
    Inputs(Vec<Problem>),
}

impl From<Problem> for RehearseError {
    fn from(problem: Problem) -> Self {
        Self::Inputs(vec![problem])
    }
}

impl Rehearsal {
    /// The default folder for the results of `scenario`: `taiqu-out/<scenario>`.
    pub fn default_out(scenario: &Scenario) -> PathBuf {
        PathBuf::from("taiqu-out").join(&scenario.id)
    }
}

/// Lives a scenario from beginning to end and writes its results. `progress` is
/// told the seconds lived, and of how many, once a simulated minute.
///
/// # Errors
/// A result cannot be written, or the simulation cannot go on.
pub fn run(
    rehearsal: &Rehearsal,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Summary, RehearseError> {
    let files = Files::create(&rehearsal.out)?;
    let scenario = &rehearsal.scenario;
    let journal = journal(scenario, &rehearsal.out)?;
    let logs = Logs::new(files.events()?, files.truth()?);
    let (referee, digests) = live(scenario, Orders::Journal(journal), logs, progress)?;
    let summary = Summary::of(scenario, &referee, digests);
    files.write(
        "summary.json",
        &(serde_json::to_string_pretty(&summary)? + "\n"),
    )?;
    let report = report::html(scenario, &referee, &summary, rehearsal.lang);
    files.write("report.html", &report)?;
    Ok(summary)
}

/// A new journal of a run of `scenario`, in `folder`, which is made if need be.
///
/// # Errors
/// The file cannot be written, or an input can no longer be read.
pub fn journal(scenario: &Scenario, folder: &Path) -> Result<Writer, RehearseError> {
    let files = Files::create(folder)?;
    let opened = opened(scenario, folder)?;
    Ok(Writer::create(&files.journal(), &opened)?)
}

/// The first record of the journal of a run of `scenario` in `folder`.
///
/// # Errors
/// An input can no longer be read.
pub fn opened(scenario: &Scenario, folder: &Path) -> Result<Record, RehearseError> {
    Ok(Record::Opened {
        format: FORMAT,
        version: env!("CARGO_PKG_VERSION").into(),
        inputs: inputs::of(scenario, folder)?,
        seed: scenario.seed,
        operations: scenario.operations.word().into(),
        start: scenario.start,
    })
}

/// A new journal that begins with `opened`, in a new numbered folder in `folder`;
/// and that folder.
///
/// # Errors
/// Folder or file cannot be made.
pub fn journal_in(folder: &Path, opened: &Record) -> Result<(Writer, PathBuf), RehearseError> {
    Files::create(folder)?;
    for number in 1_u32.. {
        let own = folder.join(number.to_string());
        match std::fs::create_dir(&own) {
            Ok(()) => return Ok((Writer::create(&Files::open(&own).journal(), opened)?, own)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(files::io(&own, error)),
        }
    }
    let full = std::io::Error::from(ErrorKind::AlreadyExists);
    Err(files::io(folder, full))
}

/// What orders there are.
enum Orders {
    /// Those that are given while it runs, which go to a journal.
    Journal(Writer),
    /// Those of a run before, up to a tick.
    Recorded(Vec<Given>, Tick),
}

/// Lives a scenario tick by tick with a referee and logs.
fn live(
    scenario: &Scenario,
    orders: Orders,
    mut logs: Logs,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<(Referee, log::Digests), RehearseError> {
    let mut app = App::empty();
    simulation::install(&mut app, scenario)?;
    let mut referee = Referee::new(scenario);
    let world = app.world_mut();
    let (recorded, last) = match orders {
        Orders::Journal(journal) => {
            world.resource_mut::<Simulation>().record(journal);
            (Vec::new(), Tick(scenario.length_s))
        }
        Orders::Recorded(given, last) => (given, last),
    };
    let mut recorded = recorded.into_iter().peekable();
    loop {
        let tick = world.resource::<SimClock>().tick;
        referee.watch(world);
        logs.write(scenario, world, &referee)?;
        if tick >= last {
            break;
        }
        if tick.0.is_multiple_of(60) {
            progress(tick.0, last.0);
        }
        let mut simulation = world.resource_mut::<Simulation>();
        while let Some(given) = recorded.next_if(|given| given.tick <= tick.next()) {
            simulation.order(given.command);
        }
        simulation::step(world)?;
    }
    progress(last.0, last.0);
    world.resource_mut::<Simulation>().close(last)?;
    Ok((referee, logs.finish()?))
}
