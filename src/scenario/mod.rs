//! A scenario: what is looked at, from when to when, under what weather, what
//! happens, and how the truth differs from the records.

mod check;
mod events;
pub mod raw;
mod span;
mod truth;

use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use taiqu_field::{CallSettings, Event, LoadSettings, MeterSettings, Weather};
use taiqu_grid::catalogue::Catalogue;
use taiqu_grid::{Checked, District, Text};
use taiqu_link::{Channel, DateTime};

pub use raw::RawScenario;
pub use span::Span;

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
    /// The weather.
    pub weather: Weather,
    /// How loads behave.
    pub loads: LoadSettings,
    /// How meters err.
    pub meters: MeterSettings,
    /// How customers call.
    pub calls: CallSettings,
    /// What happens, in order of time.
    pub events: Vec<Event>,
    /// How good the channel is.
    pub channel: Channel,
    /// How the utility is organised.
    pub operations: Operations,
}

impl Scenario {
    /// Reads a scenario with its lines and areas, and checks all of them.
    pub fn open(path: &Path, catalogue: &Catalogue) -> Checked<Self> {
        check::open(path, catalogue)
    }
}

/// How the utility is organised.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Operations {
    /// Customer side and network side apart, each with its own system.
    Siloed,
    /// One desk sees everything; crews stay specialised.
    #[default]
    CommandCentre,
    /// Multi-skilled teams by zone.
    GridTeam,
}

impl Operations {
    /// All ways of organising.
    pub const ALL: [Self; 3] = [Self::Siloed, Self::CommandCentre, Self::GridTeam];

    /// The word on the command line.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Siloed => "siloed",
            Self::CommandCentre => "command-centre",
            Self::GridTeam => "grid-team",
        }
    }
}

impl fmt::Display for Operations {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Operations {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let known = Self::ALL.into_iter().find(|way| way.word() == text);
        known.ok_or_else(|| format!("`{text}` is not siloed, command-centre or grid-team"))
    }
}
