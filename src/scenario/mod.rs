//! A scenario: what is looked at, from when to when, under what weather, what
//! happens, and how the truth differs from the records.

mod check;
mod events;
mod means;
pub mod raw;
mod span;
mod truth;
mod zones;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use taiqu_dispatch::{Rules, TaskRules};
use taiqu_field::{
    CallSettings, Event, LoadSettings, MeterSettings, RoadEvent, TerminalSettings, Weather,
    WorkSettings,
};
use taiqu_grid::catalogue::Catalogue;
use taiqu_grid::{Checked, District, Text};
use taiqu_link::{Bill, Channel, Crew, DateTime, Depot, Manager};
use taiqu_storm::Extremes;

pub(crate) use events::one;
pub use raw::RawScenario;
pub use span::Span;
pub use taiqu_dispatch::Operations;

/// A checked scenario.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// The file's name without its ending.
    pub id: String,
    /// The file.
    pub file: PathBuf,
    /// All files that decide what happens: this one, lines, areas.
    pub inputs: Vec<PathBuf>,
    /// Name shown to people.
    pub name: Text,
    /// What it shows.
    pub about: Text,
    /// What one should see or achieve.
    pub aims: Vec<Text>,
    /// What equipment is like.
    pub catalogue: Arc<Catalogue>,
    /// What the utility has on record.
    pub records: Arc<District>,
    /// What is true.
    pub truth: Arc<District>,
    /// What the calendar shows at the beginning.
    pub start: DateTime,
    /// How long it lasts, s.
    pub length_s: u64,
    /// Seed of everything random.
    pub seed: u64,
    /// The everyday weather.
    pub weather: Weather,
    /// Extreme weather on top of it.
    pub storm: Option<Extremes>,
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
    /// How good the channel is.
    pub channel: Channel,
    /// The crews.
    pub staff: Arc<Vec<Crew>>,
    /// Where material is kept, by the books.
    pub depots: Arc<Vec<Depot>>,
    /// The same depots with what they really have.
    pub true_depots: Arc<Vec<Depot>>,
    /// What repairs take.
    pub bill: Bill,
    /// What happens to the roads, in order of time.
    pub roads: Vec<RoadEvent>,
    /// The grid managers with their zones.
    pub managers: Arc<Vec<Manager>>,
    /// When findings become their tasks.
    pub tasks: TaskRules,
    /// How long work takes.
    pub work: WorkSettings,
    /// The rules of dispatching.
    pub rules: Rules,
    /// How the utility is organised.
    pub operations: Operations,
}

impl Scenario {
    /// Reads a scenario with its lines and areas, and checks all of them.
    pub fn open(path: &Path, catalogue: &Catalogue) -> Checked<Self> {
        check::open(path, catalogue)
    }
}
