//! The twin's picture of the network, from records and messages alone.
//!
//! [`Picture`] takes the messages of one group of the district in and solves a power
//! flow over what they told; the plugin writes its values to the entities, with what
//! they are and how old.
//!
//! *Inserts*: the components and resources of [`components`].
//! *Reads*: `grid`'s records and entities, `link`'s messages and clock.
//! *Writes messages*: none. *Runs in*: [`taiqu_link::SimTick`].

mod allocate;
mod chronicle;
pub mod components;
mod findings;
mod habits;
mod memory;
mod metered;
mod picture;
mod plugin;
mod states;
mod supplies;
mod tree;
mod trends;
mod warmth;

pub use chronicle::{Chronicle, Entry};
pub use findings::customer_nominal_v;
pub use memory::Memory;
pub use picture::Picture;
pub use plugin::{EstimatePlugin, EstimateSystems, recall, remember};
pub use states::States;
pub use tree::{Parent, Tree};
pub use trends::{Quantity, STEP_S, Trends};
pub use warmth::Warmth;
