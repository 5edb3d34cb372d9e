//! `taiqu solve`: the power flow of an area, for a moment or a series.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;
use std::process::ExitCode;
use std::time::Instant;

use cpu_time::ProcessTime;
use serde::Serialize;
use taiqu_grid::{District, Text, read};
use taiqu_powerflow::{
    LoadPower, Model, Options, Output as Kept, SeriesSummary, Solver, Summary, Switching, series,
    write_csv, write_extremes,
};

use super::args::{Loads, Output as KeptArg, SolveArgs};
use super::output::{Failure, Output};
use super::profiles::Profiles;
use super::{Outcome, catalogue, on_threads, sound};

/// Solves as `args` ask.
pub fn run(args: &SolveArgs, output: Output) -> Outcome {
    let catalogue = catalogue(output)?;
    let area = sound(read::read_area(&args.area, &catalogue), output)?;
    let case = Case::new(District::alone(area), args)?;
    match &args.profiles {
        Some(profiles) => case.series(profiles, args, output),
        None => case.moment(args, output),
    }
}

/// A network ready to be solved.
struct Case {
    district: District,
    model: Model,
    switching: Switching,
    options: Options,
}

impl Case {
    fn new(district: District, args: &SolveArgs) -> Result<Self, Failure> {
        if !(args.tolerance.is_finite() && args.tolerance > 0.0) {
            return Err(Failure::Call(Text::new(
                "--tolerance 必须是正数",
                "--tolerance must be a positive number",
            )));
        }
        Ok(Self {
            model: Model::new(&district),
            switching: Switching::of(&district),
            options: Options {
                tolerance: args.tolerance,
                ignore_bands: args.loads == Loads::ConstantPower,
                anti_float: !args.no_anti_float,
                ..Options::default()
            },
            district,
        })
    }

    fn moment(&self, args: &SolveArgs, output: Output) -> Outcome {
        let powers = match args.at {
            Some(second) => self.model.powers_at(second),
            None => self.model.nominal().to_vec(),
        };
        let begun = Instant::now();
        let mut solver = Solver::new(&self.model, &self.switching, self.options);
        let outcome = solver.solve(&powers);
        let seconds = begun.elapsed().as_secs_f64();
        let summary = Summary::new(&self.district, &solver, &outcome, seconds);
        output.result(&summary, &table(&summary));
        if !summary.converged {
            return Err(no_solution(&summary));
        }
        self.voltages(&solver, args.csv.as_deref())
    }

    fn series(&self, file: &Path, args: &SolveArgs, output: Output) -> Outcome {
        let profiles = Profiles::read(file, &self.district, &self.model)?;
        output.warnings(&profiles.problems);
        let steps = args.steps.unwrap_or(profiles.rows).min(profiles.rows);
        let step = args.step.filter(|&step| step > 0 && step <= profiles.rows);
        if args.step.is_some() && step.is_none() {
            let rows = profiles.rows;
            return Err(Failure::Call(Text::new(
                format!("--step 应在 1 到 {rows} 之间"),
                format!("--step must lie between 1 and {rows}"),
            )));
        }
        let kept = match args.output {
            KeptArg::Loads => Kept::Loads,
            KeptArg::All => Kept::All,
            KeptArg::Extremes => Kept::Extremes,
        };
        let (begun, begun_cpu) = (Instant::now(), ProcessTime::now());
        let solve = || {
            let power = |step: usize, powers: &mut [LoadPower]| profiles.fill(step, powers);
            series(
                &self.model,
                &self.switching,
                self.options,
                steps,
                power,
                kept,
            )
        };
        let series = on_threads(args.threads, solve);
        let (seconds, cpu) = (begun.elapsed().as_secs_f64(), begun_cpu.elapsed());
        let summary = SeriesSummary::new(&series, profiles.step_s(), seconds, cpu.as_secs_f64());
        output.result(&summary, &table(&summary));
        if summary.converged < summary.steps {
            let failed = summary.steps - summary.converged;
            return Err(Failure::NoSolution(Text::new(
                format!("{failed} 个时步不收敛"),
                format!("{failed} steps did not converge"),
            )));
        }
        if let (Kept::Extremes, Some(path)) = (kept, &args.csv) {
            return write(path, |file| {
                write_extremes(&self.district, &self.model, &series.extremes, file)
            });
        }
        let Some(step) = step.filter(|_| args.csv.is_some()) else {
            return Ok(ExitCode::SUCCESS);
        };
        let mut solver = Solver::new(&self.model, &self.switching, self.options);
        let mut powers = self.model.nominal().to_vec();
        profiles.fill(step - 1, &mut powers);
        solver.solve(&powers);
        self.voltages(&solver, args.csv.as_deref())
    }

    fn voltages(&self, solver: &Solver, csv: Option<&Path>) -> Outcome {
        let Some(path) = csv else {
            return Ok(ExitCode::SUCCESS);
        };
        write(path, |file| {
            write_csv(&self.district, &self.model, &solver.solution(), file)
        })
    }
}

fn write(path: &Path, rows: impl FnOnce(BufWriter<File>) -> std::io::Result<()>) -> Outcome {
    let written = File::create(path).map(BufWriter::new).and_then(rows);
    written.map_err(|error| Failure::file(path, &error))?;
    Ok(ExitCode::SUCCESS)
}

fn no_solution(summary: &Summary) -> Failure {
    let node = summary.worst_node.as_deref().unwrap_or("?");
    let mismatch = summary.mismatch_va;
    let collapsed = summary.collapsed.join(", ");
    Failure::NoSolution(if collapsed.is_empty() {
        Text::new(
            format!("不收敛：节点 {node} 功率偏差 {mismatch:.3e} VA"),
            format!("no convergence: {mismatch:.3e} VA of mismatch at node {node}"),
        )
    } else {
        Text::new(
            format!(
                "电压崩溃：线路供不了这些负荷：{collapsed}（节点 {node} 偏差 {mismatch:.3e} VA）"
            ),
            format!(
                "voltage collapse: the network cannot carry {collapsed} ({mismatch:.3e} VA of mismatch at node {node})"
            ),
        )
    })
}

/// A result as lines of name and value; the names are those of the JSON.
fn table(summary: &impl Serialize) -> String {
    let Ok(serde_json::Value::Object(items)) = serde_json::to_value(summary) else {
        return String::new();
    };
    let lines = items
        .iter()
        .map(|(name, value)| format!("{name:22} {value}"));
    lines.collect::<Vec<_>>().join("\n")
}
