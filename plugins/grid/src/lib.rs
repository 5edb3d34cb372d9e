//! Low-voltage networks as records: equipment catalogue, line and area files,
//! ids, topology and tracing, geography, validation.
//!
//! A file becomes a [`RawArea`] or [`RawLine`], checking reports every
//! [`Problem`] at once, and only the checked [`Area`], [`Line`] and [`District`]
//! travel further.
//!
//! *Inserts*: the entities and components of [`components`].
//! *Reads*: nothing. *Writes messages*: none. *Runs in*: start-up.

mod amend;
pub mod area;
pub mod catalogue;
mod check;
pub mod components;
pub mod district;
pub mod generate;
pub mod home;
mod ids;
pub mod impedance;
pub mod line;
pub mod opendss;
mod phase;
mod plugin;
mod problem;
pub mod read;
pub mod roads;
pub mod terrain;
mod text;
pub mod topology;
mod write;

pub use amend::{Amendment, Fact};
pub use area::{Area, RawArea};
pub use catalogue::Catalogue;
pub use check::Checked;
pub use district::District;
pub use ids::{AssetRef, Kind, Place};
pub use line::{Line, RawLine};
pub use phase::{Conductor, Connection, PhaseOrder, Phases, Terminal};
pub use plugin::{GridPlugin, Memory, amend, recall, remember};
pub use problem::{Problem, Severity};
pub use text::{Lang, Text};
