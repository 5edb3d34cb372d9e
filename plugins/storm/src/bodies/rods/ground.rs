//! The ground below what falls, in tiles.

use rapier3d::parry::utils::Array2;
use rapier3d::prelude::*;

use super::{FRICTION, Rods};

/// Side of a tile of ground, in cells of a metre.
const TILE: i32 = 8;
/// How far around a body there is ground, m: contacts are seen 0.4 m ahead, and a top moves
/// by no more than 0.4 m in a step.
const AROUND_M: f64 = 1.0;

impl Rods {
    /// Lays the ground that what moves may reach in the next step.
    pub fn lay_ground(&mut self, ground_m: &dyn Fn(f64, f64) -> f64) {
        let tile = |m: f64| (m / f64::from(TILE)).floor() as i32;
        let mut near = Vec::new();
        for item in self.fallen.values().filter(|item| self.moves(item)) {
            let [_, hinge, _] = item.fall;
            let top = hinge + self.axis(item) * item.length_m;
            let (low, high) = (hinge.min(top) - AROUND_M, hinge.max(top) + AROUND_M);
            for x in tile(low.x)..=tile(high.x) {
                near.extend((tile(low.y)..=tile(high.y)).map(|y| (x, y)));
            }
        }
        for at in near {
            if self.tiles.insert(at) {
                self.colliders.insert(field(at, ground_m).build());
            }
        }
    }
}

/// A tile of ground.
fn field((x, y): (i32, i32), ground_m: &dyn Fn(f64, f64) -> f64) -> ColliderBuilder {
    let corner = (f64::from(x * TILE), f64::from(y * TILE));
    let side = TILE as usize + 1;
    // The engine's fields lie in its x and z, with y up: turned to lie in ours, their rows
    // run backwards.
    let heights = Array2::from_fn(side, side, |row, column| {
        let north = TILE as usize - row;
        ground_m(corner.0 + column as f64, corner.1 + north as f64) as f32
    });
    let size = TILE as f32;
    let middle =
        Vec3::new(corner.0 as f32, corner.1 as f32, 0.0) + Vec3::new(size, size, 0.0) / 2.0;
    let turned = Vec3::X * std::f32::consts::FRAC_PI_2;
    ColliderBuilder::heightfield(heights, Vec3::new(size, 1.0, size))
        .position(Pose::new(middle, turned))
        .friction(FRICTION)
        .restitution(0.0)
}
