//! Broken inputs: always a clear problem that names file, line and id, never a panic.

mod edits;
mod files;
mod swaps;

use std::fs;
use std::path::PathBuf;

use taiqu_grid::read::read_area;
use taiqu_grid::{Area, Catalogue, Checked, Lang, Problem, home};

const SMALL: &str = include_str!("../small.ron");

fn catalogue() -> Catalogue {
    let folder = home::home().expect("a home").join("assets/catalogue");
    Catalogue::open(&folder).value.expect("a catalogue")
}

/// A folder for the files of one test.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().expect("a folder"))
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, bytes).expect("a file");
        path
    }

    /// Writes the text as an area file and reads it.
    fn read(&self, text: &str, catalogue: &Catalogue) -> Checked<Area> {
        let path = self.write("area.ron", text);
        let checked = read_area(&path, catalogue);
        for problem in &checked.problems {
            assert!(problem.file.ends_with("area.ron"), "{problem:?}");
        }
        checked
    }
}

/// All problems as a person reads them.
fn described(problems: &[Problem]) -> String {
    let lines = problems
        .iter()
        .map(|p| format!("{}\n", p.describe(Lang::En)));
    lines.collect()
}

/// Both languages say something, and not the same.
fn is_bilingual(problem: &Problem) -> bool {
    let told = [&problem.problem, &problem.remedy];
    told.iter()
        .all(|text| !text.zh.is_empty() && !text.en.is_empty() && text.zh != text.en)
}
