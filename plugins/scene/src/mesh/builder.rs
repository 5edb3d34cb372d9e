//! Collects triangles of many things into one mesh.

use bevy::asset::RenderAssetUsages;
use bevy::mesh::{Indices, PrimitiveTopology};
use bevy::prelude::*;

use crate::surface::Paint;

/// How the next faces are painted and whose they are.
#[derive(Clone, Copy, Debug)]
pub struct Brush {
    /// Whose state colours them; 0 is nobody's.
    pub slot: u32,
    /// What they are painted with.
    pub paint: Paint,
    /// Factor on the paint's colour.
    pub tint: Vec3,
    /// Height of the foot of the thing, so that it darkens towards the ground.
    pub foot: f32,
}

impl Brush {
    /// A brush for `paint`, nobody's, untinted, with its foot at `foot`.
    pub const fn new(paint: Paint, foot: f32) -> Self {
        Self {
            slot: 0,
            paint,
            tint: Vec3::ONE,
            foot,
        }
    }

    /// The same brush with another paint.
    #[must_use]
    pub const fn with(self, paint: Paint) -> Self {
        Self { paint, ..self }
    }

    /// The same brush for the thing in `slot`.
    #[must_use]
    pub const fn of(self, slot: u32) -> Self {
        Self { slot, ..self }
    }
}

/// Triangles of one paint, as models bring them: about their own origin.
#[derive(Clone, Debug)]
pub struct Part {
    /// What it is painted with.
    pub paint: Paint,
    /// Corners.
    pub positions: Vec<Vec3>,
    /// Normals, as many.
    pub normals: Vec<Vec3>,
    /// Brightness baked into the corners, as many.
    pub shades: Vec<f32>,
    /// Three corners a triangle.
    pub indices: Vec<u32>,
}

/// A mesh in the making.
#[derive(Clone, Debug, Default)]
pub struct MeshBuilder {
    pub(super) positions: Vec<[f32; 3]>,
    normals: Vec<[f32; 3]>,
    owners: Vec<[f32; 2]>,
    extras: Vec<[f32; 2]>,
    pub(super) colours: Vec<[f32; 4]>,
    indices: Vec<u32>,
}

