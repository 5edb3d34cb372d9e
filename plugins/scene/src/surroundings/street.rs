//! What stands along roads: lamps, parked cars, charging posts.

use bevy::prelude::*;
use taiqu_grid::area::raw::RawRoad;

use super::buildings::Plot;
use crate::chance::chance;
use crate::chunks::{Chunks, Level};
use crate::convert::{MapFrame, facing};
use crate::mesh::{Brush, Course};
use crate::models::{CAR, EV_CHARGER, Models, STREET_LIGHT};
use crate::surface::Paint;
use crate::terrain::Ground;

/// Points of a course from one lamp to the next: about 38 m.
const LAMP_STEP: usize = 14;
/// The same for places to park, about 8 m.
const CAR_STEP: usize = 3;
/// Roads at least this wide have places to park, m.
const PARKING_FROM_M: f32 = 6.0;
/// Roads at least this wide are full of cars, m.
const BUSY_FROM_M: f32 = 8.0;
/// Furniture stands at most this far from a building, m.
const SETTLED_M: f32 = 26.0;
/// Distance of furniture from wires and trunks, m.
const CLEAR_M: f32 = 1.6;
/// Radius of a lamp's pool of light, m.
const POOL_M: f32 = 8.0;

/// A street in the making.
pub struct Street<'a> {
    /// What things are made of.
    pub models: &'a Models,
    /// What they stand on.
    pub ground: &'a Ground,
    /// Middle lines and half widths, m.
    pub roads: Vec<(Course, f32)>,
    /// Buildings.
    pub plots: &'a [Plot],
    /// Wires overhead, by their ends on the plane (X, Z).
    pub wires: Vec<(Vec2, Vec2)>,
    /// Trunks of trees.
    pub trunks: Vec<Vec2>,
}

/// A place beside a road.
#[derive(Clone, Copy, Debug)]
struct Kerb {
    at: Vec2,
    /// Towards the road.
    inwards: Vec2,
}

