//! What is done to a meter so that it counts less.

use serde::{Deserialize, Serialize};

use crate::MeterEventKind;

/// How a meter is tampered with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Tampering {
    /// Its cover is open.
    Cover,
    /// The cover of its terminals is open.
    TerminalCover,
    /// A strong magnet is on it.
    Magnet,
}

impl Tampering {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Cover, Self::TerminalCover, Self::Magnet];

    /// What a meter records of it.
    pub const fn event(self) -> MeterEventKind {
        match self {
            Self::Cover => MeterEventKind::CoverOpened,
            Self::TerminalCover => MeterEventKind::TerminalCoverOpened,
            Self::Magnet => MeterEventKind::MagneticField,
        }
    }

    /// What a meter was tampered with that records this event.
    pub const fn of(event: MeterEventKind) -> Option<Self> {
        match event {
            MeterEventKind::CoverOpened => Some(Self::Cover),
            MeterEventKind::TerminalCoverOpened => Some(Self::TerminalCover),
            MeterEventKind::MagneticField => Some(Self::Magnet),
            _ => None,
        }
    }
}
