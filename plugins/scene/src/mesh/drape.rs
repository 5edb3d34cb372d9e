//! Laying lines and areas on the ground.

use bevy::math::Vec2;
use bevy::prelude::*;

use super::builder::{Brush, MeshBuilder};
use super::polygon::{clip, triangulate};

/// Side of the squares into which draped areas are cut, m. The ground's mesh has
/// its corners on the same squares.
pub const DRAPE_CELL_M: f32 = 6.0;

/// Longest step of a draped line, m.
const STEP_M: f32 = 3.0;

/// A line on the ground plane with evenly placed points and their left normals.
#[derive(Clone, Debug)]
pub struct Course {
    /// Points (x, z).
    pub points: Vec<Vec2>,
    /// Unit normals to the right, mitred at bends.
    rights: Vec<Vec2>,
}

impl Course {
    /// Along `corners`, which need not be evenly spaced.
    pub fn new(corners: &[Vec2]) -> Self {
        let mut points: Vec<Vec2> = Vec::new();
        for pair in corners.windows(2) {
            let steps = (pair[0].distance(pair[1]) / STEP_M).ceil().max(1.0);
            points.extend((0..steps as u32).map(|k| pair[0].lerp(pair[1], k as f32 / steps)));
        }
        points.extend(corners.last());
        let rights = (0..points.len()).map(|k| right_at(&points, k)).collect();
        Self { points, rights }
    }

    /// Distance of `at` from the line, to within its step, m.
    pub fn distance(&self, at: Vec2) -> f32 {
        let off = |point: &Vec2| point.distance_squared(at);
        let nearest = self.points.iter().map(off).fold(f32::INFINITY, f32::min);
        nearest.sqrt()
    }

    /// The point `k`, moved `offset` to the right.
    pub fn beside(&self, k: usize, offset: f32) -> Vec2 {
        self.points[k] + self.rights[k] * offset
    }
}

fn right_at(points: &[Vec2], k: usize) -> Vec2 {
    let direction = |from: usize, to: usize| (points[to] - points[from]).normalize_or_zero();
    let before = if k > 0 {
        direction(k - 1, k)
    } else {
        Vec2::ZERO
    };
    let after = if k + 1 < points.len() {
        direction(k, k + 1)
    } else {
        Vec2::ZERO
    };
    let ahead = (before + after).normalize_or(Vec2::X);
    let reference = if before == Vec2::ZERO { after } else { before };
    // In the plane (x, z), z towards the viewer, right of x is z.
    ahead.perp() / ahead.dot(reference).clamp(0.4, 1.0)
}

impl MeshBuilder {
    /// Lays a strip from `left` to `right` (offsets in metres to the right of the
    /// course) on the ground.
    pub fn strip(
        &mut self,
        course: &Course,
        (left, right): (f32, f32),
        range: std::ops::Range<usize>,
        height: impl Fn(Vec2) -> f32,
        brush: &Brush,
    ) {
        let mut before = None;
        for k in range {
            let [l, r] = [left, right].map(|offset| {
                let at = course.beside(k, offset);
                let point = Vec3::new(at.x, height(at), at.y);
                self.vertex(point, Vec3::Y, Vec2::new(2.0, 0.0), 1.0, brush)
            });
            if let Some((a, b)) = before {
                self.join(a, b, l);
                self.join(b, r, l);
            }
            before = Some((l, r));
        }
    }

