//! What a storm that is forecast will probably bring down, and who will be dark.
//!
//! From the records and the weather service's forecast alone: [`Outlook`] keeps the newest
//! forecast of each hour, [`Exposed`] is what the records say stands in its wind and
//! [`Rising`] what stands in its water, and both add to a [`Risk`]: a probability for each
//! pole, section, cabinet and customer.
//!
//! *Inserts*: [`components::Forecast`], [`components::Ahead`], [`components::Depths`]. *Reads*: the arrivals of
//! `estimate`. *Runs in*: [`taiqu_link::SimTick`].

pub mod components;
mod exposed;
mod outlook;
mod plugin;
mod rising;
mod risk;

pub use exposed::Exposed;
pub use outlook::Outlook;
pub use plugin::{Memory, RiskPlugin, RiskSystems, recall, remember};
pub use rising::Rising;
pub use risk::{Experience, Reached, Risk};
