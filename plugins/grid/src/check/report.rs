//! Collects problems, and states the common ones.

use std::borrow::Cow;
use std::fmt;

use crate::{Checked, Problem, Severity, Text};

/// Who a problem is about: a word (a [`Kind`](crate::Kind)'s or another list's)
/// and an id.
#[derive(Clone, Copy)]
pub(crate) struct Who<'a>(pub &'static str, pub &'a str);

/// Longest text of a file that is repeated in a message, in characters.
pub(crate) const MAX_QUOTED: usize = 120;

/// A text as a message repeats it: cut where garbage would fill the screen.
pub(crate) fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MAX_QUOTED) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

impl fmt::Display for Who<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, short(self.1)) {
            ("", id) => f.write_str(&id),
            (word, id) => write!(f, "{word}:{id}"),
        }
    }
}

/// Most problems that are listed; of more nobody reads, and garbage has millions.
const MAX_PROBLEMS: usize = 10_000;

/// The problems found so far.
#[derive(Default)]
pub(crate) struct Report {
    problems: Vec<Problem>,
    /// How many problems are not listed, and how many of them are errors.
    unlisted: (usize, usize),
    /// Whether a reference led nowhere, so that indices must not be followed.
    pub unresolved: bool,
    /// How often a nearest id has been looked for.
    pub suggestions: usize,
}

impl Report {
    pub fn error(&mut self, who: Who, problem: Text, remedy: Text) {
        self.add(|| Problem::error(who.to_string(), problem, remedy), true);
    }

    pub fn warn(&mut self, who: Who, problem: Text, remedy: Text) {
        self.add(|| Problem::warning(who.to_string(), problem, remedy), false);
    }

    /// An error about the second item of an id.
    pub fn duplicate(&mut self, who: Who) {
        let repeated = || {
            let problem = Text::new("编号重复", "this id is used twice");
            let remedy = Text::new(
                "同一文件内同类设备的编号必须唯一，请改名或删除一个",
                "ids must be unique within their kind in a file; rename or remove one",
            );
            Problem {
                repeated: true,
                ..Problem::error(who.to_string(), problem, remedy)
            }
        };
        self.add(repeated, true);
    }

    /// Whether no further problem would be listed.
    pub fn is_full(&self) -> bool {
        self.problems.len() >= MAX_PROBLEMS
    }

    fn add(&mut self, problem: impl FnOnce() -> Problem, is_error: bool) {
        if self.is_full() {
            self.unlisted.0 += 1;
            self.unlisted.1 += usize::from(is_error);
        } else {
            self.problems.push(problem());
        }
    }

    /// Whether `value` is a number; else an error.
    pub fn finite(&mut self, who: Who, field: &str, value: f64) -> bool {
        if !value.is_finite() {
            self.error(
                who,
                Text::new(
                    format!("{field} 不是有限数（{value}）"),
                    format!("{field} is not a finite number ({value})"),
                ),
                Text::new("填写一个有限的数值", "give a finite number"),
            );
        }
        value.is_finite()
    }

    /// Whether `value` is a number above zero; else an error.
    pub fn positive(&mut self, who: Who, field: &str, value: f64) -> bool {
        if !self.finite(who, field, value) {
            return false;
        }
        if value <= 0.0 {
            self.error(
                who,
                Text::new(
                    format!("{field} 必须大于零，现为 {value}"),
                    format!("{field} must be greater than zero, but is {value}"),
                ),
                Text::new(
                    format!("更正 {field}，注意单位"),
                    format!("correct {field}, and mind its unit"),
                ),
            );
        }
        value > 0.0
    }

    /// Looks at all of `fields`, each of which must be a number above zero.
    pub fn all_positive<const N: usize>(&mut self, who: Who, fields: [(&str, f64); N]) {
        for (field, value) in fields {
            self.positive(who, field, value);
        }
    }

    /// Looks at those of `fields` that are given, each of which must be above zero.
    pub fn some_positive<const N: usize>(&mut self, who: Who, fields: [(&str, Option<f64>); N]) {
        for (field, value) in fields {
            value.map(|value| self.positive(who, field, value));
        }
    }

    /// Whether `value` is a number and not below zero; else an error.
    pub fn not_negative(&mut self, who: Who, field: &str, value: f64) -> bool {
        if !self.finite(who, field, value) {
            return false;
        }
        if value < 0.0 {
            self.error(
                who,
                Text::new(
                    format!("{field} 不能为负，现为 {value}"),
                    format!("{field} must not be negative, but is {value}"),
                ),
                Text::new(
                    format!("更正 {field} 的符号"),
                    format!("correct the sign of {field}"),
                ),
            );
        }
        value >= 0.0
    }

    /// Warns of a `value` outside the usual `range`: often a slip of unit.
    pub fn usual(&mut self, who: Who, field: &str, value: f64, range: (f64, f64)) {
        let (least, most) = range;
        if value.is_finite() && !(least..=most).contains(&value) {
            self.warn(
                who,
                Text::new(
                    format!("{field} 为 {value}，超出常见范围 {least} 至 {most}"),
                    format!("{field} is {value}, outside the usual {least} to {most}"),
                ),
                Text::new(
                    format!("核对 {field} 的单位和小数点"),
                    format!("check the unit and the decimal point of {field}"),
                ),
            );
        }
    }

    /// Whether both coordinates of a position are numbers; else an error.
    pub fn position(&mut self, who: Who, at: Option<(f64, f64)>) {
        if let Some((x, y)) = at {
            let _ = self.finite(who, "x", x) && self.finite(who, "y", y);
        }
    }

    /// What came of it: `value` only if nothing is an error.
    pub fn finish<T>(mut self, value: Option<T>) -> Checked<T> {
        let (more, errors) = self.unlisted;
        if more > 0 {
            let problem = Text::new(
                format!("另有 {more} 个问题没有列出，其中 {errors} 个错误"),
                format!("{more} more problems are not listed, {errors} of them errors"),
            );
            let remedy = Text::new("先更正已列出的", "correct those that are listed first");
            let new = if errors > 0 {
                Problem::error
            } else {
                Problem::warning
            };
            self.problems.push(new(String::new(), problem, remedy));
        }
        let failed = self.problems.iter().any(|p| p.severity == Severity::Error);
        Checked {
            value: if failed { None } else { value },
            problems: self.problems,
        }
    }
}
