//! Trees in a storm: which fall, where to, and what they hit.

use std::f64::consts::PI;

use rand_distr::{Distribution as _, StandardNormal};
use serde::{Deserialize, Serialize};
use taiqu_grid::District;
use taiqu_link::chance;
use taiqu_structure::{Lines, Tree, TreeFall, Vector};

use crate::noise::Purpose;
use crate::standing::{Air, Airs};
use crate::wind::INTENSITY;

/// Standard deviations of gusts that a block does not come to.
const RARE: f64 = 4.5;
/// The gust that a millimetre of ice on its branches adds to for a tree, m/s; assumed: 20 mm
/// alone do what a gust of 30 m/s does.
const ICED_M_S_MM: f64 = 1.5;

/// The trees of a district.
#[derive(Clone, Debug)]
pub struct Trees {
    /// The one that falls first, first.
    trees: Vec<Rooted>,
    /// Which have fallen.
    fallen: Vec<bool>,
}

#[derive(Clone, Copy, Debug)]
struct Rooted {
    area: u16,
    index: u32,
    at: Vector,
    tree: Tree,
    fall: TreeFall,
    gust_m_s: f64,
    awry_rad: f64,
}

/// A tree fell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FallenTree {
    /// When, s since the start.
    pub at_s: f64,
    /// The area and the tree's index in it.
    pub tree: (u16, u32),
    /// Its foot, m.
    pub at: Vector,
    /// Where its top lies, m.
    pub top: Vector,
    /// Its height, m.
    pub height_m: f64,
    /// How.
    pub fall: TreeFall,
    /// Indices of the spans that it hits.
    pub hits: Vec<usize>,
}

impl Trees {
    /// The trees of a district, each with the luck that `seed` gives it.
    pub fn of(district: &District, seed: u64) -> Self {
        let mut trees = Vec::new();
        for (area, item) in district.areas.iter().enumerate() {
            for (index, tree) in item.surroundings.trees.iter().enumerate() {
                trees.push(Rooted::new(
                    (area as u16, index as u32),
                    tree.at.into(),
                    tree.height_m,
                    seed,
                ));
            }
        }
        trees.sort_by(|a, b| a.gust_m_s.total_cmp(&b.gust_m_s));
        Self {
            fallen: vec![false; trees.len()],
            trees,
        }
    }

    /// Where they stand, m.
    pub fn places(&self) -> impl Iterator<Item = Vector> {
        self.trees.iter().map(|tree| tree.at)
    }

    /// Which have fallen, for a snapshot; in the order of [`Trees::of`].
    pub fn fallen(&self) -> &[bool] {
        &self.fallen
    }

    /// Goes on from a snapshot.
    pub fn restore(&mut self, fallen: Vec<bool>) {
        self.fallen = fallen;
    }

    /// Lives a block; what fell, the weakest first. A gust of three seconds is
    /// what the wide gusts bring.
    pub fn live(&mut self, airs: &Airs<'_>, lines: &Lines) -> Vec<FallenTree> {
        let iced = |air: &Air<'_>| ICED_M_S_MM * 1000.0 * air.ice_m;
        let most = airs.cells().iter().map(|air| {
            let gust = air.middle().mean_m_s * (1.0 + RARE * INTENSITY);
            gust.hypot(iced(air))
        });
        let most = most.fold(0.0, f64::max);
        let mut fell = Vec::new();
        let weak = self.trees.iter().take_while(|tree| tree.gust_m_s < most);
        for (tree, fallen) in weak.zip(&mut self.fallen) {
            if *fallen {
                continue;
            }
            let air = airs.over(tree.at);
            let falls = air.samples.iter().find(|(_, now)| {
                let gust = now.mean_m_s * now.wide(air.gusts, tree.at);
                gust.hypot(iced(air)) >= tree.gust_m_s
            });
            if let Some((at_s, now)) = falls {
                *fallen = true;
                fell.push(tree.falls(*at_s, now.wind_of(1.0), lines));
            }
        }
        fell
    }
}

impl Rooted {
    fn new((area, index): (u16, u32), at: Vector, height_m: f64, seed: u64) -> Self {
        let mut random = chance::stream(seed, Purpose::Tree as u8, (area, index), 0);
        let mut gust = |fall: TreeFall| {
            let rank = chance::unit(&mut random).clamp(1e-9, 1.0 - 1e-9);
            (fall.gust_m_s(height_m, rank), fall)
        };
        let (stem, roots) = (gust(TreeFall::Stem), gust(TreeFall::Uproot));
        let (gust_m_s, fall) = if stem.0 < roots.0 { stem } else { roots };
        let normal: f64 = StandardNormal.sample(&mut random);
        Self {
            area,
            index,
            at,
            tree: Tree { height_m },
            fall,
            gust_m_s,
            awry_rad: (Tree::AWRY_RAD * normal).clamp(-PI / 2.0, PI / 2.0),
        }
    }

    fn falls(&self, at_s: f64, wind: Vector, lines: &Lines) -> FallenTree {
        let towards = wind.direction().turned(self.awry_rad);
        let height_m = self.tree.height_m;
        let hits = lines.spans.iter().enumerate().filter(|&(index, span)| {
            let ends = [0, 1].map(|end| span.height_m(end, &lines.poles, index));
            let above = f64::midpoint(ends[0], ends[1]);
            self.tree.reach_m(above).is_some_and(|reach| {
                let lies = [self.at, self.at + towards * reach];
                apart_m(lies, span.at) < Tree::CROWN * height_m
            })
        });
        FallenTree {
            at_s,
            tree: (self.area, self.index),
            at: self.at,
            top: self.at + towards * height_m,
            height_m,
            fall: self.fall,
            hits: hits.map(|(index, _)| index).collect(),
        }
    }
}

/// Distance of two straight pieces, m.
fn apart_m(one: [Vector; 2], other: [Vector; 2]) -> f64 {
    let cross = |a: Vector, b: Vector| a.x * b.y - a.y * b.x;
    let side = |line: [Vector; 2], point: Vector| cross(line[1] - line[0], point - line[0]);
    let splits = |line: [Vector; 2], by: [Vector; 2]| side(line, by[0]) * side(line, by[1]) < 0.0;
    if splits(one, other) && splits(other, one) {
        return 0.0;
    }
    let to = |point: Vector, line: [Vector; 2]| {
        let way = line[1] - line[0];
        let square = way.dot(way);
        let share = if square > 0.0 {
            ((point - line[0]).dot(way) / square).clamp(0.0, 1.0)
        } else {
            0.0
        };
        (line[0] + way * share - point).length()
    };
    let ends = [
        to(one[0], other),
        to(one[1], other),
        to(other[0], one),
        to(other[1], one),
    ];
    ends.into_iter().fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_that_cross_are_not_apart() {
        let piece = |a: (f64, f64), b: (f64, f64)| [a.into(), b.into()];
        let one = piece((0.0, 0.0), (10.0, 0.0));
        assert!(apart_m(one, piece((5.0, -1.0), (5.0, 1.0))) < 1e-12);
        assert!((apart_m(one, piece((5.0, 2.0), (5.0, 9.0))) - 2.0).abs() < 1e-12);
        assert!((apart_m(one, piece((13.0, 4.0), (20.0, 4.0))) - 5.0).abs() < 1e-12);
    }
}
