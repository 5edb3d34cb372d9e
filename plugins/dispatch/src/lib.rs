//! Crews, work orders and deadlines: what is planned, and what is believed of it.
//!
//! [`Desk`] makes work orders of what the twin and callers tell, gives them to crews, and
//! follows them to their end; how, depends on the way of organising ([`Operations`]).
//! [`assign`] is the exact choice of who goes where.
//!
//! *Inserts*: the resources of [`components`]. *Reads*: `grid`'s records, `link`'s clock,
//! `estimate`'s arrivals, `outage`'s incidents. *Sends*: orders to crews. *Runs in*:
//! [`taiqu_link::SimTick`].

mod assign;
pub mod components;
mod desk;
mod operations;
mod order;
mod plugin;
mod rules;
mod safety;

pub use assign::assign;
pub use desk::{Desk, Memory};
pub use operations::Operations;
pub use order::{About, OrderState, WorkOrder};
pub use plugin::{DispatchPlugin, DispatchSystems, recall, remember};
pub use rules::Rules;
pub use safety::Safety;
