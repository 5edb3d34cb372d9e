//! What pushes and pulls bodies.

use rapier3d::glamx::DVec3;
use taiqu_structure::AIR_KG_M3;

use super::{Rod, Rods, axis_of};

/// How much ropes may bring again of what a body lost to them before, J: what a contact
/// stores until it lets go, a small part of the 50 kJ of a pole that stands.
const LENT_J: f64 = 300.0;

impl Rods {
    /// Takes away last step's forces, and lets the wind push.
    pub fn blow(&mut self, wind: &dyn Fn(DVec3) -> DVec3) {
        const PARTS: u32 = 3;
        for item in self.fallen.values_mut() {
            item.lever_nm = DVec3::ZERO;
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
        let Some(item) = self.fallen.get_mut(&rod) else {
            return;
        };
        let body = &mut self.bodies[item.body];
        if body.is_dynamic() && !body.is_sleeping() {
            body.add_force_at_point(force.as_vec3(), at.as_vec3(), false);
            let [_, hinge, _] = item.fall;
            item.lever_nm += force * axis_of(body).dot(at - hinge);
        }
    }

    /// Ropes gave so much energy to a body in this step, J.
    pub fn given(&mut self, rod: Rod, joules: f64) {
        if let Some(item) = self.fallen.get_mut(&rod) {
            item.owes_j -= joules;
        }
    }

    /// Takes from the motion of bodies what ropes pushed into it and did not give. They push
    /// by the forces at the end of the last step, which in a step in which a rope is drawn
    /// or let go are not those by which it takes and gives; what they bring so would grow.
    pub fn settle(&mut self) {
        for item in self.fallen.values_mut() {
            item.owes_j = item.owes_j.max(-LENT_J);
            let body = &mut self.bodies[item.body];
            let moving_j = f64::from(body.kinetic_energy());
            if item.owes_j <= 0.0 || moving_j <= 0.0 {
                continue;
            }
            let taken_j = item.owes_j.min(moving_j);
            let left = (1.0 - taken_j / moving_j).sqrt() as f32;
            body.set_linvel(body.linvel() * left, false);
            body.set_angvel(body.angvel() * left, false);
            item.owes_j -= taken_j;
        }
    }
}
