//! Height of the ground, and where a ray meets it.

use bevy::prelude::*;
use taiqu_grid::District;
use taiqu_grid::area::Node;
use taiqu_grid::terrain::Relief;

use crate::chance::noise;
use crate::convert::MapFrame;
use crate::mesh::{contains, edges};

/// How far banks reach beside water, m.
const BANK_M: f32 = 6.0;
/// Depth of water, m.
const DEPTH_M: f32 = 0.8;
/// From this distance around the surveyed land hills begin to rise, m.
const HILLS_FROM_M: f32 = 350.0;
/// Height of the hills on the horizon, m.
const HILLS_M: f32 = 170.0;

/// The ground under everything.
#[derive(Resource, Clone, Debug)]
pub struct Ground {
    frame: MapFrame,
    relief: Relief,
    /// The surveyed land on the plane (X, Z).
    pub core: Rect,
    /// The part of it where people live: network and buildings.
    pub settled: Rect,
    /// Rivers and ponds, cut into it.
    pub ponds: Vec<Pond>,
}

/// A river or pond.
#[derive(Clone, Debug)]
pub struct Pond {
    /// Its shore on the plane (X, Z).
    pub ring: Vec<Vec2>,
    /// Height of its surface, m.
    pub level: f32,
    around: Rect,
}

impl Ground {
    /// The ground of `district`.
    pub fn of(district: &District, frame: MapFrame) -> Self {
        let mut ground = Self {
            frame,
            relief: Relief::new(district.areas.iter().find_map(|area| area.relief)),
            core: core(district, frame),
            settled: settled(district, frame),
            ponds: Vec::new(),
        };
        for water in district
            .areas
            .iter()
            .flat_map(|area| &area.surroundings.water)
        {
            let ring = frame.planes(&water.ring);
            let lowest = ring
                .iter()
                .map(|&at| ground.height(at))
                .fold(f32::INFINITY, f32::min);
            let around = ring
                .iter()
                .fold(Rect::EMPTY, |rect, &at| rect.union_point(at));
            if ring.len() >= 3 {
                ground.ponds.push(Pond {
                    ring,
                    level: lowest - 0.25,
                    around: around.inflate(BANK_M),
                });
            }
        }
        ground
    }

    /// Height at a point of the plane (X, Z), m.
    pub fn height(&self, at: Vec2) -> f32 {
        let land = self.land(at);
        let under = |pond: &Pond| {
            let off = distance_to_shore(&pond.ring, at);
            let share = smooth(-4.0, BANK_M, off);
            (pond.level - DEPTH_M).lerp(land, share)
        };
        self.ponds
            .iter()
            .filter(|pond| pond.around.contains(at))
            .map(under)
            .fold(land, f32::min)
    }

    /// The point on the ground at a point of the plane.
    pub fn point(&self, at: Vec2) -> Vec3 {
        Vec3::new(at.x, self.height(at), at.y)
    }

    /// Distance from the surveyed land, m; 0 on it.
    pub fn beyond(&self, at: Vec2) -> f32 {
        (at - at.clamp(self.core.min, self.core.max)).length()
    }

    /// Distance along `ray` to the ground, if it meets it within `reach`.
    pub fn hit(&self, ray: Ray3d, reach: f32) -> Option<f32> {
        let above = |t: f32| {
            let at = ray.get_point(t);
            at.y - self.height(at.xz())
        };
        let mut near = 0.0;
        while near < reach {
            let far = near + (0.5 * above(near)).clamp(0.5, 40.0);
            if above(far) <= 0.0 {
                return Some(bisect(above, near, far));
            }
            near = far;
        }
        None
    }

    fn land(&self, at: Vec2) -> f32 {
        let (x, y) = self.frame.map(at);
        let relief = self.relief.height(x, y) as f32;
        let off = self.beyond(at);
        if off <= HILLS_FROM_M {
            return relief;
        }
        let rise = smooth(HILLS_FROM_M, 2600.0, off);
        let ridge = 0.65 * noise(at / 620.0, 21)
            + 0.25 * noise(at / 260.0, 22)
            + 0.10 * noise(at / 90.0, 23);
        relief + HILLS_M * rise * (ridge - 0.22).max(0.0)
    }
}

