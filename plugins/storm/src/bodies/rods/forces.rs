//! What pushes and pulls bodies.

use rapier3d::glamx::DVec3;
use taiqu_structure::AIR_KG_M3;

use super::{Rod, Rods, axis_of};

impl Rods {
    /// Takes away last step's forces, and lets the wind push.
    pub fn blow(&mut self, wind: &dyn Fn(DVec3) -> DVec3) {
        const PARTS: u32 = 3;
        for item in self.fallen.values() {
            let [_, hinge, _] = item.fall;
            let axis = axis_of(&self.bodies[item.body]);
            let body = &mut self.bodies[item.body];
            if body.is_sleeping() || !body.is_dynamic() {
                continue;
            }
            body.reset_forces(false);
            body.reset_torques(false);
            let air = wind(hinge);
            for k in 0..PARTS {
                let share = (f64::from(k) + 0.5) / f64::from(PARTS);
                let at = hinge + axis * (item.length_m * share);
                let against = air - body.velocity_at_point(at.as_vec3()).as_dvec3();
                let across = against - axis * axis.dot(against);
                let part_m = item.length_m / f64::from(PARTS);
                let drag = across * (0.5 * AIR_KG_M3 * item.drag_m * part_m * across.length());
                body.add_force_at_point(drag.as_vec3(), at.as_vec3(), false);
            }
        }
    }

    /// Pulls at a place on a body, as it stood `height_m` over the ground.
    pub fn pull(&mut self, rod: Rod, height_m: f64, force: DVec3) {
        let Some(at) = self.place(rod, height_m) else {
            return;
        };
        let item = &self.fallen[&rod];
        if height_m > item.hinge_m {
            self.push(rod, at, force);
        }
    }

    /// Pushes a body at a place.
    pub fn push(&mut self, rod: Rod, at: DVec3, force: DVec3) {
        let Some(item) = self.fallen.get(&rod) else {
            return;
        };
        let body = &mut self.bodies[item.body];
        if body.is_dynamic() && !body.is_sleeping() {
            body.add_force_at_point(force.as_vec3(), at.as_vec3(), false);
        }
    }
}
