//! Runs a scenario with no window: logs, summary and report.
//!
//! What the twin knew and did goes to `events.jsonl`, what was true to
//! `truth.jsonl`, orders to `journal`; `summary.json` and `report.html` come from
//! the [`referee`], who may see both worlds. None of the logs holds a wall-clock
//! time: the same scenario, seed and journal give the same bytes.

mod checkpoint;
pub(crate) mod files;
mod inputs;
mod log;
pub mod referee;
mod replay;
pub(crate) mod report;
mod runs;
mod spread;
mod stories;
mod summary;
mod weakest;

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use bevy::app::App;
use taiqu_grid::{Lang, Problem};
use taiqu_link::journal::{FORMAT, JournalError, Record, Writer};
use taiqu_link::{SimClock, Tick};
use thiserror::Error;

use crate::scenario::Scenario;
use crate::simulation::{self, Given, Simulation, SimulationError, Snapshot};

pub use replay::{Difference, Replayed, replay};
pub use runs::{Differences, Figure, Runs, Ways, runs, ways};
pub use spread::Spread;
pub use summary::{Energy, Reliability, Summary};
pub use weakest::WeakPoint;

use checkpoint::Checkpoint;
use files::{Files, JOURNAL};
use log::{Logs, Written};
use referee::Referee;

/// What to rehearse.
#[derive(Clone, Debug)]
pub struct Rehearsal {
    /// A tick after which the state of the run goes to the file `snapshot`.
    pub snapshot: Option<Tick>,
    /// A snapshot to go on from; the run takes its seed.
    pub resume: Option<PathBuf>,
    /// The scenario, with the seed and the way of organising to use.
    pub scenario: Scenario,
    /// The folder for the results.
    pub out: PathBuf,
    /// Whether the journal keeps what the twin received, and not orders alone.
    pub received: bool,
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
    /// The state of a run cannot be put into bytes.
    #[error("the state of the run cannot be encoded: {0}")]
    Encode(postcard::Error),
    /// Threads cannot be started.
    #[error("threads cannot be started: {0}")]
    Threads(rayon::ThreadPoolBuildError),
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
    /// A whole run of `scenario`, with its results in `out`.
    pub const fn of(scenario: Scenario, out: PathBuf, lang: Lang) -> Self {
        Self {
            snapshot: None,
            resume: None,
            scenario,
            out,
            received: false,
            lang,
        }
    }

    /// The default folder for the results of `scenario`: `taiqu-out/<scenario>`.
    pub fn default_out(scenario: &Scenario) -> PathBuf {
        PathBuf::from("taiqu-out").join(&scenario.id)
    }
}

/// Lives a scenario from beginning to end, or on from a snapshot, and writes its
/// results. `progress` is told the seconds lived, and of how many, once a simulated
/// minute.
///
/// # Errors
/// A result cannot be written, the snapshot is of another scenario, or the simulation
/// cannot go on.
pub fn run(
    rehearsal: &Rehearsal,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Summary, RehearseError> {
    Ok(live(rehearsal, progress)?.summary)
}

/// What there is of a run at its end.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    pub(crate) summary: Summary,
    /// Customers truly without supply in each minute.
    pub(crate) out: Vec<usize>,
    /// Poles that a storm felled.
    pub(crate) fallen_poles: usize,
}

/// Lives a scenario from beginning to end and keeps its figures alone.
///
/// # Errors
/// The simulation cannot be built or cannot go on.
pub(crate) fn figures(scenario: &Scenario) -> Result<Outcome, RehearseError> {
    let logs = Logs::new(std::io::sink(), std::io::sink(), log::Memory::default());
    let mut run = Run::of(scenario, logs, None)?;
    run.live(scenario, Tick(scenario.length_s), &[], &mut |_, _| {})?;
    let fallen_poles = run.fallen_poles();
    let (referee, digests) = run.finish()?;
    Ok(Outcome::of(scenario, &referee, digests, fallen_poles))
}

impl Outcome {
    fn of(scenario: &Scenario, referee: &Referee, digests: log::Digests, fallen: usize) -> Self {
        let minutes = referee.minutes.iter();
        Self {
            summary: Summary::of(scenario, referee, digests),
            out: minutes.map(|minute| minute.out).collect(),
            fallen_poles: fallen,
        }
    }
}

