//! What hardening a network would have saved in a scenario's storm.
//!
//! A [`Measure`] becomes [`Change`]s of records and truth alike. A planner chooses them
//! from the records and from storms that are not scored ([`Ranking`]). Then the same storms
//! are lived over the network as it is and as it would be: what is not changed has the same
//! luck in both, so the difference is the measure's.

mod cable;
mod change;
mod costs;
mod measure;
mod pairs;
mod pole;
mod raised;
mod ranking;
mod report;
mod result;
mod steps;
mod table;

use std::path::PathBuf;

use taiqu_grid::{Lang, Problem, Text};

use crate::rehearse::RehearseError;
use crate::rehearse::files::Files;
use crate::scenario::Scenario;
use steps::Steps;

pub use change::Change;
pub use costs::Costs;
pub use measure::Measure;
pub use pairs::hardened;
pub use ranking::Ranking;
pub use result::{Case, Figures, Hardened, Lived, PerYuan};

/// What to find out.
#[derive(Clone, Debug)]
pub struct Hardening {
    /// The scenario, with the first seed and the way of organising to use.
    pub scenario: Scenario,
    /// The measures.
    pub measures: Vec<Measure>,
    /// What they cost.
    pub costs: Costs,
    /// How many storms: the scenario's seed and those after it.
    pub runs: u32,
    /// How many other storms poles and trees are chosen by.
    pub planned_by: u32,
    /// Threads; 0 for all cores. Their number changes no byte of the results.
    pub threads: usize,
    /// The folder for the results.
    pub out: PathBuf,
    /// The language of the report.
    pub lang: Lang,
}

impl Hardening {
    /// The default folder for the results of `scenario`: `taiqu-out/harden-<scenario>`.
    pub fn default_out(scenario: &Scenario) -> PathBuf {
        PathBuf::from("taiqu-out").join(format!("harden-{}", scenario.id))
    }

    /// Storms to choose by: none where nothing must be chosen.
    fn chosen_by(&self) -> u32 {
        let mut measures = self.measures.iter();
        let chooses = measures.any(|measure| !matches!(measure, Measure::Cable(_)));
        if chooses { self.planned_by } else { 0 }
    }

    /// Storms that are lived in all.
    fn steps(&self) -> u64 {
        let together = u64::from(self.measures.len() > 1);
        let networks = 1 + self.measures.len() as u64 + together;
        u64::from(self.chosen_by()) + networks * u64::from(self.runs)
    }
}

/// Lives the pairs of runs and writes `summary.json` and `report.html`. `progress` is told
/// the storms lived, and of how many.
///
/// # Errors
/// The scenario has no storm, a measure cannot be taken, a simulation cannot go on, or a
/// result cannot be written.
pub fn harden(
    hardening: &Hardening,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Hardened, RehearseError> {
    let scenario = &hardening.scenario;
    if scenario.storm.is_none() {
        return Err(no_storm(scenario).into());
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(hardening.threads);
    let pool = pool.build().map_err(RehearseError::Threads)?;
    let steps = Steps::new(hardening.steps(), progress);
    let result = pool.install(|| -> Result<Hardened, RehearseError> {
        let planned = measure::plan(hardening, &steps).map_err(RehearseError::Inputs)?;
        let lived = pairs::lived(scenario, &planned, hardening.runs, &steps)?;
        Ok(Hardened::of(hardening, planned, lived))
    })?;
    let files = Files::create(&hardening.out)?;
    files.results(&result, &report::html(scenario, &result, hardening.lang))?;
    Ok(result)
}

fn no_storm(scenario: &Scenario) -> Problem {
    let mut problem = Problem::error(
        "",
        Text::new(
            "场景中没有极端天气，加固无从比较",
            "the scenario has no storm: there is nothing to harden against",
        ),
        Text::new(
            "给场景加上 storm，或改用 scenarios/typhoon-landfall.ron",
            "give the scenario a `storm`, or take scenarios/typhoon-landfall.ron",
        ),
    );
    problem.file = scenario.file.display().to_string();
    problem
}
