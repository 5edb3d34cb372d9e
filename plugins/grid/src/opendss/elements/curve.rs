//! `XYCurve`: points joined by straight lines.

use crate::Text;
use crate::opendss::deck::{Deck, Entry};
use crate::opendss::report::Report;

/// A function given by points, straight between them and beyond the outer ones.
#[derive(Clone, Debug)]
pub struct Curve {
    points: Vec<(f64, f64)>,
}

impl Curve {
    /// The curve that `entry` names; `None`, and a report, if there is none of two
    /// points or more.
    pub fn named(entry: &Entry, deck: &Deck, report: &mut Report) -> Option<Self> {
        let curve = deck.get("xycurve", &entry.value.text);
        let points = curve.map(|object| {
            let (mut x, mut y) = (Vec::new(), Vec::new());
            for entry in object.entries_before(entry.edit) {
                match entry.property {
                    "xarray" => x = report.numbers(&entry),
                    "yarray" => y = report.numbers(&entry),
                    "points" => {
                        let both = report.numbers(&entry);
                        x = both.iter().step_by(2).copied().collect();
                        y = both.iter().skip(1).step_by(2).copied().collect();
                    }
                    // The number of points is that of the arrays.
                    _ => {}
                }
            }
            x.into_iter().zip(y).collect::<Vec<_>>()
        });
        if let Some(points) = points.filter(|points| points.len() > 1) {
            return Some(Self { points });
        }
        let what = Text::new(
            "没有这条曲线，或不足两点",
            "there is no such curve, or it has not two points",
        );
        report.bad_value(entry, what);
        None
    }

    /// The value at `x`.
    pub fn at(&self, x: f64) -> f64 {
        let last = self.points.len() - 1;
        let right = self.points.iter().position(|point| point.0 >= x);
        let right = right.unwrap_or(last).max(1);
        let ((x0, y0), (x1, y1)) = (self.points[right - 1], self.points[right]);
        y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    }
}
