//! What happens after a break: poles and trees that fall, and the wires between them.
//!
//! [`crate::Standing`] decides what gives way; its closed forms stay the truth. Here it is
//! lived as moving bodies, for the eye and to check the closed forms against. Only what is
//! near a break is a body: a pole that gave way and a tree that fell are rigid bodies on
//! plastic hinges in rapier's engine; the spans that they hold or hit become ropes; all
//! other poles stand fast, and what the ropes do to them is measured ([`Bodies::moments`]),
//! to hold beside what the closed forms say that they bear.
//!
//! Steps are of exactly 1/60 s. Bodies and ropes push each other from step to step by the
//! forces at its end; all runs in order in one thread, so that the same orders give the
//! same bits however many other threads there are. [`Worker`] gives it a thread of its own.

mod memory;
mod order;
mod poses;
mod rods;
mod rope;
mod ropes;
mod spans;
mod worker;

use std::collections::BTreeMap;

use rapier3d::glamx::DVec3;
use serde::{Deserialize, Serialize};
use taiqu_structure::{Lines, Vector};

pub use memory::BodyMemory;
pub use order::{Break, Order};
pub use poses::{PolePose, Poses, RopePose, TreePose};
pub use worker::Worker;

use rods::{Engine, Rod, Rods};
use rope::Trunk;
use ropes::{Ropes, Scene};
use spans::Hanging;

/// Length of a step, s.
pub const STEP_S: f64 = 1.0 / 60.0;
/// Gravity, m/s².
const GRAVITY: f64 = 9.806_65;
/// Most poles and trees, and most pieces of rope, that move; beyond it the oldest freeze.
const MOST_RODS: usize = 200;
const MOST_ROPES: usize = 600;
/// Over what time a moment is felt, s.
const FELT_S: f64 = 0.05;

/// Height of the ground at a place, m.
type Ground = Box<dyn Fn(f64, f64) -> f64 + Send + Sync>;

/// The bodies of a district.
pub struct Bodies {
    lines: Lines,
    ground: Ground,
    /// What all places are counted from, so that single precision does for them.
    origin: Vector,
    spans: Vec<Hanging>,
    /// The spans that each pole holds.
    holds: Vec<Vec<usize>>,
    engine: Engine,
    state: State,
}

/// All of it that changes.
#[derive(Clone, Serialize, Deserialize)]
struct State {
    step: u64,
    rods: Rods,
    ropes: Ropes,
    /// What ropes pushed trunks with in the last step.
    pushed: Vec<(Rod, DVec3, DVec3)>,
    moments: BTreeMap<usize, Moment>,
    orders: Vec<Order>,
}

/// What the ropes at a pole that stands have changed its moment at the ground line by:
/// points to where it is bent. The wind on the wires is not in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Moment {
    /// Now, Nm.
    pub now_nm: Vector,
    /// When it was highest, Nm.
    pub peak_nm: Vector,
}

impl Bodies {
    /// The poles and spans of `lines`, on a ground of the height `ground`, m; nothing falls
    /// yet.
    pub fn new(lines: Lines, ground: impl Fn(f64, f64) -> f64 + Send + Sync + 'static) -> Self {
        let all = lines.poles.iter().map(|pole| pole.at);
        let sum = all.fold(Vector::default(), |sum, at| sum + at);
        let middle = sum * (1.0 / (lines.poles.len() as f64).max(1.0));
        let origin = Vector::new(middle.x.round(), middle.y.round());
        let local = |x: f64, y: f64| ground(x + origin.x, y + origin.y);
        let mut rods = Rods::default();
        for (index, pole) in lines.poles.iter().enumerate() {
            let at = pole.at - origin;
            let foot = DVec3::new(at.x, at.y, local(at.x, at.y));
            rods.stand(index, foot, pole.top_m, order::radius_m(pole));
        }
        let holds = lines.poles.iter();
        let holds = holds.map(|pole| pole.holds.iter().map(|hold| hold.span).collect());
        Self {
            spans: Hanging::all(&lines, origin, &local),
            holds: holds.collect(),
            origin,
            engine: Engine::default(),
            state: State {
                step: 0,
                rods,
                ropes: Ropes::default(),
                pushed: Vec::new(),
                moments: BTreeMap::new(),
                orders: Vec::new(),
            },
            ground: Box::new(ground),
            lines,
        }
    }

