//! What past restorations took, step by step: what is forecast is what became of cases
//! like this one.
//!
//! A forecast goes through all past cases that were once where this one is. What was left
//! in each is what it still took from there, with four things set right: the drive is as
//! long as the crew says, as many sources are switched off as there are here, crews waited
//! for the wind as long as is forecast, and a case that had gone on sooner than this one has
//! lasted in its step counts no more. Cases count by how like they are. So all that is left
//! is one exact mixture, with no drawing of chances.
//!
//! Beside what was learnt stand a few cases made of common figures, which speak where
//! nothing like it has been met.

mod case;
#[cfg(test)]
mod tests;
mod usual;

use serde::{Deserialize, Serialize};
use taiqu_grid::District;
use taiqu_link::{Damage, Tick};

use crate::incident::Incident;
use crate::progress::{Burden, Step};

pub use case::{Case, Sort};
pub use usual::Usual;

/// What is shipped: past restorations, learnt by a bench of the program.
const SHIPPED: &str = include_str!("../../experience/restorations.ron");

/// When supply is expected back, and what that rests on.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Restoration {
    /// With one chance in ten it is back before.
    pub earliest: Tick,
    /// As likely before as after.
    pub likely: Tick,
    /// With one chance in ten it is back only after.
    pub latest: Tick,
    /// What is being done about it.
    pub step: Step,
    /// When the crew says that it arrives.
    pub arrives: Option<Tick>,
    /// What a crew has found.
    pub damage: Option<Damage>,
    /// How many past cases of this kind it rests on; none where on common figures alone.
    pub cases: u32,
}

impl Restoration {
    /// The same where other work must be done too, which ends at `ends` or earlier or later by
    /// these shares of the time until then.
    #[must_use]
    pub fn not_before(self, ends: Tick, now: Tick, (early, late): (f64, f64)) -> Self {
        let left_s = ends.0.saturating_sub(now.0) as f64;
        let by = |share: f64| Tick(now.0 + ((1.0 + share) * left_s).max(0.0) as u64);
        if left_s <= 0.0 {
            return self;
        }
        Self {
            earliest: self.earliest.max(by(-early)),
            likely: self.likely.max(ends),
            latest: self.latest.max(by(late)),
            ..self
        }
    }
}

/// The chances at the ends and in the middle of the interval.
const CHANCES: [f64; 3] = [0.1, 0.5, 0.9];
/// Nobody can say it closer than this, s.
const NEAR_S: f64 = 60.0;
/// What counts less than this, beside what counts most, counts for nothing: among few cases
/// the ends of the interval are the first and the last.
const HARDLY: f64 = 0.01;
/// A case counts as of the same kind from here.
const OF_A_KIND: f64 = 0.1;

/// Past restorations.
#[derive(Clone, Debug, PartialEq)]
pub struct Experience {
    cases: Vec<(f64, Case)>,
}

impl Experience {
    /// What `cases` teach beside usual figures.
    pub fn of(cases: Vec<Case>, usual: &Usual) -> Self {
        let made = usual.cases().into_iter().map(|case| (usual.weight, case));
        let met = cases.into_iter().map(|case| (1.0, case));
        Self {
            cases: made.chain(met).collect(),
        }
    }

    /// What comes with the program.
    pub fn shipped() -> Self {
        // A test reads them; without any, usual figures are left.
        let cases = ron::from_str(SHIPPED).unwrap_or_default();
        Self::of(cases, &Usual::default())
    }

    /// The cases that were met.
    pub fn met(&self) -> impl Iterator<Item = &Case> {
        let met = self.cases.iter().filter(|(weight, _)| *weight >= 1.0);
        met.map(|(_, case)| case)
    }

    /// When supply is expected back where `incident` has it lost.
    pub fn expect(&self, records: &District, incident: &Incident, now: Tick) -> Restoration {
        let work = &incident.progress;
        let own = Case::begun(records, incident);
        let (since, step) = work.now();
        let in_s = |at: Option<Tick>| at.map_or(0.0, |at| at.0.saturating_sub(now.0) as f64);
        let here = Here {
            step,
            lasted_s: (now.ms().saturating_sub(since) / 1000) as f64,
            arrives_s: work
                .arrives_ms
                .map(|at| at.saturating_sub(now.ms()) as f64 / 1000.0),
            burden: incident.burden,
            sources: f64::from(work.sources.max(1)),
            off: f64::from(work.off),
            in_vain: work.in_vain > 0,
            planned_s: in_s(work.planned),
            climbs_s: in_s(work.climbs),
        };
        let (mut left, mut cases) = self.left(&here, &own, false);
        if left.is_empty() {
            // None has lasted so long: as though it began now.
            (left, cases) = self.left(&here, &own, true);
        }
        let quantiles = quantiles(left).unwrap_or([here.lasted_s; 3]);
        let back = work.restored_ms.map(|at| [Tick(at / 1000); 3]);
        let [earliest, likely, latest] = back.unwrap_or_else(|| {
            let [earliest, likely, latest] = quantiles;
            let around = [
                earliest.min(likely - NEAR_S),
                likely,
                latest.max(likely + NEAR_S),
            ];
            around.map(|s| Tick(now.0 + s.max(0.0) as u64))
        });
        Restoration {
            earliest,
            likely,
            latest,
            step,
            arrives: work.arrives_ms.map(|at| Tick(at / 1000)),
            damage: own.damage,
            cases,
        }
    }

