//! Several runs of one scenario that differ in their seed, and how their figures
//! spread.

use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;
use serde::Serialize;
use taiqu_grid::Lang;

use super::files::Files;
use super::{Rehearsal, RehearseError, Summary, report, run};
use crate::scenario::Scenario;

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

/// Lives `scenario` `count` times, with its seed and those after it, on as many
/// `threads`, and writes the results: logs in `out/<way>/<seed>/`, report and summary
/// of all in `out`. The number of threads changes no byte of them. `progress` is told
/// the runs done, and of how many.
///
/// # Errors
/// As for a single run.
pub fn runs(
    scenario: &Scenario,
    out: &Path,
    (count, threads): (u32, usize),
    lang: Lang,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Runs, RehearseError> {
    let files = Files::create(out)?;
    let way = scenario.operations.word();
    let done = AtomicU64::new(0);
    let one = |k: u32| {
        let mut scenario = scenario.clone();
        scenario.seed = scenario.seed.wrapping_add(u64::from(k));
        let own = out.join(way).join(scenario.seed.to_string());
        let summary = run(&Rehearsal::of(scenario, own, lang), &mut |_, _| ())?;
        progress(done.fetch_add(1, Ordering::Relaxed) + 1, u64::from(count));
        Ok(summary)
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads);
    let pool = pool.build().map_err(RehearseError::Threads)?;
    let all: Result<Vec<Summary>, RehearseError> =
        pool.install(|| (0..count).into_par_iter().map(one).collect());
    let all = all?;
    let result = Runs {
        scenario: scenario.id.clone(),
        operations: way.into(),
        figures: figures(&all),
        runs: all,
    };
    files.results(&result, &report::of_runs(scenario, &result, lang))?;
    Ok(result)
}

/// A figure's name, and where a summary has it.
type Reader = (&'static str, fn(&Summary) -> f64);

fn figures(all: &[Summary]) -> Vec<Figure> {
    let of: [Reader; 9] = [
        ("interrupted_customers", |s| s.interrupted_customers as f64),
        ("interrupted_customer_minutes", |s| {
            s.interrupted_customer_minutes
        }),
        ("saidi_min", |s| s.saidi_min),
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
    of.into_iter()
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
