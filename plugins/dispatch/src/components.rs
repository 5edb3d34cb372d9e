//! Work orders and crews as resources.

use bevy_ecs::prelude::*;

use crate::desk::Desk;

/// The desk with its orders.
#[derive(Resource, Debug)]
pub struct Dispatch(pub Desk);
