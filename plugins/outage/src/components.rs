//! What is held to have failed, as resources.

use bevy_ecs::prelude::*;
use taiqu_link::Tick;

use crate::answer::Call;
use crate::inquiry::Inquiry;
use crate::progress::Attendance;

/// The inquiry into every group of the district, in the order of `estimate`'s parts.
#[derive(Resource, Debug)]
pub struct Inquiries(pub Vec<Inquiry>);

/// The orders that go on about incidents, as the dispatching desk has them. It tells by
/// writing here; what it told last is read in the next tick.
#[derive(Resource, Debug, Default)]
pub struct Attended(pub Vec<Attendance>);

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
