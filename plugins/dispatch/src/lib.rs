//! Crews, work orders and deadlines: what is planned, and what is believed of it.
//!
//! [`Desk`] makes work orders of what the twin and callers tell, gives them to crews, and
//! follows them to their end; how, depends on the way of organising ([`Operations`]).
//! [`routes`] plans the crews' queues, [`assign`] is the exact choice of who goes first
//! where. Mixed teams are the same people ([`teams`]).
//!
//! *Inserts*: the resources of [`components`]. *Reads*: `grid`'s records, `link`'s clock,
//! `estimate`'s arrivals, `outage`'s incidents. *Sends*: orders to crews. *Runs in*:
//! [`taiqu_link::SimTick`].

mod assign;
pub mod components;
mod desk;
mod effort;
mod map;
mod operations;
mod order;
mod plugin;
pub mod routes;
mod rules;
mod safety;
mod teams;

pub use assign::assign;
pub use desk::{Desk, Lent, Means, Memory, Standing};
pub use effort::Effort;
pub use operations::Operations;
pub use order::{About, OrderState, WorkOrder};
pub use plugin::{DispatchPlugin, DispatchSystems, recall, remember};
pub use rules::{Planning, Rules};
pub use safety::Safety;
pub use teams::teams;
