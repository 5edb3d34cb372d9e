//! The highest moment of a block, without living it.

use taiqu_structure::AIR_KG_M3;

use super::Standing;
use super::air::Air;
use crate::wind::{INTENSITY, Instant, fine_variance, spectrum_hz};

/// Share of what a pole bears from which it is followed closely.
pub const CLOSE: f64 = 0.7;
/// Below this many standard deviations of gusts a block is judged by its mean wind alone.
const RARE: f64 = 3.6;
/// How many standard deviations the fast part comes to in a block: about the 90th
/// percentile of the highest of ten independent ones.
const PEAK: f64 = 2.3;

impl Standing {
    /// The highest share of what `pole` bears before it cracks or falls that it comes to in
    /// the block.
    pub(super) fn estimate(&self, air: &Air<'_>, pole: usize) -> f64 {
        let built = &self.poles[pole];
        let [crack, breaks, overturns] = built.bears_nm;
        let falls = breaks.min(overturns);
        let bears = if self.state[pole].cracked {
            falls
        } else {
            falls.min(crack)
        };
        let middle = air.middle();
        let unit = self.harder(pole, middle.wind_of(1.0)) / bears;
        let steady = built
            .exposure
            .uniform_nm(middle.wind_of(1.0), air.ice_m)
            .length()
            * unit;
        let pulled = built.pull_nm.length() / bears;
        let highest = steady * (1.0 + RARE * INTENSITY).powi(2);
        if highest + pulled < CLOSE {
            return steady + pulled;
        }
        // The gust at the pole as if it were along all its spans: not less than they have.
        let at = self.lines.poles[pole].at;
        let samples = air.samples.iter().map(|(_, now)| now.wide(air.gusts, at));
        let slow = steady * samples.fold(0.0, f64::max).powi(2);
        slow + PEAK * self.fast_nm(&middle, pole, air.ice_m) * unit + pulled
    }

    /// Standard deviation of the fast part of the moment in the open, Nm: of the fine gusts, which each
    /// part of the spans meets by itself, and of the swaying that they excite.
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
