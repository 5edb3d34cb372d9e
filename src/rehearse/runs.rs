//! Several runs of one scenario that differ in their seed, and how their figures
//! spread.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use serde::Serialize;
use taiqu_grid::Lang;

use super::files::Files;
use super::spread::Spread;
use super::weakest::{self, WeakPoint};
use super::{Outcome, Rehearsal, RehearseError, Summary, live, report};
use crate::scenario::{Operations, Scenario};

/// How one figure spreads over the runs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Its name, as a run's summary has it.
    pub name: &'static str,
    /// Its values.
    #[serde(flatten)]
    pub spread: Spread,
}

/// The result of several runs, as `summary.json` has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Runs {
    /// The scenario's id.
    pub scenario: String,
    /// The way of organising.
    pub operations: String,
    /// The figures.
    pub figures: Vec<Figure>,
    /// All runs, in the order of their seeds.
    pub runs: Vec<Summary>,
    /// The parts that took supply in any of them, the one that cost most customer-hours first.
    pub weakest: Vec<WeakPoint>,
    /// Customers truly without supply in each minute, mean over the runs.
    #[serde(skip)]
    pub out: Vec<f64>,
    /// Between what numbers eight in ten runs lie in each minute.
    #[serde(skip)]
    pub out_between: Vec<(f64, f64)>,
}

/// The same runs by each way of organising, as `summary.json` has them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ways {
    /// One for each way, in the order of [`Operations::ALL`].
    pub ways: Vec<Runs>,
    /// By how much each but the first differs from the first, run by run: the same seed has
    /// the same faults and luck in all of them.
    pub differences: Vec<Differences>,
}

/// By how much one way of organising differs from another.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Differences {
    /// The way.
    pub operations: String,
    /// The way it is compared with.
    pub against: String,
    /// The figures' differences.
    pub figures: Vec<Figure>,
}

impl Differences {
    fn of(runs: &Runs, against: &Runs) -> Self {
        let figures = READERS.into_iter().map(|(name, of)| {
            let pairs = runs.runs.iter().zip(&against.runs);
            let both = pairs.filter_map(|(a, b)| Some(of(a)? - of(b)?));
            let spread = Spread::of(&both.collect::<Vec<f64>>());
            Figure { name, spread }
        });
        Self {
            operations: runs.operations.clone(),
            against: against.operations.clone(),
            figures: figures.collect(),
        }
    }

    /// The difference of a figure.
    pub fn get(&self, name: &str) -> Spread {
        get(&self.figures, name)
    }
}

fn get(figures: &[Figure], name: &str) -> Spread {
    let figure = figures.iter().find(|figure| figure.name == name);
    figure.map(|figure| figure.spread).unwrap_or_default()
}

