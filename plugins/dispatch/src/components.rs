//! Work orders, crews and grid managers' tasks as resources.

use bevy_ecs::prelude::*;

use crate::desk::Desk;
use crate::tasks::Zones;

/// The desk with its orders.
#[derive(Resource, Debug)]
pub struct Dispatch(pub Desk);

/// What grid managers are to look at.
#[derive(Resource, Debug)]
pub struct Tasks(pub Zones);
