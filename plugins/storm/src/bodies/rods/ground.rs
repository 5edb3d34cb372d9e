//! The ground below what falls, in tiles.

use rapier3d::parry::utils::Array2;
use rapier3d::prelude::*;

use super::{FRICTION, Fall, Rods};

/// Side of a tile of ground, in cells of a metre.
const TILE: i32 = 16;

impl Rods {
    /// Ground where it can fall.
    pub(super) fn lay_ground(&mut self, fall: &Fall, ground_m: &dyn Fn(f64, f64) -> f64) {
        let reach = fall.length_m + fall.hinge_m + 1.0;
        let tile = |m: f64| (m / f64::from(TILE)).floor() as i32;
        for x in tile(fall.foot.x - reach)..=tile(fall.foot.x + reach) {
            for y in tile(fall.foot.y - reach)..=tile(fall.foot.y + reach) {
                if !self.tiles.insert((x, y)) {
                    continue;
                }
                let corner = (f64::from(x * TILE), f64::from(y * TILE));
                let side = TILE as usize + 1;
                // The engine's fields lie in its x and z, with y up: turned to lie in ours,
                // their rows run backwards.
                let heights = Array2::from_fn(side, side, |row, column| {
                    let north = TILE as usize - row;
                    ground_m(corner.0 + column as f64, corner.1 + north as f64) as f32
                });
                let size = TILE as f32;
                let field = ColliderBuilder::heightfield(heights, Vec3::new(size, 1.0, size));
                let middle = Vec3::new(corner.0 as f32, corner.1 as f32, 0.0)
                    + Vec3::new(size, size, 0.0) / 2.0;
                let turned = Vec3::X * std::f32::consts::FRAC_PI_2;
                let field = field
                    .position(Pose::new(middle, turned))
                    .friction(FRICTION)
                    .restitution(0.0);
                self.colliders.insert(field.build());
            }
        }
    }
}