impl MeshBuilder {
    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.indices.is_empty()
    }

    /// Number of triangles so far.
    pub fn triangles(&self) -> usize {
        self.indices.len() / 3
    }

    /// The triangles so far.
    #[cfg(test)]
    pub fn faces(&self) -> impl Iterator<Item = [Vec3; 3]> + '_ {
        let corner = |k: &u32| Vec3::from(self.positions[*k as usize]);
        self.indices
            .chunks_exact(3)
            .map(move |t| [corner(&t[0]), corner(&t[1]), corner(&t[2])])
    }

    /// Adds all of another mesh.
    pub fn join_all(&mut self, other: Self) {
        let first = self.positions.len() as u32;
        self.positions.extend(other.positions);
        self.normals.extend(other.normals);
        self.owners.extend(other.owners);
        self.extras.extend(other.extras);
        self.colours.extend(other.colours);
        self.indices.extend(other.indices.iter().map(|k| first + k));
    }

    /// Adds a corner with the second texture coordinate `extra` and openness
    /// `open` (1 in the open, less where light is shut out).
    pub fn vertex(&mut self, at: Vec3, normal: Vec3, extra: Vec2, open: f32, brush: &Brush) -> u32 {
        let index = self.positions.len() as u32;
        self.positions.push(at.into());
        self.normals.push(normal.into());
        self.owners
            .push([brush.slot as f32, brush.paint.index() as f32]);
        self.extras.push(extra.into());
        self.colours
            .push([brush.tint.x, brush.tint.y, brush.tint.z, open]);
        index
    }

    /// Adds a triangle of corners added before, anticlockwise from outside.
    pub fn join(&mut self, a: u32, b: u32, c: u32) {
        self.indices.extend([a, b, c]);
    }

    /// Adds a flat convex face, anticlockwise from outside.
    pub fn face(&mut self, corners: &[Vec3], brush: &Brush) {
        let open = [1.0; 8];
        self.shaded_face(corners, &open[..corners.len().min(8)], brush);
    }

    /// Adds a flat convex face with the openness of each corner.
    pub fn shaded_face(&mut self, corners: &[Vec3], open: &[f32], brush: &Brush) {
        let &[a, b, c, ..] = corners else { return };
        let normal = (b - a).cross(c - a).normalize_or(Vec3::Y);
        let first = self.positions.len() as u32;
        for (&corner, &open) in corners.iter().zip(open) {
            let above = Vec2::new(corner.y - brush.foot, 0.0);
            self.vertex(corner, normal, above, open, brush);
        }
        for k in 1..corners.len().min(open.len()) as u32 - 1 {
            self.join(first, first + k, first + k + 1);
        }
    }

    /// Adds a flat convex face whose corners lie on the given rows.
    pub fn rowed_face(&mut self, corners: &[Vec3], rows: &[f32], brush: &Brush) {
        let &[a, b, c, ..] = corners else { return };
        let normal = (b - a).cross(c - a).normalize_or(Vec3::Y);
        let first = self.positions.len() as u32;
        for (&corner, &row) in corners.iter().zip(rows) {
            self.vertex(corner, normal, Vec2::new(row, 0.0), 1.0, brush);
        }
        for k in 1..corners.len().min(rows.len()) as u32 - 1 {
            self.join(first, first + k, first + k + 1);
        }
    }

    /// Adds a box between `low` and `high` in the axes of `frame`.
    pub fn block(&mut self, frame: &Transform, low: Vec3, high: Vec3, brush: &Brush) {
        let corner = |k: usize| {
            let pick = |bit: usize, axis: usize| {
                if k & bit == 0 { low[axis] } else { high[axis] }
            };
            frame.transform_point(Vec3::new(pick(1, 0), pick(2, 1), pick(4, 2)))
        };
        for face in [
            [1, 3, 7, 5],
            [4, 6, 2, 0],
            [2, 6, 7, 3],
            [0, 1, 5, 4],
            [4, 5, 7, 6],
            [0, 2, 3, 1],
        ] {
            self.face(&face.map(corner), brush);
        }
    }

    /// Adds a round bar from `from` to `to`, closed at its far end.
    pub fn bar(
        &mut self,
        (from, from_radius): (Vec3, f32),
        (to, to_radius): (Vec3, f32),
        sides: u32,
        brush: &Brush,
    ) {
        let axis = (to - from).normalize_or(Vec3::Y);
        let (right, ahead) = axis.any_orthonormal_pair();
        let first = self.positions.len() as u32;
        for k in 0..=sides {
            let angle = std::f32::consts::TAU * k as f32 / sides as f32;
            let out = right * angle.cos() + ahead * angle.sin();
            for (at, radius) in [(from, from_radius), (to, to_radius)] {
                let point = at + out * radius;
                self.vertex(point, out, Vec2::new(point.y - brush.foot, 0.0), 1.0, brush);
            }
        }
        for k in 0..sides {
            let [a, b, c, d] = [0, 1, 2, 3].map(|n| first + 2 * k + n);
            self.join(a, c, b);
            self.join(b, c, d);
        }
        let centre = self.vertex(to, axis, Vec2::new(to.y - brush.foot, 0.0), 1.0, brush);
        for k in 0..sides {
            self.join(centre, first + 2 * k + 1, first + 2 * k + 3);
        }
    }

    /// Adds a model's part, placed by `frame`; the brush's paint is ignored.
    pub fn part(&mut self, part: &Part, frame: &Transform, brush: &Brush) {
        let brush = brush.with(part.paint);
        let first = self.positions.len() as u32;
        for ((&at, &normal), &shade) in part.positions.iter().zip(&part.normals).zip(&part.shades) {
            let point = frame.transform_point(at);
            let above = Vec2::new(point.y - brush.foot, 0.0);
            self.vertex(point, frame.rotation * normal, above, shade, &brush);
        }
        self.indices.extend(part.indices.iter().map(|k| first + k));
    }

    /// The finished mesh.
    pub fn build(self) -> Mesh {
        Mesh::new(
            PrimitiveTopology::TriangleList,
            RenderAssetUsages::RENDER_WORLD,
        )
        .with_inserted_attribute(Mesh::ATTRIBUTE_POSITION, self.positions)
        .with_inserted_attribute(Mesh::ATTRIBUTE_NORMAL, self.normals)
        .with_inserted_attribute(Mesh::ATTRIBUTE_UV_0, self.owners)
        .with_inserted_attribute(Mesh::ATTRIBUTE_UV_1, self.extras)
        .with_inserted_attribute(Mesh::ATTRIBUTE_COLOR, self.colours)
        .with_inserted_indices(Indices::U32(self.indices))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_faces_outwards() {
        let mut builder = MeshBuilder::default();
        let brush = Brush::new(Paint::Concrete, 0.0);
        builder.block(&Transform::IDENTITY, Vec3::NEG_ONE, Vec3::ONE, &brush);
        assert_eq!(builder.triangles(), 12);
        for (at, normal) in builder.positions.iter().zip(&builder.normals) {
            assert!(Vec3::from(*at).dot(Vec3::from(*normal)) > 0.9);
        }
    }

    #[test]
    fn a_bar_faces_outwards() {
        let mut builder = MeshBuilder::default();
        let brush = Brush::new(Paint::Concrete, 0.0);
        builder.bar((Vec3::ZERO, 0.5), (Vec3::Y * 4.0, 0.5), 8, &brush);
        for t in builder.indices.chunks(3) {
            let [a, b, c] = [t[0], t[1], t[2]].map(|k| Vec3::from(builder.positions[k as usize]));
            let out = (b - a).cross(c - a);
            let middle = (a + b + c) / 3.0 - Vec3::Y * 2.0;
            assert!(out.dot(middle) > 0.0);
        }
    }
}
