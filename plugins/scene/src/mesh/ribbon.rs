//! Ribbons that the shader turns towards the eye: wires, traces, outlines.

use bevy::prelude::*;

use super::builder::{Brush, MeshBuilder};

impl MeshBuilder {
    /// Adds a ribbon of `radius` along `points`; the shader gives it its width.
    pub fn ribbon(&mut self, points: &[Vec3], radius: f32, brush: &Brush) {
        if points.len() < 2 {
            return;
        }
        let mut along = 0.0;
        let mut before = None;
        for (k, &point) in points.iter().enumerate() {
            let last = points[k.saturating_sub(1)];
            let next = points[(k + 1).min(points.len() - 1)];
            along += point.distance(last);
            let direction = (next - last).normalize_or(Vec3::X);
            let [left, right] = [radius, -radius]
                .map(|edge| self.vertex(point, direction, Vec2::new(along, edge), 1.0, brush));
            if let Some((a, b)) = before {
                self.join(a, right, b);
                self.join(a, left, right);
            }
            before = Some((left, right));
        }
    }

    /// Adds a wire that hangs along `points`: a ribbon that the wind can swing, whose
    /// colour tells how far each point is below the line between the ends, m.
    pub fn wire(&mut self, points: &[Vec3], radius: f32, brush: &Brush) {
        let (Some(&from), Some(&to)) = (points.first(), points.last()) else {
            return;
        };
        let first = self.positions.len();
        self.ribbon(points, radius, brush);
        let span = from.xz().distance(to.xz()).max(f32::EPSILON);
        for (point, colour) in self.positions[first..]
            .iter()
            .zip(&mut self.colours[first..])
        {
            let point = Vec3::from(*point);
            let share = from.xz().distance(point.xz()) / span;
            colour[0] = (from.y + (to.y - from.y) * share - point.y).max(0.0);
        }
    }
}
