//! `taiqu harden`: what hardening would have saved in a storm.

use std::process::ExitCode;

use super::args::HardenArgs;
use super::output::{Failure, Output};
use super::rehearse::{reported, showing};
use super::{Outcome, catalogue, sound};
use crate::harden::{self, Costs, Hardening, Measure};
use crate::scenario::Scenario;

/// Storms that poles and trees are chosen by.
const PLANNED_BY: u32 = 40;

/// Compares the measures that `args` name, and says what they save.
pub fn run(args: &HardenArgs, output: Output) -> Outcome {
    let catalogue = catalogue(output)?;
    let mut scenario = sound(Scenario::open(&args.scenario, &catalogue), output)?;
    scenario.operations = args.operations.unwrap_or(scenario.operations);
    let costs = args.costs.as_deref().map(Costs::open).transpose();
    let costs = costs.map_err(Failure::Input)?.unwrap_or_default();
    let out = args.out.clone();
    let hardening = Hardening {
        out: out.unwrap_or_else(|| Hardening::default_out(&scenario)),
        scenario,
        measures: measures(args),
        costs,
        runs: args.runs,
        planned_by: PLANNED_BY,
        // No number of threads means all cores.
        threads: args.threads.unwrap_or(0),
        lang: output.lang,
    };
    let hardened = showing(|show| harden::harden(&hardening, show))?;
    let table = hardened.table(output.lang);
    let report = reported(&hardening.out, output);
    output.result(&hardened, &format!("{table}\n{report}"));
    Ok(ExitCode::SUCCESS)
}

fn measures(args: &HardenArgs) -> Vec<Measure> {
    let reinforce = args.reinforce.iter().copied().map(Measure::Reinforce);
    let trim = args.trim.iter().copied().map(Measure::Trim);
    let cable = args.cable.iter().cloned().map(Measure::Cable);
    let raise = args.raise_cabinets.iter().copied().map(Measure::Raise);
    reinforce.chain(trim).chain(raise).chain(cable).collect()
}
