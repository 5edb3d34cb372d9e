//! `taiqu shot`: one picture off screen.

use std::process::ExitCode;
use std::sync::Arc;

use serde::Serialize;
use taiqu_grid::{AssetRef, Problem, Text};
use taiqu_scene::{Goal, Look};

use super::args::{self, ShotArgs};
use super::output::{Failure, Output};
use super::{Outcome, catalogue, sound, trace};
use crate::scenario::Scenario;
use crate::shot::{self, Shot, ShotError};
use crate::view::prerequisites;

#[derive(Serialize)]
struct Written {
    out: String,
    width: u32,
    height: u32,
    draw_calls: usize,
    triangles: usize,
}

/// Draws the picture that `args` ask for.
pub fn run(args: &ShotArgs, output: Output) -> Outcome {
    let catalogue = catalogue(output)?;
    let scenario = sound(Scenario::open(&args.scenario, &catalogue), output)?;
    let shot = shot_of(args, &scenario, output)?;
    let missing = prerequisites::missing_for_rendering();
    if !missing.is_empty() {
        let problems = missing
            .iter()
            .map(|missing| Problem::error("", missing.explain(), Text::default()));
        return Err(Failure::Input(problems.collect()));
    }
    let taken = shot::take(&scenario, &Arc::new(catalogue), &shot)?;
    taken.picture.save(&args.out).map_err(|error| {
        let error = std::io::Error::other(error);
        Failure::file(&args.out, &error)
    })?;
    let written = Written {
        out: args.out.display().to_string(),
        width: taken.picture.width(),
        height: taken.picture.height(),
        draw_calls: taken.cost.draw_calls,
        triangles: taken.cost.triangles,
    };
    output.result(&written, &written.out);
    Ok(ExitCode::SUCCESS)
}

fn shot_of(args: &ShotArgs, scenario: &Scenario, output: Output) -> Result<Shot, Failure> {
    if args.at > scenario.length_s {
        let hours = scenario.length_s as f64 / 3600.0;
        return Err(Failure::Call(Text::new(
            format!("--at 超出场景的终点（{hours:.2} 小时）"),
            format!("--at lies past the scenario's end ({hours:.2} hours)"),
        )));
    }
    let known =
        |id: &str| -> Result<AssetRef, Failure> { Ok(trace::the_one(&scenario.records, id)?) };
    Ok(Shot {
        at_s: args.at,
        size: args.size,
        goal: match args.view.as_str() {
            "home" => Goal::Home,
            "top" => Goal::Top,
            id => Goal::Frame(known(id)?),
        },
        overlay: args.overlay,
        select: args.select.as_deref().map(known).transpose()?,
        list: args.list,
        instructor: args.instructor,
        look: match args.look {
            args::Look::Operations => Look::Operations,
            args::Look::Presentation => Look::Presentation,
        },
        lang: output.lang,
    })
}

impl From<ShotError> for Failure {
    fn from(error: ShotError) -> Self {
        if let ShotError::Picture(error) = error {
            return error.into();
        }
        Problem::error(
            "",
            Text::new(format!("画不出来：{error}"), format!("no picture: {error}")),
            Text::new("检查 Vulkan 驱动", "check the Vulkan driver"),
        )
        .into()
    }
}
