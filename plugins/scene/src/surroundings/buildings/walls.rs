//! Walls, and where things are on them.

use bevy::prelude::*;

use super::Plot;
use crate::mesh::{Brush, MeshBuilder};
use crate::surface::Paint;

/// What is this near to a wall hangs on it, m.
const MOUNTED_M: f32 = 0.7;
/// Room left beside what hangs on a wall, m.
const ROOM_M: f32 = 0.75;
/// Height up to which it is left free, m.
const FREE_TO_M: f32 = 3.4;

/// One outer wall: its origin amid its foot, +X to the right seen from outside, +Z
/// outwards.
#[derive(Clone, Debug)]
pub struct Wall {
    /// Its place in the world.
    pub frame: Transform,
    /// Its width, m.
    pub width: f32,
    /// Where something hangs on its ground floor, from its middle, m.
    pub mounts: Vec<f32>,
}

impl Plot {
    /// Front, right, back and left wall.
    pub(super) fn walls(&self) -> [Wall; 4] {
        let (w, d) = (self.size.x, self.size.z);
        let quarter = std::f32::consts::FRAC_PI_2;
        [(0.0, d, w), (1.0, w, d), (2.0, d, w), (3.0, w, d)].map(
            |(turns, off, width): (f32, f32, f32)| {
                let turn = Quat::from_rotation_y(turns * quarter);
                let place =
                    Transform::from_translation(turn * Vec3::Z * (off / 2.0)).with_rotation(turn);
                let frame = self.frame * place;
                let inverse = frame.compute_affine().inverse();
                let on_it = |at: &Vec2| {
                    let local =
                        inverse.transform_point3(Vec3::new(at.x, frame.translation.y, at.y));
                    (local.z.abs() < MOUNTED_M).then_some(local.x)
                };
                Wall {
                    frame,
                    width,
                    mounts: self.mounts.iter().filter_map(on_it).collect(),
                }
            },
        )
    }

    /// The four walls up to `height`, darker under the eaves where `eaves` hang
    /// over, on a plinth that reaches into the ground.
    pub(super) fn enclose(
        &self,
        builder: &mut MeshBuilder,
        height: f32,
        eaves: bool,
        brush: &Brush,
    ) {
        let shade_from = if eaves { height - 0.7 } else { height };
        for wall in self.walls() {
            wall.panel(
                builder,
                (-wall.width / 2.0, -self.below),
                (wall.width / 2.0, shade_from),
                [1.0; 2],
                brush,
            );
            if eaves {
                wall.panel(
                    builder,
                    (-wall.width / 2.0, shade_from),
                    (wall.width / 2.0, height),
                    [1.0, 0.55],
                    brush,
                );
            }
        }
        let half = Vec3::new(self.size.x, 0.0, self.size.z) / 2.0 + Vec3::new(0.05, 0.0, 0.05);
        let base = brush.with(Paint::WallBase);
        builder.block(
            &self.frame,
            -half - Vec3::Y * self.below,
            half + Vec3::Y * 0.3,
            &base,
        );
    }
}

impl Wall {
    /// A flat piece of the wall between two corners (x, y), with the openness of
    /// its lower and upper edge.
    pub fn panel(
        &self,
        builder: &mut MeshBuilder,
        low: (f32, f32),
        high: (f32, f32),
        [bottom, top]: [f32; 2],
        brush: &Brush,
    ) {
        self.proud(builder, low, high, 0.0, [bottom, top], brush);
    }

    /// The same, standing proud of the wall by `out`.
    pub fn proud(
        &self,
        builder: &mut MeshBuilder,
        low: (f32, f32),
        high: (f32, f32),
        out: f32,
        [bottom, top]: [f32; 2],
        brush: &Brush,
    ) {
        let corners = [
            (low.0, low.1),
            (high.0, low.1),
            (high.0, high.1),
            (low.0, high.1),
        ]
        .map(|(x, y)| self.frame.transform_point(Vec3::new(x, y, out)));
        builder.shaded_face(&corners, &[bottom, bottom, top, top], brush);
    }

    /// A block on the wall, from `low` to `high` in its axes.
    pub fn block(&self, builder: &mut MeshBuilder, low: [f32; 3], high: [f32; 3], brush: &Brush) {
        builder.block(&self.frame, Vec3::from(low), Vec3::from(high), brush);
    }

    /// Whether something hangs where an opening of width `w` about x, with its sill
    /// at y, would be.
    pub fn is_taken(&self, x: f32, y: f32, w: f32) -> bool {
        y < FREE_TO_M
            && self
                .mounts
                .iter()
                .any(|mount| (mount - x).abs() < w / 2.0 + ROOM_M)
    }

    /// Middles of `about` wide bays across the wall.
    pub fn bays(&self, about: f32) -> Vec<f32> {
        let count = (self.width / about).round().max(1.0);
        let bay = self.width / count;
        (0..count as u32)
            .map(|k| (k as f32 + 0.5) * bay - self.width / 2.0)
            .collect()
    }
}
