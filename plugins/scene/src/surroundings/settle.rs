//! What joins a building to the ground: its yard, and the dark at its foot.

use bevy::prelude::*;
use taiqu_grid::area::BuildingStyle;

use super::buildings::Plot;
use super::fields::{contact, yard};
use crate::chunks::{Chunks, Level};
use crate::terrain::Ground;

/// Lays yard and shade around a building.
pub fn settle(chunks: &mut Chunks, style: BuildingStyle, plot: &Plot, ground: &Ground) {
    let at = plot.frame.translation;
    if style != BuildingStyle::Shed {
        let half = plot.size.xz() / 2.0;
        yard(
            chunks.solid(Vec3::ZERO, Level::Backdrop),
            plot.middle,
            half,
            plot.front(),
            ground,
        );
    }
    contact(
        chunks.see_through(at, Level::Fitting),
        &plot.footprint(),
        1.4,
        ground,
    );
}
