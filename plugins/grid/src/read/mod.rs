//! From a file on disk to a checked area or line, or to all that is wrong with it.

mod locate;
mod syntax;
mod text;

use std::path::Path;

use serde::de::DeserializeOwned;

use crate::area::{Area, RawArea};
use crate::catalogue::Catalogue;
use crate::check::Checked;
use crate::line::{Line, RawLine};
use crate::{Problem, Text};

pub use locate::{SourceText, locate};
pub use text::{MAX_BYTES, read_text};

/// Reads and checks an area file.
pub fn read_area(path: &Path, catalogue: &Catalogue) -> Checked<Area> {
    read_checked(path, |raw: RawArea| raw.check(catalogue))
}

/// Reads and checks a 10 kV line file.
pub fn read_line(path: &Path, catalogue: &Catalogue) -> Checked<Line> {
    read_checked(path, |raw: RawLine| raw.check(catalogue))
}

impl RawArea {
    /// Parses an area file's text; `file` is named in the problem.
    ///
    /// # Errors
    /// The first syntax or type error.
    pub fn from_ron(text: &str, file: &str) -> Result<Self, Problem> {
        parse_ron(text, file)
    }
}

impl RawLine {
    /// Parses a line file's text; `file` is named in the problem.
    ///
    /// # Errors
    /// The first syntax or type error.
    pub fn from_ron(text: &str, file: &str) -> Result<Self, Problem> {
        parse_ron(text, file)
    }
}

/// Reads a file, parses it and checks it; problems get file and line.
///
/// A file that cannot be read or parsed has that one problem.
pub fn read_checked<R: DeserializeOwned, T>(
    path: &Path,
    check: impl FnOnce(R) -> Checked<T>,
) -> Checked<T> {
    match read_ron(path) {
        Ok((raw, text)) => {
            let mut checked = check(raw);
            locate(&mut checked.problems, &[text]);
            checked
        }
        Err(problem) => Checked::failed(problem),
    }
}

/// Reads a file and parses it.
///
/// # Errors
/// The one problem of a file that cannot be read or parsed.
pub fn read_ron<R: DeserializeOwned>(path: &Path) -> Result<(R, SourceText), Problem> {
    let source = SourceText {
        file: path.display().to_string(),
        text: read_text(path)?,
    };
    Ok((parse_ron(&source.text, &source.file)?, source))
}

/// Deepest nesting of brackets that any of the files needs, with room to spare.
const MAX_DEPTH: usize = 64;

/// Parses RON, where an optional value may be written without `Some`.
///
/// # Errors
/// The first syntax or type error, with its line and column.
pub fn parse_ron<T: DeserializeOwned>(text: &str, file: &str) -> Result<T, Problem> {
    let options = ron::Options::default()
        .with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME)
        .with_recursion_limit(MAX_DEPTH);
    options.from_str(text).map_err(|error| {
        let at = error.span.start;
        let Text { zh, en } = syntax::said(&error.code);
        let mut problem = Problem::error(
            "",
            Text::new(
                format!("第 {} 行第 {} 列：{zh}", at.line, at.col),
                format!("line {}, column {}: {en}", at.line, at.col),
            ),
            Text::new(
                "更正此处的写法；这类错误每次只能报告一处",
                "correct it there; errors of this kind are reported one at a time",
            ),
        );
        file.clone_into(&mut problem.file);
        problem.line = Some(at.line);
        problem
    })
}