    /// Gives an order, for the next step. What lies is not felled again.
    pub fn order(&mut self, order: Order) {
        self.state.orders.push(order);
    }

    /// Steps so far.
    pub const fn steps(&self) -> u64 {
        self.state.step
    }

    /// Lives a step in a wind, m/s, at every place.
    pub fn step(&mut self, wind: impl Fn(Vector) -> Vector) {
        let (origin, ground) = (self.origin, &self.ground);
        let air = |at: DVec3| {
            let wind = wind(Vector::new(at.x, at.y) + origin);
            DVec3::new(wind.x, wind.y, 0.0)
        };
        let ground_m = |x: f64, y: f64| ground(x + origin.x, y + origin.y);
        let scene = Scene {
            spans: &self.spans,
            wind: &air,
            ground_m: &ground_m,
        };
        let state = &mut self.state;
        for order in std::mem::take(&mut state.orders) {
            state.obey(&self.lines, origin, &scene, &order);
        }
        state.rods.freeze(MOST_RODS);
        state.ropes.freeze(&scene, MOST_ROPES);
        state.rods.lay_ground(&ground_m);
        state.rods.blow(&air);
        state.ropes.pull(&self.spans, &mut state.rods);
        for (rod, at, force) in state.pushed.drain(..) {
            state.rods.push(rod, at, force);
        }
        let mut trunks = state.rods.trunks();
        state.rods.step(&mut self.engine);
        for (rod, trunk) in &mut trunks {
            trunk.axis[1] = state.rods.axis_now(*rod);
        }
        state.ropes.step(&scene, &mut state.rods, &mut trunks);
        for (rod, trunk) in &trunks {
            state.rods.given(*rod, trunk.given_j);
        }
        state.rods.settle();
        state.pushed = pushes(&trunks);
        state.feel(&scene, &self.holds);
        state.step += 1;
    }

    /// The moments that ropes cause at the poles that stand, by their indices.
    pub const fn moments(&self) -> &BTreeMap<usize, Moment> {
        &self.state.moments
    }

    /// The energy of all bodies and ropes, and of the spans beyond them as far as wire was
    /// drawn from there, J.
    pub fn energy_j(&self) -> f64 {
        self.state.rods.energy_j() + self.state.ropes.energy_j()
    }
}

impl State {
    /// Notes what the poles that stand feel.
    fn feel(&mut self, scene: &Scene<'_>, holds: &[Vec<usize>]) {
        const SHARE: f64 = STEP_S / (STEP_S + FELT_S);
        for pole in self.ropes.poles(scene.spans) {
            if self.rods.has(Rod::Pole(pole)) {
                self.moments.remove(&pole);
                continue;
            }
            let forced = self.ropes.moment_nm(scene, pole, &holds[pole]);
            let moment = self.moments.entry(pole).or_default();
            moment.now_nm += (forced - moment.now_nm) * SHARE;
            if moment.now_nm.length() > moment.peak_nm.length() {
                moment.peak_nm = moment.now_nm;
            }
        }
    }
}

/// Where ropes pushed trunks, and how hard.
fn pushes(trunks: &[(Rod, Trunk)]) -> Vec<(Rod, DVec3, DVec3)> {
    let pushed = trunks.iter().filter_map(|(rod, trunk)| {
        let [force, moment] = trunk.pushed;
        let up_m = moment.length() / force.length();
        let at = trunk.foot + trunk.axis[1] * up_m;
        up_m.is_finite().then_some((*rod, at, force))
    });
    pushed.collect()
}