impl Street<'_> {
    /// Middle lines and half widths of roads.
    pub fn courses(roads: &[RawRoad], frame: MapFrame) -> Vec<(Course, f32)> {
        let drawn = roads.iter().filter(|road| road.points.len() >= 2);
        drawn
            .map(|road| {
                let course = Course::new(&frame.planes(&road.points));
                (course, road.width_m as f32 / 2.0)
            })
            .collect()
    }

    /// Sets lamps along all roads, on the side that wires leave free; `slot` tells
    /// whose supply lights the lamp at a place.
    pub fn light(&self, chunks: &mut Chunks, slot: impl Fn(Vec2) -> u32) {
        let mut set: Vec<Vec2> = Vec::new();
        for (course, half) in &self.roads {
            for k in (LAMP_STEP / 2..course.points.len()).step_by(LAMP_STEP) {
                let beside = |side: f32| kerb(course, k, side, half + 0.75);
                let free = |kerb: &Kerb| {
                    self.is_free(kerb.at, 0.5)
                        && set.iter().all(|other| other.distance(kerb.at) > 14.0)
                };
                if let Some(kerb) = [1.0, -1.0].map(beside).into_iter().find(free) {
                    self.lamp(chunks, kerb, slot(kerb.at));
                    set.push(kerb.at);
                }
            }
        }
    }

    /// Parks cars along wide roads; the first `chargers` places have a charging post.
    pub fn park(&self, chunks: &mut Chunks, chargers: usize) {
        let mut posts = chargers;
        for (course, half) in &self.roads {
            if 2.0 * half < PARKING_FROM_M {
                continue;
            }
            let busy = 2.0 * half >= BUSY_FROM_M;
            let share = if busy { 0.42 } else { 0.09 };
            for k in (2..course.points.len().saturating_sub(2)).step_by(CAR_STEP) {
                for side in [1.0, -1.0] {
                    let place = kerb(course, k, side, half - 1.05);
                    let edge = kerb(course, k, side, half + 0.45);
                    let charges = busy && posts > 0 && self.is_free(edge.at, 0.3);
                    let parked = charges || chance(place.at, 91) < share;
                    if !parked || !self.is_beside(place.at) || self.crosses(place.at, course, 3.0) {
                        continue;
                    }
                    self.car(chunks, place);
                    if charges {
                        posts -= 1;
                        let frame = self.stand(edge);
                        let brush = Brush::new(Paint::SteelPainted, frame.translation.y);
                        chunks.fitting(self.models, EV_CHARGER, &frame, &brush);
                    }
                }
            }
        }
    }

    fn lamp(&self, chunks: &mut Chunks, kerb: Kerb, slot: u32) {
        let frame = self.stand(kerb);
        let brush = Brush::new(Paint::SteelGalvanised, frame.translation.y).of(slot);
        chunks.fitting(self.models, STREET_LIGHT, &frame, &brush);
        let head = self.models.get(STREET_LIGHT);
        let Some(&head) = head.and_then(|model| model.points.get("lamp")) else {
            return;
        };
        let half = Vec3::new(0.11, 0.02, 0.24);
        let solid = chunks.solid(frame.translation, Level::Fitting);
        solid.block(&frame, head - half, head + half, &brush.with(Paint::Lamp));
        let under = frame.transform_point(head).xz();
        let height = |at| self.ground.height(at) + 0.09;
        let pool = brush.with(Paint::LampPool);
        chunks
            .see_through(frame.translation, Level::Shadowless)
            .disc(under, POOL_M, height, &pool);
    }

    fn car(&self, chunks: &mut Chunks, kerb: Kerb) {
        let mut frame = self.stand(kerb);
        // Alongside the kerb, in the direction of traffic.
        frame.rotation = facing(kerb.inwards.perp());
        frame.translation.y += 0.05;
        let shade = [1.0, 1.0, 0.62, 0.34, 0.16][(chance(kerb.at, 92) * 4.999) as usize];
        let brush = Brush {
            tint: Vec3::splat(shade),
            ..Brush::new(Paint::PaintCar, frame.translation.y)
        };
        chunks.fitting(self.models, CAR, &frame, &brush);
    }

    fn stand(&self, kerb: Kerb) -> Transform {
        Transform::from_translation(self.ground.point(kerb.at)).with_rotation(facing(kerb.inwards))
    }

    /// Whether there are buildings around, but not right here.
    fn is_beside(&self, at: Vec2) -> bool {
        let off = |plot: &Plot| plot.distance(at);
        let nearest = self.plots.iter().map(off).fold(f32::INFINITY, f32::min);
        (1.2..SETTLED_M).contains(&nearest)
    }

    /// Whether something may stand at `at` with `margin` to roads.
    fn is_free(&self, at: Vec2, margin: f32) -> bool {
        let off_road = |(course, half): &(Course, f32)| course.distance(at) > half + margin;
        let off_wire = |&(from, to): &(Vec2, Vec2)| to_segment(at, from, to) > CLEAR_M;
        self.is_beside(at)
            && self.roads.iter().all(off_road)
            && self.wires.iter().all(off_wire)
            && self.trunks.iter().all(|trunk| trunk.distance(at) > CLEAR_M)
    }

    /// Whether another road comes within `margin` of a place on `own`.
    fn crosses(&self, at: Vec2, own: &Course, margin: f32) -> bool {
        self.roads
            .iter()
            .any(|(course, half)| !std::ptr::eq(course, own) && course.distance(at) < half + margin)
    }
}

fn kerb(course: &Course, k: usize, side: f32, off: f32) -> Kerb {
    let at = course.beside(k, side * off);
    Kerb {
        at,
        inwards: (course.points[k] - at).normalize_or(Vec2::X),
    }
}

fn to_segment(at: Vec2, from: Vec2, to: Vec2) -> f32 {
    let along = to - from;
    let share = (at - from).dot(along) / along.length_squared().max(1e-6);
    at.distance(from + along * share.clamp(0.0, 1.0))
}
