//! Solving: load currents at the last voltages, one solve of the factored network,
//! again until the voltages rest.

use std::collections::BTreeSet;

use num_complex::Complex64;
use serde::{Deserialize, Serialize};
use taiqu_grid::Phases;
use taiqu_grid::area::VoltageBand;

use crate::block::{Mat4, Vec4};
use crate::collapse;
use crate::energise::Energised;
use crate::factor::{self, Factor};
use crate::iterate::{Ending, State};
use crate::links::Links;
use crate::live_load::{LiveLoad, live_loads};
use crate::mesh::Mesh;
use crate::model::LOW_V;
use crate::pace::Pace;
use crate::physics::Physics;
use crate::tree::Tree;
use crate::{LoadPower, Model, Options, Outcome, Solution, Switching};

/// Iterations between two choices of the loads' admittances, and how many choices.
const ROUND: usize = 30;
const ROUNDS: usize = 12;
/// Part of a voltage by which it is moved to see how admittances change with it.
const NEAR: f64 = 1e-3;

/// The factors of one model in one state of switching, and the voltages found
/// last, from which the next solve starts.
#[derive(Clone, Debug)]
pub struct Solver {
    pub(crate) model: Model,
    pub(crate) switching: Switching,
    pub(crate) options: Options,
    pub(crate) energised: Energised,
    pub(crate) tree: Tree,
    pub(crate) physics: Vec<Physics>,
    pub(crate) factor: Factor,
    pub(crate) links: Links,
    /// Solves in place of tree and links where there are many loops.
    pub(crate) mesh: Option<Mesh>,
    idle: Vec<(u32, Mat4)>,
    /// Whether currents may be drawn at a position: by loads, or by cut branches.
    busy: Vec<bool>,
    /// 1 over the square of each position's nominal phase voltage, 1/V².
    pub(crate) per_base_sqr: Vec<f64>,
    pub(crate) loads: Vec<LiveLoad>,
    pub(crate) state: State,
    settled: bool,
    pub(crate) stalling: bool,
    /// Numbers of the loads whose generation has let go.
    released: BTreeSet<u32>,
}

/// Where a solver starts its next solve. Restoring it makes the next solve the
/// same to the last bit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WarmStart {
    v: Vec<[Complex64; 4]>,
    x: Vec<Complex64>,
    settled: bool,
}

impl Solver {
    /// Factors `model` as `switching` has it.
    pub fn new(model: &Model, switching: &Switching, options: Options) -> Self {
        let parts = model.parts();
        let energised = Energised::of(parts, switching);
        let tree = Tree::of(parts, &energised);
        let physics: Vec<Physics> = (tree.bundles.iter())
            .map(|bundle| Physics::of(parts, &energised, switching, &options, bundle))
            .collect();
        let idle = factor::idle_windings(parts, &energised, &tree, switching, &options);
        let loads = live_loads(parts, &energised.live, &tree);
        let mut busy = vec![false; tree.bus.len()];
        let cut = tree.links.iter().flat_map(|&(bundle, _)| {
            let bundle = &tree.bundles[bundle as usize];
            [bundle.from, bundle.to].map(|bus| tree.position[bus as usize])
        });
        for position in loads.iter().map(|load| load.position).chain(cut) {
            busy[position as usize] = true;
        }
        let links = Links::new(&tree, &physics, &energised.live);
        let per_base_sqr = |&bus: &u32| parts.buses[bus as usize].base_v.powi(-2);
        let zero = vec![Vec4::ZERO; tree.bus.len()];
        let mut solver = Self {
            model: model.clone(),
            switching: switching.clone(),
            options,
            per_base_sqr: tree.bus.iter().map(per_base_sqr).collect(),
            loads,
            state: State {
                v: zero.clone(),
                j: zero.clone(),
                x: vec![Complex64::ZERO; links.len()],
                last: zero,
            },
            energised,
            tree,
            physics,
            factor: Factor::default(),
            links,
            mesh: None,
            idle,
            busy,
            settled: false,
            stalling: false,
            released: BTreeSet::new(),
        };
        solver.rebuild();
        solver
    }

