//! A broken neutral, from voltages that are pushed apart.
//!
//! Behind the break the star point of the loads floats: each phase's voltage there is
//! |E − w|, with E what it would be and w one shift for all that hangs behind. Light
//! phases get up to the voltage between phases, heavy ones little; nothing is dead. For
//! every part the shift is fitted to what the meters behind it read, by least squares,
//! and parts are compared in how much better that explains them than an intact neutral.

use num_complex::Complex64;
use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;

use crate::layout::Layout;

/// How a broken neutral is told; settings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NeutralSettings {
    /// Spread of what is read around what is expected where all is well, V.
    pub spread_v: f64,
    /// Shift from which an alarm is raised, V.
    pub from_v: f64,
    /// The same where a phase is held to be dark in the area: what it carries no more is
    /// missing beside the others, and that alone moves the star point a little.
    pub from_dark_v: f64,
    /// Logarithm of the likelihood ratio from which an alarm is raised.
    pub from_log_ratio: f64,
}

impl Default for NeutralSettings {
    fn default() -> Self {
        Self {
            spread_v: 2.5,
            from_v: 10.0,
            from_dark_v: 25.0,
            from_log_ratio: 18.0,
        }
    }
}

/// What a meter reads between one phase and neutral, and what it should.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Sounding {
    /// The meter's number in the layout.
    pub meter: usize,
    /// The phase: a, b, c are 0, 1, 2.
    pub phase: usize,
    /// What it reads, V.
    pub read_v: f64,
    /// What it should read with the neutral whole, V.
    pub expected_v: f64,
}

/// Where the neutral is held to be broken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BrokenNeutral {
    /// The part.
    pub part: u32,
    /// How far the star point behind it has moved, V.
    pub shift_v: f64,
    /// Logarithm of how much more likely the readings are than with a whole neutral.
    pub log_ratio: f64,
    /// Probability that it is this part.
    pub probability: f64,
    /// Other parts that it may be instead, the most probable first.
    pub instead: Vec<(AssetRef, f64)>,
}

/// Rounds of a descent.
const ROUNDS: usize = 12;
/// Descents that begin far off, and how far, V.
const STARTS: usize = 6;
const FAR_V: f64 = 110.0;
/// Holds the fit where the meters behind a part say little: a shift of this size is
/// nothing unusual where the neutral is broken, V.
const USUAL_SHIFT_V: f64 = 80.0;
/// Distance, in spreads, from which a reading that fits ill counts only linearly.
const HUBER: f64 = 4.0;
/// Share of what is expected from which a voltage is higher than any load or source makes it
/// on a whole neutral.
const HIGH: f64 = 1.25;
/// Probability below which a part is not named.
const WORTH_NAMING: f64 = 0.03;

/// The part whose neutral is broken by what `soundings` say; none where a whole one
/// explains them as well.
pub fn broken_neutral(
    layout: &Layout,
    soundings: &[Sounding],
    settings: &NeutralSettings,
) -> Option<BrokenNeutral> {
    let count = layout.assets.len();
    let mut behind: Vec<Vec<&Sounding>> = vec![Vec::new(); count];
    for sounding in soundings {
        let own = layout.meters[sounding.meter].part;
        let path = std::iter::successors(Some(own), |&k| layout.network.above(k));
        for part in path {
            behind[part as usize].push(sounding);
        }
    }
    let candidates = (0_u32..)
        .zip(&layout.neutrals)
        .filter(|(_, rate)| **rate > 0.0);
    let fits = candidates.filter_map(|(k, _)| {
        let fit = fit(&behind[k as usize], settings)?;
        Some((k, fit))
    });
    let fits: Vec<(u32, Fit)> = fits.collect();
    let weight = |&(k, fit): &(u32, Fit)| layout.neutrals[k as usize].ln() + fit.log_ratio;
    let best = fits.iter().max_by(|a, b| weight(a).total_cmp(&weight(b)))?;
    let (part, fit) = *best;
    if fit.shift_v < settings.from_v || fit.log_ratio < settings.from_log_ratio {
        return None;
    }
    let most = weight(best);
    let whole: f64 = fits.iter().map(|other| (weight(other) - most).exp()).sum();
    let share = |other: &(u32, Fit)| (weight(other) - most).exp() / whole;
    let others = fits.iter().filter(|other| other.0 != part);
    let mut instead: Vec<(AssetRef, f64)> = others
        .map(|other| (layout.assets[other.0 as usize], share(other)))
        .filter(|&(_, p)| p >= WORTH_NAMING)
        .collect();
    instead.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    Some(BrokenNeutral {
        part,
        shift_v: fit.shift_v,
        log_ratio: fit.log_ratio,
        probability: share(best),
        instead,
    })
}

