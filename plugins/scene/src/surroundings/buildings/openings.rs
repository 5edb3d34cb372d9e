//! Windows, doors, balconies.

use super::walls::Wall;
use crate::mesh::{Brush, MeshBuilder};
use crate::surface::Paint;

impl Wall {
    /// A window of `w` by `h` whose sill is at (x, y), unless something hangs there.
    pub fn window(
        &self,
        builder: &mut MeshBuilder,
        (x, y): (f32, f32),
        (w, h): (f32, f32),
        brush: &Brush,
    ) {
        if self.is_taken(x, y, w) {
            return;
        }
        let frame = brush.with(Paint::WindowFrame);
        self.proud(
            builder,
            (x - w / 2.0 - 0.07, y - 0.07),
            (x + w / 2.0 + 0.07, y + h + 0.07),
            0.02,
            [1.0, 0.8],
            &frame,
        );
        let pane = brush.with(Paint::WindowGlass);
        for side in [-1.0, 1.0] {
            let (inner, outer) = (x + side * 0.03, x + side * w / 2.0);
            let (left, right) = (inner.min(outer), inner.max(outer));
            self.proud(
                builder,
                (left, y),
                (right, y + h),
                0.035,
                [0.95, 0.6],
                &pane,
            );
        }
        let sill = brush.with(Paint::Trim);
        self.block(
            builder,
            [x - w / 2.0 - 0.12, y - 0.14, 0.0],
            [x + w / 2.0 + 0.12, y - 0.06, 0.14],
            &sill,
        );
    }

    /// A door of `w` by `h` at x, with a step before it.
    pub fn door(&self, builder: &mut MeshBuilder, x: f32, (w, h): (f32, f32), brush: &Brush) {
        let frame = brush.with(Paint::Trim);
        self.proud(
            builder,
            (x - w / 2.0 - 0.1, 0.0),
            (x + w / 2.0 + 0.1, h + 0.1),
            0.06,
            [1.0, 0.7],
            &frame,
        );
        self.proud(
            builder,
            (x - w / 2.0, 0.0),
            (x + w / 2.0, h),
            0.075,
            [0.95, 0.7],
            &brush.with(Paint::Door),
        );
        let step = brush.with(Paint::WallBase);
        self.block(
            builder,
            [x - w / 2.0 - 0.3, -0.6, 0.0],
            [x + w / 2.0 + 0.3, -0.01, 0.6],
            &step,
        );
    }

    /// A balcony on the floor at y, `w` wide about x.
    pub fn balcony(
        &self,
        builder: &mut MeshBuilder,
        (x, y): (f32, f32),
        w: f32,
        deep: f32,
        brush: &Brush,
    ) {
        let (left, right) = (x - w / 2.0, x + w / 2.0);
        self.block(
            builder,
            [left, y - 0.14, 0.0],
            [right, y, deep],
            &brush.with(Paint::Trim),
        );
        let rail = brush.with(Paint::WallTile);
        self.block(
            builder,
            [left, y, deep - 0.08],
            [right, y + 0.95, deep],
            &rail,
        );
        for side in [left, right - 0.08] {
            self.block(
                builder,
                [side, y, 0.0],
                [side + 0.08, y + 0.95, deep - 0.08],
                &rail,
            );
        }
    }
}
