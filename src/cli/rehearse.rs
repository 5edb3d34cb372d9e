//! `taiqu rehearse` and `taiqu replay`: runs without a window.

use std::path::Path;
use std::process::ExitCode;

use taiqu_grid::{Problem, Text};
use taiqu_link::Tick;

use super::args::RehearseArgs;
use super::output::{Failure, Output, Progress};
use super::{Outcome, catalogue, sound};
use crate::rehearse::{self, Rehearsal, RehearseError};
use crate::scenario::Scenario;

/// Rehearses a scenario and says where the report is.
pub fn run(args: &RehearseArgs, output: Output) -> Outcome {
    let catalogue = catalogue(output)?;
    let mut scenario = sound(Scenario::open(&args.scenario, &catalogue), output)?;
    scenario.seed = args.seed.unwrap_or(scenario.seed);
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| Rehearsal::default_out(&scenario));
    headless(scenario, &out, output)
}

/// Lives `scenario` without a window, with its results in `out`.
pub(super) fn headless(scenario: Scenario, out: &Path, output: Output) -> Outcome {
    let rehearsal = Rehearsal {
        scenario,
        out: out.to_owned(),
        lang: output.lang,
    };
    let mut progress = Progress::default();
    let summary = rehearse::run(&rehearsal, &mut |lived, of| progress.show(lived, of))?;
    progress.end();
    let report = out.join("report.html");
    let report = report.display();
    let said = Text::new(format!("报告：{report}"), format!("report: {report}"));
    output.result(&summary, said.get(output.lang));
    Ok(ExitCode::SUCCESS)
}

/// Repeats the run in `dir` and compares its logs byte by byte.
pub fn replay(dir: &Path, to: Option<u64>, output: Output) -> Outcome {
    let catalogue = catalogue(output)?;
    let mut progress = Progress::default();
    let replayed = rehearse::replay(dir, to.map(Tick), &catalogue, &mut |lived, of| {
        progress.show(lived, of);
    })?;
    progress.end();
    let same = replayed.is_same();
    let said = if same {
        Text::new("逐字节一致", "the same, byte by byte")
    } else {
        Text::new(
            "与记录不一致；用 --json 查看第一处差别",
            "not the same; --json shows the first difference",
        )
    };
    output.result(&replayed, said.get(output.lang));
    Ok(if same {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(3)
    })
}

impl From<RehearseError> for Failure {
    fn from(error: RehearseError) -> Self {
        match error {
            RehearseError::Inputs(problems) => Self::Input(problems),
            other => Problem::error(
                "",
                Text::new(
                    format!("演练中断：{other}"),
                    format!("the run stopped: {other}"),
                ),
                Text::new(
                    "检查文件夹、磁盘空间和场景文件",
                    "check the folder, the disk's space and the scenario's files",
                ),
            )
            .into(),
        }
    }
}
