//! Buildings of every style, from their footprint and height.

mod blocks;
mod fittings;
mod houses;
mod openings;
mod roofs;
mod solar;
mod walls;

use bevy::prelude::*;
use taiqu_grid::area::BuildingStyle;
use taiqu_grid::area::raw::RawBuilding;

use crate::chance::{between, chance};
use crate::convert::{MapFrame, heading};
use crate::mesh::{Brush, MeshBuilder};
use crate::surface::Paint;
use crate::terrain::Ground;

pub use fittings::furnish;

/// Where a building stands.
#[derive(Clone, Debug)]
pub struct Plot {
    /// Middle of its ground floor; front towards +Z.
    pub frame: Transform,
    /// Width along the front, height to the eaves, depth, m.
    pub size: Vec3,
    /// How far its foundation reaches below the ground floor, m.
    pub below: f32,
    /// Its middle on the plane (X, Z); also what its variations depend on.
    pub middle: Vec2,
    /// What hangs on its walls, on the plane (X, Z): no window goes there.
    pub mounts: Vec<Vec2>,
    /// Whether there are photovoltaic modules on its roof.
    pub solar: bool,
}

impl Plot {
    /// The plot of `building`: its floor just above the highest ground at its
    /// corners, its foundation below the lowest.
    pub fn of(building: &RawBuilding, frame: MapFrame, ground: &Ground) -> Self {
        let (width, depth, height) = building.size_m;
        let size = Vec3::new(width as f32, height as f32, depth as f32);
        let middle = frame.plane(building.at);
        let mut plot = Self {
            frame: Transform::from_xyz(middle.x, 0.0, middle.y)
                .with_rotation(heading(building.heading_deg)),
            size,
            below: 0.0,
            middle,
            mounts: Vec::new(),
            solar: false,
        };
        let heights = plot.footprint().map(|corner| ground.height(corner));
        let highest = heights.into_iter().fold(ground.height(middle), f32::max);
        let lowest = heights.into_iter().fold(highest, f32::min);
        plot.frame.translation.y = highest + 0.12;
        plot.below = highest - lowest + 0.5;
        plot
    }

    /// Corners of the footprint on the plane (X, Z).
    pub fn footprint(&self) -> [Vec2; 4] {
        let half = self.size / 2.0;
        [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(x, z)| {
            self.frame
                .transform_point(Vec3::new(half.x * x, 0.0, half.z * z))
                .xz()
        })
    }

    /// Distance of a point of the plane (X, Z) from its footprint, m; 0 inside.
    pub fn distance(&self, at: Vec2) -> f32 {
        let inverse = self.frame.compute_affine().inverse();
        let local = inverse.transform_point3(Vec3::new(at.x, self.frame.translation.y, at.y));
        (local.xz().abs() - self.size.xz() / 2.0)
            .max(Vec2::ZERO)
            .length()
    }

    /// Whether a village house here has a pitched roof.
    fn is_pitched(&self) -> bool {
        self.chance(62) < 0.62
    }

    /// Direction of the front on the plane (X, Z).
    pub fn front(&self) -> Vec2 {
        (self.frame.rotation * Vec3::Z).xz()
    }

    fn chance(&self, salt: u32) -> f32 {
        chance(self.middle, salt)
    }

    fn brush(&self, paint: Paint, slot: u32) -> Brush {
        let bright = between(self.middle, 51, 0.90, 1.06);
        let warm = between(self.middle, 52, -0.03, 0.03);
        Brush {
            slot,
            tint: Vec3::new(bright + warm, bright, bright - warm),
            ..Brush::new(paint, self.frame.translation.y - 0.1)
        }
    }
}

/// Builds a building on its plot; its windows are lit by `slot`.
pub fn raise(builder: &mut MeshBuilder, style: BuildingStyle, plot: &Plot, slot: u32) {
    match style {
        BuildingStyle::Cottage => houses::cottage(builder, plot, slot),
        BuildingStyle::VillageHouse => houses::village_house(builder, plot, slot),
        BuildingStyle::Shop => houses::shop(builder, plot, slot),
        BuildingStyle::Shed => houses::shed(builder, plot, slot),
        BuildingStyle::Slab => blocks::flats(builder, plot, slot, Paint::WallCream),
        BuildingStyle::Tower => blocks::flats(builder, plot, slot, Paint::WallTile),
        BuildingStyle::Public => blocks::public(builder, plot, slot),
        BuildingStyle::Hall => blocks::hall(builder, plot, slot),
    }
    if plot.solar {
        solar::solar(builder, style, plot);
    }
}
