//! Poles and trees that fall: rigid bodies on plastic hinges.
//!
//! A hinge gives way all round, and resists with a moment that does not depend on how fast
//! it turns and that it loses as it opens: reinforcement that yields and tears, ground that
//! is heaved up, wood fibres that splinter. In the engine it is a ball joint with motors
//! that want it to stand still and have that moment and no more.

mod forces;
mod ground;

use std::collections::{BTreeMap, BTreeSet};

use rapier3d::glamx::DVec3;
use rapier3d::prelude::*;
use serde::{Deserialize, Serialize};

use super::rope::Trunk;
use super::{GRAVITY, STEP_S};

/// Friction of what falls on the ground and on each other.
const FRICTION: f32 = 0.6;
/// How far ahead contacts are seen, m: a tip falls at up to 20 m/s.
const AHEAD_M: f32 = 0.4;
/// How still and how long before a body rests, s.
const STILL_S: f32 = 2.0;
/// How stiff a motor holds a hinge that it can hold, Nm·s.
const HOLDS: f32 = 1e8;
/// From a hinge to the lower end of what meets the ground, m.
const CLEAR_M: f64 = 0.3;
/// Stiffness of a trunk on a wire over its mass, 1/s².
const ON_WIRE_S2: f64 = 100.0;

/// What a body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Rod {
    /// A pole, by its index.
    Pole(usize),
    /// A tree, by its area and its index there.
    Tree(u16, u32),
}

/// How something falls.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fall {
    /// Its foot.
    pub foot: DVec3,
    /// Height of its hinge over that, m.
    pub hinge_m: f64,
    /// From its hinge to its top, m.
    pub length_m: f64,
    /// Its radius, and what a wire meets of it, m.
    pub radius_m: [f64; 2],
    /// Its mass over the hinge, kg.
    pub mass_kg: f64,
    /// `C_d` times its width, m.
    pub drag_m: f64,
    /// Where to; level, of length 1.
    pub towards: DVec3,
    /// How fast it turns at first, rad/s.
    pub turns_rad_s: f64,
    /// The moment with which its hinge resists at first, Nm.
    pub resists_nm: f64,
    /// Angle over which that falls to 1/e, rad.
    pub fades_rad: f64,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct Hinged {
    fall: [DVec3; 3],
    hinge_m: f64,
    length_m: f64,
    radius_m: f64,
    drag_m: f64,
    resists_nm: f64,
    fades_rad: f64,
    body: RigidBodyHandle,
    joint: ImpulseJointHandle,
    born: u64,
    /// The forces of ropes in this step, each times its place along the axis, Nm.
    lever_nm: DVec3,
    /// What ropes have pushed into its motion beyond what they gave, J.
    owes_j: f64,
}

/// The bodies, the ground below them and what stands around, as the engine has them.
#[derive(Clone, Serialize, Deserialize)]
pub struct Rods {
    bodies: RigidBodySet,
    colliders: ColliderSet,
    joints: ImpulseJointSet,
    multibodies: MultibodyJointSet,
    soft: SoftBodySet,
    islands: IslandManager,
    broad: BroadPhaseBvh,
    narrow: NarrowPhase,
    fallen: BTreeMap<Rod, Hinged>,
    standing: BTreeMap<usize, ColliderHandle>,
    tiles: BTreeSet<(i32, i32)>,
}

impl Default for Rods {
    fn default() -> Self {
        Self {
            bodies: RigidBodySet::new(),
            colliders: ColliderSet::new(),
            joints: ImpulseJointSet::new(),
            multibodies: MultibodyJointSet::new(),
            soft: SoftBodySet::new(),
            islands: IslandManager::new(),
            broad: BroadPhaseBvh::new(),
            narrow: NarrowPhase::new(),
            fallen: BTreeMap::new(),
            standing: BTreeMap::new(),
            tiles: BTreeSet::new(),
        }
    }
}

impl Rods {
    /// A pole stands there, and things fall against it.
    pub fn stand(&mut self, pole: usize, foot: DVec3, top_m: f64, radius_m: f64) {
        let column = upright(0.0, top_m, radius_m).translation(foot.as_vec3());
        let handle = self.colliders.insert(column.build());
        self.standing.insert(pole, handle);
    }

