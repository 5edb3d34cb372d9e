//! A rope on the ground.

use rapier3d::glamx::DVec3;

use super::Rope;

/// Height of a wire's middle over the ground on which it lies, m, and its friction there.
const LIES_M: f64 = 0.02;
const FRICTION: f64 = 0.6;
/// Over what distance the ground's slope is taken, m.
const APART_M: f64 = 0.1;

impl Rope {
    /// Lets it lie on the ground: what would get into it slides on along it.
    pub(super) fn rest_on(
        &mut self,
        before: &[DVec3],
        inverse: &[f64],
        ground_m: &dyn Fn(f64, f64) -> f64,
        seconds: f64,
    ) {
        for k in 0..self.at.len() {
            let DVec3 { x, y, z } = self.at[k];
            let floor = ground_m(x, y) + LIES_M;
            if z >= floor || inverse[k] <= 0.0 {
                continue;
            }
            let rise = |east: f64, north: f64| ground_m(x + east, y + north) + LIES_M - floor;
            let out = DVec3::new(-rise(APART_M, 0.0), -rise(0.0, APART_M), APART_M).normalize();
            let into = self.velocity[k].dot(out).min(0.0);
            let slides = self.velocity[k] - out * into;
            let held = (FRICTION * -into / slides.length().max(1e-12)).min(1.0);
            self.velocity[k] = slides * (1.0 - held);
            self.at[k] = before[k] + self.velocity[k] * seconds;
            self.at[k].z = self.at[k].z.max(floor);
        }
    }
}
