//! What is held to have failed, as resources.

use bevy_ecs::prelude::*;
use serde::{Deserialize, Serialize};
use taiqu_link::Tick;

use crate::answer::Call;
use crate::inquiry::Inquiry;
use crate::progress::{Attendance, Burden, Work};

/// The inquiry into every group of the district, in the order of `estimate`'s parts.
#[derive(Resource, Debug)]
pub struct Inquiries(pub Vec<Inquiry>);

/// What the dispatching desk has. It tells by writing here; what it told last is read in the
/// next tick.
#[derive(Resource, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Attended {
    /// The orders that go on about incidents.
    pub orders: Vec<Attendance>,
    /// The work that is known to be needed, whatever it is about.
    pub works: Vec<Work>,
    /// What there is to cope with.
    pub burden: Burden,
}

/// All calls so far and what was answered, the oldest first.
#[derive(Resource, Debug, Default)]
pub struct Calls(pub Vec<Call>);

impl Calls {
    /// The calls that were answered in `tick`, the last one lived.
    pub fn of(&self, tick: Tick) -> &[Call] {
        let earlier = self.0.partition_point(|call| call.at < tick);
        &self.0[earlier..]
    }
}
