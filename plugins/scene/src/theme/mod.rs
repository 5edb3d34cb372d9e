//! The theme file: the only place with colours.
//!
//! `assets/theme.ron` is shared with the console, which reads its own part of
//! the same file; parts unknown here are skipped.

mod colour;
mod look;

use std::fs;
use std::path::Path;

use bevy::prelude::Resource;
use serde::Deserialize;
use taiqu_grid::{Problem, Text};

pub use colour::Rgb;
pub use look::{Hours, LookColours, Looks, Skies, SkyColours};

use crate::surface::Paint;

/// All colours of the view.
#[derive(Resource, Clone, Debug, Deserialize)]
pub struct Theme {
    /// What colours mean.
    pub roles: Roles,
    /// Phases, for the phase overlay and phase plots only.
    pub phases: PhaseColours,
    /// Colours of quantities.
    pub ramps: Ramps,
    /// Colours of the world in both looks.
    pub looks: Looks,
}

/// What colours mean, each used for nothing else.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Roles {
    /// Equipment as it should be.
    pub normal: Rgb,
    /// Without voltage.
    pub dead: Rgb,
    /// Critical.
    pub p1: Rgb,
    /// High.
    pub p2: Rgb,
    /// Medium.
    pub p3: Rgb,
    /// Low.
    pub p4: Rgb,
    /// Outline of what is selected.
    pub selection: Rgb,
    /// What is true, where an instructor has it shown.
    pub truth: Rgb,
}

/// Phase colours (GB/T 7947).
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct PhaseColours {
    /// Phase a.
    pub a: Rgb,
    /// Phase b.
    pub b: Rgb,
    /// Phase c.
    pub c: Rgb,
    /// Neutral.
    pub n: Rgb,
}

impl PhaseColours {
    /// In array order a, b, c, n.
    pub const fn all(&self) -> [Rgb; 4] {
        [self.a, self.b, self.c, self.n]
    }
}

/// Colours from the low to the high end of a quantity, evenly spaced.
#[derive(Clone, Debug, Deserialize)]
pub struct Ramps {
    /// Diverging, for voltage: lower limit, nominal in the middle, upper limit.
    pub voltage: Vec<Rgb>,
    /// Sequential, for loading, unbalance and neutral current.
    pub loading: Vec<Rgb>,
}

impl Theme {
    /// Reads a theme file.
    ///
    /// # Errors
    /// The file cannot be read, is not a theme, or leaves a colour out; the
    /// problem names file, line and remedy.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let in_file = |mut problem: Problem, line| {
            problem.file = path.display().to_string();
            problem.line = line;
            problem
        };
        let text = fs::read_to_string(path).map_err(|error| in_file(unreadable(&error), None))?;
        let theme: Self = ron::from_str(&text)
            .map_err(|error| in_file(not_a_theme(&error.code), Some(error.span.start.line)))?;
        theme.check().map_err(|problem| in_file(problem, None))?;
        Ok(theme)
    }

    fn check(&self) -> Result<(), Problem> {
        if self.ramps.voltage.len() < 3 || self.ramps.loading.len() < 2 {
            return Err(Problem::error(
                "ramps",
                Text::new("色带的颜色太少", "a ramp has too few colours"),
                Text::new(
                    "电压至少三色，负载至少两色",
                    "give voltage three or more, loading two or more",
                ),
            ));
        }
        let looks = [&self.looks.operations, &self.looks.presentation];
        let missing: Vec<String> = Paint::ALL
            .iter()
            .filter(|paint| looks.iter().any(|look| !look.paints.contains_key(paint)))
            .map(|paint| format!("{paint:?}"))
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        let list = missing.join(", ");
        Err(Problem::error(
            "looks",
            Text::new(
                format!("缺少颜色：{list}"),
                format!("colours are missing: {list}"),
            ),
            Text::new(
                "在两种外观的 paints 中补上",
                "add them to the paints of both looks",
            ),
        ))
    }
}

fn unreadable(error: &std::io::Error) -> Problem {
    Problem::error(
        "",
        Text::new(
            format!("无法读取配色文件：{error}"),
            format!("cannot read the theme: {error}"),
        ),
        Text::new(
            "检查安装是否完整，或设置 TAIQU_HOME",
            "check the installation, or set TAIQU_HOME",
        ),
    )
}

fn not_a_theme(error: &ron::Error) -> Problem {
    Problem::error(
        "",
        Text::new(
            format!("配色文件有错误：{error}"),
            format!("the theme is wrong: {error}"),
        ),
        Text::new(
            "改正此处，或还原随附的文件",
            "correct it there, or restore the file as shipped",
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_theme_is_complete() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/theme.ron");
        let theme = Theme::open(&path).expect("the shipped theme");
        assert_eq!(theme.looks.operations.paints.len(), Paint::ALL.len());
    }

    #[test]
    fn a_wrong_theme_is_refused_with_file_and_line() {
        let folder = std::env::temp_dir();
        let path = folder.join(format!("taiqu-theme-{}.ron", std::process::id()));
        fs::write(&path, "(\n roles: (normal: \"red\"),\n)").expect("a writable folder");
        let problem = Theme::open(&path).expect_err("red is no colour");
        fs::remove_file(&path).expect("our own file");
        assert_eq!(problem.line, Some(2));
        assert!(
            problem.problem.en.contains("#RRGGBB"),
            "{}",
            problem.problem.en
        );
    }
}
