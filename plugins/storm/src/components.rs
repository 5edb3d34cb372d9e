//! The storm as Bevy sees it.

use bevy_ecs::prelude::*;

use crate::Storm;

/// The storm over the district; only the field's world has it.
#[derive(Resource, Debug)]
pub struct Overhead(pub Storm);
