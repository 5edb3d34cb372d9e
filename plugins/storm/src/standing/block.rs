//! The highest moment of a block, without living it.

use taiqu_structure::{AIR_KG_M3, Vector};

use super::Standing;
use super::air::Air;
use crate::wind::{INTENSITY, Instant, fine_variance, spectrum_hz};

/// Share of what a pole bears from which it is followed closely.
const CLOSE: f64 = 0.7;
/// Below this many standard deviations of gusts a block is judged by its mean wind alone.
const RARE: f64 = 3.6;
/// How many standard deviations the fast part comes to in a block: about the 90th
/// percentile of the highest of ten independent ones.
const PEAK: f64 = 2.3;

impl Standing {
    /// Whether a block passes in which `pole` does not come near to what it bears before it
    /// cracks or falls; then notes what it does come to.
    pub(super) fn passes(&mut self, air: &Air<'_>, pole: usize) -> bool {
        let [crack, breaks, overturns] = self.poles[pole].bears_nm;
        let falls = breaks.min(overturns);
        let bears = if self.state[pole].cracked {
            falls
        } else {
            falls.min(crack)
        };
        let most_nm = self.estimate(air, pole, CLOSE * bears);
        let passes = most_nm.length() < CLOSE * bears;
        if passes {
            let state = &mut self.state[pole];
            state.sway = None;
            state.bear(most_nm.length() / falls, most_nm);
        }
        passes
    }

    /// The highest moment of `pole` in the block, Nm; that of the mean wind alone where it
    /// will not come to `close_nm`.
    fn estimate(&self, air: &Air<'_>, pole: usize, close_nm: f64) -> Vector {
        let built = &self.poles[pole];
        let middle = air.middle();
        let mean = middle.wind_of(1.0);
        let harder = self.harder(pole, mean);
        let steady_nm = built.exposure.uniform_nm(mean, air.ice_m) * harder;
        let (steady, pulled) = (steady_nm.length(), built.pull_nm.length());
        let towards = (steady_nm + built.pull_nm).direction();
        let highest = steady * (1.0 + RARE * INTENSITY).powi(2);
        if highest + pulled < close_nm {
            return towards * (steady + pulled);
        }
        // The gust at the pole as if it were along all its spans: not less than they have.
        let at = self.lines.poles[pole].at;
        let samples = air.samples.iter().map(|(_, now)| now.wide(air.gusts, at));
        let slow = steady * samples.fold(0.0, f64::max).powi(2);
        let fast = PEAK * self.fast_nm(&middle, pole, air.ice_m) * harder;
        towards * (slow + fast + pulled)
    }

    /// Standard deviation of the fast part of the moment in the open, Nm: of the fine gusts,
    /// which each part of the spans meets by itself, and of the swaying that they excite.
    fn fast_nm(&self, now: &Instant, pole: usize, ice_m: f64) -> f64 {
        let built = &self.poles[pole];
        let cracked = self.state[pole].cracked;
        let item = &self.lines.poles[pole];
        let modal = item.modal(&self.lines, built.most_m3, now.mean_m_s, cracked);
        let wind = now.wind_of(1.0);
        let own = 0.5 * AIR_KG_M3 * built.exposure.pole_m3 * wind.length().powi(2);
        let faces = built.exposure.faces.iter().map(|face| {
            let across = wind.dot(face.normal);
            0.5 * AIR_KG_M3 * (face.coefficient_m3 + face.per_ice_m2 * ice_m) * across * across
        });
        // A moment goes with the square of the wind: twice its relative deviation.
        let squares: f64 = faces
            .chain([own])
            .map(|moment| (2.0 * INTENSITY * moment).powi(2))
            .sum();
        let excited = spectrum_hz(modal.frequency_hz, now.mean_m_s)
            * std::f64::consts::PI
            * modal.frequency_hz
            / (4.0 * modal.damping);
        (squares * (fine_variance() + excited)).sqrt()
    }
}
