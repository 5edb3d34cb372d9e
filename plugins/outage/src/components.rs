//! What is held to have failed, as resources.

use bevy_ecs::prelude::*;

use crate::inquiry::Inquiry;

/// The inquiry into every group of the district, in the order of `estimate`'s parts.
#[derive(Resource, Debug)]
pub struct Inquiries(pub Vec<Inquiry>);