    /// Lets something fall that stood until now.
    pub fn fall(&mut self, rod: Rod, fall: &Fall, born: u64) {
        if self.fallen.contains_key(&rod) {
            return;
        }
        if let Rod::Pole(pole) = rod
            && let Some(column) = self.standing.remove(&pole)
        {
            self.colliders.remove(
                column,
                &mut self.islands,
                &mut self.bodies,
                &mut self.soft,
                true,
            );
        }
        let hinge = fall.foot + DVec3::Z * fall.hinge_m;
        let stump = RigidBodyBuilder::fixed().translation(hinge.as_vec3());
        let stump = self.bodies.insert(stump);
        if fall.hinge_m > 2.0 * CLEAR_M {
            let below = upright(-fall.hinge_m, -CLEAR_M, fall.radius_m[0]);
            self.colliders
                .insert_with_parent(below, stump, &mut self.bodies);
        }
        let axle = DVec3::Z.cross(fall.towards);
        let turning = axle * fall.turns_rad_s;
        let middle = DVec3::Z * f64::midpoint(fall.length_m, CLEAR_M);
        let body = RigidBodyBuilder::dynamic()
            .translation(hinge.as_vec3())
            .angvel(turning.as_vec3())
            .linvel(turning.cross(middle).as_vec3())
            .soft_ccd_prediction(AHEAD_M);
        let body = self.bodies.insert(body);
        let trunk = upright(CLEAR_M, fall.length_m, fall.radius_m[0]).mass(fall.mass_kg as f32);
        self.colliders
            .insert_with_parent(trunk, body, &mut self.bodies);
        self.bodies[body].activation_mut().time_until_sleep = STILL_S;
        let mut joint = SphericalJointBuilder::new().contacts_enabled(false);
        for axis in [JointAxis::AngX, JointAxis::AngY, JointAxis::AngZ] {
            joint = joint
                .motor_model(axis, MotorModel::ForceBased)
                .motor_velocity(axis, 0.0, HOLDS)
                .motor_max_force(axis, fall.resists_nm as f32);
        }
        let joint = self.joints.insert(stump, body, joint, true);
        let item = Hinged {
            fall: [fall.foot, hinge, axle],
            hinge_m: fall.hinge_m,
            length_m: fall.length_m,
            radius_m: fall.radius_m[1],
            drag_m: fall.drag_m,
            resists_nm: fall.resists_nm,
            fades_rad: fall.fades_rad,
            body,
            joint,
            born,
            lever_nm: DVec3::ZERO,
            owes_j: 0.0,
        };
        self.fallen.insert(rod, item);
    }

    /// Whether it is one of the bodies.
    pub fn has(&self, rod: Rod) -> bool {
        self.fallen.contains_key(&rod)
    }

    /// Each body's foot, hinge and top, and whether it moves.
    pub fn poses(&self) -> impl Iterator<Item = (Rod, [DVec3; 3], bool)> {
        self.fallen.iter().map(|(&rod, item)| {
            let [foot, hinge, _] = item.fall;
            let top = hinge + self.axis(item) * item.length_m;
            (rod, [foot, hinge, top], self.moves(item))
        })
    }

    /// A place on a body, `height_m` over the ground when it stood.
    pub fn place(&self, rod: Rod, height_m: f64) -> Option<DVec3> {
        let item = self.fallen.get(&rod)?;
        let above = height_m - item.hinge_m;
        let [foot, hinge, _] = item.fall;
        Some(if above > 0.0 {
            hinge + self.axis(item) * above
        } else {
            foot + DVec3::Z * height_m
        })
    }

    /// Wakes a body that rests.
    pub fn wake(&mut self, rod: Rod) {
        if let Some(item) = self.fallen.get(&rod)
            && self.bodies[item.body].is_dynamic()
        {
            self.islands.wake_up(&mut self.bodies, item.body, true);
        }
    }

    /// Freezes the oldest that move, beyond `limit`.
    pub fn freeze(&mut self, limit: usize) {
        let moving = self.fallen.iter().filter(|(_, item)| self.moves(item));
        let mut moving: Vec<(u64, Rod)> = moving.map(|(&rod, item)| (item.born, rod)).collect();
        moving.sort_unstable();
        for (_, rod) in moving.iter().take(moving.len().saturating_sub(limit)) {
            let body = self.fallen[rod].body;
            self.bodies[body].set_body_type(RigidBodyType::Fixed, false);
        }
    }

    /// Lives a step.
    pub fn step(&mut self, engine: &mut Engine) {
        for item in self.fallen.values() {
            let body = &self.bodies[item.body];
            if body.is_sleeping() || !body.is_dynamic() {
                continue;
            }
            let open = axis_of(body).z.clamp(-1.0, 1.0).acos();
            let left = item.resists_nm * (-open / item.fades_rad).exp();
            if let Some(joint) = self.joints.get_mut(item.joint, false) {
                for axis in [JointAxis::AngX, JointAxis::AngY, JointAxis::AngZ] {
                    joint.data.set_motor_max_force(axis, left as f32);
                }
            }
        }
        let before: Vec<DVec3> = self.fallen.values().map(|item| self.axis(item)).collect();
        engine.pipeline.step(
            Vec3::new(0.0, 0.0, -GRAVITY as f32),
            &parameters(),
            &mut self.islands,
            &mut self.broad,
            &mut self.narrow,
            &mut self.bodies,
            &mut self.colliders,
            &mut self.joints,
            &mut self.multibodies,
            &mut self.soft,
            &mut engine.continuous,
            &(),
            &(),
        );
        for (item, before) in self.fallen.values_mut().zip(before) {
            let turned = axis_of(&self.bodies[item.body]) - before;
            item.owes_j += item.lever_nm.dot(turned);
        }
    }