#[derive(Clone, Copy, Debug)]
struct Fit {
    shift_v: f64,
    log_ratio: f64,
}

/// The shift that explains `soundings` best; none where they are on fewer than two phases,
/// and would be no more than a weak phase.
fn fit(soundings: &[&Sounding], settings: &NeutralSettings) -> Option<Fit> {
    let mut phases = [false; 3];
    for sounding in soundings {
        phases[sounding.phase] = true;
    }
    // With the heavy phases too low for their meters to speak, those of a light one are all
    // that is heard.
    let high = soundings.iter().any(|s| s.read_v > HIGH * s.expected_v);
    if !high && phases.iter().filter(|&&there| there).count() < 2 {
        return None;
    }
    let cost = |shift: Complex64| -> f64 {
        let own = soundings.iter();
        let own = own.map(|s| cost((s.read_v - (phasor(s) - shift).norm()) / settings.spread_v));
        own.sum::<f64>() + 0.5 * (shift.norm() / USUAL_SHIFT_V).powi(2)
    };
    // Where phases are pushed far apart the nearest valley may be a wrong one.
    let turns = (0..STARTS).map(|k| std::f64::consts::TAU * k as f64 / STARTS as f64);
    let far = turns.map(|turn| Complex64::from_polar(FAR_V, turn));
    let starts = std::iter::once(Complex64::ZERO).chain(far);
    let ends = starts.filter_map(|start| descend(soundings, start, settings.spread_v));
    let best = ends.min_by(|a, b| cost(*a).total_cmp(&cost(*b)))?;
    Some(Fit {
        shift_v: best.norm(),
        log_ratio: cost(Complex64::ZERO) - cost(best),
    })
}

/// Cost of a residual of `z` spreads, after Huber.
fn cost(z: f64) -> f64 {
    let z = z.abs();
    if z <= HUBER {
        0.5 * z * z
    } else {
        HUBER * (z - 0.5 * HUBER)
    }
}

/// The shift at the bottom of the valley where `shift` lies (Gauss and Newton).
fn descend(soundings: &[&Sounding], mut shift: Complex64, spread: f64) -> Option<Complex64> {
    let ridge = (spread / USUAL_SHIFT_V).powi(2);
    for _ in 0..ROUNDS {
        // Normal equations of the linearised distances.
        let (mut xx, mut xy, mut yy) = (ridge, 0.0, ridge);
        let (mut bx, mut by) = (-ridge * shift.re, -ridge * shift.im);
        for sounding in soundings {
            let from = phasor(sounding) - shift;
            let distance = from.norm().max(1.0);
            let residual = sounding.read_v - distance;
            let weight = (HUBER * spread / residual.abs().max(HUBER * spread)).min(1.0);
            // Derivative of the distance by the shift.
            let (gx, gy) = (-from.re / distance, -from.im / distance);
            xx += weight * gx * gx;
            xy += weight * gx * gy;
            yy += weight * gy * gy;
            bx += weight * gx * residual;
            by += weight * gy * residual;
        }
        let determinant = xx * yy - xy * xy;
        if determinant <= 0.0 {
            return None;
        }
        let step = Complex64::new(
            (yy * bx - xy * by) / determinant,
            (xx * by - xy * bx) / determinant,
        );
        shift += step;
        if step.norm() < 1e-3 {
            break;
        }
    }
    Some(shift)
}

/// What a phase should be, as a phasor.
fn phasor(sounding: &Sounding) -> Complex64 {
    let turn = -2.0 * std::f64::consts::FRAC_PI_3 * sounding.phase as f64;
    Complex64::from_polar(sounding.expected_v, turn)
}
