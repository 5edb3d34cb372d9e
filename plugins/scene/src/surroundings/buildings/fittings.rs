//! What people put on their houses: air conditioners on walls, tanks on flat roofs.

use bevy::prelude::*;
use taiqu_grid::area::BuildingStyle;

use super::walls::Wall;
use super::{Plot, blocks, houses};
use crate::chance::chance;
use crate::chunks::{Chunks, Level};
use crate::mesh::Brush;
use crate::models::{AIR_CONDITIONER, Models, WATER_TANK};
use crate::surface::Paint;

/// Height of an air conditioner over its floor, m.
const UNIT_M: f32 = 0.7;

/// Furnishes a building.
pub fn furnish(chunks: &mut Chunks, models: &Models, style: BuildingStyle, plot: &Plot) {
    let (storey, bays, share) = match style {
        BuildingStyle::VillageHouse => (houses::STOREY_M, 3.8, 0.35),
        BuildingStyle::Slab | BuildingStyle::Tower => (blocks::STOREY_M, 3.7, 0.5),
        _ => return,
    };
    let storeys = (plot.size.y / storey).round().max(1.0);
    let [_, right, back, left] = plot.walls();
    for floor in 0..storeys as u32 {
        let base = floor as f32 * plot.size.y / storeys + UNIT_M;
        for (wall, bays) in [(&back, bays), (&right, 5.0), (&left, 5.0)] {
            units(chunks, models, wall, (base, bays), share, plot);
        }
    }
    if style == BuildingStyle::VillageHouse && !plot.is_pitched() {
        let at = Vec3::new(-0.33 * plot.size.x, plot.size.y, -0.36 * plot.size.z);
        let frame = plot.frame * Transform::from_translation(at);
        if let Some(tank) = models.get(WATER_TANK) {
            let brush = Brush::new(Paint::SteelGalvanised, frame.translation.y);
            chunks.form(tank, &frame, Level::Fitting, &brush);
        }
    }
}

/// Units between the windows of one floor of a wall.
fn units(
    chunks: &mut Chunks,
    models: &Models,
    wall: &Wall,
    (y, bays): (f32, f32),
    share: f32,
    plot: &Plot,
) {
    let Some(unit) = models.get(AIR_CONDITIONER) else {
        return;
    };
    for pair in wall.bays(bays).windows(2) {
        let x = f32::midpoint(pair[0], pair[1]);
        let frame = wall.frame * Transform::from_xyz(x, y, 0.0);
        let place = frame.translation.xz() + Vec2::splat(y);
        if chance(place, 95) < share && !wall.is_taken(x, y, 0.9) {
            let brush = Brush::new(Paint::PlasticGrey, plot.frame.translation.y);
            chunks.form(unit, &frame, Level::Full, &brush);
        }
    }
}
