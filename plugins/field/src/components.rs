//! The field as Bevy sees it.

use bevy_ecs::prelude::*;

use crate::{Crews, Field};

/// The true state of every group of the district; only the field's world has it.
#[derive(Resource, Debug)]
pub struct Truth(pub Vec<Field>);

/// The crews as they truly are.
#[derive(Resource, Debug)]
pub struct Staff(pub Crews);
