//! `taiqu import opendss`: converts a deck to an area file.

use std::path::Path;
use std::process::ExitCode;

use serde::Serialize;
use taiqu_grid::{Severity, Text, opendss};

use super::output::{Failure, Output};
use super::{Outcome, write, written};

#[derive(Serialize)]
struct Imported<'a> {
    out: &'a Path,
    nodes: usize,
    sections: usize,
    transformers: usize,
    loads: usize,
    not_understood: usize,
}

/// Imports `master` into the area file `out`; lists what was not understood.
pub fn run(master: &Path, out: &Path, output: Output) -> Outcome {
    let import = opendss::import(master).map_err(Failure::Input)?;
    if import
        .problems
        .iter()
        .any(|p| p.severity == Severity::Error)
    {
        return Err(Failure::Input(import.problems));
    }
    output.warnings(&import.problems);
    for note in &import.notes {
        output.note(note);
    }
    let area = &import.area;
    write(out, written(area)?.as_bytes())?;
    let summary = Imported {
        out,
        nodes: area.nodes.len(),
        sections: area.sections.len(),
        transformers: area.transformers.len(),
        loads: area.loads.len(),
        not_understood: import.problems.len(),
    };
    let Imported {
        nodes,
        sections,
        transformers,
        loads,
        not_understood,
        ..
    } = summary;
    let file = out.display();
    let said = Text::new(
        format!(
            "{file}：{nodes} 个节点，{sections} 段线路，{transformers} 台变压器，{loads} 个负荷，{not_understood} 条未理解"
        ),
        format!(
            "{file}: {nodes} nodes, {sections} sections, {transformers} transformers, {loads} loads, {not_understood} lines not understood"
        ),
    );
    output.result(&summary, said.get(output.lang));
    Ok(ExitCode::SUCCESS)
}
