//! `taiqu trace`: the path to the source, or everything and everyone below.

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Kind, Problem, Text, read};

use super::output::Output;
use super::{Outcome, catalogue, sound};

#[derive(Serialize)]
struct Trace {
    from: String,
    assets: Vec<String>,
    customers: usize,
}

/// Traces from `id` in the area file `area`.
pub fn run(area: &Path, id: &str, up: bool, output: Output) -> Outcome {
    let catalogue = catalogue(output)?;
    let district = District::alone(sound(read::read_area(area, &catalogue), output)?);
    let start = the_one(&district, id).map_err(|mut problem| {
        problem.file = area.display().to_string();
        problem
    })?;
    let topology = Topology::of(&district);
    let found = if up {
        topology.upstream(start)
    } else {
        topology.downstream(start).to_vec()
    };
    let trace = Trace {
        from: district.name(start),
        customers: found
            .iter()
            .filter(|asset| asset.kind == Kind::Customer)
            .count(),
        assets: found.iter().map(|&asset| district.name(asset)).collect(),
    };
    output.result(&trace, &trace.assets.join("\n"));
    Ok(ExitCode::SUCCESS)
}

/// The thing `id` means, or why it does not mean just one.
pub(super) fn the_one(district: &District, id: &str) -> Result<AssetRef, Problem> {
    match *district.find(id).as_slice() {
        [only] => Ok(only),
        [] => Err(Problem::error(
            id,
            Text::new("没有这个编号", "there is no such id"),
            Text::new(
                "用 taiqu check 检查文件，或在界面中搜索",
                "look it up in the file or search for it in the viewer",
            ),
        )),
        ref several => {
            let names: Vec<String> = several.iter().map(|&asset| district.name(asset)).collect();
            let names = names.join(", ");
            Err(Problem::error(
                id,
                Text::new("有多个对象用这个编号", "several things have this id"),
                Text::new(
                    format!("写明其中之一：{names}"),
                    format!("name one of them: {names}"),
                ),
            ))
        }
    }
}
