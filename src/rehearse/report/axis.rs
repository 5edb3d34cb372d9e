//! The axis of time that all drawings over time share.

use std::fmt::Write as _;

use taiqu_link::DateTime;

/// Width of a drawing and of the margins beside its plot, in user units.
pub const WIDTH: f64 = 960.0;
/// Margin with the values.
pub const LEFT: f64 = 52.0;
/// Margin behind the end.
pub const RIGHT: f64 = 22.0;

/// Distances between marks, s.
const STEPS_S: [u64; 11] = [
    60, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
];
/// Most marks.
const MARKS: u64 = 12;

/// From the beginning of a run to its end.
#[derive(Clone, Copy, Debug)]
pub struct Axis {
    start: DateTime,
    length_s: u64,
}

impl Axis {
    /// The axis of a run.
    pub fn new(start: DateTime, length_s: u64) -> Self {
        Self {
            start,
            length_s: length_s.max(1),
        }
    }

    /// Where a second is.
    pub fn x(&self, second: f64) -> f64 {
        LEFT + (WIDTH - LEFT - RIGHT) * (second / self.length_s as f64).clamp(0.0, 1.0)
    }

    /// Lines and times, with the plot between these heights.
    pub fn draw(&self, top: f64, bottom: f64) -> String {
        let length = self.length_s;
        let fits = |step: &u64| length / step <= MARKS;
        let days = length.div_ceil(MARKS * 86_400).max(1) * 86_400;
        let step = STEPS_S.into_iter().find(fits).unwrap_or(days);
        let first = step - self.start.second_of_day() % step;
        let mut svg = String::new();
        for second in (first % step..=length).step_by(step as usize) {
            let x = self.x(second as f64);
            let clock = self.start.plus(second).second_of_day();
            let (hour, minute) = (clock / 3600, clock / 60 % 60);
            // Writing to a string cannot fail.
            let _ = write!(
                svg,
                "<path class=\"grid\" d=\"M{x:.1} {top}V{bottom:.1}\"/>\
                 <text class=\"time\" x=\"{x:.1}\" y=\"{:.1}\">{hour:02}:{minute:02}</text>",
                bottom + 18.0
            );
        }
        svg
    }
}