    /// Solves for the powers in `loads`, one for each of [`Model::loads`].
    ///
    /// A load whose connection hangs on a dead conductor draws nothing.
    ///
    /// # Panics
    /// When `loads` is shorter than [`Model::loads`].
    pub fn solve(&mut self, loads: &[LoadPower]) -> Outcome {
        for load in &mut self.loads {
            load.power = loads[load.branch.load as usize];
            load.pace = load.branch.is_steep().then(Pace::default);
        }
        let mut iterations = 0;
        let mut ending = Ending::Restless;
        self.stalling = false;
        self.released.clear();
        if !self.energised.floating {
            let mut factored = self.loads.iter().map(|load| load.factored);
            if factored.any(|y| y != Complex64::ZERO) {
                self.refactor(|_, _| Complex64::ZERO);
            }
            if !self.settled {
                self.unload();
            }
            ending = self.iterate(self.options.max_iterations, &mut iterations);
        }
        if ending != Ending::Settled {
            ending = self.solve_with_admittances(&mut iterations);
        }
        let State { v, j, x, .. } = &mut self.state;
        if self.mesh.is_some() {
            *x = self.links.carried(v);
            self.links.draw(x, j);
            self.factor.backward(j);
        }
        self.factor.recover(j, v);
        self.settled = ending == Ending::Settled;
        let stalled = self.stalled();
        let mut outcome = Outcome {
            converged: self.settled && stalled.is_empty() && self.released.is_empty(),
            settled: self.settled,
            iterations,
            collapsed: collapse::collapsed(self, &stalled, &self.released),
            ..Outcome::default()
        };
        (outcome.mismatch_va, outcome.worst_node) = self.mismatch();
        outcome
    }

