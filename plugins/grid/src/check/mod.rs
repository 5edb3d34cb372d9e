//! From records as written to records that can be used, with all problems at once.

mod area;
mod codes;
mod control;
mod customers;
mod header;
mod line;
mod loads;
mod names;
mod network;
mod phase_switches;
mod report;
mod sections;
mod structure;
mod supply;
mod surroundings;

pub(crate) use customers::same_number;
pub(crate) use loads::check_profile;
pub(crate) use report::{MAX_QUOTED, Report, Who, short};

use crate::{Problem, Severity};

/// What came of checking something: the thing, if it has no errors, and all
/// problems found, warnings included.
#[derive(Clone, Debug, PartialEq)]
pub struct Checked<T> {
    /// The checked thing; none if any problem is an error.
    pub value: Option<T>,
    /// All problems, in the order of the checks.
    pub problems: Vec<Problem>,
}

impl<T> Checked<T> {
    /// Nothing, because of one error.
    pub fn failed(problem: Problem) -> Self {
        Self {
            value: None,
            problems: vec![problem],
        }
    }

    /// The problems that keep the thing from being used.
    pub fn errors(&self) -> impl Iterator<Item = &Problem> {
        let is_error = |p: &&Problem| p.severity == Severity::Error;
        self.problems.iter().filter(is_error)
    }

    /// The thing, or all problems.
    ///
    /// # Errors
    /// The problems, if one of them is an error.
    pub fn into_result(self) -> Result<T, Vec<Problem>> {
        self.value.ok_or(self.problems)
    }
}
