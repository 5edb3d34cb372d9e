//! Trees of the area, and woods beyond the surveyed land.

use bevy::prelude::*;

use crate::chance::{between, chance, noise};
use crate::chunks::{Chunks, Level};
use crate::mesh::Brush;
use crate::models::{Model, Models, TREES};
use crate::surface::Paint;
use crate::terrain::Ground;

/// How far woods are drawn beyond the surveyed land, m.
const WOODS_M: f32 = 480.0;
/// Distance between the trees of a wood, m.
const SPACING_M: f32 = 13.0;

/// A tree as it stands.
#[derive(Clone, Copy, Debug)]
pub struct Stem {
    /// Name of its model.
    pub name: &'static str,
    /// Where it stands.
    pub frame: Transform,
    /// How it is painted.
    pub brush: Brush,
}

/// A tree of `height`, its kind, girth and turn by its place.
pub fn stem(models: &Models, ground: &Ground, at: Vec2, height: f32) -> Option<Stem> {
    let name = kind(at);
    let (frame, brush) = grown(models.get(name)?, ground, at, height);
    Some(Stem { name, frame, brush })
}

/// Woods on the land around: coarse trees in clumps.
pub fn woods(chunks: &mut Chunks, models: &Models, ground: &Ground) {
    let land = ground.core.inflate(WOODS_M);
    let count = (land.size() / SPACING_M).as_ivec2();
    for row in 0..count.y {
        for column in 0..count.x {
            let cell = land.min + Vec2::new(column as f32, row as f32) * SPACING_M;
            let jitter = Vec2::new(chance(cell, 72), chance(cell, 73)) - 0.5;
            let at = cell + jitter * SPACING_M * 0.9;
            let clump = noise(at / 95.0, 74);
            if ground.beyond(at) > 25.0 && clump > 0.76 && chance(at, 75) < 0.75 {
                let Some(model) = models.coarse(kind(at)) else {
                    continue;
                };
                let (frame, brush) = grown(model, ground, at, between(at, 76, 6.0, 13.0));
                chunks.form(model, &frame, Level::Shadowless, &brush);
            }
        }
    }
}

fn kind(at: Vec2) -> &'static str {
    TREES[(chance(at, 71) * (TREES.len() as f32 - 0.001)) as usize]
}

fn grown(model: &Model, ground: &Ground, at: Vec2, height: f32) -> (Transform, Brush) {
    let tall = model.bounds().1.y.max(0.1);
    let girth = between(at, 77, 0.85, 1.15);
    let scale = height / tall;
    let foot = ground.point(at);
    let frame = Transform::from_translation(foot)
        .with_rotation(Quat::from_rotation_y(
            chance(at, 78) * std::f32::consts::TAU,
        ))
        .with_scale(Vec3::new(scale * girth, scale, scale * girth));
    let bright = between(at, 79, 0.82, 1.14);
    let warm = between(at, 80, -0.08, 0.08);
    let brush = Brush {
        tint: Vec3::new(bright + warm, bright, bright - warm),
        ..Brush::new(Paint::LeafGreen, foot.y)
    };
    (frame, brush)
}
