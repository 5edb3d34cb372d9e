//! What passes between the field and the twin: messages both ways, commands, the
//! clock they share, the channel that carries them, and the journal.
//!
//! *Inserts*: [`SimClock`], [`FieldEnd`] or [`TwinEnd`], the schedule [`SimTick`].
//! *Reads*: [`ClockRequest`]. *Writes messages*: none. *Runs in*: `PreUpdate`.

mod channel;
mod command;
mod components;
pub mod journal;
mod message;
pub mod metering;
mod plugin;
mod rhythm;
mod time;

pub use channel::{Channel, FieldEnd, Gone, Pending, TwinEnd, connect};
pub use command::Command;
pub use components::{ClockRequest, Fieldward, SimClock, SimTick, Twinward};
pub use message::{Downlink, Reading, Refusal, Source, Stamped, Uplink, WeatherReport};
pub use plugin::{LinkPlugin, sim_schedule};
pub use rhythm::Rhythm;
pub use time::{DateTime, Tick};