fn bisect(above: impl Fn(f32) -> f32, mut near: f32, mut far: f32) -> f32 {
    for _ in 0..24 {
        let middle = f32::midpoint(near, far);
        if above(middle) > 0.0 {
            near = middle;
        } else {
            far = middle;
        }
    }
    far
}

fn smooth(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

/// Distance to the ring, m; negative inside.
fn distance_to_shore(ring: &[Vec2], at: Vec2) -> f32 {
    let off = edges(ring)
        .map(|(a, b)| {
            let share = ((at - a).dot(b - a) / (b - a).length_squared().max(1e-6)).clamp(0.0, 1.0);
            at.distance(a.lerp(b, share))
        })
        .fold(f32::INFINITY, f32::min);
    if contains(ring, at) { -off } else { off }
}

/// All that is drawn on purpose, with some land around it.
fn core(district: &District, frame: MapFrame) -> Rect {
    let mut points: Vec<(f64, f64)> = Vec::new();
    for place in district.places() {
        points.extend(
            district
                .network(place)
                .nodes
                .iter()
                .filter_map(|node| node.at),
        );
    }
    for land in district.areas.iter().map(|area| &area.surroundings) {
        points.extend(land.fields.iter().flatten());
        points.extend(land.roads.iter().flat_map(|road| &road.points));
    }
    around(&points, frame)
        .inflate(40.0)
        .union(settled(district, frame))
}

/// What the customers and their network stand on; the 10 kV line's way there is left
/// out.
fn settled(district: &District, frame: MapFrame) -> Rect {
    let low = |node: &&Node| node.nominal_v < 1000.0;
    let nodes = district
        .areas
        .iter()
        .flat_map(|area| &area.network.nodes)
        .filter(low);
    let buildings = district
        .areas
        .iter()
        .flat_map(|area| &area.surroundings.buildings);
    let points: Vec<(f64, f64)> = nodes
        .filter_map(|node| node.at)
        .chain(buildings.map(|b| b.at))
        .collect();
    around(&points, frame).inflate(15.0)
}

fn around(points: &[(f64, f64)], frame: MapFrame) -> Rect {
    let rect = points
        .iter()
        .fold(Rect::EMPTY, |rect, &at| rect.union_point(frame.plane(at)));
    if rect.is_empty() {
        Rect::from_center_half_size(Vec2::ZERO, Vec2::splat(60.0))
    } else {
        rect
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground() -> Ground {
        Ground {
            frame: MapFrame::default(),
            relief: Relief::default(),
            core: Rect::new(-100.0, -100.0, 100.0, 100.0),
            settled: Rect::new(-50.0, -50.0, 50.0, 50.0),
            ponds: Vec::new(),
        }
    }

    #[test]
    fn a_ray_meets_level_ground_where_it_must() {
        let down = Dir3::new(Vec3::new(3.0, -4.0, 0.0)).expect("a direction");
        let ray = Ray3d::new(Vec3::new(0.0, 40.0, 0.0), down);
        let reach = ground().hit(ray, 1000.0).expect("it points down");
        assert!((reach - 50.0).abs() < 1e-3, "{reach}");
        let level = Ray3d::new(Vec3::new(0.0, 300.0, 0.0), Dir3::Y);
        assert_eq!(ground().hit(level, 1000.0), None);
    }

    #[test]
    fn a_pond_is_cut_into_the_ground() {
        let mut ground = ground();
        let ring: Vec<Vec2> = [(-20.0, -20.0), (20.0, -20.0), (20.0, 20.0), (-20.0, 20.0)]
            .map(|(x, z)| Vec2::new(x, z))
            .to_vec();
        let around = Rect::new(-26.0, -26.0, 26.0, 26.0);
        ground.ponds.push(Pond {
            ring,
            level: -0.25,
            around,
        });
        assert!(ground.height(Vec2::ZERO) < -1.0);
        assert!(
            ground.height(Vec2::new(20.0, 0.0)) < -0.25,
            "the shore is under water"
        );
        assert!(ground.height(Vec2::new(27.0, 0.0)).abs() < 1e-6);
    }
}
