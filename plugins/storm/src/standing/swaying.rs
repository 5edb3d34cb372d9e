//! A pole followed at 60 steps a second.

use taiqu_structure::{Sway, Vector};

use super::air::{Air, BEFORE_S, LOOKS};
use super::{BLOCK_S, Failure, Mode, Standing, State, Swaying};
use crate::wind::Instant;

/// Steps a second, and steps from one look at the wind to the next; between them its
/// moment goes straight.
const RATE: u32 = 60;
const LOOK: i64 = (RATE / LOOKS) as i64;
/// Over what time the ground feels a moment, s: it takes some to give way; assumed.
const GROUND_S: f64 = 0.5;

impl Standing {
    /// Lives a block of a pole, to the end or until it falls; notes what gives way.
    pub(super) fn follow(&mut self, air: &Air<'_>, pole: usize, failures: &mut Vec<Failure>) {
        let middle = air.middle();
        let harder = self.harder(pole, middle.wind_of(1.0));
        let force = |standing: &Self, step: i64| {
            standing.wind_nm(air, air.look(step / LOOK), pole) * harder
                + standing.poles[pole].pull_nm
        };
        let State {
            sway: kept,
            jolt_nm,
            ..
        } = self.state[pole];
        let jolted = jolt_nm != Vector::default();
        let first = if kept.is_some() || jolted {
            0
        } else {
            -i64::from(BEFORE_S * RATE)
        };
        // A jolt finds it as the wind held it before.
        let Swaying {
            mut sway,
            mut ground_nm,
        } = kept.unwrap_or_else(|| {
            let moment_nm = force(self, first) - jolt_nm;
            let sway = Sway::at_rest(moment_nm);
            Swaying {
                sway,
                ground_nm: moment_nm,
            }
        });
        self.state[pole].jolt_nm = Vector::default();
        let mut step = self.step(pole, middle.mean_m_s);
        let (mut from, mut to) = (Vector::default(), force(self, first));
        for k in first..BLOCK_S as i64 * i64::from(RATE) {
            let since = (k - first) % LOOK;
            if since == 0 {
                (from, to) = (to, force(self, k + LOOK));
            }
            // What the moment is in the middle of the step.
            let share = (since as f64 + 0.5) / LOOK as f64;
            sway.advance(&step, from * (1.0 - share) + to * share);
            ground_nm += (sway.moment_nm - ground_nm) * (1.0 / (GROUND_S * f64::from(RATE)));
            if k < 0 {
                continue;
            }
            let moment_nm = sway.moment_nm;
            let (own, ground) = (moment_nm.length(), ground_nm.length());
            let [crack, breaks, overturns] = self.poles[pole].bears_nm;
            let state = &mut self.state[pole];
            state.bear((own / breaks).max(ground / overturns), moment_nm);
            let mode = if own >= breaks {
                Mode::Break
            } else if ground >= overturns {
                Mode::Overturn
            } else if own >= crack && !state.cracked {
                Mode::Crack
            } else {
                continue;
            };
            failures.push(Failure {
                at_s: air.from_s + k as f64 / f64::from(RATE),
                pole,
                mode,
                moment_nm,
            });
            if mode != Mode::Crack {
                return;
            }
            state.cracked = true;
            step = self.step(pole, middle.mean_m_s);
        }
        self.state[pole].sway = Some(Swaying { sway, ground_nm });
    }

    fn step(&self, pole: usize, mean_m_s: f64) -> taiqu_structure::Step {
        let State { cracked, .. } = self.state[pole];
        let modal =
            self.lines.poles[pole].modal(&self.lines, self.poles[pole].most_m3, mean_m_s, cracked);
        modal.step(1.0 / f64::from(RATE))
    }

    /// The moment of a pole in the wind of a moment and by spans that pull, Nm.
    pub(super) fn forced_nm(&self, air: &Air<'_>, now: &Instant, pole: usize) -> Vector {
        let wind_nm = self.wind_nm(air, now, pole);
        wind_nm * self.harder(pole, now.wind_of(1.0)) + self.poles[pole].pull_nm
    }

    /// The moment of the wind in the open, Nm.
    fn wind_nm(&self, air: &Air<'_>, now: &Instant, pole: usize) -> Vector {
        let exposure = &self.poles[pole].exposure;
        // Each part of each span, and each pole, meets fine gusts of its own.
        let lane = |part: u32| pole as u32 * 64 + part;
        let at_pole = now.wind(air.gusts, self.lines.poles[pole].at, lane(63));
        let faces = exposure.faces.iter();
        let at_faces = faces.map(|face| now.wind(air.gusts, face.at, lane(face.part)));
        exposure.moment_nm(at_pole, at_faces, air.ice_m)
    }
}
