//! What happened when, in lanes.

use taiqu_grid::{AssetRef, Text};
use taiqu_link::Tick;

use super::Level;

/// One row of the timeline.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// What it shows.
    pub name: Text,
    /// What lasted.
    pub spans: Vec<Span>,
    /// What happened at a moment, with how grave it was.
    pub marks: Vec<(Tick, Level)>,
}

/// Something that lasted.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// When it began.
    pub from: Tick,
    /// When it ended, or now.
    pub to: Tick,
    /// How it is painted.
    pub tone: Tone,
    /// What it was.
    pub text: Text,
    /// The thing it was about.
    pub asset: Option<AssetRef>,
}

/// How a span is painted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// As grave as this.
    Grave(Level),
    /// It waits.
    Waiting,
    /// A crew drives.
    Driving,
    /// A crew looks for the fault.
    Searching,
    /// A crew makes the place safe.
    Securing,
    /// A crew repairs.
    Repairing,
}
