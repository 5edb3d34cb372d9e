//! The curved axis along which a place lies: its main road, and the coordinates
//! (s along it, t to its left) in which everything else is laid out, so that lanes,
//! fields and river follow its bends.

use super::draw::Draw;
use super::geometry::Point;

/// A curve given by its direction, which swings gently about east.
#[derive(Clone, Debug)]
pub(super) struct Spine {
    /// Points every [`STEP`] from [`FIRST`].
    points: Vec<Point>,
    swings: [(f64, f64, f64); 2],
}

const STEP: f64 = 2.0;
const FIRST: f64 = -1200.0;
/// How far it reaches at first.
const LAST: f64 = 3600.0;

impl Spine {
    /// A curve whose point at `s = origin` is the origin of coordinates. Its
    /// radius stays above 300 m, so that offsets of 200 m never fold.
    pub fn new(draw: &mut Draw, origin: f64) -> Self {
        let tau = std::f64::consts::TAU;
        let swings = [
            (
                draw.between(0.13, 0.19),
                draw.between(420.0, 560.0),
                draw.between(0.0, tau),
            ),
            (
                draw.between(0.03, 0.05),
                draw.between(190.0, 260.0),
                draw.between(0.0, tau),
            ),
        ];
        let mut spine = Self {
            points: vec![Point::default()],
            swings,
        }
        .reaching(LAST.max(origin));
        let shift = spine.place(origin, 0.0);
        for point in &mut spine.points {
            *point = *point - shift;
        }
        spine
    }

    /// The same curve, carried on to `s` at least.
    pub fn reaching(mut self, s: f64) -> Self {
        let count = ((s - FIRST) / STEP) as usize + 1;
        for k in self.points.len()..count {
            let before = FIRST + (k as f64 - 0.5) * STEP;
            let next = self.points[k - 1] + self.along(before) * STEP;
            self.points.push(next);
        }
        self
    }

    /// Unit vector along the curve at `s`.
    pub fn along(&self, s: f64) -> Point {
        let tau = std::f64::consts::TAU;
        let swing = |&(size, wave, phase): &(f64, f64, f64)| size * (tau * s / wave + phase).sin();
        let (sin, cos) = self.swings.iter().map(swing).sum::<f64>().sin_cos();
        Point::new(cos, sin)
    }

    /// Unit vector to the left of the curve at `s`.
    pub fn across(&self, s: f64) -> Point {
        -self.along(s).right()
    }

    /// The point at `s`, `t` to the left of the curve.
    pub fn place(&self, s: f64, t: f64) -> Point {
        let steps = ((s - FIRST) / STEP).clamp(0.0, (self.points.len() - 2) as f64);
        let k = steps as usize;
        let (a, b) = (self.points[k], self.points[k + 1]);
        a + (b - a) * (steps - k as f64) + self.across(s) * t
    }

    /// Metres on the ground for one of `s`, at `t` to the left: bends spread one side
    /// and crowd the other.
    pub fn scale(&self, s: f64, t: f64) -> f64 {
        self.place(s - 1.0, t).to(self.place(s + 1.0, t)) / 2.0
    }

    /// A line from `s0` to `s1` at `t(s)`, a point every 8 m or closer.
    pub fn line(&self, s0: f64, s1: f64, t: impl Fn(f64) -> f64) -> Vec<Point> {
        let steps = ((s1 - s0).abs() / 8.0).ceil().max(1.0);
        let at = |k: f64| s0 + (s1 - s0) * k / steps;
        (0..=steps as usize)
            .map(|k| self.place(at(k as f64), t(at(k as f64))))
            .collect()
    }

    /// A line across, from `t0` to `t1` at `s(t)`.
    pub fn cross_line(&self, t0: f64, t1: f64, s: impl Fn(f64) -> f64) -> Vec<Point> {
        let steps = ((t1 - t0).abs() / 8.0).ceil().max(1.0);
        let at = |k: f64| t0 + (t1 - t0) * k / steps;
        (0..=steps as usize)
            .map(|k| self.place(s(at(k as f64)), at(k as f64)))
            .collect()
    }
}
