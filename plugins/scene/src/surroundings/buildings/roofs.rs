//! Gables, flat roofs with parapets, lean-tos.

use bevy::prelude::*;

use super::Plot;
use crate::mesh::{Brush, MeshBuilder};
use crate::surface::Paint;

/// Rows of tiles a metre.
const TILES_PER_M: f32 = 3.4;
/// Thickness of a pitched roof, m.
pub(super) const THICK_M: f32 = 0.14;

/// A pitched roof with its ridge along the front.
#[derive(Clone, Copy, Debug)]
pub struct Gable {
    /// Height of the eaves over the floor, m.
    pub eaves: f32,
    /// Rise over run.
    pub pitch: f32,
    /// Overhang in front and behind, and at the gables, m.
    pub overhang: (f32, f32),
    /// What it is covered with.
    pub paint: Paint,
}

impl Gable {
    /// Builds it with its gable walls.
    pub fn build(&self, builder: &mut MeshBuilder, plot: &Plot, brush: &Brush) {
        let (half_w, half_d) = (plot.size.x / 2.0, plot.size.z / 2.0);
        let ridge = self.eaves + self.pitch * half_d;
        let (w, d) = (half_w + self.overhang.1, half_d + self.overhang.0);
        let low = self.eaves - self.pitch * self.overhang.0;
        let at = |x: f32, y: f32, z: f32| plot.frame.transform_point(Vec3::new(x, y, z));
        let tiles = brush.with(self.paint);
        let soffit = brush.with(Paint::Wood);
        let edge = Brush {
            tint: brush.tint * 0.8,
            ..tiles
        };
        let up = THICK_M;
        for side in [1.0, -1.0] {
            let (left, right) = (-w * side, w * side);
            let rows = [left, right, right, left].map(|x| x * TILES_PER_M);
            let top = [
                at(left, low + up, d * side),
                at(right, low + up, d * side),
                at(right, ridge + up, 0.0),
                at(left, ridge + up, 0.0),
            ];
            builder.rowed_face(&top, &rows, &tiles);
            let under = [
                at(right, low, d * side),
                at(left, low, d * side),
                at(left, ridge, 0.0),
                at(right, ridge, 0.0),
            ];
            builder.shaded_face(&under, &[0.7, 0.7, 0.4, 0.4], &soffit);
            builder.rowed_face(
                &[
                    at(left, low, d * side),
                    at(right, low, d * side),
                    at(right, low + up, d * side),
                    at(left, low + up, d * side),
                ],
                &[0.0; 4],
                &edge,
            );
            // The rake at this side's right end, both slopes share it by turns.
            for slope in [1.0, -1.0] {
                let (x, z) = (w * side, d * slope);
                let rake = [
                    at(x, low, z),
                    at(x, ridge, 0.0),
                    at(x, ridge + up, 0.0),
                    at(x, low + up, z),
                ];
                let outward = if side * slope > 0.0 {
                    rake
                } else {
                    [rake[3], rake[2], rake[1], rake[0]]
                };
                builder.rowed_face(&outward, &[0.0; 4], &edge);
            }
            let x = half_w * side;
            builder.shaded_face(
                &[
                    at(x, self.eaves, half_d * side),
                    at(x, self.eaves, -half_d * side),
                    at(x, ridge, 0.0),
                ],
                &[0.7, 0.7, 0.6],
                brush,
            );
        }
        let cap = Brush {
            tint: brush.tint * 0.85,
            ..brush.with(Paint::RoofFlat)
        };
        builder.bar(
            (at(-w, ridge + up, 0.0), 0.1),
            (at(w, ridge + up, 0.0), 0.1),
            6,
            &cap,
        );
    }
}

/// A flat roof at `height` inside a parapet.
pub fn flat(builder: &mut MeshBuilder, plot: &Plot, height: f32, parapet: f32, brush: &Brush) {
    let (w, d) = (plot.size.x / 2.0, plot.size.z / 2.0);
    let roof = brush.with(Paint::RoofFlat);
    builder.block(
        &plot.frame,
        Vec3::new(-w, height - 0.1, -d),
        Vec3::new(w, height, d),
        &roof,
    );
    let coping = brush.with(Paint::Trim);
    let thick = 0.2;
    for (low, high) in [
        ((-w, d - thick), (w, d)),
        ((-w, -d), (w, thick - d)),
        ((-w, thick - d), (thick - w, d - thick)),
        ((w - thick, thick - d), (w, d - thick)),
    ] {
        builder.block(
            &plot.frame,
            Vec3::new(low.0, height, low.1),
            Vec3::new(high.0, height + parapet, high.1),
            brush,
        );
        let (out, top) = (0.04, height + parapet);
        builder.block(
            &plot.frame,
            Vec3::new(low.0 - out, top, low.1 - out),
            Vec3::new(high.0 + out, top + 0.07, high.1 + out),
            &coping,
        );
    }
}

/// A box on the roof: stair heads, tanks.
pub fn hut(
    builder: &mut MeshBuilder,
    plot: &Plot,
    (x, z): (f32, f32),
    base: f32,
    size: Vec3,
    brush: &Brush,
) {
    let half = Vec3::new(size.x / 2.0, 0.0, size.z / 2.0);
    let at = Vec3::new(x, base, z);
    builder.block(&plot.frame, at - half, at + half + Vec3::Y * size.y, brush);
    let lid = brush.with(Paint::Trim);
    let over = half + Vec3::new(0.12, 0.0, 0.12);
    let top = at + Vec3::Y * size.y;
    builder.block(&plot.frame, top - over, top + over + Vec3::Y * 0.1, &lid);
}

/// A solar water heater, as on most village roofs: panel, tank, legs.
pub fn heater(
    builder: &mut MeshBuilder,
    plot: &Plot,
    (x, z): (f32, f32),
    base: f32,
    brush: &Brush,
) {
    let at = |dx: f32, dy: f32, dz: f32| {
        plot.frame
            .transform_point(Vec3::new(x + dx, base + dy, z + dz))
    };
    let panel = [
        at(-0.9, 0.15, 0.9),
        at(0.9, 0.15, 0.9),
        at(0.9, 1.15, -0.3),
        at(-0.9, 1.15, -0.3),
    ];
    builder.face(&panel, &brush.with(Paint::PvCell));
    let back = [panel[3], panel[2], panel[1], panel[0]];
    builder.face(&back, &brush.with(Paint::SteelGalvanised));
    let steel = Brush {
        slot: 0,
        ..brush.with(Paint::Aluminium)
    };
    builder.bar(
        (at(-1.0, 1.25, -0.4), 0.24),
        (at(1.0, 1.25, -0.4), 0.24),
        10,
        &steel,
    );
    for side in [-0.8, 0.8] {
        builder.bar(
            (at(side, 0.0, -0.4), 0.03),
            (at(side, 1.2, -0.4), 0.03),
            4,
            &steel,
        );
    }
}
