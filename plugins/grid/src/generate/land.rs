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
    /// Rivers and ponds.
    water: Near<Vec<Point>>,
    /// Their shores, piece by piece: both are long, and little of them is near.
    shores: Near<(Point, Point, f64)>,
    /// Pieces of the middle lines of roads, with half their width.
    roads: Near<(Point, Point, f64)>,
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
    /// Takes the ground of a road along `line`.
    pub fn road(&mut self, line: &[Point], half: f64) {
        let pieces = line.windows(2).map(|p| (p[0], p[1], half));
        self.roads.extend(pieces);
    }

    /// Takes the ground within the shore `ring`.
    pub fn flood(&mut self, ring: &[Point]) {
        let pieces = ring.windows(2).map(|p| (p[0], p[1], 0.0));
        self.shores.extend(pieces);
        self.water.push(ring.to_vec());
    }

    /// Whether a building fits, `gap` from the others.
    pub fn takes_building(&self, new: &Footprint, gap: f64) -> bool {
        let room = new.grown(gap);
        let (corners, bounds) = (new.corners(), new.bounds());
        self.built(room.bounds(), 0.0).all(|f| !f.overlaps(&room))
            && self
                .roads
                .around(bounds, TO_ROAD)
                .all(|&(a, b, half)| new.away_from(a, b) >= half + TO_ROAD)
            && self
                .wires
                .around(bounds, 0.0)
                .all(|&(a, b, room)| new.away_from(a, b) >= room)
            && self
                .poles
                .around(bounds, TURNED * TO_POLE)
                .all(|&p| !new.grown(TO_POLE).contains(p))
            && self
                .shores
                .around(bounds, TURNED * TO_WATER)
                .all(|&(a, b, _)| [a, b].iter().all(|&p| !new.grown(TO_WATER).contains(p)))
            && self
                .water
                .around(bounds, 0.0)
                .all(|ring| corners.iter().all(|c| !c.in_ring(ring)))
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
                .all(|&(a, b, half)| at.to_segment(a, b) > half + 0.6)
            && self
                .wires
                .around(bounds, to_wire)
                .all(|&(a, b, _)| at.to_segment(a, b) > to_wire)
            && self
                .shores
                .around(bounds, 1.0)
                .all(|&(a, b, _)| at.to_segment(a, b) > 1.0)
            && self.water.around(bounds, 0.0).all(|ring| !at.in_ring(ring))
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
        }) && self.roads.around(bounds, 1.0).all(|&(c, d, half)| {
            middle.to_segment(c, d) >= reach + half + 1.0
                || sides().all(|(&a, &b)| {
                    !cross(a, b, c, d) && c.to_segment(a, b).min(a.to_segment(c, d)) > half + 1.0
                })
        }) && self.shores.around(bounds, 2.5).all(|&(a, b, _)| {
            ring.iter().all(|&p| p.to_segment(a, b) > 2.5) && !a.in_ring(ring) && !b.in_ring(ring)
        }) && self
            .water
            .around(bounds, 0.0)
            .all(|shore| ring.iter().all(|&p| !p.in_ring(shore)))
    }
}
