//! The roads as a graph on which vehicles drive.

mod paths;

use std::collections::BTreeMap;

use rstar::RTree;
use rstar::primitives::{GeomWithData, Line};

use crate::District;
use crate::area::raw::RawRoad;

pub use paths::{Closures, Pace, Paths, Spot, Way};

/// Points nearer than this are one, m.
const SNAP_M: f64 = 1.0;

/// Crossings and bends, and the straight pieces of road between them.
#[derive(Clone, Debug, Default)]
pub struct RoadGraph {
    /// Positions of the nodes, m.
    pub nodes: Vec<(f64, f64)>,
    /// Straight pieces of road.
    pub edges: Vec<RoadEdge>,
    /// Edges at each node.
    at: Vec<Vec<usize>>,
    /// The edges by where they are.
    near: RTree<GeomWithData<Line<[f64; 2]>, usize>>,
}

/// A straight piece of road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RoadEdge {
    /// Indices of its two nodes.
    pub ends: [usize; 2],
    /// Length, m.
    pub length_m: f64,
}

/// A point on a road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct OnRoad {
    /// Index of the edge.
    pub edge: usize,
    /// How far along it from its first end, 0 to 1.
    pub fraction: f64,
    /// Its position, m.
    pub at: (f64, f64),
}

impl RoadGraph {
    /// The graph of all roads of a district.
    pub fn in_district(district: &District) -> Self {
        let areas = district.areas.iter();
        Self::of(areas.flat_map(|area| &area.surroundings.roads))
    }

    /// The graph of some roads: they join where they cross, touch or end on one
    /// another.
    pub fn of<'a>(roads: impl IntoIterator<Item = &'a RawRoad>) -> Self {
        let roads = roads.into_iter();
        let pieces = roads.flat_map(|road| road.points.windows(2).map(|p| [p[0], p[1]]));
        let pieces: Vec<[Point; 2]> = pieces.collect();
        let mut graph = Self::default();
        let mut known = BTreeMap::new();
        for (k, &piece) in pieces.iter().enumerate() {
            let others = pieces.iter().enumerate().filter(|(j, _)| *j != k);
            let mut cuts: Vec<f64> = others.flat_map(|(_, &other)| cuts(piece, other)).collect();
            cuts.extend([0.0, 1.0]);
            cuts.sort_by(f64::total_cmp);
            let nodes = cuts.into_iter().map(|t| along(piece, t));
            let mut nodes: Vec<usize> = nodes.map(|p| graph.node(p, &mut known)).collect();
            nodes.dedup();
            for pair in nodes.windows(2) {
                graph.join(pair[0], pair[1]);
            }
        }
        let lines = graph.edges.iter().enumerate().map(|(k, edge)| {
            let [from, to] = edge.ends.map(|end| graph.nodes[end].into());
            GeomWithData::new(Line::new(from, to), k)
        });
        graph.near = RTree::bulk_load(lines.collect());
        graph
    }

    /// The node at a point, one there is already if one is near.
    fn node(&mut self, (x, y): Point, known: &mut BTreeMap<(i64, i64), Vec<usize>>) -> usize {
        let cell = |v: f64| (v / SNAP_M).floor() as i64;
        let (column, row) = (cell(x), cell(y));
        for (i, j) in (-1..=1).flat_map(|i| (-1..=1).map(move |j| (i, j))) {
            let near = known.get(&(column + i, row + j)).into_iter().flatten();
            for &node in near {
                if distance(self.nodes[node], (x, y)) < SNAP_M {
                    return node;
                }
            }
        }
        known
            .entry((column, row))
            .or_default()
            .push(self.nodes.len());
        self.nodes.push((x, y));
        self.at.push(Vec::new());
        self.nodes.len() - 1
    }

    fn join(&mut self, a: usize, b: usize) {
        let joined = self.at[a].iter().any(|&e| self.edges[e].ends.contains(&b));
        if !joined {
            let edge = self.edges.len();
            self.edges.push(RoadEdge {
                ends: [a, b],
                length_m: distance(self.nodes[a], self.nodes[b]),
            });
            self.at[a].push(edge);
            self.at[b].push(edge);
        }
    }

    /// The point on any road nearest to a position; none without roads.
    pub fn nearest(&self, position: (f64, f64)) -> Option<OnRoad> {
        let edge = self.near.nearest_neighbor(&position.into())?.data;
        let piece = self.edges[edge].ends.map(|end| self.nodes[end]);
        let fraction = foot(piece, position);
        Some(OnRoad {
            edge,
            fraction,
            at: along(piece, fraction),
        })
    }
}

type Point = (f64, f64);

fn distance((x, y): Point, (u, v): Point) -> f64 {
    (x - u).hypot(y - v)
}

fn along([(x, y), (u, v)]: [Point; 2], fraction: f64) -> Point {
    (x + fraction * (u - x), y + fraction * (v - y))
}

/// Where along a piece, 0 to 1, it is nearest to a point.
fn foot([(x, y), (u, v)]: [Point; 2], (px, py): Point) -> f64 {
    let (dx, dy) = (u - x, v - y);
    let length2 = dx * dx + dy * dy;
    if length2 == 0.0 {
        return 0.0;
    }
    (((px - x) * dx + (py - y) * dy) / length2).clamp(0.0, 1.0)
}

/// Where along a piece another crosses it or ends on it.
fn cuts(piece: [Point; 2], other: [Point; 2]) -> Vec<f64> {
    let apart = |axis: fn(Point) -> f64| {
        let [a, b] = piece.map(axis);
        let [c, d] = other.map(axis);
        a.max(b) + SNAP_M < c.min(d) || c.max(d) + SNAP_M < a.min(b)
    };
    if apart(|p| p.0) || apart(|p| p.1) {
        return Vec::new();
    }
    let touches = other.map(|end| (foot(piece, end), end));
    let touches = touches.into_iter();
    let touches = touches.filter(|&(t, end)| distance(along(piece, t), end) < SNAP_M);
    let mut cuts: Vec<f64> = touches.map(|(t, _)| t).collect();
    let [(x1, y1), (x2, y2)] = piece;
    let [(x3, y3), (x4, y4)] = other;
    let cross = (x2 - x1) * (y4 - y3) - (y2 - y1) * (x4 - x3);
    if cross != 0.0 {
        let t = ((x3 - x1) * (y4 - y3) - (y3 - y1) * (x4 - x3)) / cross;
        let s = ((x3 - x1) * (y2 - y1) - (y3 - y1) * (x2 - x1)) / cross;
        if (0.0..=1.0).contains(&t) && (0.0..=1.0).contains(&s) {
            cuts.push(t);
        }
    }
    cuts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Text;

    fn road(points: &[(f64, f64)]) -> RawRoad {
        RawRoad {
            points: points.to_vec(),
            width_m: 4.0,
            name: Text::default(),
        }
    }

    #[test]
    fn roads_join_where_they_cross_and_touch() {
        let roads = [
            road(&[(0.0, 0.0), (100.0, 0.0)]),
            road(&[(50.0, -40.0), (50.0, 40.0)]),
            road(&[(80.0, 0.5), (80.0, 30.0)]),
        ];
        let graph = RoadGraph::of(&roads);
        assert_eq!(graph.nodes.len(), 7);
        assert_eq!(graph.edges.len(), 6);
    }
}
