//! `taiqu view`: the window, or the same evening headless where there can be none.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use bevy::prelude::AppExit;
use taiqu_grid::{Problem, Text, home};

use super::output::{Failure, Output};
use super::{Outcome, catalogue, rehearse, sound};
use crate::rehearse::Rehearsal;
use crate::scenario::Scenario;
use crate::view::{self, PictureError, prerequisites};

/// Opens the viewer on `file`, or on the summer evening in the village.
pub fn run(file: Option<PathBuf>, output: Output) -> Outcome {
    let file = match file {
        Some(file) => file,
        None => home::home()?.join("scenarios").join("summer-evening.ron"),
    };
    let catalogue = catalogue(output)?;
    let scenario = sound(Scenario::open(&file, &catalogue), output)?;
    let missing = prerequisites::missing_for_window();
    if missing.is_empty() {
        return match view::open(
            &scenario,
            &Arc::new(catalogue),
            output.lang,
            output.is_lang_asked,
        )? {
            AppExit::Success => Ok(ExitCode::SUCCESS),
            AppExit::Error(code) => Ok(ExitCode::from(code.get())),
        };
    }
    for missing in &missing {
        output.note(&missing.explain());
    }
    output.note(&Text::new(
        "打不开窗口，改为无窗口演练同一场景",
        "no window can be opened; rehearsing the same scenario without one",
    ));
    let out = Rehearsal::default_out(&scenario);
    rehearse::headless(scenario, &out, output)
}

impl From<PictureError> for Failure {
    fn from(error: PictureError) -> Self {
        match error {
            PictureError::Asset(problem) => (*problem).into(),
            PictureError::Simulation(error) => Problem::error(
                "",
                Text::new(
                    format!("仿真无法进行：{error}"),
                    format!("the simulation cannot run: {error}"),
                ),
                Text::new(
                    "用 taiqu check 检查场景",
                    "check the scenario with taiqu check",
                ),
            )
            .into(),
        }
    }
}
