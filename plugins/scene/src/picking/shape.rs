//! Simple shapes that stand for things under the pointer.

use bevy::prelude::*;

/// A shape in the picture.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A thick line.
    Capsule {
        /// One end.
        from: Vec3,
        /// The other.
        to: Vec3,
        /// Its radius, m.
        radius: f32,
    },
    /// A turned box.
    Block {
        /// Its middle and attitude.
        frame: Transform,
        /// Half its size, m.
        half: Vec3,
    },
}

impl Shape {
    /// The box between `low` and `high` in the axes of `frame`.
    pub fn block(frame: &Transform, low: Vec3, high: Vec3) -> Self {
        Self::Block {
            frame: *frame * Transform::from_translation(low.midpoint(high)),
            half: (high - low) / 2.0,
        }
    }

    /// Middle and radius of a sphere around it.
    pub fn sphere(&self) -> (Vec3, f32) {
        match *self {
            Self::Capsule { from, to, radius } => {
                (from.midpoint(to), from.distance(to) / 2.0 + radius)
            }
            Self::Block { frame, half } => (frame.translation, half.length()),
        }
    }

    /// Middle and attitude of the box around it, and half its size, m.
    pub fn bounds(&self) -> (Transform, Vec3) {
        match *self {
            Self::Block { frame, half } => (frame, half),
            Self::Capsule { from, to, radius } => {
                let half = (to - from).abs() / 2.0 + Vec3::splat(radius);
                (Transform::from_translation(from.midpoint(to)), half)
            }
        }
    }

    /// Corners of the box around it.
    pub fn corners(&self) -> [Vec3; 8] {
        let (frame, half) = self.bounds();
        let side = |k: usize, bit: usize| if k & bit == 0 { -1.0 } else { 1.0 };
        std::array::from_fn(|k| {
            frame.transform_point(half * Vec3::new(side(k, 1), side(k, 2), side(k, 4)))
        })
    }

    /// Distance along `ray` at which it comes within `slack` times that distance
    /// of the shape.
    pub fn hit(&self, ray: Ray3d, slack: f32) -> Option<f32> {
        let (middle, radius) = self.sphere();
        let to_middle = middle - ray.origin;
        let along = to_middle.dot(*ray.direction);
        let near = along.max(0.0) * slack;
        if along < -radius || (to_middle - *ray.direction * along).length() > radius + near {
            return None;
        }
        match *self {
            Self::Capsule { from, to, radius } => capsule(ray, from, to, radius + near),
            Self::Block { frame, half } => block(ray, &frame, half + near),
        }
    }
}

/// Nearest approach of a ray and a segment.
fn capsule(ray: Ray3d, from: Vec3, to: Vec3, radius: f32) -> Option<f32> {
    let (axis, ahead) = (to - from, *ray.direction);
    let offset = ray.origin - from;
    let (aa, ad, ao) = (
        axis.length_squared().max(1e-9),
        axis.dot(ahead),
        axis.dot(offset),
    );
    let spread = aa - ad * ad;
    let free = if spread > 1e-6 * aa {
        (ao - ad * ahead.dot(offset)) / spread
    } else {
        0.5
    };
    let share = free.clamp(0.0, 1.0);
    let point = from + axis * share;
    let along = (point - ray.origin).dot(ahead).max(0.0);
    (ray.get_point(along).distance(point) <= radius).then_some(along)
}

/// Slab test in the box's own axes.
fn block(ray: Ray3d, frame: &Transform, half: Vec3) -> Option<f32> {
    let turn = frame.rotation.inverse();
    let origin = turn * (ray.origin - frame.translation);
    let ahead = turn * *ray.direction;
    let inverse = ahead.recip();
    let (a, b) = ((-half - origin) * inverse, (half - origin) * inverse);
    let enter = a.min(b).max_element();
    let leave = a.max(b).min_element();
    (leave >= enter.max(0.0)).then_some(enter.max(0.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ray(origin: Vec3, target: Vec3) -> Ray3d {
        Ray3d::new(origin, Dir3::new(target - origin).expect("apart"))
    }

    #[test]
    fn a_turned_box_is_hit_where_it_is() {
        let frame = Transform::from_xyz(10.0, 1.0, 0.0).with_rotation(Quat::from_rotation_y(0.6));
        let shape = Shape::block(&frame, Vec3::new(-1.0, 0.0, -0.2), Vec3::new(1.0, 2.0, 0.2));
        let eye = Vec3::new(0.0, 2.0, 0.0);
        let hit = shape
            .hit(ray(eye, Vec3::new(10.0, 2.0, 0.0)), 0.0)
            .expect("straight at it");
        assert!((9.0..10.0).contains(&hit), "{hit}");
        assert_eq!(shape.hit(ray(eye, Vec3::new(10.0, 2.0, 1.6)), 0.0), None);
        assert_eq!(
            shape.hit(ray(eye, Vec3::new(-10.0, 2.0, 0.0)), 0.0),
            None,
            "behind"
        );
    }

    #[test]
    fn a_wire_is_hit_within_its_slack() {
        let wire = Shape::Capsule {
            from: Vec3::new(-5.0, 8.0, 20.0),
            to: Vec3::new(5.0, 8.0, 20.0),
            radius: 0.05,
        };
        let eye = Vec3::new(0.0, 8.0, 0.0);
        let past = ray(eye, Vec3::new(1.0, 8.3, 20.0));
        assert_eq!(wire.hit(past, 0.0), None);
        let hit = wire.hit(past, 0.02).expect("within two hundredths");
        assert!((hit - 20.0).abs() < 0.2, "{hit}");
    }
}
