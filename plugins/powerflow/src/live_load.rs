//! The loads that a solve sees.

use num_complex::Complex64;
use taiqu_grid::Phases;
use taiqu_grid::area::{LoadModel, VoltageBand};

use crate::block::Vec4;
use crate::load::LoadBranch;
use crate::model::Parts;
use crate::pace::Pace;
use crate::tree::{NONE, Tree};
use crate::{LoadPower, Options};

/// The band of a load that has none where its voltage is decided by loads or has
/// collapsed: constant power cannot hold there, and motors stall and electronics
/// drop out below about this voltage. Down to nothing it is a constant impedance.
const STALL: VoltageBand = VoltageBand {
    low: 0.0,
    min: 0.6,
    max: f64::INFINITY,
};
/// Voltages, pu, beyond which an inverter disconnects at once (GB/T 29319).
const HELD: std::ops::RangeInclusive<f64> = 0.5..=1.35;

/// A load's branch whose two ends are alive.
#[derive(Clone, Debug)]
pub struct LiveLoad {
    pub position: u32,
    pub branch: LoadBranch,
    pub power: LoadPower,
    /// The part of it that the factors hold, S.
    pub factored: Complex64,
    /// How it approaches the power it asks for, if that may change by much.
    pub pace: Option<Pace>,
    /// The rest of its current at the last voltages, A.
    pub rest: Complex64,
}

impl LiveLoad {
    /// The current it was given in the last iteration, A.
    pub fn current(&self, u: Complex64) -> Complex64 {
        self.rest + self.factored * u
    }

    /// The admittance it is given at `x` pu, S.
    #[inline(always)]
    pub fn answer(&mut self, x: f64, band: Option<VoltageBand>) -> Complex64 {
        let y = self.branch.admittance(self.power, x, band);
        match &mut self.pace {
            Some(pace) if x > 0.0 => pace.step(y * (x * x)) / (x * x),
            _ => y,
        }
    }

    /// The voltage over it among those of all positions, V.
    pub fn voltage(&self, v: &[Vec4]) -> Complex64 {
        self.branch.voltage(&v[self.position as usize])
    }

    /// The band under which its model holds; `stalling` is whether loads may stall.
    pub fn band(&self, options: &Options, stalling: bool) -> Option<VoltageBand> {
        let own = self.branch.band.filter(|_| !options.ignore_bands);
        let fixed = matches!(self.branch.model, LoadModel::ConstantImpedance);
        own.or_else(|| (stalling && !fixed).then_some(STALL))
    }

    /// Whether it has stalled at the voltage `u`.
    pub fn is_stalled(&self, options: &Options, u: Complex64) -> bool {
        self.band(options, true) == Some(STALL)
            && u.norm() <= STALL.min * self.branch.rated_v
            && self.power.p_w > 0.0
    }

    /// Whether it generates at a voltage `u` at which an inverter disconnects; one with a
    /// band of its own only if the options say so.
    pub fn lets_go(&self, options: &Options, u: Complex64) -> bool {
        (options.inverters_let_go || self.band(options, true) == Some(STALL))
            && self.power.p_w < 0.0
            && !HELD.contains(&(u.norm() / self.branch.rated_v))
    }
}

/// The branches of loads whose ends are both alive, by position.
pub fn live_loads(parts: &Parts, live: &[Phases], tree: &Tree) -> Vec<LiveLoad> {
    let mut loads: Vec<LiveLoad> = (parts.load_branches.iter())
        .filter(|branch| live[branch.bus as usize].contains(branch.conductors()))
        .map(|branch| LiveLoad {
            position: tree.position[branch.bus as usize],
            branch: branch.clone(),
            power: LoadPower::default(),
            factored: Complex64::ZERO,
            pace: None,
            rest: Complex64::ZERO,
        })
        .filter(|load| load.position != NONE)
        .collect();
    loads.sort_by_key(|load| load.position);
    loads
}
