//! What grows: fields in patchwork, rows and clumps of trees.

use super::draw::Draw;
use super::geometry::{Point, hundredth, tenth};
use super::land::Land;
use super::near::{Bounds, Near, Placed};
use super::plan::Plan;
use crate::area::raw::{RawRelief, RawTree};
use crate::area::{Ring, WaterKind};
use crate::terrain::Relief;

/// Fields in strips that follow the spine, wherever nothing else is.
pub(super) fn fields(plan: &Plan, draw: &mut Draw) -> Vec<Ring> {
    let layout = &plan.layout;
    let margin = |approach: f64| approach.min(190.0);
    let (from, to) = (
        layout.start - margin(layout.approach.0),
        layout.end + margin(layout.approach.1),
    );
    let bands = [
        (layout.river + layout.river_half + 3.0, 0.0),
        (0.0, layout.back.max(30.0) + 150.0),
        (
            layout.river - layout.river_half - 125.0,
            layout.river - layout.river_half - 12.0,
        ),
    ];
    let mut fields = Vec::new();
    for (low, high) in bands {
        let mut t = low;
        while t < high - 8.0 {
            let deep = draw.between(17.0, 30.0).min(high - t);
            strip(plan, (from, to), (t, t + deep), draw, &mut fields);
            t += deep;
        }
    }
    fields
}

/// One strip of fields between two offsets, with ridges of half a metre between.
fn strip(
    plan: &Plan,
    (from, to): (f64, f64),
    (low, high): (f64, f64),
    draw: &mut Draw,
    fields: &mut Vec<Ring>,
) {
    let mut s = from;
    let mut lean = draw.between(-2.0, 2.0);
    while s < to {
        let next = draw.between(-2.0, 2.0);
        let long = draw.between(15.0, 42.0);
        let fallow = draw.chance(0.04);
        // A long field that meets something may still fit in halves.
        for parts in [1.0, 2.0, 3.0] {
            let mut any = false;
            for k in 0..parts as usize {
                let share = |part: f64| s + long * part / parts;
                let (a, b) = (share(k as f64), share(k as f64 + 1.0));
                let tilt = |at: f64| lean + (next - lean) * (at - s) / long;
                let corner = |s: f64, t: f64, up: f64| plan.spine.place(s + tilt(s) * up, t);
                let (a0, b0, l, h) = (a + 0.3, b - 0.3, low + 0.3, high - 0.3);
                let middle = f64::midpoint(a0, b0);
                let ring: Vec<Point> = vec![
                    corner(a0, l, -1.0),
                    corner(middle, l, -1.0),
                    corner(b0, l, -1.0),
                    corner(b0, h, 1.0),
                    corner(middle, h, 1.0),
                    corner(a0, h, 1.0),
                ];
                if !fallow && plan.land.takes_field(&ring) {
                    any = true;
                    fields.push(ring.into_iter().map(Point::written).collect());
                }
            }
            if any {
                break;
            }
        }
        lean = next;
        s += long;
    }
}

/// How far apart two trees stand at least, as a share of their heights.
const CROWDED: f64 = 0.22;

impl Placed for RawTree {
    fn bounds(&self) -> Bounds {
        Point::from(self.at).bounds().grown(CROWDED * self.height_m)
    }
}

/// Trees, each where there is room for its crown.
pub(super) struct Planting<'a> {
    land: &'a Land,
    fields: Near<Vec<Point>>,
    draw: Draw,
    trees: Near<RawTree>,
}

impl<'a> Planting<'a> {
    pub fn new(land: &'a Land, fields: &'a [Vec<Point>], draw: Draw) -> Self {
        let mut planting = Self {
            land,
            fields: Near::default(),
            draw,
            trees: Near::default(),
        };
        planting.fields.extend(fields.iter().cloned());
        planting
    }

    /// A tree at about `at` if there is room.
    pub fn plant(&mut self, at: Point, height: (f64, f64), jitter: f64) {
        let height_m = tenth(self.draw.between(height.0, height.1));
        let shift = Point::new(
            self.draw.between(-jitter, jitter),
            self.draw.between(-jitter, jitter),
        );
        let at = (at + shift).rounded();
        let in_field = self
            .fields
            .around(at.bounds(), 0.5)
            .any(|ring| ring[0].to(at) < 60.0 && (at.in_ring(ring) || at.to_line(ring) < 0.5));
        let crowded = self
            .trees
            .around(at.bounds(), CROWDED * height_m)
            .any(|t| Point::from(t.at).to(at) < CROWDED * (t.height_m + height_m));
        if !in_field && !crowded && self.land.takes_tree(at, 0.28 * height_m) {
            self.trees.push(RawTree {
                at: at.written(),
                height_m,
            });
        }
    }

    /// A row beside a line, `offset` to its right.
    pub fn row(&mut self, line: &[Point], offset: f64, step: f64, height: (f64, f64)) {
        let mut along = self.draw.between(0.0, step);
        for pair in line.windows(2) {
            let (length, ahead) = (pair[0].to(pair[1]), (pair[1] - pair[0]).unit());
            while along < length {
                self.plant(
                    pair[0] + ahead * along + ahead.right() * offset,
                    height,
                    0.8,
                );
                along += step * self.draw.between(0.85, 1.15);
            }
            along -= length;
        }
    }

