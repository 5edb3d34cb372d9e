//! Where things stand in the scripts, and what was not understood there.

use std::path::{Path, PathBuf};

use crate::{Problem, Text};

use super::deck::Entry;

/// A line of one of the files read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Index of the file in [`Report`].
    pub file: usize,
    /// Line in it, from 1.
    pub line: usize,
}

/// Problems found so far, and the files they can be in.
///
/// The default one listens to nothing: it is for reading again what was read and
/// reported before.
#[derive(Debug, Default)]
pub struct Report {
    files: Vec<PathBuf>,
    problems: Vec<Problem>,
    is_listening: bool,
}

impl Report {
    /// An empty report that listens.
    pub fn listening() -> Self {
        Self {
            is_listening: true,
            ..Self::default()
        }
    }

    /// A report about the same files that does not listen.
    pub fn deaf(&self) -> Self {
        Self {
            files: self.files.clone(),
            ..Self::default()
        }
    }

    /// Adds a file and returns its index.
    pub fn file(&mut self, path: &Path) -> usize {
        self.files.push(path.to_owned());
        self.files.len() - 1
    }

    /// The folder of the file in which `place` is.
    pub fn folder(&self, place: Place) -> Option<&Path> {
        self.files.get(place.file).and_then(|file| file.parent())
    }

    /// Reports what would change the network.
    pub fn error(&mut self, place: Place, id: &str, problem: Text, remedy: Text) {
        self.add(place, Problem::error(id, problem, remedy));
    }

    /// Reports what leaves the network as it is.
    pub fn warning(&mut self, place: Place, id: &str, problem: Text, remedy: Text) {
        self.add(place, Problem::warning(id, problem, remedy));
    }

    fn add(&mut self, place: Place, mut problem: Problem) {
        if !self.is_listening {
            return;
        }
        problem.file = self.files[place.file].display().to_string();
        problem.line = Some(place.line);
        self.problems.push(problem);
    }

    /// Reports what cannot be mapped to an area.
    pub fn unsupported(&mut self, place: Place, id: &str, problem: Text) {
        let remedy = Text::new(
            "导入的网络缺少这一部分；请改写此行或在导入后补上",
            "the imported network lacks this; rewrite the line, or add it after the import",
        );
        self.error(place, id, problem, remedy);
    }

    /// Reports a value that cannot be read.
    pub fn bad_value(&mut self, entry: &Entry, what: Text) {
        let property = entry.property;
        let remedy = Text::new(
            format!("更正“{property}”的值"),
            format!("correct the value of `{property}`"),
        );
        self.error(entry.place, &entry.object.id(), what, remedy);
    }

    /// Reads a number into `slot`, or reports why not.
    pub fn number(&mut self, entry: &Entry, slot: &mut f64) {
        match entry.value.number() {
            Ok(number) => *slot = number,
            Err(what) => self.bad_value(entry, what),
        }
    }

    /// Reads a small count into `slot`, or reports why not.
    pub fn count(&mut self, entry: &Entry, slot: &mut usize) {
        const MOST: f64 = 1e7;
        match entry.value.number() {
            Ok(number) if (0.0..=MOST).contains(&number) => *slot = number.round() as usize,
            Ok(_) => self.bad_value(
                entry,
                Text::new("数目超出范围", "the count is out of range"),
            ),
            Err(what) => self.bad_value(entry, what),
        }
    }

    /// Reads an array of numbers, or reports why not.
    pub fn numbers(&mut self, entry: &Entry) -> Vec<f64> {
        entry.value.numbers().unwrap_or_else(|what| {
            self.bad_value(entry, what);
            Vec::new()
        })
    }

    /// Reads resistance and reactance from an array of two, or reports why not.
    pub fn complex(&mut self, entry: &Entry) -> Option<[f64; 2]> {
        if let [re, im] = *self.numbers(entry).as_slice() {
            return Some([re, im]);
        }
        let what = Text::new("应为 [R X] 两个数", "two numbers are needed: [R X]");
        self.bad_value(entry, what);
        None
    }

    /// Reads a symmetric matrix into `slot`, or reports why not.
    pub fn matrix(&mut self, entry: &Entry, order: usize, slot: &mut Vec<Vec<f64>>) {
        match entry.value.matrix(order) {
            Ok(matrix) => *slot = matrix,
            Err(what) => self.bad_value(entry, what),
        }
    }

    /// All problems, in the order of files and lines as they were read.
    pub fn into_problems(self) -> Vec<Problem> {
        self.problems
    }
}
