//! `taiqu journal cat`: a journal as JSON lines.

use std::path::Path;
use std::process::ExitCode;

use taiqu_grid::{Problem, Text};
use taiqu_link::journal;

use super::Outcome;
use super::output::lines;

/// Prints the journal `file`.
pub fn cat(file: &Path) -> Outcome {
    let text = journal::cat(file).map_err(|error| {
        let mut problem = Problem::error(
            "",
            Text::new(
                format!("读不了日志：{error}"),
                format!("cannot read the journal: {error}"),
            ),
            Text::new(
                "给出演练文件夹中的 journal 文件",
                "name the file `journal` of a rehearsal's folder",
            ),
        );
        problem.file = file.display().to_string();
        problem
    })?;
    lines(&text);
    Ok(ExitCode::SUCCESS)
}
