//! Importing `OpenDSS` decks: scripts become a [`RawArea`], and what they say that
//! an area cannot hold is listed by file and line.
//!
//! The scripts are run as `OpenDSS` runs them: a [`script`] of commands fills a deck
//! of objects, each with what was assigned to it in order; the [`elements`] replay
//! that with the program's defaults and side effects (version 0.14 of the
//! `dss_capi` engine was the reference); and [`convert`] makes an area of them.
//! There is no crate on crates.io that reads these scripts (looked for in 2026 by
//! the names `opendss`, `opendss-rs`, `dss-rs`, `dss-sys` and `altdss`; `dss` is a
//! client of digitalSTROM), so the reader is our own.
//!
//! A warning leaves the network faithful; an error says that the area lacks or
//! changes something.

mod bus;
mod convert;
mod deck;
mod elements;
mod files;
mod lexer;
mod names;
mod pattern;
mod properties;
mod report;
mod script;
#[cfg(test)]
mod tests;
mod value;

use std::path::Path;

use crate::area::RawArea;
use crate::{Problem, Text};

use report::Report;
use script::Script;

/// What came of an import.
#[derive(Clone, Debug)]
pub struct Import {
    /// The area. Source and licence are for the user to fill in.
    pub area: RawArea,
    /// What was not understood, by file and line.
    pub problems: Vec<Problem>,
    /// What was left out and does not matter to the network.
    pub notes: Vec<Text>,
}

/// Imports the deck whose main script is `master`.
///
/// # Errors
/// All problems, if the script cannot be read or has no usable source.
pub fn import(master: &Path) -> Result<Import, Vec<Problem>> {
    let mut report = Report::listening();
    let deck = match Script::new(&mut report).run(master) {
        Ok(deck) => deck,
        Err(why) => return Err(vec![about_master(master, why)]),
    };
    let converted = convert::convert(&deck, &mut report);
    let mut problems = report.into_problems();
    if let Some((area, notes)) = converted {
        return Ok(Import {
            area,
            problems,
            notes,
        });
    }
    let what = Text::new("没有可用的电源", "there is no usable source");
    problems.push(about_master(master, what));
    Err(problems)
}

fn about_master(master: &Path, what: Text) -> Problem {
    let remedy = Text::new(
        "选择含有 New Circuit 的主脚本",
        "choose the main script, the one with `New Circuit`",
    );
    let mut problem = Problem::error("", what, remedy);
    problem.file = master.display().to_string();
    problem
}
