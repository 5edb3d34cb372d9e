//! What has failed and who is out, from what meters, terminals and callers tell.
//!
//! A [`Network`] is a tree of parts, each of which may have lost some of its phases;
//! [`Witness`]es say how likely what was heard is for every set of phases that may be
//! live where they are. [`Network::explain`] gives the one most probable story,
//! [`Network::believe`] the probability of every part's state, both exactly: several
//! faults at once, and phase by phase. [`Belief::gain`] says which question would tell
//! most.
//!
//! A [`Layout`] is the network of a group of a district by its records; [`Inquiry`] hears
//! messages about it, asks meters, and keeps [`Incident`]s, one for each fault that is
//! believed. The plugin does that for every group. [`Experience`] says when supply is
//! expected back, as crews tell how far they are, and [`Notice`]s go to those affected.
//!
//! *Inserts*: the resources of [`components`]. *Reads*: `grid`'s records, `link`'s clock,
//! `estimate`'s arrivals and picture. *Sends*: questions to meters, and what must be open
//! to `estimate`. *Runs in*: [`taiqu_link::SimTick`].

mod answer;
mod belief;
mod cause;
pub mod components;
mod evidence;
mod explain;
mod hazards;
mod incident;
mod inquiry;
mod layout;
mod network;
mod neutral;
mod notice;
mod plugin;
mod progress;
mod questions;
mod restoration;

pub use answer::{Answer, Call};
pub use belief::Belief;
pub use cause::{Cause, Circumstances, causes};
pub use evidence::{Heard, Hearing, Reliability};
pub use explain::Story;
pub use hazards::Hazards;
pub use incident::{Incident, Trouble};
pub use inquiry::{Asking, Inquiry, Memory, Watching};
pub use layout::{CustomerPlace, Layout, MeterPlace, StationPlace};
pub use network::{Network, Part, Passage, Unsound, Witness};
pub use neutral::{BrokenNeutral, NeutralSettings, Sounding, broken_neutral};
pub use notice::{Notice, Said, Telling};
pub use plugin::{OutagePlugin, OutageSystems, State, recall, remember};
pub use progress::{Attendance, Burden, Progress, Step, Work};
pub use restoration::{Case, Experience, Restoration, Sort, Usual};
