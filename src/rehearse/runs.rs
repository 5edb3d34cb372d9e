//! Several runs of one scenario that differ in their seed, and how their figures
//! spread.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use serde::Serialize;
use taiqu_grid::Lang;

use super::files::Files;
use super::{Rehearsal, RehearseError, Summary, report, run};
use crate::scenario::{Operations, Scenario};

/// How one figure spreads over the runs.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Figure {
    /// Its name, as a run's summary has it.
    pub name: &'static str,
    /// Mean over the runs.
    pub mean: f64,
    /// Standard deviation of the sample; 0 of a single run.
    pub deviation: f64,
    /// Lowest.
    pub least: f64,
    /// Highest.
    pub most: f64,
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
}

/// The same runs by each way of organising, as `summary.json` has them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Ways {
    /// One for each way, in the order of [`Operations::ALL`].
    pub ways: Vec<Runs>,
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
    let result = Ways {
        ways: of_ways
            .map(|(way, runs)| Runs::of(scenario, way, runs))
            .collect(),
    };
    files.results(&result, &report::of_ways(scenario, &result, lang))?;
    Ok(result)
}

/// The summaries of all runs, way by way.
fn lived(
    scenario: &Scenario,
    out: &Path,
    (ways, (count, threads)): (&[Operations], (u32, usize)),
    lang: Lang,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Vec<Vec<Summary>>, RehearseError> {
    let done = AtomicU64::new(0);
    let whole = ways.len() as u64 * u64::from(count);
    let one = |(way, k): (Operations, u32)| {
        let mut scenario = scenario.clone();
        scenario.operations = way;
        scenario.seed = scenario.seed.wrapping_add(u64::from(k));
        let own = out.join(way.word()).join(scenario.seed.to_string());
        let summary = run(&Rehearsal::of(scenario, own, lang), &mut |_, _| ())?;
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, whole);
        Ok(summary)
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    let pool = pool.build().map_err(RehearseError::Threads)?;
    let each = ways
        .iter()
        .flat_map(|&way| (0..count).map(move |k| (way, k)));
    let each: Vec<(Operations, u32)> = each.collect();
    let all: Result<Vec<Summary>, RehearseError> =
        pool.install(|| each.into_par_iter().map(one).collect());
    Ok(all?
        .chunks(count.max(1) as usize)
        .map(<[Summary]>::to_vec)
        .collect())
}

impl Runs {
    fn of(scenario: &Scenario, way: Operations, runs: Vec<Summary>) -> Self {
        Self {
            scenario: scenario.id.clone(),
            operations: way.word().into(),
            figures: figures(&runs),
            runs,
        }
    }
}

/// A figure's name, and where a summary has it.
type Reader = (&'static str, fn(&Summary) -> f64);

impl Runs {
    /// A figure's value in each run; none for one that there is not.
    pub fn values(&self, figure: &str) -> Vec<f64> {
        let reader = READERS.iter().find(|(name, _)| *name == figure);
        let of = reader.map(|(_, of)| self.runs.iter().map(of).collect());
        of.unwrap_or_default()
    }
}

const READERS: [Reader; 18] = [
    ("interrupted_customers", |s| s.interrupted_customers as f64),
    ("interrupted_customer_minutes", |s| {
        s.interrupted_customer_minutes
    }),
    ("saidi_min", |s| s.saidi_min),
    ("caidi_min", |s| s.caidi_min),
    ("located_min", |s| s.located_min),
    ("arrival_min", |s| s.arrival_min),
    ("arrived_in_time", |s| s.arrived_in_time),
    ("wasted_trips", |s| s.wasted_trips as f64),
    ("calls", |s| s.calls as f64),
    ("calls_answered", |s| s.calls_answered as f64),
    ("calls_right", |s| s.calls_right as f64),
    ("still_out", |s| s.still_out as f64),
    ("vmin_v", |s| s.vmin_v),
    ("vmax_v", |s| s.vmax_v),
    ("low_voltage_customers", |s| s.low_voltage_customers as f64),
    ("high_voltage_customers", |s| {
        s.high_voltage_customers as f64
    }),
    ("source_kwh", |s| s.energy.source_kwh),
    ("loss_kwh", |s| {
        s.energy.line_loss_kwh + s.energy.transformer_loss_kwh
    }),
];

fn figures(all: &[Summary]) -> Vec<Figure> {
    READERS
        .into_iter()
        .map(|(name, of)| spread(name, &all.iter().map(of).collect::<Vec<f64>>()))
        .collect()
}

fn spread(name: &'static str, values: &[f64]) -> Figure {
    let count = values.len().max(1) as f64;
    let mean = values.iter().fold(0.0, |sum, v| sum + v) / count;
    let squares = values.iter().fold(0.0, |sum, v| sum + (v - mean).powi(2));
    let fold = |start: f64, pick: fn(f64, f64) -> f64| values.iter().copied().fold(start, pick);
    Figure {
        name,
        mean,
        deviation: (squares / (count - 1.0).max(1.0)).sqrt(),
        least: fold(f64::INFINITY, f64::min),
        most: fold(f64::NEG_INFINITY, f64::max),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_figure_spreads_around_its_mean() {
        let figure = spread("x", &[1.0, 2.0, 6.0]);
        assert!((figure.mean - 3.0).abs() < 1e-12);
        assert!((figure.deviation - 7.0_f64.sqrt()).abs() < 1e-12);
        assert_eq!(
            (figure.least.to_bits(), figure.most.to_bits()),
            (1.0_f64.to_bits(), 6.0_f64.to_bits())
        );
        assert!(spread("x", &[4.0]).deviation.abs() < 1e-12);
    }
}
