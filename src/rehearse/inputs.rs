//! The files that decide a run, as its journal names them: so that it can be lived
//! again from another folder or on another machine.

use std::path::{Component, Path, PathBuf};

use taiqu_grid::{Problem, Text, home};
use taiqu_link::journal::Input;

use super::RehearseError;
use super::files::io;
use crate::scenario::Scenario;

/// Stands for the folder with `assets` and `scenarios` in the names of inputs.
const HOME: &str = "$TAIQU_HOME";

/// All that decides a run of `scenario` with its results in `folder`: the
/// scenario's file first, then its lines and areas, then the catalogue.
pub(super) fn of(scenario: &Scenario, folder: &Path) -> Result<Vec<Input>, RehearseError> {
    let home = absolute(&home::home()?);
    let catalogue = home.join("assets").join("catalogue");
    let entries = std::fs::read_dir(&catalogue).map_err(|error| io(&catalogue, error))?;
    let mut catalogue: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "ron"))
        .collect();
    catalogue.sort();
    let folder = absolute(folder);
    let all = scenario.inputs.iter().chain(&catalogue);
    all.map(|path| {
        let bytes = std::fs::read(path).map_err(|error| io(path, error))?;
        Ok(Input {
            name: name(&absolute(path), &home, &folder),
            crc32: crc32fast::hash(&bytes),
        })
    })
    .collect()
}

/// Where the `inputs` of the run in `folder` are.
///
/// # Errors
/// All that are no longer there or no longer what they were.
pub(super) fn found(inputs: &[Input], folder: &Path) -> Result<Vec<PathBuf>, Vec<Problem>> {
    let home = home::home().map_err(|problem| vec![problem])?;
    let path = |input: &Input| match input.name.strip_prefix(HOME) {
        Some(rest) => home.join(rest.trim_start_matches('/')),
        None => folder.join(&input.name),
    };
    let paths: Vec<PathBuf> = inputs.iter().map(path).collect();
    let both = inputs.iter().zip(&paths);
    let problems: Vec<Problem> = both
        .filter_map(|(input, path)| problem(input, path))
        .collect();
    if problems.is_empty() {
        Ok(paths)
    } else {
        Err(problems)
    }
}

/// What is wrong with one input, found at `path`.
fn problem(input: &Input, path: &Path) -> Option<Problem> {
    let (problem, remedy) = match std::fs::read(path) {
        Ok(bytes) if crc32fast::hash(&bytes) == input.crc32 => return None,
        Ok(_) => (
            Text::new(
                "文件在记录之后改动过",
                "the file changed after the run was recorded",
            ),
            Text::new(
                format!("恢复当时的版本（CRC-32 {:08x}），或重新演练", input.crc32),
                format!(
                    "bring back the version of then (CRC-32 {:08x}), or rehearse again",
                    input.crc32
                ),
            ),
        ),
        Err(error) => (
            Text::new(
                format!("读不到记录所用的文件：{error}"),
                format!("a file of the run cannot be read: {error}"),
            ),
            Text::new(
                format!("放回该文件，或把 {} 设为含有它的文件夹", home::VARIABLE),
                format!(
                    "put it back, or set {} to the folder that has it",
                    home::VARIABLE
                ),
            ),
        ),
    };
    let mut problem = Problem::error(input.name.clone(), problem, remedy);
    problem.file = path.display().to_string();
    Some(problem)
}

/// The name of the file at `path`: from the home where it lies there, else from the
/// run's folder.
fn name(path: &Path, home: &Path, folder: &Path) -> String {
    if let Ok(rest) = path.strip_prefix(home) {
        return format!("{HOME}/{}", slashes(rest));
    }
    let mut there = path.components().peekable();
    let mut here = folder.components().peekable();
    while there.peek().is_some() && there.peek() == here.peek() {
        there.next();
        here.next();
    }
    // On another drive there is no way from here to there.
    if matches!(there.peek(), Some(Component::Prefix(_))) {
        return path.display().to_string();
    }
    let up = here.map(|_| Component::ParentDir);
    slashes(&up.chain(there).collect::<PathBuf>())
}

fn slashes(path: &Path) -> String {
    path.display().to_string().replace('\\', "/")
}

/// The path without links and detours, as far as it exists.
fn absolute(path: &Path) -> PathBuf {
    let full = || std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    path.canonicalize().unwrap_or_else(|_| full())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_do_not_hold_the_machine() {
        let name = |path: &str| {
            name(
                Path::new(path),
                Path::new("/opt/taiqu"),
                Path::new("/data/runs/evening"),
            )
        };
        assert_eq!(
            name("/opt/taiqu/scenarios/evening.ron"),
            "$TAIQU_HOME/scenarios/evening.ron"
        );
        assert_eq!(name("/data/town/town.ron"), "../../town/town.ron");
        assert_eq!(name("/data/runs/evening/town.ron"), "town.ron");
    }
}
