//! A falling trunk on a wire.

use rapier3d::glamx::DVec3;

use super::{Rope, STEP_S, WITHIN};

/// How deep a wire may be within a trunk before it is taken to lie behind it, m.
const BEHIND_M: f64 = 1.0;
/// Friction of wires in branches.
const CATCHES: f64 = 0.8;

/// A falling trunk that a rope may meet, from the beginning of a step to its end.
#[derive(Clone, Copy, Debug)]
pub struct Trunk {
    /// Its foot, and the direction of its top from there.
    pub foot: DVec3,
    /// See above.
    pub axis: [DVec3; 2],
    /// Level, across the plane in which it falls.
    pub across: DVec3,
    /// Its length, m.
    pub length_m: f64,
    /// How thick it is for a wire, m.
    pub radius_m: f64,
    /// Stiffness of its contact, N/m.
    pub stiffness_n_m: f64,
    /// What ropes have pushed it with, N, and that times the place along it, Nm.
    pub pushed: [DVec3; 2],
    /// The work that they did on it, J.
    pub given_j: f64,
    /// What it has given them beyond what it lost, and cannot pay from its motion, J.
    pub unpaid_j: f64,
}

impl Rope {
    /// Gives back of its motion what a trunk gave it in this step and does not have: a wire
    /// that is drawn askew over a trunk would gain by it.
    pub(super) fn repay(&mut self, trunk: &mut Trunk, gained_j: f64) {
        let moving = self.velocity.iter().zip(&self.mass_kg);
        let moving_j: f64 = moving.map(|(v, kg)| 0.5 * kg * v.length_squared()).sum();
        let paid_j = gained_j.min(trunk.unpaid_j).min(moving_j);
        if paid_j <= 0.0 {
            return;
        }
        let left = (1.0 - paid_j / moving_j).sqrt();
        for velocity in &mut self.velocity {
            *velocity *= left;
        }
        trunk.unpaid_j -= paid_j;
        trunk.given_j += paid_j;
    }

    /// Pushes away what of it is within a trunk, where it crosses the plane in which that
    /// falls: always to the side to which it falls, so that nothing gets through. Gives the
    /// forces on its particles, N.
    pub(super) fn meet(
        &mut self,
        trunk: &mut Trunk,
        part: f64,
        inverse: &[f64],
        seconds: f64,
    ) -> Vec<(usize, DVec3)> {
        let mut forces = Vec::new();
        let axis = trunk.axis[0].lerp(trunk.axis[1], part).normalize();
        let rate = (trunk.axis[1] - trunk.axis[0]) / STEP_S;
        let ahead = trunk.across.cross(axis).normalize();
        for k in 0..self.rest_m.len() {
            let [near, far] = [self.at[k] - trunk.foot, self.at[k + 1] - trunk.foot];
            let (a, b) = (near.dot(trunk.across), far.dot(trunk.across));
            if (a < 0.0) == (b < 0.0) {
                continue;
            }
            let share = a / (a - b);
            let place = near.lerp(far, share);
            let up_m = place.dot(axis);
            let deep_m = trunk.radius_m - place.dot(ahead);
            if !(0.0..trunk.length_m).contains(&up_m) || !(0.0..BEHIND_M).contains(&deep_m) {
                continue;
            }
            let own = self.velocity[k].lerp(self.velocity[k + 1], share);
            let moves = rate * up_m - own;
            let closing = moves.dot(ahead);
            let kg = self.mass_kg[k].min(self.mass_kg[k + 1]);
            let stiff = trunk.stiffness_n_m.min(0.2 * kg / (seconds * seconds));
            let damping = (stiff * kg).sqrt();
            let pushes_n = (stiff * deep_m + damping * closing).max(0.0);
            let slides = moves - ahead * closing;
            let held_n = (slides * damping).clamp_length_max(CATCHES * pushes_n);
            let force = ahead * pushes_n + held_n;
            for (k, share) in [(k, 1.0 - share), (k + 1, share)] {
                self.velocity[k] += force * (share * inverse[k] * seconds);
                forces.push((k, force * share));
            }
            trunk.pushed[0] -= force / f64::from(WITHIN);
            trunk.pushed[1] -= force * (up_m / f64::from(WITHIN));
        }
        forces
    }
}
