//! The iteration: load currents at the last voltages, one solve of the factored
//! network, again until the voltages rest.

use num_complex::Complex64;
use serde::{Deserialize, Serialize};
use taiqu_grid::area::{LoadModel, VoltageBand};
use taiqu_grid::{AssetRef, Phases};

use crate::block::{Mat4, Vec4};
use crate::collapse;
use crate::energise::Energised;
use crate::factor::{self, Factor};
use crate::links::Links;
use crate::load::LoadBranch;
use crate::model::Parts;
use crate::physics::Physics;
use crate::tree::{NONE, Tree};
use crate::{LoadPower, Model, Options, Outcome, Solution, Switching};

/// The band of a load that has none where its voltage is decided by loads or has
/// collapsed: constant power cannot hold there, and motors stall and electronics
/// drop out below about these voltages.
const STALL: VoltageBand = VoltageBand {
    low: 0.3,
    min: 0.6,
    max: f64::INFINITY,
};
/// Iterations between two choices of the loads' admittances, and how many choices.
const ROUND: usize = 30;
const ROUNDS: usize = 12;
/// Change of voltage, pu, from which there is no way back.
const FAR: f64 = 10.0;
/// Change of voltage, pu, below which rounding is all that is left.
const ROUNDING: f64 = 1e-13;
/// Part of the tolerance that the estimated remaining error must be below.
const SAFETY: f64 = 0.1;

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
    idle: Vec<Mat4>,
    pub(crate) base_v: Vec<f64>,
    pub(crate) loads: Vec<LiveLoad>,
    pub(crate) state: State,
    settled: bool,
    stalling: bool,
}

/// A load's branch whose two ends are alive.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LiveLoad {
    pub position: u32,
    pub branch: LoadBranch,
    pub power: LoadPower,
    /// The part of it that the factors hold, S.
    pub factored: Complex64,
    /// The rest of its current at the last voltages, A.
    pub rest: Complex64,
}

impl LiveLoad {
    /// The current it was given in the last iteration, A.
    pub fn current(&self, u: Complex64) -> Complex64 {
        self.rest + self.factored * u
    }
}

/// What the iteration changes, one entry a position.
#[derive(Clone, Debug)]
pub(crate) struct State {
    pub v: Vec<Vec4>,
    /// Currents drawn at and below, beside those that the factors hold, A.
    pub j: Vec<Vec4>,
    /// Currents of the cut branches, A.
    pub x: Vec<Complex64>,
    last: Vec<Vec4>,
}

/// Where a solver starts its next solve. Restoring it makes the next solve the
/// same to the last bit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WarmStart {
    v: Vec<[Complex64; 4]>,
    x: Vec<Complex64>,
    settled: bool,
}

