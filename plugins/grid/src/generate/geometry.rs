//! Points and rectangles on the ground, m.

use std::ops::{Add, Mul, Neg, Sub};

/// A point or a vector, x east and y north.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Point {
    pub x: f64,
    pub y: f64,
}

impl Point {
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// The unit vector of a heading, degrees clockwise from north.
    pub fn heading(degrees: f64) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        Self::new(sin, cos)
    }

    /// The heading of this vector, in [0, 360), to a tenth of a degree.
    pub fn to_heading(self) -> f64 {
        tenth(self.x.atan2(self.y).to_degrees().rem_euclid(360.0)) % 360.0
    }

    pub fn dot(self, other: Self) -> f64 {
        self.x * other.x + self.y * other.y
    }

    pub fn cross(self, other: Self) -> f64 {
        self.x * other.y - self.y * other.x
    }

    pub fn length(self) -> f64 {
        self.x.hypot(self.y)
    }

    pub fn unit(self) -> Self {
        self * (1.0 / self.length().max(1e-9))
    }

    /// This vector turned a quarter to the right.
    pub fn right(self) -> Self {
        Self::new(self.y, -self.x)
    }

    pub fn to(self, other: Self) -> f64 {
        (other - self).length()
    }

    /// As it is written in a file: whole centimetres.
    pub fn written(self) -> (f64, f64) {
        (hundredth(self.x), hundredth(self.y))
    }

    /// The point as it will be written.
    pub fn rounded(self) -> Self {
        self.written().into()
    }

    /// Distance to the segment from `a` to `b`.
    pub fn to_segment(self, a: Self, b: Self) -> f64 {
        let along = b - a;
        let share = (self - a).dot(along) / along.dot(along).max(1e-12);
        self.to(a + along * share.clamp(0.0, 1.0))
    }

    /// Distance to a line through `points`.
    pub fn to_line(self, points: &[Self]) -> f64 {
        let each = points.windows(2).map(|p| self.to_segment(p[0], p[1]));
        each.fold(f64::INFINITY, f64::min)
    }

    /// Whether it lies in the polygon `ring`.
    pub fn in_ring(self, ring: &[Self]) -> bool {
        let sides = ring.iter().zip(ring.iter().cycle().skip(1));
        let crossed = sides.filter(|&(a, b)| {
            (a.y > self.y) != (b.y > self.y)
                && self.x < (b.x - a.x) * (self.y - a.y) / (b.y - a.y) + a.x
        });
        crossed.count() % 2 == 1
    }
}

/// To two places, without a negative zero.
pub(super) fn hundredth(value: f64) -> f64 {
    (value * 100.0).round() / 100.0 + 0.0
}

/// To one place, without a negative zero.
pub(super) fn tenth(value: f64) -> f64 {
    (value * 10.0).round() / 10.0 + 0.0
}

/// Length of the line through `points`.
pub(super) fn length(points: &[Point]) -> f64 {
    points.windows(2).map(|p| p[0].to(p[1])).sum()
}

impl From<(f64, f64)> for Point {
    fn from((x, y): (f64, f64)) -> Self {
        Self::new(x, y)
    }
}

impl Add for Point {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self::new(self.x + other.x, self.y + other.y)
    }
}

impl Sub for Point {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self::new(self.x - other.x, self.y - other.y)
    }
}

impl Mul<f64> for Point {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self::new(self.x * factor, self.y * factor)
    }
}

impl Neg for Point {
    type Output = Self;
    fn neg(self) -> Self {
        self * -1.0
    }
}

/// Whether the segments a–b and c–d cross.
pub(super) fn cross(a: Point, b: Point, c: Point, d: Point) -> bool {
    let side = |p: Point, q: Point, r: Point| (q - p).cross(r - p) > 0.0;
    side(a, b, c) != side(a, b, d) && side(c, d, a) != side(c, d, b)
}

/// The rectangle a building covers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Footprint {
    pub centre: Point,
    /// Along the front.
    pub width: f64,
    pub depth: f64,
    /// Degrees clockwise from north, the way the front looks.
    pub heading: f64,
}

/// One side of a footprint.
#[derive(Clone, Copy, Debug)]
pub(super) struct Wall {
    pub middle: Point,
    /// Outward, of unit length.
    pub normal: Point,
    pub half: f64,
}

impl Footprint {
    /// A footprint whose numbers are those that will be written.
    pub fn new(centre: Point, width: f64, depth: f64, front: Point) -> Self {
        Self {
            centre: centre.rounded(),
            width: tenth(width),
            depth: tenth(depth),
            heading: front.to_heading(),
        }
    }

    pub fn front(&self) -> Point {
        Point::heading(self.heading)
    }

    /// The same, wider and deeper by `margin` on every side.
    pub fn grown(&self, margin: f64) -> Self {
        let (width, depth) = (self.width + 2.0 * margin, self.depth + 2.0 * margin);
        Self {
            width,
            depth,
            ..*self
        }
    }

    pub fn corners(&self) -> [Point; 4] {
        let front = self.front() * (self.depth / 2.0);
        let side = self.front().right() * (self.width / 2.0);
        let c = self.centre;
        [
            c + front + side,
            c - front + side,
            c - front - side,
            c + front - side,
        ]
    }

    /// Front, the two gables, back.
    pub fn walls(&self) -> [Wall; 4] {
        let front = self.front();
        let wall = |normal: Point, out: f64, half: f64| Wall {
            middle: self.centre + normal * out,
            normal,
            half,
        };
        let (w, d) = (self.width / 2.0, self.depth / 2.0);
        [
            wall(front, d, w),
            wall(front.right(), w, d),
            wall(-front.right(), w, d),
            wall(-front, d, w),
        ]
    }

    pub fn contains(&self, p: Point) -> bool {
        let (out, front) = (p - self.centre, self.front());
        out.dot(front).abs() <= self.depth / 2.0 && out.dot(front.right()).abs() <= self.width / 2.0
    }

    fn sides(&self) -> impl Iterator<Item = (Point, Point)> {
        let corners = self.corners();
        (0..4).map(move |k| (corners[k], corners[(k + 1) % 4]))
    }

    /// Whether the segment from `a` to `b` enters it.
    pub fn meets(&self, a: Point, b: Point) -> bool {
        self.contains(a) || self.contains(b) || self.sides().any(|(c, d)| cross(a, b, c, d))
    }

    /// Distance to the segment from `a` to `b`, 0 where it enters.
    pub fn away_from(&self, a: Point, b: Point) -> f64 {
        if self.meets(a, b) {
            return 0.0;
        }
        let corners = self.corners().into_iter().map(|c| c.to_segment(a, b));
        let ends = self
            .sides()
            .map(|(c, d)| a.to_segment(c, d).min(b.to_segment(c, d)));
        corners.chain(ends).fold(f64::INFINITY, f64::min)
    }

    /// Whether two footprints overlap (separating axes).
    pub fn overlaps(&self, other: &Self) -> bool {
        let reach = |f: &Self, axis: Point| {
            f.depth / 2.0 * f.front().dot(axis).abs()
                + f.width / 2.0 * f.front().right().dot(axis).abs()
        };
        let apart = other.centre - self.centre;
        [self, other]
            .into_iter()
            .flat_map(|f| [f.front(), f.front().right()])
            .all(|axis| apart.dot(axis).abs() < reach(self, axis) + reach(other, axis))
    }
}
