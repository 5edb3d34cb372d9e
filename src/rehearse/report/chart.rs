//! Charts over time as inline SVG.

use std::fmt::Write as _;

use super::axis::{Axis, LEFT, RIGHT, WIDTH};

/// Height of the drawing and of the margins around the plot, in user units.
const HEIGHT: f64 = 280.0;
const TOP: f64 = 22.0;
const BOTTOM: f64 = 26.0;

/// Radius of the dot behind a mark's number.
const DOT: f64 = 9.0;

/// Most points of a line; more would not be seen.
const POINTS: usize = 1000;

/// A chart under construction.
pub struct Chart {
    svg: String,
    axis: Axis,
    low: f64,
    high: f64,
    /// Where the number of the last mark stands.
    marked: f64,
}

impl Chart {
    /// An empty chart over a run's time, with values from `low` to `high`; `label`, safe in
    /// HTML, tells what it shows to those who cannot see it.
    pub fn new(axis: Axis, (low, high): (f64, f64), label: &str) -> Self {
        let high = if high > low { high } else { low + 1.0 };
        let mut chart = Self {
            svg: String::new(),
            axis,
            low,
            high,
            marked: f64::NEG_INFINITY,
        };
        chart.write(&format!(
            "<svg viewBox=\"0 0 {WIDTH} {HEIGHT}\" role=\"img\" aria-label=\"{label}\">"
        ));
        chart.axes();
        chart
    }

    /// A line through (second, value) points.
    pub fn line(&mut self, points: &[(f64, f64)], class: &str) {
        let path = self.path(points, 'M');
        self.write(&format!("<path class=\"line {class}\" d=\"{path}\"/>"));
    }

    /// The area between two lines over the same seconds.
    pub fn band(&mut self, low: &[(f64, f64)], high: &[(f64, f64)], class: &str) {
        let back: Vec<(f64, f64)> = high.iter().rev().copied().collect();
        let (there, back) = (self.path(low, 'M'), self.path(&back, 'L'));
        self.write(&format!(
            "<path class=\"band {class}\" d=\"{there}{back}Z\"/>"
        ));
    }

    /// A horizontal line with its name, as HTML.
    pub fn limit(&mut self, value: f64, name: &str) {
        if !(self.low..=self.high).contains(&value) {
            return;
        }
        let (x0, x1, y) = (LEFT, WIDTH - RIGHT, self.y(value));
        self.write(&format!(
            "<path class=\"limit\" d=\"M{x0} {y:.1}H{x1}\"/>\
             <text class=\"limit-name\" x=\"{:.1}\" y=\"{:.1}\">{name}</text>",
            x1 - 4.0,
            y - 4.0
        ));
    }

    /// A vertical mark with a number, for something that happened. Where too many came at
    /// once, those after have no number: it would stand far from its mark.
    pub fn mark(&mut self, second: f64, number: usize) {
        let (x, y1) = (self.axis.x(second), HEIGHT - BOTTOM);
        // Numbers of what happened within minutes stand side by side.
        let dot = x.max(self.marked + 2.0 * DOT + 1.0);
        self.write(&format!("<path class=\"mark\" d=\"M{x:.1} {TOP}V{y1}\"/>"));
        if dot - x > 8.0 * DOT {
            return;
        }
        self.marked = dot;
        self.write(&format!(
            "<circle class=\"mark-dot\" cx=\"{dot:.1}\" cy=\"{:.1}\" r=\"{DOT}\"/>\
             <text class=\"mark-name\" x=\"{dot:.1}\" y=\"{:.1}\">{number}</text>",
            TOP - 10.0,
            TOP - 6.0
        ));
    }

    /// The finished chart.
    pub fn finish(mut self) -> String {
        self.write("</svg>");
        self.svg
    }

    fn axes(&mut self) {
        let step = nice_step((self.high - self.low) / 5.0);
        let mut k = (self.low / step).ceil();
        while k * step <= self.high + 1e-9 {
            let value = k * step;
            let y = self.y(value);
            let digits = usize::from(step < 1.0) + usize::from(step < 0.1);
            self.write(&format!(
                "<path class=\"grid\" d=\"M{LEFT} {y:.1}H{:.1}\"/>\
                 <text class=\"value\" x=\"{:.1}\" y=\"{:.1}\">{value:.digits$}</text>",
                WIDTH - RIGHT,
                LEFT - 6.0,
                y + 4.0
            ));
            k += 1.0;
        }
        let time = self.axis.draw(TOP, HEIGHT - BOTTOM);
        self.write(&time);
    }

    fn path(&self, points: &[(f64, f64)], first: char) -> String {
        let stride = points.len().div_ceil(POINTS).max(1);
        let mut path = String::new();
        for (k, &(second, value)) in points.iter().step_by(stride).enumerate() {
            let letter = if k == 0 { first } else { 'L' };
            let (x, y) = (self.axis.x(second), self.y(value));
            // Writing to a string cannot fail.
            let _ = write!(path, "{letter}{x:.1} {y:.1}");
        }
        path
    }

    fn y(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * share
    }

    fn write(&mut self, text: &str) {
        self.svg.push_str(text);
    }
}

/// 1, 2 or 5 times a power of ten, not below `least`.
fn nice_step(least: f64) -> f64 {
    let power = 10.0_f64.powf(least.max(1e-9).log10().floor());
    let factor = [1.0, 2.0, 5.0, 10.0]
        .into_iter()
        .find(|factor| factor * power >= least);
    factor.unwrap_or(10.0) * power
}
