//! A pole followed at 60 steps a second.

use taiqu_structure::{Sway, Vector};

use super::{BLOCK_S, Failure, Mode, Precision, Standing, State, Swaying};
use crate::wind::{Gusts, Instant, Passage};

/// Steps a second.
const RATE: u32 = 60;
/// Steps between two looks at the wind; between them its moment goes straight. Gusts that
/// are faster than this have no power left.
const LOOK: i64 = 3;
/// Over what time the ground feels a moment, s: it takes some to give way; assumed.
const GROUND_S: f64 = 0.5;
/// Seconds before a block in which a pole comes to sway as it would.
const BEFORE_S: u32 = 6;

impl Standing {
    /// Lives a block of a pole; notes what gives way, and returns it if the pole falls.
    pub(super) fn follow(
        &mut self,
        (passage, gusts): (&Passage, &Gusts),
        pole: usize,
        from_s: f64,
        precision: Precision,
        failures: &mut Vec<Failure>,
    ) -> Option<Failure> {
        let force = |standing: &Self, step: i64| {
            let at_s = from_s + step as f64 / f64::from(RATE);
            standing.forced_nm(&passage.at(at_s.max(0.0)), gusts, pole)
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
        let mean = passage.at(from_s).mean_m_s;
        let mut step = self.step(pole, mean);
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
            let share = (own / breaks).max(ground / overturns);
            state.utilisation = state.utilisation.max(share);
            let mode = if own >= breaks {
                Mode::Break
            } else if ground >= overturns {
                Mode::Overturn
            } else if own >= crack && !state.cracked {
                Mode::Crack
            } else {
                continue;
            };
            let failure = Failure {
                at_s: from_s + k as f64 / f64::from(RATE),
                pole,
                mode,
                moment_nm,
            };
            failures.push(failure);
            if mode != Mode::Crack {
                return Some(failure);
            }
            state.cracked = true;
            step = self.step(pole, mean);
        }
        let keep = precision == Precision::Steps;
        self.state[pole].sway = keep.then_some(Swaying { sway, ground_nm });
        None
    }

    fn step(&self, pole: usize, mean_m_s: f64) -> taiqu_structure::Step {
        let State { cracked, .. } = self.state[pole];
        let modal =
            self.lines.poles[pole].modal(&self.lines, self.poles[pole].most_m3, mean_m_s, cracked);
        modal.step(1.0 / f64::from(RATE))
    }

    /// The moment of the wind of a moment and of spans that pull, Nm.
    pub(super) fn forced_nm(&self, now: &Instant, gusts: &Gusts, pole: usize) -> Vector {
        let built = &self.poles[pole];
        let item = &self.lines.poles[pole];
        // Each part of each span, and each pole, meets fine gusts of its own.
        let first = pole as u32 * 64;
        let at_pole = now.wind(gusts, item.at, first);
        let faces = built.exposure.faces.iter().zip(first + 1..);
        let at_faces = faces.map(|(face, lane)| now.wind(gusts, face.at, lane));
        let wind_nm = built.exposure.moment_nm(at_pole, at_faces, 0.0);
        wind_nm * self.harder(pole, now.wind_of(1.0)) + built.pull_nm
    }
}
