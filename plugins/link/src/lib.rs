//! What passes between the field and the twin: messages both ways, commands, the
//! clock they share, the channel that carries them, and the journal.
//!
//! *Inserts*: [`SimClock`], [`FieldEnd`] or [`TwinEnd`], the schedule [`SimTick`].
//! *Reads*: [`ClockRequest`]. *Writes messages*: none. *Runs in*: `PreUpdate`.

mod action;
pub mod chance;
mod channel;
mod command;
mod components;
mod crew;
mod ends;
pub mod journal;
pub mod lock;
mod material;
mod message;
pub mod metering;
mod plugin;
mod repeats;
mod rhythm;
mod tamper;
mod time;
mod transport;

pub use action::Action;
pub use channel::{Channel, Quality, Way};
pub use command::Command;
pub use components::{ClockRequest, Fieldward, SimClock, SimTick, Twinward};
pub use crew::{
    Crew, CrewId, CrewOrder, CrewReport, Damage, Load, Manager, ManagerId, Skills, Support,
};
pub use ends::{FieldEnd, Letter, Pending, TwinEnd, connect};
pub use material::{Bill, Depot, DepotId, Make, Material, Stock};
pub use message::{
    Complaint, Downlink, MeterEventKind, Reading, Refusal, Source, Stamped, Uplink, WeatherOutlook,
    WeatherReport,
};
pub use plugin::{LinkPlugin, sim_schedule};
pub use rhythm::Rhythm;
pub use tamper::Tampering;
pub use time::{DateTime, Tick};
pub use transport::{Gone, Recorded, Transport};
