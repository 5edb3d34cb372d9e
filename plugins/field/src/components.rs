//! The field as Bevy sees it.

use bevy_ecs::prelude::*;

use crate::Field;

/// The true state of every group of the district; only the field's world has it.
#[derive(Resource, Debug)]
pub struct Truth(pub Vec<Field>);
