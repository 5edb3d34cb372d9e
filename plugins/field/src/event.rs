//! What happens to the field, by the scenario or by order.

use serde::{Deserialize, Serialize};
use taiqu_link::{Action, CrewId};

/// An action of the scenario and its time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// When, ms since the start.
    pub at_ms: u64,
    /// What.
    pub action: Action,
}

/// Why an action happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Cause {
    /// The scenario says so.
    Scenario,
    /// The control room ordered it, under this number.
    Order(u64),
    /// An instructor wanted it.
    Instructor,
    /// Protection opened because of a fault, or closed again after it.
    Protection,
    /// Protection opened because of more load than may be carried.
    Overload,
    /// The storm did it.
    Storm,
    /// A crew did it.
    Crew(CrewId),
}

/// An action that happened.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Happening {
    /// When, ms since the start.
    pub at_ms: u64,
    /// What.
    pub action: Action,
    /// Why.
    pub cause: Cause,
}
