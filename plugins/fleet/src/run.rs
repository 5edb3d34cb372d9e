//! Solving a fleet part by part.

use std::path::Path;
use std::time::Duration;

use cpu_time::ThreadTime;
use rayon::prelude::*;
use serde::Serialize;
use taiqu_grid::{District, Problem};

use crate::area_day::{self, AreaDay, Taken};
use crate::readings::read_readings;
use crate::results::{self, Skipped};
use crate::totals::Totals;
use crate::{Fleet, manifest};

/// Areas whose results are in memory, and in one file, together.
const AREAS_PER_PART: usize = 200;

/// How to solve a fleet.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Steps of a day.
    pub steps: usize,
}

/// How far a run is.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress {
    /// Areas done, those of former runs included.
    pub done: usize,
    /// All areas.
    pub all: usize,
}

/// What a fleet comes to, what former runs solved of it included; times are of this
/// run's processors.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Summary {
    /// Areas in the fleet.
    pub areas: usize,
    /// Areas whose results were there already.
    pub areas_before: usize,
    /// Areas skipped.
    pub skipped: usize,
    /// What its area-days come to.
    #[serde(flatten)]
    pub totals: Totals,
    /// Reading areas and readings, s.
    pub reading_s: f64,
    /// Compiling and factoring networks, s.
    pub factoring_s: f64,
    /// Solving, s.
    pub solving_s: f64,
    /// Writing results, s.
    pub writing_s: f64,
}

/// One area of a part.
struct Solved {
    days: Vec<AreaDay>,
    reading: Duration,
    taken: Taken,
}

/// Solves `fleet` into the folder `out`, and says after every part how far it is and
/// what it skipped. Uses the thread pool it is called in.
///
/// # Errors
/// The results cannot be written, or are another fleet's.
pub fn run(
    fleet: &Fleet,
    options: Options,
    out: &Path,
    mut progress: impl FnMut(Progress, &[Skipped]),
) -> Result<Summary, Problem> {
    manifest::begin(out, fleet, options.steps, AREAS_PER_PART)?;
    let mut summary = Summary {
        areas: fleet.len(),
        ..Summary::default()
    };
    let mut now = Progress {
        all: fleet.len(),
        ..Progress::default()
    };
    for number in 0..fleet.len().div_ceil(AREAS_PER_PART) {
        let first = number * AREAS_PER_PART;
        let part = first..fleet.len().min(first + AREAS_PER_PART);
        now.done += part.len();
        if results::is_complete(out, number) {
            summary.areas_before += part.len();
            let (areas, totals) = results::read_totals(out, number)?;
            summary.skipped += part.len() - areas;
            summary.totals += totals;
            continue;
        }
        let solved: Vec<Result<Solved, Skipped>> = part
            .into_par_iter()
            .map(|k| solve(fleet, k, options))
            .collect();
        let (mut days, mut skipped) = (Vec::new(), Vec::new());
        for area in solved {
            match area {
                Ok(solved) => {
                    summary.reading_s += solved.reading.as_secs_f64();
                    summary.factoring_s += solved.taken.factoring.as_secs_f64();
                    summary.solving_s += solved.taken.solving.as_secs_f64();
                    days.extend(solved.days);
                }
                Err(one) => skipped.push(one),
            }
        }
        let begun = ThreadTime::now();
        results::write(out, number, &days, &skipped)?;
        summary.writing_s += begun.elapsed().as_secs_f64();
        summary.skipped += skipped.len();
        for day in &days {
            summary.totals += Totals::of(day);
        }
        progress(now, &skipped);
    }
    Ok(summary)
}

fn solve(fleet: &Fleet, k: usize, options: Options) -> Result<Solved, Skipped> {
    let name = fleet.name(k);
    let skipped = |problems| Skipped {
        area: name.clone(),
        problems,
    };
    let begun = ThreadTime::now();
    let area = fleet.area(k).map_err(&skipped)?;
    let path = fleet.readings(k, &area, options.steps);
    let path = path.map_err(|problem| skipped(vec![problem]))?;
    let ids = area.loads.iter().map(|load| load.id.as_str());
    let days = read_readings(&path, ids, options.steps);
    let days = days.map_err(|problem| skipped(vec![problem]))?;
    let reading = begun.elapsed();
    let district = District::alone(area.as_ref().clone());
    let (days, taken) = area_day::solve(&district, &name, &days, options.steps);
    Ok(Solved {
        days,
        reading,
        taken,
    })
}
