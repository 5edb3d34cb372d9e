//! What is wrong with an input, where, and what to do about it.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Lang, Text};

/// How bad a [`Problem`] is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The input can be used; the user should know all the same.
    Warning,
    /// The input cannot be used.
    Error,
}

/// One problem of one input file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// How bad it is.
    pub severity: Severity,
    /// The file, as the user named it.
    pub file: String,
    /// Line in the file, from 1, where known.
    pub line: Option<usize>,
    /// The id of the item concerned, as `kind:id`, or empty.
    pub id: String,
    /// What is wrong.
    pub problem: Box<Text>,
    /// What to do about it.
    pub remedy: Box<Text>,
    /// Whether it concerns the second item of this id, not the first.
    pub(crate) repeated: bool,
}

impl Problem {
    /// An error about item `id`; file and line are filled in by the reader.
    pub fn error(id: impl Into<String>, problem: Text, remedy: Text) -> Self {
        Self::new(Severity::Error, id, problem, remedy)
    }

    /// A warning about item `id`; file and line are filled in by the reader.
    pub fn warning(id: impl Into<String>, problem: Text, remedy: Text) -> Self {
        Self::new(Severity::Warning, id, problem, remedy)
    }

    fn new(severity: Severity, id: impl Into<String>, problem: Text, remedy: Text) -> Self {
        Self {
            severity,
            file: String::new(),
            line: None,
            id: id.into(),
            problem: Box::new(problem),
            remedy: Box::new(remedy),
            repeated: false,
        }
    }

    /// The problem as one line for a person, in `lang`.
    pub fn describe(&self, lang: Lang) -> impl fmt::Display + '_ {
        Described {
            problem: self,
            lang,
        }
    }
}

struct Described<'a> {
    problem: &'a Problem,
    lang: Lang,
}

impl fmt::Display for Described<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Problem {
            severity,
            file,
            line,
            id,
            problem,
            remedy,
            ..
        } = self.problem;
        let severity = match (severity, self.lang) {
            (Severity::Error, Lang::Zh) => "错误",
            (Severity::Warning, Lang::Zh) => "警告",
            (Severity::Error, Lang::En) => "error",
            (Severity::Warning, Lang::En) => "warning",
        };
        write!(f, "{severity}: ")?;
        if !file.is_empty() {
            write!(f, "{file}")?;
            if let Some(line) = line {
                write!(f, ":{line}")?;
            }
            write!(f, ": ")?;
        }
        if !id.is_empty() {
            write!(f, "{id}: ")?;
        }
        write!(f, "{}", problem.get(self.lang))?;
        if !remedy.is_empty() {
            write!(f, " → {}", remedy.get(self.lang))?;
        }
        Ok(())
    }
}