    /// What was found last.
    pub fn solution(&self) -> Solution<'_> {
        Solution { solver: self }
    }

    /// Where the next solve will start.
    pub fn warm_start(&self) -> WarmStart {
        WarmStart {
            v: self.state.v.iter().map(|v| v.to_array()).collect(),
            x: self.state.x.clone(),
            settled: self.settled,
        }
    }

    /// Starts the next solve at `start`, taken from a solver of the same model and
    /// switching; one of another shape is left aside.
    pub fn restore(&mut self, start: &WarmStart) {
        if start.v.len() == self.state.v.len() && start.x.len() == self.state.x.len() {
            self.state.v = start.v.iter().map(|&v| Vec4::from_array(v)).collect();
            self.state.x.clone_from(&start.x);
            self.settled = start.settled;
        }
    }

    /// Loads as admittances that are factored with the network, and corrected by
    /// currents, as `OpenDSS` does: where a conductor hangs on loads alone only
    /// they hold it, and constant power beyond what the network can carry then has
    /// an answer at the low voltage where it stalls.
    fn solve_with_admittances(&mut self, iterations: &mut usize) -> Ending {
        self.stalling = true;
        self.refactor(|load, _| load.branch.admittance(load.power, 1.0, None));
        if !(self.energised.floating && self.settled) {
            self.unload();
        }
        self.hold_responses();
        loop {
            let settled = self.iterate_rounds(iterations);
            if !self.release() {
                if settled {
                    return Ending::Settled;
                }
                self.unload();
                return Ending::Restless;
            }
            self.unload();
            self.hold_responses();
        }
    }

    /// Iterates, with the loads' admittances chosen anew between rounds; whether the
    /// voltages came to rest. If not, they are left as they strayed.
    fn iterate_rounds(&mut self, iterations: &mut usize) -> bool {
        for round in 0..ROUNDS {
            let ending = self.iterate(ROUND, iterations);
            if ending == Ending::Settled {
                return true;
            }
            if round + 1 < ROUNDS {
                if ending == Ending::Lost {
                    self.unload();
                }
                self.hold_responses();
            }
        }
        false
    }

    /// Holds every load as the impedance it is at the voltages found last.
    pub(crate) fn hold_loads(&mut self) {
        self.refactor(|load, (x, band)| load.branch.admittance(load.power, x, band));
    }

    /// Holds every load between the impedance it is at the voltages found last and what a
    /// small change of them makes of it.
    ///
    /// Where its admittance y grows with the voltage x, its current grows by y + x·y' along
    /// the voltage and by y across it. Half-way, as little as can be is left to correct: of
    /// loads in series, which alone decide their shares of one voltage, the iteration would
    /// else go back and forth for ever.
    fn hold_responses(&mut self) {
        self.refactor(|load, (x, band)| {
            let y = |x: f64| load.branch.admittance(load.power, x, band);
            let growth = (y(x * (1.0 + NEAR)) - y(x * (1.0 - NEAR))) / (2.0 * NEAR);
            if growth.re > 0.0 && load.power.p_w > 0.0 {
                y(x) + growth / 2.0
            } else {
                y(x)
            }
        });
    }

    /// Lets the sweeps visit every position, so that currents may be drawn anywhere.
    pub(crate) fn visit_all(&mut self) {
        self.busy.fill(true);
        self.rebuild();
    }

    /// Lets go of the generators whose voltage has strayed beyond what inverters
    /// hold; whether there was any.
    ///
    /// Where a neutral floats, generation and load in series share one current: the
    /// network asks a voltage of several times the rated one of them, or has no
    /// answer at all. What really happens is that the inverter disconnects.
    fn release(&mut self) -> bool {
        let before = self.released.len();
        let v = &self.state.v;
        let astray = self.loads.iter();
        let astray = astray.filter(|load| load.lets_go(&self.options, load.voltage(v)));
        self.released.extend(astray.map(|load| load.branch.load));
        for load in &mut self.loads {
            if self.released.contains(&load.branch.load) {
                load.power = LoadPower::default();
            }
        }
        self.released.len() > before
    }

    /// Loads that answer as impedances because their voltage is too low: only
    /// where loads may stall, and not because a conductor floats.
    fn stalled(&self) -> Vec<usize> {
        if !self.stalling || self.energised.floating {
            return Vec::new();
        }
        let v = &self.state.v;
        let all = self.loads.iter().enumerate();
        all.filter(|(_, load)| load.is_stalled(&self.options, load.voltage(v)))
            .map(|(k, _)| k)
            .collect()
    }

    /// Factors anew with the admittance `of` each load, which is given its voltage
    /// in pu and its band; does nothing where all are factored so already.
    fn refactor(&mut self, of: impl Fn(&LiveLoad, (f64, Option<VoltageBand>)) -> Complex64) {
        let mut same = true;
        for load in &mut self.loads {
            let u = load.voltage(&self.state.v);
            let x = u.norm_sqr().sqrt() * load.branch.per_rated_v;
            let band = load.band(&self.options, self.stalling);
            let y = of(load, (x, band));
            same &= y == load.factored;
            load.factored = y;
        }
        if !same {
            self.rebuild();
        }
    }

    /// Factors the network with the loads' admittances as they are.
    fn rebuild(&mut self) {
        let mut own = self.idle.clone();
        let factored = |load: &&LiveLoad| load.factored != Complex64::ZERO;
        for load in self.loads.iter().filter(factored) {
            let mut shunt = Mat4::ZERO;
            load.branch.stamp(load.factored, &mut shunt);
            own.push((load.position, shunt));
        }
        let parts = self.model.parts();
        let at = (own.as_slice(), self.busy.as_slice());
        let Self {
            energised,
            tree,
            physics,
            ..
        } = self;
        self.factor = Factor::new(parts, energised, tree, physics, at);
        let in_ring = |&(link, _): &(u32, Phases)| {
            let bus = tree.bundles[link as usize].from;
            parts.buses[bus as usize].nominal_v > LOW_V
        };
        let loops = if tree.links.iter().any(in_ring) {
            usize::MAX
        } else {
            tree.links.len()
        };
        let is_meshed = loops > self.options.compensated_loops && !energised.floating;
        self.mesh = is_meshed
            .then(|| Mesh::new(parts, energised, tree, physics, &own))
            .flatten();
        if self.mesh.is_none() {
            self.links.learn(&self.factor, tree.bus.len());
        }
    }
}