/// How a run of iterations ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    Settled,
    Wandering,
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
        let factor = Factor::new(parts, &energised, &tree, &physics, &idle);
        let links = Links::new(&tree, &physics, &factor, &energised.live);
        let base = |&bus: &u32| parts.buses[bus as usize].base_v;
        let zero = vec![Vec4::ZERO; tree.bus.len()];
        let mut solver = Self {
            model: model.clone(),
            switching: switching.clone(),
            options,
            base_v: tree.bus.iter().map(base).collect(),
            loads: live_loads(parts, &energised.live, &tree),
            state: State {
                v: zero.clone(),
                j: zero.clone(),
                x: vec![Complex64::ZERO; links.len()],
                last: zero,
            },
            energised,
            tree,
            physics,
            factor,
            links,
            idle,
            settled: false,
            stalling: false,
        };
        solver.unload();
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
        }
        let mut iterations = 0;
        let mut ending = Ending::Wandering;
        self.stalling = false;
        if !self.energised.floating {
            self.refactor(|_, _| Complex64::ZERO);
            if !self.settled {
                self.unload();
            }
            ending = self.iterate(self.options.max_iterations, &mut iterations);
        }
        if ending == Ending::Wandering {
            ending = self.solve_with_admittances(&mut iterations);
        }
        self.settled = ending == Ending::Settled;
        let stalled = if self.energised.floating {
            Vec::new()
        } else {
            self.stalled()
        };
        let mut outcome = Outcome {
            converged: self.settled && stalled.is_empty(),
            iterations,
            collapsed: collapse::collapsed(self, &stalled),
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
        for _ in 0..ROUNDS {
            if self.iterate(ROUND, iterations) == Ending::Settled {
                return Ending::Settled;
            }
            if !self.is_finite() {
                self.unload();
            }
            self.refactor(|load, (x, band)| load.branch.admittance(load.power, x, band));
        }
        Ending::Wandering
    }

    /// Factors anew with the admittance `of` each load, which is given its voltage
    /// in pu and its band. A generator has none: it would make the factors weaker.
    fn refactor(&mut self, of: impl Fn(&LiveLoad, (f64, Option<VoltageBand>)) -> Complex64) {
        let mut same = true;
        let mut own = self.idle.clone();
        for load in &mut self.loads {
            let u = load.branch.voltage(&self.state.v[load.position as usize]);
            let band = band(&load.branch, &self.options, self.stalling);
            let y = match load.power.p_w > 0.0 {
                true => of(load, (u.norm() / load.branch.rated_v, band)),
                false => Complex64::ZERO,
            };
            same &= y == load.factored;
            load.factored = y;
            load.branch.stamp(y, &mut own[load.position as usize]);
        }
        if same {
            return;
        }
        let parts = self.model.parts();
        let live = &self.energised.live;
        self.factor = Factor::new(parts, &self.energised, &self.tree, &self.physics, &own);
        self.links = Links::new(&self.tree, &self.physics, &self.factor, live);
    }

    /// Sets the voltages to those without load currents.
    fn unload(&mut self) {
        let State { v, j, x, .. } = &mut self.state;
        j.fill(Vec4::ZERO);
        x.fill(Complex64::ZERO);
        self.factor.forward(true, j, v);
        self.links.close(x, v, j);
    }

    fn is_finite(&self) -> bool {
        let parts = |v: &Vec4| v.re.iter().chain(&v.im).all(|x| x.is_finite());
        self.state.v.iter().all(parts)
    }

    /// Iterates until the voltages rest, at most `limit` times.
    fn iterate(&mut self, limit: usize, iterations: &mut usize) -> Ending {
        let tolerance = self.options.tolerance;
        let mut rate = 0.5;
        let mut last = f64::INFINITY;
        for n in 0..limit {
            *iterations += 1;
            let change = self.step();
            if !(change < FAR) {
                return Ending::Wandering;
            }
            if n > 0 {
                rate = (change / last).min(0.99);
            }
            let left = change * rate / (1.0 - rate);
            if change <= ROUNDING || (change <= tolerance && left <= SAFETY * tolerance) {
                return Ending::Settled;
            }
            last = change;
        }
        Ending::Wandering
    }

    /// One iteration; the largest change of a voltage, pu.
    fn step(&mut self) -> f64 {
        let State { v, j, x, last } = &mut self.state;
        last.copy_from_slice(v);
        j.fill(Vec4::ZERO);
        for load in &mut self.loads {
            let u = load.branch.voltage(&v[load.position as usize]);
            let band = band(&load.branch, &self.options, self.stalling);
            let x = u.norm() / load.branch.rated_v;
            let y = load.branch.admittance(load.power, x, band);
            load.rest = (y - load.factored) * u;
            load.branch.draw(load.rest, &mut j[load.position as usize]);
        }
        self.links.draw(x, j);
        self.factor.backward(j);
        self.factor.forward(true, j, v);
        self.links.close(x, v, j);
        let mut worst = 0.0_f64;
        for ((new, old), base) in v.iter().zip(last.iter()).zip(&self.base_v) {
            let change = *new - *old;
            for c in 0..4 {
                let square = change.re[c] * change.re[c] + change.im[c] * change.im[c];
                // Written so that what is not a number counts as far.
                if !(square <= worst * worst * base * base) {
                    worst = square.sqrt() / base;
                }
            }
        }
        worst
    }

    /// Loads that answer as impedances because their voltage is too low.
    fn stalled(&self) -> Vec<usize> {
        if !self.stalling {
            return Vec::new();
        }
        let is_stalled = |load: &LiveLoad| {
            let u = load.branch.voltage(&self.state.v[load.position as usize]);
            band(&load.branch, &self.options, true) == Some(STALL)
                && u.norm() <= STALL.min * load.branch.rated_v
                && load.power.p_w > 0.0
        };
        let all = self.loads.iter().enumerate();
        all.filter(|(_, load)| is_stalled(load)).map(|(k, _)| k).collect()
    }

    /// Largest difference between power asked for and given at a bus, VA, and where.
    fn mismatch(&self) -> (f64, Option<AssetRef>) {
        let mut lacking = vec![Complex64::ZERO; self.state.v.len()];
        for load in &self.loads {
            let u = load.branch.voltage(&self.state.v[load.position as usize]);
            let band = band(&load.branch, &self.options, self.stalling);
            let y = load.branch.admittance(load.power, u.norm() / load.branch.rated_v, band);
            lacking[load.position as usize] += u * (y * u - load.current(u)).conj();
        }
        let mut worst = (0.0, None);
        for (position, lacking) in lacking.iter().enumerate() {
            if lacking.norm() > worst.0 || worst.1.is_none() {
                let bus = self.tree.bus[position] as usize;
                worst = (lacking.norm(), Some(self.model.node(bus)));
            }
        }
        worst
    }
}

/// The band under which a load's model holds.
pub(crate) fn band(branch: &LoadBranch, options: &Options, stalling: bool) -> Option<VoltageBand> {
    let own = branch.band.filter(|_| !options.ignore_bands);
    let fixed = matches!(branch.model, LoadModel::ConstantImpedance);
    own.or_else(|| (stalling && !fixed).then_some(STALL))
}

/// The branches of loads whose ends are both alive, by position.
fn live_loads(parts: &Parts, live: &[Phases], tree: &Tree) -> Vec<LiveLoad> {
    let mut loads: Vec<LiveLoad> = (parts.load_branches.iter())
        .filter(|branch| live[branch.bus as usize].contains(branch.conductors()))
        .map(|&branch| LiveLoad {
            position: tree.position[branch.bus as usize],
            branch,
            power: LoadPower::default(),
            factored: Complex64::ZERO,
            rest: Complex64::ZERO,
        })
        .filter(|load| load.position != NONE)
        .collect();
    loads.sort_by_key(|load| load.position);
    loads
}
