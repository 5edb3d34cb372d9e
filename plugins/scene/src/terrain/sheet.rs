//! The ground's mesh: fine squares on the surveyed land, growing outwards to the
//! horizon.

use bevy::prelude::*;

use super::Ground;
use crate::chance::noise;
use crate::mesh::{Brush, DRAPE_CELL_M, MeshBuilder};
use crate::surface::Paint;

/// How far the ground reaches beyond the surveyed land, m.
const HORIZON_M: f32 = 4200.0;
/// Growth of the squares beyond it.
const GROWTH: f32 = 1.16;

/// The ground with its water.
pub fn sheet(ground: &Ground) -> MeshBuilder {
    let mut builder = MeshBuilder::default();
    let columns = lines(ground.core.min.x, ground.core.max.x);
    let rows = lines(ground.core.min.y, ground.core.max.y);
    for &z in &rows {
        for &x in &columns {
            let at = Vec2::new(x, z);
            let far = (ground.beyond(at) / 60.0).clamp(0.0, 1.0);
            let shade = 0.94 + 0.12 * noise(at / 38.0, 31);
            let brush = Brush {
                tint: Vec3::splat(shade),
                ..Brush::new(Paint::Grass, 0.0)
            };
            let extra = Vec2::new(far, 0.0);
            builder.vertex(ground.point(at), normal(ground, at), extra, 1.0, &brush);
        }
    }
    let width = columns.len() as u32;
    for row in 1..rows.len() as u32 {
        for column in 1..width {
            let corner = row * width + column;
            let [a, b, c, d] = [corner - width - 1, corner - width, corner - 1, corner];
            builder.join(a, c, b);
            builder.join(b, c, d);
        }
    }
    for pond in &ground.ponds {
        let surface = wider(&pond.ring, 4.0);
        let brush = Brush::new(Paint::Water, 0.0);
        builder.drape(&surface, |_| pond.level, |_| 0.0, &brush);
    }
    builder
}

/// Where the squares' edges lie along one axis.
fn lines(low: f32, high: f32) -> Vec<f32> {
    let first = (low / DRAPE_CELL_M).floor() as i32;
    let last = (high / DRAPE_CELL_M).ceil() as i32;
    let mut outer = Vec::new();
    let (mut off, mut step) = (0.0, DRAPE_CELL_M);
    while off < HORIZON_M {
        step *= GROWTH;
        off += step;
        outer.push(off);
    }
    let at = |k: i32| k as f32 * DRAPE_CELL_M;
    let before = outer.iter().rev().map(|off| at(first) - off);
    let after = outer.iter().map(|off| at(last) + off);
    before.chain((first..=last).map(at)).chain(after).collect()
}

fn normal(ground: &Ground, at: Vec2) -> Vec3 {
    let slope =
        |step: Vec2| (ground.height(at + step) - ground.height(at - step)) / (2.0 * step.length());
    Vec3::new(-slope(Vec2::X * 2.0), 1.0, -slope(Vec2::Y * 2.0)).normalize()
}

/// The ring with every corner moved outwards by about `by`.
fn wider(ring: &[Vec2], by: f32) -> Vec<Vec2> {
    let middle = ring.iter().sum::<Vec2>() / ring.len().max(1) as f32;
    let count = ring.len();
    (0..count)
        .map(|k| {
            let ahead =
                (ring[(k + 1) % count] - ring[(k + count - 1) % count]).normalize_or(Vec2::X);
            let side = ahead.perp();
            let out = if side.dot(ring[k] - middle) < 0.0 {
                -side
            } else {
                side
            };
            ring[k] + out * by
        })
        .collect()
}
