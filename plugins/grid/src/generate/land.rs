//! What already stands where, and whether something more fits.

use super::geometry::{Footprint, Point, cross};
use super::near::{Bounds, Near, Placed as _};

/// Everything that takes up ground or air.
#[derive(Clone, Debug, Default)]
pub(super) struct Land {
    /// Buildings.
    pub buildings: Near<Footprint>,
    /// Platforms, substations and cabinets on the ground.
    pub pads: Near<Footprint>,
    /// Roads: middle line and half width.
    pub roads: Near<(Vec<Point>, f64)>,
    /// Shores of rivers and ponds.
    pub water: Near<Vec<Point>>,
    /// Overhead wires, each with the room that buildings keep from it.
    pub wires: Near<(Point, Point, f64)>,
    /// Poles.
    pub poles: Near<Point>,
}

/// Room that a building keeps, m.
const TO_ROAD: f64 = 1.2;
const TO_WATER: f64 = 5.0;
const TO_POLE: f64 = 1.2;
/// How much farther than its sides the corners of a grown footprint move, at most.
const TURNED: f64 = std::f64::consts::SQRT_2;

impl Land {
    /// Whether a building fits, `gap` from the others.
    pub fn takes_building(&self, new: &Footprint, gap: f64) -> bool {
        let room = new.grown(gap);
        let (corners, bounds) = (new.corners(), new.bounds());
        self.built(room.bounds(), 0.0).all(|f| !f.overlaps(&room))
            && self.roads.around(bounds, TO_ROAD).all(|(line, half)| {
                let room = half + TO_ROAD;
                line.windows(2).all(|p| new.away_from(p[0], p[1]) >= room)
            })
            && self
                .wires
                .around(bounds, 0.0)
                .all(|&(a, b, room)| new.away_from(a, b) >= room)
            && self
                .poles
                .around(bounds, TURNED * TO_POLE)
                .all(|&p| !new.grown(TO_POLE).contains(p))
            && self.water.around(bounds, TURNED * TO_WATER).all(|ring| {
                corners.iter().all(|c| !c.in_ring(ring))
                    && ring.iter().all(|&p| !new.grown(TO_WATER).contains(p))
            })
    }

    /// Buildings and pads within `margin` of `bounds`.
    fn built(&self, bounds: Bounds, margin: f64) -> impl Iterator<Item = &Footprint> {
        let pads = self.pads.around(bounds, margin);
        self.buildings.around(bounds, margin).chain(pads)
    }

    /// Whether the air between `a` and `b` is free of buildings.
    pub fn sees(&self, a: Point, b: Point) -> bool {
        let mut between = self.buildings.around(Bounds::of(&[a, b]), TURNED * 0.3);
        between.all(|f| !f.grown(0.3).meets(a, b))
    }

    /// Whether a tree with a crown of `radius` fits.
    pub fn takes_tree(&self, at: Point, radius: f64) -> bool {
        let to_wire = radius.max(1.0) + 1.2;
        let (bounds, to_wall) = (at.bounds(), 0.8 * radius + 0.4);
        self.built(bounds, TURNED * to_wall)
            .all(|f| !f.grown(to_wall).contains(at))
            && self
                .roads
                .around(bounds, 0.6)
                .all(|(line, half)| at.to_line(line) > half + 0.6)
            && self
                .wires
                .around(bounds, to_wire)
                .all(|&(a, b, _)| at.to_segment(a, b) > to_wire)
            && self
                .water
                .around(bounds, 1.0)
                .all(|ring| !at.in_ring(ring) && at.to_line(ring) > 1.0)
    }

    /// Whether a field with this outline lies free.
    pub fn takes_field(&self, ring: &[Point]) -> bool {
        let middle =
            ring.iter().fold(Point::default(), |sum, &p| sum + p) * (1.0 / ring.len() as f64);
        let reach = ring.iter().map(|p| p.to(middle)).fold(0.0, f64::max);
        let sides = || ring.iter().zip(ring.iter().cycle().skip(1));
        let bounds = Bounds::of(ring);
        self.built(bounds, TURNED * 3.5).all(|f| {
            let yard = f.grown(3.5);
            f.centre.to(middle) > reach + f.width.hypot(f.depth)
                || (!middle.in_ring(&f.corners()) && sides().all(|(&a, &b)| !yard.meets(a, b)))
        }) && self.roads.around(bounds, 1.0).all(|(line, half)| {
            let near = middle.to_line(line) < reach + half + 1.0;
            !near
                || sides().all(|(&a, &b)| {
                    line.windows(2).all(|p| {
                        !cross(a, b, p[0], p[1])
                            && p[0].to_segment(a, b).min(a.to_segment(p[0], p[1])) > half + 1.0
                    })
                })
        }) && self.water.around(bounds, 2.5).all(|shore| {
            ring.iter()
                .all(|&p| !p.in_ring(shore) && p.to_line(shore) > 2.5)
                && shore.iter().all(|p| !p.in_ring(ring))
        })
    }
}
