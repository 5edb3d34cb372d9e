//! What an inverter delivers at the voltage it finds: its volt-watt curve limits
//! active power, its volt-var curve sets reactive power, and active power goes first
//! (IEEE 1547-2018, 5.3.3 and 5.4.2).

use crate::LoadPower;

/// An inverter's rated power and curves.
#[derive(Clone, Copy, Debug)]
pub struct Inverter<'a> {
    /// Rated apparent power, VA.
    pub rated_va: f64,
    /// Reactive power delivered, pu, over voltage, pu.
    pub volt_var: &'a [[f64; 2]],
    /// Most active power delivered, pu, over voltage, pu.
    pub volt_watt: &'a [[f64; 2]],
}

impl Inverter<'_> {
    /// What it draws at `x` pu, were it to deliver `wanted`.
    #[inline(always)]
    pub fn power(&self, wanted: LoadPower, x: f64) -> LoadPower {
        if wanted.p_w >= 0.0 {
            return wanted;
        }
        let p = (-wanted.p_w).min(self.rated_va * at(self.volt_watt, x).min(1.0));
        let room = (self.rated_va * self.rated_va - p * p).max(0.0).sqrt();
        let q = (self.rated_va * at(self.volt_var, x)).clamp(-room, room);
        LoadPower { p_w: -p, q_var: -q }
    }
}

/// A curve's value at `x`: straight between its points, level beyond.
#[inline(always)]
fn at(curve: &[[f64; 2]], x: f64) -> f64 {
    let mut value = curve.first().map_or(0.0, |point| point[1]);
    for pair in curve.windows(2) {
        let [[from, low], [to, high]] = [pair[0], pair[1]];
        if x > from {
            value = low + (high - low) * ((x - from) / (to - from)).min(1.0);
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    const INVERTER: Inverter<'_> = Inverter {
        rated_va: 10e3,
        volt_var: &[[0.92, 0.44], [0.98, 0.0], [1.02, 0.0], [1.08, -0.44]],
        volt_watt: &[[1.06, 1.0], [1.10, 0.0]],
    };

    fn delivered(p_w: f64, x: f64) -> (f64, f64) {
        let drawn = INVERTER.power(
            LoadPower {
                p_w: -p_w,
                q_var: 0.0,
            },
            x,
        );
        (-drawn.p_w, -drawn.q_var)
    }

    #[test]
    fn reactive_power_follows_the_curve_and_levels_off() {
        for (x, q) in [
            (0.5, 4400.0),
            (0.92, 4400.0),
            (0.95, 2200.0),
            (1.0, 0.0),
            (1.05, -2200.0),
            (1.2, -4400.0),
        ] {
            assert!((delivered(2e3, x).1 - q).abs() < 1e-6, "{x}");
        }
    }

    #[test]
    fn high_voltage_takes_active_power_away() {
        assert!((delivered(9e3, 1.05).0 - 9e3).abs() < 1e-6);
        assert!((delivered(9e3, 1.08).0 - 5e3).abs() < 1e-6);
        assert!(delivered(9e3, 1.11).0.abs() < 1e-6);
    }

    #[test]
    fn active_power_goes_before_reactive_and_neither_beyond_the_rating() {
        assert_eq!(delivered(12e3, 0.9), (10e3, 0.0));
        let (p, q) = delivered(9.5e3, 0.9);
        assert!((p.hypot(q) - 10e3).abs() < 1e-6 && q > 0.0);
    }

    #[test]
    fn it_rests_while_there_is_nothing_to_deliver() {
        assert_eq!(delivered(0.0, 0.9), (0.0, 0.0));
        assert_eq!(delivered(-50.0, 0.9), (-50.0, 0.0));
    }
}
