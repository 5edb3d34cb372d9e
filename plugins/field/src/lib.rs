//! The simulated field: what is true.
//!
//! Weather, loads, what happens to equipment, the power flow that results, and the
//! devices that tell the control room a part of it. [`Field`] is all of it for one
//! group of a district, in plain Rust; [`FieldPlugin`] lives all groups in a world of
//! their own.
//!
//! *Inserts*: [`Truth`]. *Reads*: `link`'s orders and clock. *Sends*: `link`'s
//! facts. *Runs in*: [`taiqu_link::SimTick`].

mod components;
mod crews;
mod demand;
mod devices;
mod event;
mod farms;
mod field;
mod harm;
mod locks;
mod noise;
mod passers;
mod people;
mod plugin;
mod poles;
mod relays;
mod rooms;
mod sun;
mod weather;

pub use components::{Staff, Truth};
pub use crews::{CrewMemory, Crews, Means, RoadEvent, WorkSettings};
pub use demand::{Demand, LoadSettings};
pub use devices::{BalanceSettings, MeterSettings, TerminalSettings};
pub use event::{Cause, Event, Happening};
pub use farms::FarmSettings;
pub use field::{Field, Lying, Memory, Setup};
pub use harm::{Harm, Touching};
pub use locks::{LockEntry, Locks};
pub use passers::PasserSettings;
pub use people::CallSettings;
pub use plugin::{FieldPlugin, FieldSystems};
pub use relays::Relays;
pub use rooms::{HeatPumpSettings, House, Room};
pub use sun::{overcast, sine_of_elevation};
pub use weather::{Course, Weather};
