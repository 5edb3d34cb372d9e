//! What is selected, and what is under the pointer.

use bevy::prelude::*;
use taiqu_grid::AssetRef;

/// The selected thing. Clicks in the picture set it; the console may, too.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection(pub Option<AssetRef>);

/// The thing under the pointer.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hovered(pub Option<AssetRef>);