    /// Those that move, as ropes meet them; all begin and end the step as they are.
    pub fn trunks(&self) -> Vec<(Rod, Trunk)> {
        let moving = self.fallen.iter().filter(|(_, item)| self.moves(item));
        let trunk = |(&rod, item): (&Rod, &Hinged)| {
            let [_, foot, across] = item.fall;
            let body = &self.bodies[item.body];
            let (mass_kg, moving_j) = (f64::from(body.mass()), f64::from(body.kinetic_energy()));
            let trunk = Trunk {
                foot,
                axis: [self.axis(item); 2],
                across,
                length_m: item.length_m,
                radius_m: item.radius_m,
                stiffness_n_m: ON_WIRE_S2 * mass_kg,
                pushed: [DVec3::ZERO; 2],
                given_j: 0.0,
                unpaid_j: (item.owes_j - moving_j).max(0.0),
            };
            (rod, trunk)
        };
        moving.map(trunk).collect()
    }

    /// The energy of all bodies, of motion and height, J.
    pub fn energy_j(&self) -> f64 {
        let of = |item: &Hinged| {
            let body = &self.bodies[item.body];
            let height = f64::from(body.center_of_mass().z);
            f64::from(body.kinetic_energy()) + f64::from(body.mass()) * GRAVITY * height
        };
        self.fallen.values().map(of).sum()
    }

    /// The direction of a body's top from its hinge; up, where there is none.
    pub fn axis_now(&self, rod: Rod) -> DVec3 {
        self.fallen
            .get(&rod)
            .map_or(DVec3::Z, |item| self.axis(item))
    }

    fn axis(&self, item: &Hinged) -> DVec3 {
        axis_of(&self.bodies[item.body])
    }

    fn moves(&self, item: &Hinged) -> bool {
        let body = &self.bodies[item.body];
        body.is_dynamic() && !body.is_sleeping()
    }
}

/// Where the engine works; holds nothing from step to step.
#[derive(Default)]
pub struct Engine {
    pipeline: PhysicsPipeline,
    continuous: CCDSolver,
}

fn axis_of(body: &RigidBody) -> DVec3 {
    (*body.rotation() * Vec3::Z).as_dvec3().normalize()
}

fn upright(from_m: f64, to_m: f64, radius_m: f64) -> ColliderBuilder {
    let end = |m: f64| Vec3::Z * m as f32;
    let (from, to) = (end(from_m + radius_m), end(to_m - radius_m));
    ColliderBuilder::capsule_from_endpoints(from, to, radius_m as f32)
        .friction(FRICTION)
        .restitution(0.0)
}

fn parameters() -> IntegrationParameters {
    IntegrationParameters {
        dt: STEP_S as f32,
        warmstart_joints: true,
        ..IntegrationParameters::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The force in what joins a body to its foot, N.
    ///
    /// The engine takes a step in smaller ones and leaves the impulse of the last: the force
    /// is that over the smaller step.
    fn joined_n(rods: &Rods, rod: Rod) -> Option<f64> {
        let item = rods.fallen.get(&rod)?;
        let joint = rods.joints.get(item.joint)?;
        let [x, y, z, ..] = joint.impulses.map(f64::from);
        let within = parameters().num_solver_iterations as f64;
        Some(DVec3::new(x, y, z).length() * within / STEP_S)
    }

    #[test]
    fn a_hinge_bears_the_weight_of_what_stands_on_it() {
        let fall = Fall {
            foot: DVec3::ZERO,
            hinge_m: 0.2,
            length_m: 9.0,
            radius_m: [0.1; 2],
            mass_kg: 800.0,
            drag_m: 0.0,
            towards: DVec3::X,
            turns_rad_s: 0.0,
            resists_nm: 1e5,
            fades_rad: 1.0,
        };
        let mut rods = Rods::default();
        let mut engine = Engine::default();
        rods.fall(Rod::Pole(0), &fall, 0);
        for _ in 0..100 {
            rods.step(&mut engine);
            let joined_n = joined_n(&rods, Rod::Pole(0)).expect("it hangs on");
            assert!(
                (joined_n / (800.0 * GRAVITY) - 1.0).abs() < 0.01,
                "{joined_n}"
            );
        }
    }
}
