//! What is selected, and what is under the pointer.

mod cage;
mod proxies;
mod shape;

use bevy::prelude::*;
use taiqu_grid::AssetRef;

pub(crate) use proxies::stand_in;
pub use proxies::{Extent, Hit, Proxies};
pub use shape::Shape;

pub(crate) use cage::{HOVER_SLOT, SELECTION_SLOT, outline};

/// The selected thing. Clicks in the picture set it; the console may, too.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Selection(pub Option<AssetRef>);

/// The thing under the pointer.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Hovered(pub Option<AssetRef>);
