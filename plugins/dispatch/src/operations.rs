//! How the utility is organised.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// How the utility is organised. People, vehicles and skills are the same in all ways;
/// who learns of what, who is sent, and who hands over to whom differ.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Operations {
    /// Customer side and network side apart, each with its own system: a caller gets a
    /// customer crew, which looks at the box, writes a report where the fault is not
    /// there, and hands over to the network's queue; a network crew then searches from
    /// the transformer. The network's desk sees its own telemetry only.
    Siloed,
    /// One desk sees everything and sends the crew that can repair to where the fault is
    /// believed to be; crews stay specialised.
    #[default]
    CommandCentre,
    /// The same desk, and people mixed into teams that can do all; the first to arrive
    /// repairs.
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