/// Lives `scenario` `count` times, with its seed and those after it, on as many
/// threads as `shape` says, and writes the results: logs in `out/<way>/<seed>/`, report and summary
/// of all in `out`. The number of threads changes no byte of them. `progress` is told
/// the runs done, and of how many.
///
/// # Errors
/// As for a single run.
pub fn runs(
    scenario: &Scenario,
    out: &Path,
    shape: (u32, usize),
    lang: Lang,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Runs, RehearseError> {
    let files = Files::create(out)?;
    let ways = [scenario.operations];
    let mut all = lived(scenario, out, (&ways, shape), lang, progress)?;
    let result = Runs::of(scenario, ways[0], all.swap_remove(0));
    files.results(&result, &report::of_runs(scenario, &result, lang))?;
    Ok(result)
}

/// Lives `scenario` by each way of organising, `count` times with the same seeds in all,
/// and writes the results as [`runs`] does.
///
/// # Errors
/// As for a single run.
pub fn ways(
    scenario: &Scenario,
    out: &Path,
    shape: (u32, usize),
    lang: Lang,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Ways, RehearseError> {
    let files = Files::create(out)?;
    let all = lived(scenario, out, (&Operations::ALL, shape), lang, progress)?;
    let of_ways = Operations::ALL.into_iter().zip(all);
    let ways = of_ways.map(|(way, runs)| Runs::of(scenario, way, runs));
    let ways: Vec<Runs> = ways.collect();
    let differences = match ways.as_slice() {
        [first, others @ ..] => others
            .iter()
            .map(|other| Differences::of(other, first))
            .collect(),
        [] => Vec::new(),
    };
    let result = Ways { ways, differences };
    files.results(&result, &report::of_ways(scenario, &result, lang))?;
    Ok(result)
}

/// The outcomes of all runs, way by way.
fn lived(
    scenario: &Scenario,
    out: &Path,
    (ways, (count, threads)): (&[Operations], (u32, usize)),
    lang: Lang,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Vec<Vec<Outcome>>, RehearseError> {
    let done = AtomicU64::new(0);
    let whole = ways.len() as u64 * u64::from(count);
    let one = |(way, k): (Operations, u32)| {
        let mut scenario = scenario.clone();
        scenario.operations = way;
        scenario.seed = scenario.seed.wrapping_add(u64::from(k));
        let own = out.join(way.word()).join(scenario.seed.to_string());
        let outcome = live(&Rehearsal::of(scenario, own, lang), &mut |_, _| ())?;
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, whole);
        Ok(outcome)
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    let pool = pool.build().map_err(RehearseError::Threads)?;
    let each = ways
        .iter()
        .flat_map(|&way| (0..count).map(move |k| (way, k)));
    let each: Vec<(Operations, u32)> = each.collect();
    let all: Result<Vec<Outcome>, RehearseError> =
        pool.install(|| each.into_par_iter().map(one).collect());
    Ok(all?
        .chunks(count.max(1) as usize)
        .map(<[Outcome]>::to_vec)
        .collect())
}

impl Runs {
    fn of(scenario: &Scenario, way: Operations, outcomes: Vec<Outcome>) -> Self {
        let minutes = outcomes.iter().map(|one| one.out.len()).max().unwrap_or(0);
        let out = (0..minutes).map(|minute| {
            let all = outcomes.iter().filter_map(|one| one.out.get(minute));
            all.sum::<usize>() as f64 / outcomes.len() as f64
        });
        let out = out.collect();
        let out_between = (0..minutes).map(|minute| {
            let all = outcomes.iter().filter_map(|one| one.out.get(minute));
            let mut all: Vec<usize> = all.copied().collect();
            all.sort_unstable();
            let at = |share: f64| all[(share * (all.len() - 1) as f64).round() as usize] as f64;
            (at(0.1), at(0.9))
        });
        let out_between = out_between.collect();
        let runs: Vec<Summary> = outcomes.into_iter().map(|one| one.summary).collect();
        let figures = READERS.into_iter().map(|(name, of)| {
            let spread = Spread::of(&runs.iter().filter_map(of).collect::<Vec<f64>>());
            Figure { name, spread }
        });
        Self {
            scenario: scenario.id.clone(),
            operations: way.word().into(),
            figures: figures.collect(),
            weakest: weakest::of_runs(&runs),
            runs,
            out,
            out_between,
        }
    }

    /// The spread of a figure.
    pub fn get(&self, name: &str) -> Spread {
        get(&self.figures, name)
    }
}

/// A figure's name, and where a summary has it; none where there was nothing to measure.
pub(super) type Reader = (&'static str, fn(&Summary) -> Option<f64>);

/// The figures of several runs. Those that begin with `believed` are as the twin believed.
pub(super) const READERS: [Reader; 43] = [
    ("interrupted_customers", |s| {
        Some(s.truth.interrupted_customers as f64)
    }),
    ("interrupted_customer_minutes", |s| {
        Some(s.truth.interrupted_customer_minutes)
    }),
    ("interrupted_customer_hours", |s| {
        Some(s.truth.interrupted_customer_hours)
    }),
    ("saifi", |s| Some(s.truth.saifi)),
    ("saidi_min", |s| Some(s.truth.saidi_min)),
    ("caidi_min", |s| Some(s.truth.caidi_min)),
    ("asai", |s| Some(s.truth.asai)),
    ("repeatedly_interrupted_customers", |s| {
        Some(s.truth.repeatedly_interrupted_customers as f64)
    }),
    ("low_voltage_customers", |s| {
        Some(s.truth.low_voltage_customers as f64)
    }),
    ("high_voltage_customers", |s| {
        Some(s.truth.high_voltage_customers as f64)
    }),
    ("believed_interrupted_customers", |s| {
        Some(s.believed.interrupted_customers as f64)
    }),
    ("believed_interrupted_customer_hours", |s| {
        Some(s.believed.interrupted_customer_hours)
    }),
    ("believed_saifi", |s| Some(s.believed.saifi)),
    ("believed_saidi_min", |s| Some(s.believed.saidi_min)),
    ("believed_caidi_min", |s| Some(s.believed.caidi_min)),
    ("believed_asai", |s| Some(s.believed.asai)),
    ("noticed_min", |s| s.noticed_min),
    ("named_min", |s| s.named_min),
    ("located_min", |s| s.located_min),
    ("arrival_min", |s| s.arrival_min),
    ("arrived_in_time", |s| Some(s.arrived_in_time)),
    ("restored_min", |s| s.restored_min),
    ("wasted_trips", |s| Some(s.wasted_trips as f64)),
    ("reopened", |s| Some(s.reopened as f64)),
    ("orders", |s| Some(s.orders as f64)),
    ("calls", |s| Some(s.calls as f64)),
    ("calls_answered", |s| Some(s.calls_answered as f64)),
    ("calls_right", |s| Some(s.calls_right as f64)),
    ("calls_cause_right", |s| Some(s.calls_cause_right as f64)),
    ("notices", |s| Some(s.notices as f64)),
    ("notices_right", |s| Some(s.notices_right as f64)),
    ("notices_in_time", |s| s.notices_in_time),
    ("told_after_min", |s| s.told_after_min),
    ("place_right", |s| Some(s.place_right)),
    ("false_incidents", |s| Some(s.false_incidents as f64)),
    ("still_out", |s| Some(s.still_out as f64)),
    ("by_car_hours", |s| Some(s.by_car_hours)),
    ("put_off_hours", |s| Some(s.put_off_hours)),
    ("live_in_water_min", |s| {
        Some(f64::from(s.live_in_water_min))
    }),
    ("vmin_v", |s| Some(s.vmin_v)),
    ("vmax_v", |s| Some(s.vmax_v)),
    ("source_kwh", |s| Some(s.energy.source_kwh)),
    ("loss_kwh", |s| {
        Some(s.energy.line_loss_kwh + s.energy.transformer_loss_kwh)
    }),
];
