//! Crews, work orders and deadlines: what is planned, and what is believed of it.
//!
//! [`Desk`] makes work orders of what the twin and callers tell, gives them to crews, and
//! follows them to their end; how, depends on the way of organising ([`Operations`]).
//! [`routes`] plans the crews' queues, [`assign`] is the exact choice of who goes first
//! where. Mixed teams are the same people ([`teams`]). [`Ticket`] is what must be proved
//! before a repair. [`Zones`] makes early tasks for grid managers of what is abnormal.
//!
//! *Inserts*: the resources of [`components`]. *Reads*: `grid`'s records, `link`'s clock,
//! `estimate`'s arrivals and findings, `outage`'s incidents, `risk`'s forecast. *Sends*: orders to crews,
//! questions to callers and grid managers; to `grid`, what crews saw. *Runs in*:
//! [`taiqu_link::SimTick`].

mod access;
mod assign;
mod cars;
mod climbing;
pub mod components;
mod deadline;
mod desk;
mod effort;
mod map;
mod operations;
mod order;
mod plugin;
mod preparation;
mod relieving;
pub mod routes;
mod rules;
mod shutting;
mod tasks;
mod teams;
mod ticket;

pub use assign::assign;
pub use cars::Cars;
pub use climbing::Climbing;
pub use deadline::{ByLocation, Deadline, Limits, Step};
pub use desk::{Desk, Feeding, Held, Lent, Means, Memory, Shutdown, Standing, Strained};
pub use effort::Effort;
pub use operations::Operations;
pub use order::{About, OrderState, WorkOrder};
pub use plugin::{DispatchPlugin, DispatchSystems, State, recall, remember};
pub use preparation::{Endangered, Need, Post, Preparation, Preparing};
pub use relieving::Relieving;
pub use rules::{Planning, Rules};
pub use shutting::Shutting;
pub use tasks::{Task, TaskRules, TaskState, Zones};
pub use teams::teams;
pub use ticket::{Change, Measure, Measured, Point, Ticket, TicketKind};
