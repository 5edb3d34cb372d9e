//! `taiqu rehearse` and `taiqu replay`: runs without a window.

use std::path::Path;
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};

use serde::Serialize;
use taiqu_grid::{Lang, Problem, Text};
use taiqu_link::Tick;

use super::args::RehearseArgs;
use super::output::{Failure, Output, Progress};
use super::values::Way;
use super::{Outcome, catalogue, sound};
use crate::rehearse::{self, Rehearsal, RehearseError};
use crate::scenario::{Scenario, Span};

/// Is told the runs done, and of how many.
pub(super) type Shown<'a> = &'a (dyn Fn(u64, u64) + Sync);

/// Rehearses a scenario and says where the report is.
pub fn run(args: &RehearseArgs, output: Output) -> Outcome {
    let catalogue = catalogue(output)?;
    let mut scenario = sound(Scenario::open(&args.scenario, &catalogue), output)?;
    scenario.seed = args.seed.unwrap_or(scenario.seed);
    let out = args
        .out
        .clone()
        .unwrap_or_else(|| Rehearsal::default_out(&scenario));
    if let Some(Way::One(operations)) = args.operations {
        scenario.operations = operations;
    }
    if args.operations == Some(Way::All) {
        let shape = (args.runs.unwrap_or(1), args.threads);
        return several(&scenario, &out, shape, rehearse::ways, output);
    }
    if let Some(count) = args.runs {
        return several(
            &scenario,
            &out,
            (count, args.threads),
            rehearse::runs,
            output,
        );
    }
    if let Some(at) = args.snapshot.filter(|&at| at > scenario.length_s) {
        let length = Span {
            seconds: scenario.length_s,
        };
        let at = Span { seconds: at };
        return Err(Failure::Call(Text::new(
            format!("--snapshot {at} 在场景结束之后；场景长 {length}"),
            format!("--snapshot {at} is after the end; the scenario lasts {length}"),
        )));
    }
    let rehearsal = Rehearsal {
        snapshot: args.snapshot.map(Tick),
        resume: args.resume.clone(),
        received: true,
        ..Rehearsal::of(scenario, out, output.lang)
    };
    one(&rehearsal, output)
}

/// Lives `scenario` without a window, with its results in `out`.
pub(super) fn headless(scenario: Scenario, out: &Path, output: Output) -> Outcome {
    one(
        &Rehearsal::of(scenario, out.to_owned(), output.lang),
        output,
    )
}

fn one(rehearsal: &Rehearsal, output: Output) -> Outcome {
    let mut progress = Progress::default();
    let summary = rehearse::run(rehearsal, &mut |lived, of| progress.show(lived, of))?;
    progress.end();
    output.result(&summary, &reported(&rehearsal.out, output));
    Ok(ExitCode::SUCCESS)
}

/// Several runs with seeds of their own, as `live` lives them.
fn several<T: Serialize>(
    scenario: &Scenario,
    out: &Path,
    (count, threads): (u32, Option<usize>),
    live: impl Fn(&Scenario, &Path, (u32, usize), Lang, Shown<'_>) -> Result<T, RehearseError>,
    output: Output,
) -> Outcome {
    // No number of threads means all cores.
    let shape = (count, threads.unwrap_or(0));
    let runs = showing(|show| live(scenario, out, shape, output.lang, show))?;
    output.result(&runs, &reported(out, output));
    Ok(ExitCode::SUCCESS)
}

/// What `work` gives back; how far its runs have come is shown meanwhile.
pub(super) fn showing<T, E>(work: impl FnOnce(Shown<'_>) -> Result<T, E>) -> Result<T, E> {
    let progress = Mutex::new(Progress::default());
    let result = work(&|done, of| {
        let mut progress = progress.lock().unwrap_or_else(PoisonError::into_inner);
        progress.show(done, of);
    });
    let progress = progress.into_inner();
    progress.unwrap_or_else(PoisonError::into_inner).end();
    result
}

/// Where the report in `out` is, in words.
pub(super) fn reported(out: &Path, output: Output) -> String {
    let report = out.join("report.html");
    let report = report.display();
    let said = Text::new(format!("报告：{report}"), format!("report: {report}"));
    said.get(output.lang).to_owned()
}

/// Repeats the run in `dir` and compares its logs byte by byte.
pub fn replay(dir: &Path, to: Option<u64>, output: Output) -> Outcome {
    let catalogue = catalogue(output)?;
    let mut progress = Progress::default();
    let show = &mut |lived, of| progress.show(lived, of);
    let replayed = rehearse::replay(dir, to.map(Tick), &catalogue, output.lang, show)?;
    progress.end();
    let same = replayed.is_same();
    let report = reported(dir, output);
    let said = if replayed.made {
        Text::new(report.clone(), report)
    } else if same {
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
            RehearseError::Journal(error) => Problem::error(
                "",
                Text::new(
                    format!("读写不了演练日志：{error}"),
                    format!("the journal of the run cannot be read or written: {error}"),
                ),
                Text::new(
                    "给出演练的文件夹，其中有 journal 文件",
                    "name the folder of a run, the one with the file `journal`",
                ),
            )
            .into(),
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
