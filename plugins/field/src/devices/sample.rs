//! What is true between the terminals of a meter or of an area's terminal.

use num_complex::Complex64;
use taiqu_link::Reading;
use taiqu_powerflow::Terminals;

use super::Site;
use super::meter::Meter;

impl Meter {
    /// What it shows now.
    pub(super) fn reads(&self, site: Site<'_>) -> Reading {
        self.shows(&self.truth(site), site.has_magnet(self.asset))
    }

    /// What is true at its terminals.
    pub(super) fn truth(&self, site: Site<'_>) -> Reading {
        if site.harm.cuts(site.district, self.asset) {
            return Reading::default();
        }
        let voltages = self.terminals.voltages(site.solution.node(self.node));
        let current = match self.gateway {
            Some(transformer) => site.solution.transformer_current(transformer).1,
            None => sum(self.loads.iter().map(|&k| site.currents[k])),
        };
        if self.is_delta {
            delta_reading(&self.terminals, voltages, current)
        } else {
            star_reading(&self.terminals, voltages, current)
        }
    }
}

/// Each element sees its phase's voltage to neutral and its phase's current.
pub(super) fn star_reading(
    terminals: &Terminals,
    voltages: [Complex64; 3],
    current: [Complex64; 4],
) -> Reading {
    let mut powers = [Complex64::ZERO; 3];
    for (k, power) in powers.iter_mut().enumerate() {
        if let Some(conductor) = terminals.from(k) {
            *power = voltages[k] * current[conductor].conj();
        }
    }
    reading(voltages, powers)
}

/// A single pair carries its own current; a three-wire meter knows the whole power
/// by two elements, to the third conductor (Blondel), and spreads it evenly.
fn delta_reading(
    terminals: &Terminals,
    voltages: [Complex64; 3],
    current: [Complex64; 4],
) -> Reading {
    let mut powers = [Complex64::ZERO; 3];
    match [0, 1, 2].map(|k| terminals.from(k)) {
        [Some(a), Some(b), Some(_)] => {
            let whole = voltages[1] * current[b].conj() - voltages[2] * current[a].conj();
            powers = [whole / 3.0; 3];
        }
        [Some(from), ..] => powers[0] = voltages[0] * current[from].conj(),
        _ => {}
    }
    reading(voltages, powers)
}

fn reading(voltages: [Complex64; 3], powers: [Complex64; 3]) -> Reading {
    Reading {
        voltage_v: voltages.map(Complex64::norm),
        power_w: powers.map(|s| s.re),
        reactive_var: powers.map(|s| s.im),
    }
}

pub(super) fn rounded(reading: &Reading) -> Reading {
    Reading {
        voltage_v: reading.voltage_v.map(|v| round(v, 10.0)),
        power_w: reading.power_w.map(|p| round(p, 10.0)),
        reactive_var: reading.reactive_var.map(|q| round(q, 10.0)),
    }
}

/// `value` to the resolution of 1/`per_unit`; never a negative zero.
pub(super) fn round(value: f64, per_unit: f64) -> f64 {
    (value * per_unit).round() / per_unit + 0.0
}

pub(super) fn sum(currents: impl Iterator<Item = [Complex64; 4]>) -> [Complex64; 4] {
    currents.fold([Complex64::ZERO; 4], |mut whole, part| {
        for (w, p) in whole.iter_mut().zip(part) {
            *w += p;
        }
        whole
    })
}