    /// Lays the inside of `ring` on the ground; `extra` gives the second texture
    /// coordinate of a point.
    pub fn drape(
        &mut self,
        ring: &[Vec2],
        height: impl Fn(Vec2) -> f32,
        extra: impl Fn(Vec2) -> f32,
        brush: &Brush,
    ) {
        let (low, high) = bounds(ring);
        let first = (low / DRAPE_CELL_M).floor();
        let count = ((high / DRAPE_CELL_M).ceil() - first).as_uvec2();
        for row in 0..count.y {
            for column in 0..count.x {
                let corner = (first + Vec2::new(column as f32, row as f32)) * DRAPE_CELL_M;
                let piece = clip(ring, corner, corner + DRAPE_CELL_M);
                let corners: Vec<u32> = piece
                    .iter()
                    .map(|&at| {
                        let point = Vec3::new(at.x, height(at), at.y);
                        self.vertex(point, Vec3::Y, Vec2::new(extra(at), 0.0), 1.0, brush)
                    })
                    .collect();
                for [a, b, c] in triangulate(&piece) {
                    // Rings run anticlockwise seen from below the plane (x, z).
                    self.join(corners[a], corners[c], corners[b]);
                }
            }
        }
    }
}

impl MeshBuilder {
    /// Lays a round spot of `radius` about `middle` on the ground that fades outwards
    /// by the openness of its corners.
    pub fn disc(&mut self, middle: Vec2, radius: f32, height: impl Fn(Vec2) -> f32, brush: &Brush) {
        const SIDES: u32 = 16;
        let mut put = |at: Vec2, open: f32| {
            self.vertex(
                Vec3::new(at.x, height(at), at.y),
                Vec3::Y,
                Vec2::ZERO,
                open,
                brush,
            )
        };
        let centre = put(middle, 1.0);
        let ring: Vec<[u32; 2]> = (0..SIDES)
            .map(|k| {
                let out = Vec2::from_angle(std::f32::consts::TAU * k as f32 / SIDES as f32);
                [(0.5, 0.42), (1.0, 0.0)]
                    .map(|(share, open)| put(middle + out * radius * share, open))
            })
            .collect();
        for (k, &[a, b]) in ring.iter().enumerate() {
            let [c, d] = ring[(k + 1) % ring.len()];
            self.join(centre, c, a);
            self.join(a, c, b);
            self.join(b, c, d);
        }
    }
}

/// Lowest and highest corner around `points`.
fn bounds(points: &[Vec2]) -> (Vec2, Vec2) {
    let empty = (Vec2::INFINITY, Vec2::NEG_INFINITY);
    let around = points
        .iter()
        .fold(empty, |(low, high), &p| (low.min(p), high.max(p)));
    if points.is_empty() {
        (Vec2::ZERO, Vec2::ZERO)
    } else {
        around
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::surface::Paint;

    #[test]
    fn a_course_keeps_its_width_round_a_bend() {
        let course = Course::new(&[Vec2::ZERO, Vec2::new(30.0, 0.0), Vec2::new(30.0, 30.0)]);
        let corner = course
            .points
            .iter()
            .position(|p| *p == Vec2::new(30.0, 0.0))
            .expect("it");
        let right = course.beside(corner, 2.0);
        assert!(right.distance(Vec2::new(28.0, 2.0)) < 1e-4, "{right}");
        assert_eq!(course.points.last(), Some(&Vec2::new(30.0, 30.0)));
    }

    #[test]
    fn draped_pieces_cover_the_ring() {
        let ring = [
            (0.0, 0.0),
            (20.0, 0.0),
            (20.0, 15.0),
            (8.0, 4.0),
            (0.0, 15.0),
        ]
        .map(|(x, y)| Vec2::new(x, y));
        let mut builder = MeshBuilder::default();
        let brush = Brush::new(Paint::FieldRice, 0.0);
        builder.drape(&ring, |_| 0.0, |_| 0.0, &brush);
        let mesh = builder.clone().build();
        assert!(mesh.count_vertices() > 10);
        let area: f32 = builder
            .faces()
            .map(|[a, b, c]| (b - a).cross(c - a).y / 2.0)
            .sum();
        // Twenty by fifteen less the notch.
        let expected = 300.0 - 0.5 * 20.0 * 11.0;
        assert!((area - expected).abs() < 0.5, "{area} {expected}");
    }
}
