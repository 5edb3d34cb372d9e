//! What is held to have failed, as resources.

use bevy_ecs::prelude::*;

use taiqu_grid::AssetRef;

use crate::answer::Answer;
use crate::inquiry::Inquiry;

/// The inquiry into every group of the district, in the order of `estimate`'s parts.
#[derive(Resource, Debug)]
pub struct Inquiries(pub Vec<Inquiry>);

/// What the hotline told in the last tick: to whom, if the number was known, and what.
#[derive(Resource, Debug, Default)]
pub struct Answers(pub Vec<(Option<AssetRef>, Answer)>);
