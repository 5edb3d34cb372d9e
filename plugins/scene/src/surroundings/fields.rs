//! Fields as a patchwork, and yards around houses.

use bevy::prelude::*;
use taiqu_grid::area::Ring;

use crate::chance::{between, chance};
use crate::convert::MapFrame;
use crate::mesh::{Brush, MeshBuilder};
use crate::surface::Paint;
use crate::terrain::Ground;

const CROPS: [Paint; 5] = [
    Paint::FieldRice,
    Paint::FieldGreens,
    Paint::FieldRice,
    Paint::FieldGrain,
    Paint::FieldSoil,
];
/// Distance between rows, m.
const ROW_M: f32 = 0.9;

/// All fields of an area.
pub fn fields(rings: &[Ring], frame: MapFrame, ground: &Ground) -> MeshBuilder {
    let mut builder = MeshBuilder::default();
    for ring in rings.iter().filter(|ring| ring.len() >= 3) {
        let ring = frame.planes(ring);
        let crop = CROPS[(chance(ring[0], 41) * 4.999) as usize];
        let brush = Brush {
            tint: Vec3::splat(between(ring[0], 42, 0.88, 1.12)),
            ..Brush::new(crop, 0.0)
        };
        let across = (ring[1] - ring[0]).normalize_or(Vec2::X).perp();
        let height = |at| ground.height(at) + 0.04;
        builder.drape(&ring, height, |at| at.dot(across) / ROW_M, &brush);
    }
    builder
}

/// The yard of a house on a rectangle of `half` sizes about `at`, its front to
/// `front`, and the dark at the foot of its walls.
pub fn yard(builder: &mut MeshBuilder, at: Vec2, half: Vec2, front: Vec2, ground: &Ground) {
    let right = Vec2::new(-front.y, front.x);
    let rectangle = |half: Vec2, ahead: f32| {
        [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|(x, z)| {
            at + right * (half.x * x) + front * (half.y * z + if z > 0.0 { ahead } else { 0.0 })
        })
    };
    let brush = Brush {
        tint: Vec3::splat(between(at, 43, 0.9, 1.06)),
        ..Brush::new(Paint::Yard, 0.0)
    };
    let court = rectangle(half + 0.9, 3.2);
    builder.drape(&court, |p| ground.height(p) + 0.04, |_| 2.0, &brush);
}

/// A dark rim around a footprint that fades outwards.
pub fn contact(builder: &mut MeshBuilder, footprint: &[Vec2], reach: f32, ground: &Ground) {
    let middle = footprint.iter().sum::<Vec2>() / footprint.len().max(1) as f32;
    let brush = Brush::new(Paint::Contact, 0.0);
    let count = footprint.len();
    let mut rings: Vec<(u32, u32)> = Vec::new();
    for &corner in footprint {
        let out = (corner - middle).normalize_or(Vec2::X) * reach * 1.3;
        let mut put = |at: Vec2, dark: f32| {
            let point = ground.point(at) + Vec3::Y * 0.07;
            builder.vertex(point, Vec3::Y, Vec2::ZERO, dark, &brush)
        };
        rings.push((put(corner - out * 0.1, 0.5), put(corner + out, 0.0)));
    }
    for k in 0..count {
        let ((a, b), (c, d)) = (rings[k], rings[(k + 1) % count]);
        builder.join(a, c, b);
        builder.join(b, c, d);
    }
}
