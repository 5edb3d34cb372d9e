//! A pole's swaying in its lowest mode.
//!
//! The moment at the ground line follows the wind's as a damped oscillator does:
//! q̈ + 2ζω·q̇ + ω²·q = ω²·M(t). Over a step M stands still, and the step is the exact
//! solution, so that no length of step makes it unstable.

use std::f64::consts::TAU;

use serde::{Deserialize, Serialize};

use crate::Vector;

/// How something sways.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Modal {
    /// Natural frequency, Hz.
    pub frequency_hz: f64,
    /// Damping, of critical; below 1.
    pub damping: f64,
}

impl Modal {
    /// The exact step over `seconds`.
    pub fn step(self, seconds: f64) -> Step {
        let rate = TAU * self.frequency_hz;
        let slowed = rate * (1.0 - self.damping * self.damping).sqrt();
        let decay = (-self.damping * rate * seconds).exp();
        let (sine, cosine) = (slowed * seconds).sin_cos();
        let lag = self.damping * rate / slowed;
        Step {
            place: [decay * (cosine + lag * sine), decay * sine / slowed],
            rate: [
                -decay * rate * rate / slowed * sine,
                decay * (cosine - lag * sine),
            ],
        }
    }
}

/// An exact step of a damped oscillator.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    place: [f64; 2],
    rate: [f64; 2],
}

/// The moment at a swaying pole's ground line, Nm, and its rate, Nm/s.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Sway {
    /// The moment, Nm.
    pub moment_nm: Vector,
    /// Its rate, Nm/s.
    pub rate_nm_s: Vector,
}

impl Sway {
    /// At rest under a moment that has stood long.
    pub const fn at_rest(moment_nm: Vector) -> Self {
        Self {
            moment_nm,
            rate_nm_s: Vector::new(0.0, 0.0),
        }
    }

    /// Goes on by a step during which the wind's moment is `forced_nm`.
    pub fn advance(&mut self, step: &Step, forced_nm: Vector) {
        let off = self.moment_nm - forced_nm;
        let rate = self.rate_nm_s;
        self.moment_nm = forced_nm + off * step.place[0] + rate * step.place[1];
        self.rate_nm_s = off * step.rate[0] + rate * step.rate[1];
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MODAL: Modal = Modal {
        frequency_hz: 1.6,
        damping: 0.03,
    };

    #[test]
    fn a_step_is_as_exact_as_many_small_ones() {
        let forced = Vector::new(7.0, -3.0);
        let mut once = Sway::default();
        once.advance(&MODAL.step(0.4), forced);
        let mut often = Sway::default();
        for _ in 0..4000 {
            often.advance(&MODAL.step(1e-4), forced);
        }
        assert!((once.moment_nm - often.moment_nm).length() < 1e-9);
        assert!((once.rate_nm_s - often.rate_nm_s).length() < 1e-8);
    }

    #[test]
    fn a_sudden_load_overshoots_and_settles() {
        let forced = Vector::new(1.0, 0.0);
        let mut sway = Sway::default();
        let step = MODAL.step(1.0 / 60.0);
        let course: Vec<f64> = (0..1800)
            .map(|_| {
                sway.advance(&step, forced);
                sway.moment_nm.x
            })
            .collect();
        let most = course.iter().copied().fold(0.0, f64::max);
        // 1 + exp(−πζ/√(1−ζ²)), as near as 60 steps a second come to the peak.
        assert!((most - 1.91).abs() < 0.01, "{most}");
        assert!((course[1799] - 1.0).abs() < 2e-3);
    }

    #[test]
    fn in_still_air_it_loses_energy_in_every_step() {
        let mut sway = Sway::at_rest(Vector::new(5.0, 2.0));
        let rate = TAU * MODAL.frequency_hz;
        let energy = |sway: &Sway| {
            rate * rate * sway.moment_nm.dot(sway.moment_nm) + sway.rate_nm_s.dot(sway.rate_nm_s)
        };
        let step = MODAL.step(1.0 / 60.0);
        let mut last = energy(&sway);
        for _ in 0..2000 {
            sway.advance(&step, Vector::default());
            assert!(energy(&sway) < last);
            last = energy(&sway);
        }
    }
}
