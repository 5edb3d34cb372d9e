//! How a load's current depends on the voltage over it.
//!
//! Every model is an admittance that depends on x, the voltage in pu of the
//! rated one: y(x) = (P·fp(x) − jQ·fq(x)) / V², where f is 1/x² for constant
//! power, 1/x for constant current, 1 for constant impedance. Outside its voltage
//! band a model goes over to constant impedance the way `OpenDSS` does, share by
//! share.

use num_complex::Complex64;
use taiqu_grid::area::{Load, LoadModel, VoltageBand};
use taiqu_grid::{Phases, Terminal};

use crate::LoadPower;
use crate::block::{Mat4, Vec4};
use crate::inverter::Inverter;

/// Steepness of a cut-off: the share left is ½(1 + tanh(500(x − cut-off))).
const CUT_OFF_STEEPNESS: f64 = 500.0;

/// One two-terminal branch of a load.
#[derive(Clone, Debug)]
pub struct LoadBranch {
    /// Index among the loads.
    pub load: u32,
    /// The bus it hangs on.
    pub bus: u32,
    /// Conductor at one end.
    pub from: u8,
    /// Conductor at the other end, if that is not earth.
    pub to: Option<u8>,
    /// Its part of the load's power.
    pub share: f64,
    /// Rated voltage over it, V.
    pub rated_v: f64,
    /// 1 over that, 1/V: divisions are what iterations spend their time on.
    pub per_rated_v: f64,
    /// How power depends on voltage.
    pub model: LoadModel,
    /// Where the model holds.
    pub band: Option<VoltageBand>,
}

impl LoadBranch {
    /// The branches of `load`, which is number `number` and hangs on `bus`.
    pub fn of(load: &Load, number: usize, bus: u32) -> impl Iterator<Item = Self> {
        let branches = load.connection.branches();
        let share = 1.0 / branches.len() as f64;
        let end = |terminal: Terminal| match terminal {
            Terminal::Conductor(c) => Some(c.index() as u8),
            Terminal::Earth => None,
        };
        let ends = branches
            .into_iter()
            .filter_map(move |(from, to)| Some((end(from)?, end(to))));
        ends.map(move |(from, to)| Self {
            load: number as u32,
            bus,
            from,
            to,
            share,
            rated_v: load.rated_v,
            per_rated_v: 1.0 / load.rated_v,
            model: load.model.clone(),
            band: load.band,
        })
    }

    /// Voltage over it among the voltages of its bus, V.
    #[inline(always)]
    pub fn voltage(&self, v: &Vec4) -> Complex64 {
        let to = self.to.map_or(Complex64::ZERO, |c| v.get(usize::from(c)));
        v.get(usize::from(self.from)) - to
    }

    /// The conductors at its ends.
    pub fn conductors(&self) -> Phases {
        let to = self.to.map_or(0, |c| 1 << c);
        Phases::from_bits(1 << self.from | to)
    }

    /// Draws the current `i` at its bus, A.
    #[inline(always)]
    pub fn draw(&self, i: Complex64, j: &mut Vec4) {
        j.add_at(usize::from(self.from), i);
        if let Some(to) = self.to {
            j.add_at(usize::from(to), -i);
        }
    }

    /// Adds the admittance `y`, S, to its bus.
    pub fn stamp(&self, y: Complex64, h: &mut Mat4) {
        let from = usize::from(self.from);
        h.add_at(from, from, y);
        if let Some(to) = self.to.map(usize::from) {
            h.add_at(to, to, y);
            h.add_at(from, to, -y);
            h.add_at(to, from, -y);
        }
    }

    /// The admittance it has, S, at `x` pu of its rated voltage, for the whole
    /// load's `power` and under `band`.
    #[inline(always)]
    pub fn admittance(&self, power: LoadPower, x: f64, band: Option<VoltageBand>) -> Complex64 {
        if x <= 0.0 {
            return Complex64::ZERO;
        }
        let power = match &self.model {
            LoadModel::Inverter {
                kva,
                volt_var,
                volt_watt,
            } => {
                let inverter = Inverter {
                    rated_va: kva * 1e3,
                    volt_var: &**volt_var,
                    volt_watt: &**volt_watt,
                };
                inverter.power(power, x)
            }
            _ => power,
        };
        let (fp, fq) = self.factors(x, band);
        let scale = self.share * self.per_rated_v * self.per_rated_v;
        Complex64::new(power.p_w * fp * scale, -power.q_var * fq * scale)
    }

    /// Whether a small change of voltage may change its power by much.
    pub fn is_steep(&self) -> bool {
        match self.model {
            LoadModel::Inverter { .. } => true,
            LoadModel::Zip { cut_off, .. } => cut_off > 0.0,
            _ => false,
        }
    }

    /// The branch that answers for its share of the load alone, given the power of
    /// that share.
    pub fn alone(&self) -> Self {
        let mut one = Self {
            share: 1.0,
            ..self.clone()
        };
        if let LoadModel::Inverter { kva, .. } = &mut one.model {
            *kva *= self.share;
        }
        one
    }

    #[inline(always)]
    fn factors(&self, x: f64, band: Option<VoltageBand>) -> (f64, f64) {
        if matches!(self.model, LoadModel::ConstantImpedance) || band.is_some_and(|b| x <= b.low) {
            return (1.0, 1.0);
        }
        match self.model {
            LoadModel::ConstantImpedance => (1.0, 1.0),
            LoadModel::ConstantPower | LoadModel::Inverter { .. } => {
                let f = power_factor(x, band);
                (f, f)
            }
            LoadModel::ConstantCurrent => {
                let f = current_factor(x, band);
                (f, f)
            }
            LoadModel::Exponential { p, q } => match band {
                Some(b) if x <= b.min || x > b.max => {
                    let f = power_factor(x, band);
                    (f, f)
                }
                _ => (x.powf(p - 2.0), x.powf(q - 2.0)),
            },
            LoadModel::Zip { p, q, cut_off } => {
                let inside = band.is_none_or(|b| b.min < x && x <= b.max);
                let (current, power) = if inside {
                    let current = 1.0 / x;
                    (current, current * current)
                } else {
                    (current_factor(x, band), power_factor(x, band))
                };
                let left = if cut_off > 0.0 {
                    0.5 * (1.0 + (CUT_OFF_STEEPNESS * (x - cut_off)).tanh())
                } else {
                    1.0
                };
                let mix = |[z, i, s]: [f64; 3]| left * (z + i * current + s * power);
                (mix(p), mix(q))
            }
        }
    }
}

/// What multiplies the rated admittance of constant power.
#[inline(always)]
fn power_factor(x: f64, band: Option<VoltageBand>) -> f64 {
    match band {
        Some(b) if x > b.max => 1.0 / (b.max * b.max),
        Some(b) if x <= b.min => towards(1.0 / (b.min * b.min), x, b),
        _ => 1.0 / (x * x),
    }
}

/// What multiplies the rated admittance of constant current.
#[inline(always)]
fn current_factor(x: f64, band: Option<VoltageBand>) -> f64 {
    match band {
        Some(b) if x > b.max => 1.0 / b.max,
        Some(b) if x <= b.min => towards(1.0 / b.min, x, b),
        _ => 1.0 / x,
    }
}

/// Below `min` the current falls linearly to that of the rated admittance at `low`.
fn towards(at_min: f64, x: f64, band: VoltageBand) -> f64 {
    let current = at_min * band.min;
    (band.low + (current - band.low) * (x - band.low) / (band.min - band.low)) / x
}
