//! Which parts of a network have failed, from what its meters tell.
//!
//! A [`Network`] is a tree of parts, each of which may have lost some of its phases;
//! [`Witness`]es say how likely what was heard is for every set of phases that may be
//! live where they are. [`Network::explain`] gives the one most probable story,
//! [`Network::believe`] the probability of every part's state, both exactly: several
//! faults at once, and phase by phase. [`Belief::gain`] says which question would tell
//! most.

mod belief;
mod evidence;
mod explain;
mod hazards;
mod layout;
mod network;
mod questions;

pub use belief::Belief;
pub use evidence::{Heard, Hearing, Reliability};
pub use explain::Story;
pub use hazards::Hazards;
pub use layout::{CustomerPlace, Layout, MeterPlace, StationPlace};
pub use network::{Network, Part, Passage, Unsound, Witness};
