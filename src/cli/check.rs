//! `taiqu check`: validates files.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use taiqu_grid::{Catalogue, Problem, Severity, Text, read};

use super::output::{Failure, Output};
use super::{Outcome, catalogue};
use crate::scenario::Scenario;

/// What a file claims to be, by its leading items.
enum Content {
    Area,
    Line,
    Scenario,
    Catalogue,
}

/// Checks every file and lists all problems at once.
pub fn run(files: &[PathBuf], output: Output) -> Outcome {
    let catalogue = catalogue(output)?;
    let problems: Vec<Problem> = files
        .iter()
        .flat_map(|file| problems_of(file, &catalogue))
        .collect();
    let errors = problems
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .count();
    if errors > 0 {
        return Err(Failure::Input(problems));
    }
    output.problems(&problems);
    if !output.json {
        let (files, warnings) = (files.len(), problems.len());
        output.note(&Text::new(
            format!("{files} 个文件，没有错误，{warnings} 条警告"),
            format!("{files} files, no errors, {warnings} warnings"),
        ));
    }
    Ok(ExitCode::SUCCESS)
}

fn problems_of(file: &Path, catalogue: &Catalogue) -> Vec<Problem> {
    match content_of(file) {
        Ok(Content::Area) => read::read_area(file, catalogue).problems,
        Ok(Content::Line) => read::read_line(file, catalogue).problems,
        Ok(Content::Scenario) => Scenario::open(file, catalogue).problems,
        Ok(Content::Catalogue) => {
            let folder = file.parent().unwrap_or(Path::new("."));
            let mut problems = Catalogue::open(folder).problems;
            let name = file.file_name();
            problems.retain(|problem| Path::new(&problem.file).file_name() == name);
            problems
        }
        Err(problem) => vec![problem],
    }
}

/// Tells files apart by items that only one kind has, so that a file that breaks off is
/// still taken for what it is.
fn content_of(file: &Path) -> Result<Content, Problem> {
    let text = read::read_text(file)?;
    let has = |item: &str| {
        text.split(['\n', ',', '(']).any(|part| {
            let rest = part.trim_start().strip_prefix(item);
            rest.is_some_and(|rest| rest.trim_start().starts_with(':'))
        })
    };
    let in_catalogue = file
        .parent()
        .and_then(Path::file_name)
        .is_some_and(|folder| folder == "catalogue");
    Ok(if in_catalogue {
        Content::Catalogue
    } else if has("taps") || has("substation") {
        Content::Line
    } else if has("start") || has("areas") {
        Content::Scenario
    } else {
        Content::Area
    })
}
