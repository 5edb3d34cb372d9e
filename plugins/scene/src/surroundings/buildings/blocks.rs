//! Flats, public buildings and halls.

use bevy::prelude::*;

use super::Plot;
use super::roofs::{Gable, flat, hut};
use crate::mesh::{Brush, MeshBuilder};
use crate::surface::Paint;

/// Height of a storey of flats, m.
pub(super) const STOREY_M: f32 = 2.9;

/// A block of flats, slab or tower.
pub fn flats(builder: &mut MeshBuilder, plot: &Plot, slot: u32, wall: Paint) {
    let brush = plot.brush(wall, slot);
    let height = plot.size.y;
    let storeys = (height / STOREY_M).round().max(1.0);
    let storey = height / storeys;
    plot.enclose(builder, height, false, &brush);
    flat(builder, plot, height, 1.1, &brush);
    let [front, right, back, left] = plot.walls();
    let bays = front.bays(3.7);
    for floor in 0..storeys as u32 {
        let base = floor as f32 * storey;
        for (k, &x) in bays.iter().enumerate() {
            let living = k % 3 != 1;
            let (width, sill) = if living { (2.1, 0.5) } else { (1.3, 0.9) };
            front.window(builder, (x, base + sill), (width, 2.35 - sill), &brush);
            if living && floor > 0 {
                front.balcony(builder, (x, base), 2.9, 1.25, &brush);
            }
        }
        for (k, x) in back.bays(3.7).into_iter().enumerate() {
            // Every third bay behind is a stair, lit half a storey higher.
            let stair = k % 3 == 1;
            let sill = if stair {
                base + storey / 2.0
            } else {
                base + 0.9
            };
            let small = if stair { (0.9, 1.0) } else { (1.3, 1.4) };
            if !(stair && floor + 1 == storeys as u32) {
                back.window(builder, (x, sill), small, &brush);
            }
            if floor == 0 && stair {
                back.door(builder, x, (1.5, 2.2), &brush);
                back.block(
                    builder,
                    [x - 1.2, 2.4, 0.0],
                    [x + 1.2, 2.55, 1.3],
                    &brush.with(Paint::Trim),
                );
            }
        }
        for side in [&right, &left] {
            for x in side.bays(5.0) {
                side.window(builder, (x, base + 0.95), (1.1, 1.35), &brush);
            }
        }
    }
    for &x in bays.iter().skip(1).step_by(3) {
        hut(
            builder,
            plot,
            (x, -plot.size.z * 0.18),
            height,
            Vec3::new(3.0, 2.3, 3.6),
            &brush,
        );
    }
    corners(builder, plot, height, &brush);
}

/// Pilasters at the corners, which give a plain block its edges.
fn corners(builder: &mut MeshBuilder, plot: &Plot, height: f32, brush: &Brush) {
    let trim = brush.with(Paint::Trim);
    let half = plot.size / 2.0;
    for (x, z) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
        let at = Vec3::new(half.x * x, 0.0, half.z * z);
        let size = Vec3::new(0.22, 0.0, 0.22);
        builder.block(&plot.frame, at - size, at + size + Vec3::Y * height, &trim);
    }
}

/// School, clinic, committee.
pub fn public(builder: &mut MeshBuilder, plot: &Plot, slot: u32) {
    let brush = plot.brush(Paint::WallWhite, slot);
    let height = plot.size.y;
    let storeys = (height / 3.6).round().max(1.0);
    let storey = height / storeys;
    plot.enclose(builder, height, false, &brush);
    flat(builder, plot, height, 0.8, &brush);
    let [front, _, back, _] = plot.walls();
    for floor in 0..storeys as u32 {
        let base = floor as f32 * storey;
        for wall in [&front, &back] {
            for x in wall.bays(3.6) {
                if floor > 0 || x.abs() > 2.2 {
                    wall.window(builder, (x, base + 1.0), (2.2, 1.7), &brush);
                }
            }
        }
        let half = front.width / 2.0;
        front.block(
            builder,
            [-half, base + storey - 0.3, 0.0],
            [half, base + storey - 0.1, 0.35],
            &brush.with(Paint::Trim),
        );
    }
    front.door(builder, 0.0, (2.4, 2.6), &brush);
    front.block(
        builder,
        [-2.8, 3.0, 0.0],
        [2.8, 3.3, 2.2],
        &brush.with(Paint::Trim),
    );
    for x in [-2.5, 2.5] {
        let foot = front.frame.transform_point(Vec3::new(x, -plot.below, 1.9));
        let head = front.frame.transform_point(Vec3::new(x, 3.0, 1.9));
        builder.bar((foot, 0.18), (head, 0.16), 8, &brush.with(Paint::Trim));
    }
    corners(builder, plot, height, &brush);
}

/// Workshop or small factory hall.
pub fn hall(builder: &mut MeshBuilder, plot: &Plot, slot: u32) {
    let brush = plot.brush(Paint::WallWhite, slot);
    let height = plot.size.y;
    plot.enclose(builder, height, true, &brush);
    Gable {
        eaves: height,
        pitch: 0.2,
        overhang: (0.5, 0.3),
        paint: Paint::Sheet,
    }
    .build(builder, plot, &brush);
    let [front, _, back, _] = plot.walls();
    for wall in [&front, &back] {
        for x in wall.bays(5.0) {
            wall.window(builder, (x, height - 1.9), (3.4, 1.0), &brush);
        }
    }
    front.door(
        builder,
        0.0,
        ((front.width * 0.3).min(4.0), (height - 2.4).clamp(2.2, 3.6)),
        &brush,
    );
}