    /// Up to `count` trees within `radius` of `middle`.
    pub fn clump(&mut self, middle: Point, radius: f64, count: usize, height: (f64, f64)) {
        for _ in 0..count {
            let (angle, share) = (self.draw.between(0.0, 360.0), self.draw.unit().sqrt());
            self.plant(
                middle + Point::heading(angle) * (radius * share),
                height,
                0.3,
            );
        }
    }

    pub fn finish(self) -> Vec<RawTree> {
        self.trees.into_items()
    }
}

/// The trees of a plan: along road and river, round the houses, on the far slopes.
pub(super) fn trees(plan: &Plan, fields: &[Ring], draw: Draw) -> Vec<RawTree> {
    let fields: Vec<Vec<Point>> = fields
        .iter()
        .map(|r| r.iter().map(|&p| p.into()).collect())
        .collect();
    let mut planting = Planting::new(&plan.land, &fields, draw);
    let layout = &plan.layout;
    let edge = plan.manner.main_width / 2.0 + 2.2;
    let main = &plan.streets[0].line;
    for side in [-1.0, 1.0] {
        planting.row(main, side * edge, 11.0, (5.5, 8.5));
    }
    // An old camphor tree where people meet, before the platform.
    let gate = plan.spine.place(layout.start - 12.0, -9.0);
    if layout.approach.0 > 0.0 {
        planting.plant(gate, (13.0, 14.0), 0.5);
    }
    for (kind, ring) in &plan.water {
        let step = if *kind == WaterKind::River { 9.0 } else { 6.5 };
        // A river's two banks, without the ends where its next stretch joins.
        let (one, other) = ring.split_at(ring.len() / 2);
        for (bank, side) in [(one, -3.2), (one, 3.2), (other, -3.2), (other, 3.2)] {
            planting.row(bank, side, step, (6.0, 10.0));
        }
    }
    for lot in &plan.lots {
        let (front, c) = (lot.footprint.front(), lot.footprint.centre);
        let back = c - front * (lot.footprint.depth / 2.0 + 3.0);
        planting.clump(back, 5.5, 2, (4.5, 8.5));
        planting.clump(
            c + front.right() * (lot.footprint.width / 2.0 + 3.0),
            3.0,
            1,
            (4.0, 7.0),
        );
    }
    let far = layout.back.max(40.0) + 178.0;
    let mut s = layout.start - 0.75 * layout.approach.0;
    while s < layout.end + 0.75 * layout.approach.1 {
        let t = far + planting.draw.between(-14.0, 60.0);
        let count = 4 + planting.draw.below(8);
        planting.clump(plan.spine.place(s, t), 15.0, count, (7.0, 13.0));
        let t = layout.river - layout.river_half - 140.0 - planting.draw.between(0.0, 40.0);
        let count = 3 + planting.draw.below(5);
        planting.clump(plan.spine.place(s + 9.0, t), 14.0, count, (6.0, 11.0));
        s += planting.draw.between(17.0, 34.0);
    }
    planting.finish()
}

/// Hills that leave the river low and rise behind the place: the best of some dozens.
pub(super) fn relief(plan: &Plan, seed: u64) -> RawRelief {
    let layout = &plan.layout;
    let steps = || {
        (0..=24).map(|k| {
            layout.start - 200.0 + (layout.end - layout.start + 400.0) * f64::from(k) / 24.0
        })
    };
    let band = |t: f64| {
        steps()
            .map(move |s| (s, t))
            .map(|(s, t)| plan.spine.place(s, t))
    };
    let river: Vec<Point> = band(layout.river).collect();
    let hills: Vec<Point> = band(layout.trunk_t(&plan.manner) + 70.0).collect();
    let mean = |of: &Relief, at: &[Point]| {
        at.iter().map(|p| of.height(p.x, p.y)).sum::<f64>() / at.len() as f64
    };
    let rough = |of: &Relief, at: &[Point]| {
        let level = mean(of, at);
        at.iter()
            .map(|p| (of.height(p.x, p.y) - level).abs())
            .fold(0.0, f64::max)
    };
    let hilly = |seed: u64| RawRelief {
        height_m: 11.0,
        wavelength_m: 420.0,
        seed,
    };
    let score = |seed: &u64| {
        let of = Relief::new(Some(hilly(*seed)));
        mean(&of, &hills) - mean(&of, &river) - 1.5 * rough(&of, &river)
    };
    let candidates = (0..96).map(|k| seed.wrapping_mul(96).wrapping_add(k));
    hilly(
        candidates
            .max_by(|a, b| score(a).total_cmp(&score(b)))
            .unwrap_or(seed),
    )
}

/// A ring as it is written.
pub(super) fn written(ring: &[Point]) -> Ring {
    ring.iter()
        .map(|p| (hundredth(p.x), hundredth(p.y)))
        .collect()
}