    /// How probable it is that sources must be switched off for what `incident` is.
    pub fn isolates(&self, records: &District, incident: &Incident) -> f64 {
        let own = Case::begun(records, incident);
        if let Some(damage) = own.damage {
            return f64::from(u8::from(damage.needs_isolation()));
        }
        let (mut with, mut all) = (0.0, 0.0);
        for (weight, case) in &self.cases {
            let like = weight * case.like(&own);
            all += like;
            if case.damage.is_some_and(Damage::needs_isolation) {
                with += like;
            }
        }
        with / f64::max(all, f64::MIN_POSITIVE)
    }

    /// What was left in all cases, s, with what each counts, and how many are of the same
    /// kind.
    fn left(&self, here: &Here, own: &Case, anew: bool) -> (Vec<(f64, f64)>, u32) {
        let mut left = Vec::new();
        let mut alike = 0;
        for (weight, case) in &self.cases {
            let like = weight * case.like(own);
            let before = left.len();
            let of_it = here.left_in(case, anew);
            left.extend(of_it.map(|(s, share)| (s, like * share)));
            alike += u32::from(left.len() > before && like >= OF_A_KIND && *weight >= 1.0);
        }
        (left, alike)
    }
}

/// Where an incident is.
struct Here {
    step: Step,
    /// How long it has been in this step, s.
    lasted_s: f64,
    /// In how many seconds the crew says that it arrives.
    arrives_s: Option<f64>,
    /// What there was to cope with.
    burden: Burden,
    /// Sources to be switched off, and those that are.
    sources: f64,
    off: f64,
    in_vain: bool,
    /// In how many seconds a crew is planned to be there, and people may climb.
    planned_s: f64,
    climbs_s: f64,
}

impl Here {
    /// What was left in a past case where it was here, s, each time that it was, and how
    /// much each counts. Where `anew`, as though the step began now.
    fn left_in(&self, case: &Case, anew: bool) -> impl Iterator<Item = (f64, f64)> {
        let visits = case.steps.iter().enumerate();
        visits.filter_map(move |(k, &(step, s))| {
            if step != self.step {
                return None;
            }
            let before = case.steps[..k].iter();
            let in_vain = before.filter(|(step, _)| *step == Step::Waiting).count() > 1;
            let share = if in_vain == self.in_vain { 1.0 } else { 0.2 };
            let waits = |s: f64| s * self.burden.longer(case.burden);
            let s = if step == Step::Waiting {
                waits(f64::from(s))
            } else {
                f64::from(s)
            };
            let here = match (step, self.arrives_s) {
                (Step::Driving, Some(arrives)) => arrives,
                (Step::Isolating, _) => each(s, case) * (self.sources - self.off).max(0.0),
                _ if anew => s,
                _ if s < self.lasted_s => return None,
                _ => s - self.lasted_s,
            };
            let then = case.steps[k + 1..].iter().fold(here, |at, &(step, s)| {
                let s = f64::from(s);
                match step {
                    Step::Waiting => at + waits(s),
                    Step::Searching => at.max(self.planned_s) + s,
                    Step::Isolating => at + each(s, case) * self.sources,
                    Step::Repairing => at.max(self.climbs_s) + s,
                    _ => at + s,
                }
            });
            Some((then, share))
        })
    }
}

/// What one source took in a past case, s.
fn each(s: f64, case: &Case) -> f64 {
    s / f64::from(case.sources.max(1))
}

/// The values at [`CHANCES`] among weighted ones; none of nothing. As many as count fully
/// stand for the unknown next one, so that few spread wider than many.
fn quantiles(mut values: Vec<(f64, f64)>) -> Option<[f64; 3]> {
    let most = values.iter().map(|(_, weight)| *weight).fold(0.0, f64::max);
    values.retain(|(_, weight)| *weight >= HARDLY * most);
    let whole: f64 = values.iter().map(|(_, weight)| weight).sum();
    let squares: f64 = values.iter().map(|(_, weight)| weight * weight).sum();
    if whole <= 0.0 {
        return None;
    }
    let count = whole * whole / squares;
    values.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let mut below = 0.0;
    let places: Vec<(f64, f64)> = values
        .iter()
        .map(|&(value, weight)| {
            let middle = below + 0.5 * weight;
            below += weight;
            (middle / whole, value)
        })
        .collect();
    Some(CHANCES.map(|chance| {
        let at = (chance * (count + 1.0) - 0.5) / count;
        let above = places.partition_point(|&(place, _)| place < at);
        match (above.checked_sub(1).map(|k| places[k]), places.get(above)) {
            (Some(low), Some(high)) => {
                let share = (at - low.0) / (high.0 - low.0).max(f64::MIN_POSITIVE);
                low.1 + share * (high.1 - low.1)
            }
            (Some(only), None) => only.1,
            (None, Some(only)) => only.1,
            (None, None) => 0.0,
        }
    }))
}
