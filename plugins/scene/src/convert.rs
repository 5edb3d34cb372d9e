//! The only place that knows both worlds: maps (f64 metres, x east, y north,
//! headings clockwise from north) and the picture (f32 metres, Y up, X east, Z
//! south, about an origin of its own so that large coordinates lose nothing).

use bevy::prelude::*;
use taiqu_grid::District;

/// Where the picture's origin lies on the map.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct MapFrame {
    origin: (f64, f64),
}

impl MapFrame {
    /// With its origin amid the nodes of `district`, on a whole metre.
    pub fn amid(district: &District) -> Self {
        let positions = || {
            let nodes = district.areas.iter().flat_map(|area| &area.network.nodes);
            nodes.filter_map(|node| node.at)
        };
        let count = positions().count().max(1) as f64;
        let (x, y) = positions().fold((0.0, 0.0), |(x, y), at| (x + at.0, y + at.1));
        Self {
            origin: ((x / count).round(), (y / count).round()),
        }
    }

    /// A map position on the ground plane (X, Z).
    pub fn plane(&self, (x, y): (f64, f64)) -> Vec2 {
        Vec2::new((x - self.origin.0) as f32, (self.origin.1 - y) as f32)
    }

    /// Map positions on the ground plane.
    pub fn planes(&self, points: &[(f64, f64)]) -> Vec<Vec2> {
        points.iter().map(|&point| self.plane(point)).collect()
    }

    /// The map position under a point of the ground plane.
    pub fn map(&self, at: Vec2) -> (f64, f64) {
        (
            f64::from(at.x) + self.origin.0,
            self.origin.1 - f64::from(at.y),
        )
    }
}

/// The rotation that turns a front towards +Z to this heading.
pub fn heading(degrees: f64) -> Quat {
    Quat::from_rotation_y(std::f32::consts::PI - (degrees as f32).to_radians())
}

/// The rotation that turns a front towards +Z to this direction of the plane.
pub fn facing(direction: Vec2) -> Quat {
    Quat::from_rotation_y(direction.x.atan2(direction.y))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_turn_clockwise_from_north() {
        for (degrees, front) in [
            (0.0, Vec3::NEG_Z),
            (90.0, Vec3::X),
            (180.0, Vec3::Z),
            (270.0, Vec3::NEG_X),
        ] {
            assert!(
                (heading(degrees) * Vec3::Z).distance(front) < 1e-6,
                "{degrees}"
            );
            assert!(
                (facing(front.xz()) * Vec3::Z).distance(front) < 1e-6,
                "{degrees}"
            );
        }
    }

    #[test]
    fn the_map_comes_back() {
        let frame = MapFrame {
            origin: (390_000.0, 3_400_000.0),
        };
        let at = (390_012.5, 3_400_007.25);
        assert_eq!(frame.plane(at), Vec2::new(12.5, -7.25));
        assert_eq!(frame.map(frame.plane(at)), at);
    }
}