fn live(
    rehearsal: &Rehearsal,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Outcome, RehearseError> {
    let mut scenario = rehearsal.scenario.clone();
    let (mut from, mut logs) = (None, log::Memory::default());
    let mut begun = [Vec::new(), Vec::new()];
    let mut journalled = Vec::new();
    if let Some(path) = &rehearsal.resume {
        let read = Checkpoint::read(path)?;
        read.checkpoint
            .fits(path, &inputs::of(&scenario, &rehearsal.out)?)?;
        scenario.seed = read.checkpoint.seed;
        begun = [read.events, read.truth];
        journalled = read.journal;
        logs = read.checkpoint.logs;
        from = Some((read.checkpoint.state, read.checkpoint.referee));
    }
    let files = Files::create(&rehearsal.out)?;
    let [events, truth] = files.logs(begun.each_ref().map(Vec::as_slice))?;
    let mut run = Run::of(&scenario, Logs::new(events, truth, logs), from)?;
    let journal = if journalled.is_empty() {
        journal(&scenario, &rehearsal.out)?
    } else {
        // The inputs are named anew, from where this run's folder is.
        files.write(JOURNAL, &journalled)?;
        let before = taiqu_link::journal::read(&files.journal())?.records;
        let mut journal = journal(&scenario, &rehearsal.out)?;
        journal.append(before.iter().skip(1))?;
        journal
    };
    run.record(journal, rehearsal.received);
    let end = Tick(scenario.length_s);
    if let Some(tick) = rehearsal.snapshot {
        run.live(&scenario, tick.min(end), &[], progress)?;
        run.checkpoint(&scenario, &rehearsal.out)?.write(&files)?;
    }
    run.live(&scenario, end, &[], progress)?;
    let fallen = run.fallen_poles();
    let (referee, digests) = run.finish()?;
    let outcome = Outcome::of(&scenario, &referee, digests, fallen);
    let report = report::html(&scenario, &referee, &outcome.summary, rehearsal.lang)?;
    files.results(&outcome.summary, &report)?;
    Ok(outcome)
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

/// A scenario that is lived tick by tick with a referee and logs.
struct Run {
    app: App,
    referee: Referee,
    logs: Logs,
}

impl Run {
    /// A run at its beginning, or where a snapshot was taken.
    fn of(
        scenario: &Scenario,
        mut logs: Logs,
        from: Option<(Snapshot, Referee)>,
    ) -> Result<Self, RehearseError> {
        let mut app = App::empty();
        simulation::install(&mut app, scenario)?;
        let referee = if let Some((state, referee)) = from {
            state.restore(app.world_mut())?;
            referee
        } else {
            let mut referee = Referee::new(scenario);
            referee.watch(app.world());
            logs.write(scenario, app.world(), &referee)?;
            referee
        };
        Ok(Self { app, referee, logs })
    }

    /// From now on orders go to `journal`, and what comes in if it `keeps` that.
    fn record(&mut self, journal: Writer, keeps: bool) {
        let mut simulation = self.app.world_mut().resource_mut::<Simulation>();
        simulation.record(journal);
        if keeps {
            simulation.keep_received();
        }
    }

    /// Lives up to `end`, with the `orders` that a run before had.
    fn live(
        &mut self,
        scenario: &Scenario,
        end: Tick,
        orders: &[Given],
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), RehearseError> {
        let world = self.app.world_mut();
        let mut orders = orders.iter().peekable();
        loop {
            let tick = world.resource::<SimClock>().tick;
            if tick >= end {
                break;
            }
            if tick.0.is_multiple_of(60) {
                progress(tick.0, scenario.length_s);
            }
            let mut simulation = world.resource_mut::<Simulation>();
            while let Some(given) = orders.next_if(|given| given.tick <= tick.next()) {
                simulation.order(given.command);
            }
            simulation::step(world)?;
            self.referee.watch(world);
            self.logs.write(scenario, world, &self.referee)?;
        }
        progress(end.0, scenario.length_s);
        Ok(())
    }

    /// All that is needed to go on from here.
    fn checkpoint(&mut self, scenario: &Scenario, out: &Path) -> Result<Checkpoint, RehearseError> {
        let journal = Files::open(out).read(JOURNAL)?;
        Ok(Checkpoint {
            journal: Written {
                bytes: journal.len() as u64,
                crc32: crc32fast::hash(&journal),
            },
            inputs: inputs::of(scenario, out)?,
            seed: scenario.seed,
            state: Snapshot::of(self.app.world_mut()),
            referee: self.referee.clone(),
            logs: self.logs.memory()?,
        })
    }

    /// How many poles a storm has felled.
    fn fallen_poles(&self) -> usize {
        let storm = self.app.world().resource::<Simulation>().storm();
        let poles = storm.iter().flat_map(|storm| storm.standing().states());
        poles.filter(|pole| pole.down).count()
    }

    /// Ends journal and logs.
    fn finish(mut self) -> Result<(Referee, log::Digests), RehearseError> {
        let world = self.app.world_mut();
        let last = world.resource::<SimClock>().tick;
        world.resource_mut::<Simulation>().close(last)?;
        self.referee.conclude(world);
        Ok((self.referee, self.logs.finish()?))
    }
}
