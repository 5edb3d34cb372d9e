//! By when each step of an order is to be done.

use serde::{Deserialize, Serialize};
use taiqu_grid::area::Location;
use taiqu_link::Tick;

/// A step that has a deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A crew is told.
    Assign,
    /// The crew takes it.
    Take,
    /// A crew is on site.
    Arrive,
    /// Supply is on again.
    Restore,
    /// The crew has reported.
    Reply,
}

impl Step {
    /// All of them, in the order in which they are due.
    pub const ALL: [Self; 5] = [
        Self::Assign,
        Self::Take,
        Self::Arrive,
        Self::Restore,
        Self::Reply,
    ];
}

/// A step with its deadline.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deadline {
    /// The step.
    pub step: Step,
    /// By when it is to be done.
    pub by: Tick,
    /// When it was done.
    pub done: Option<Tick>,
}

impl Deadline {
    /// Whether it was kept; none while it is open and not late.
    pub fn kept(&self, now: Tick) -> Option<bool> {
        match self.done {
            Some(done) => Some(done <= self.by),
            None if now > self.by => Some(false),
            None => None,
        }
    }
}

/// How long each step may take, s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limits {
    /// From acceptance until a crew is told.
    pub assign_s: u64,
    /// From then until it takes the order.
    pub take_s: u64,
    /// From acceptance until a crew is on site.
    pub arrive_s: u64,
    /// From acceptance until supply is on again.
    pub restore_s: u64,
    /// From the repair until the crew has reported.
    pub reply_s: u64,
}

impl Limits {
    /// The limit of one step, s.
    pub const fn of(&self, step: Step) -> u64 {
        match step {
            Step::Assign => self.assign_s,
            Step::Take => self.take_s,
            Step::Arrive => self.arrive_s,
            Step::Restore => self.restore_s,
            Step::Reply => self.reply_s,
        }
    }
}

/// A figure for each kind of place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ByLocation {
    /// In a city.
    pub city: u64,
    /// In the country.
    pub country: u64,
    /// Far out.
    pub remote: u64,
}

impl ByLocation {
    /// The figure for one.
    pub const fn at(&self, location: Location) -> u64 {
        match location {
            Location::City => self.city,
            Location::Country => self.country,
            Location::Remote => self.remote,
        }
    }
}
