//! Ways along the roads: by vehicle where they are open, on foot beyond a barrier.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use serde::{Deserialize, Serialize};

use super::{OnRoad, Point, RoadEdge, RoadGraph, along, distance};

/// How much longer a way is than the straight line where no road is on the map.
const DETOUR: f64 = 1.3;
/// Shortest way off the roads that is longer than the straight line, m.
const FAR_M: f64 = 300.0;

/// Edges of a graph that no vehicle can pass.
pub type Closures = BTreeSet<usize>;

/// How fast one gets on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pace {
    /// Driving, m/s.
    pub drive_m_s: f64,
    /// Walking with tools, m/s.
    pub walk_m_s: f64,
}

impl Pace {
    /// Time for a straight piece off the roads, s.
    fn off_road_s(self, a: Point, b: Point, on_foot: bool) -> f64 {
        let m = distance(a, b);
        match (on_foot, m > FAR_M) {
            (true, _) => m / self.walk_m_s,
            (false, true) => DETOUR * m / self.drive_m_s,
            (false, false) => m / self.drive_m_s,
        }
    }

    fn speed(self, on_foot: bool) -> f64 {
        if on_foot {
            self.walk_m_s
        } else {
            self.drive_m_s
        }
    }
}

/// A place, and the nearest point on a road.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Spot {
    /// The place, m.
    pub at: (f64, f64),
    /// The point on a road; none without roads.
    pub on_road: Option<OnRoad>,
}

/// A way from one place to another.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Way {
    /// Its points, m.
    pub points: Vec<(f64, f64)>,
    /// When each is reached, s from the first.
    pub at_s: Vec<f64>,
    /// The edge that leads to each; none off the roads.
    pub edges: Vec<Option<usize>>,
    /// Which of them are reached on foot.
    pub on_foot: Vec<bool>,
}

impl Way {
    fn from(point: Point) -> Self {
        Self {
            points: vec![point],
            at_s: vec![0.0],
            edges: vec![None],
            on_foot: vec![false],
        }
    }

    fn go(&mut self, point: Point, needs_s: f64, edge: Option<usize>, on_foot: bool) {
        self.points.push(point);
        self.at_s.push(self.seconds() + needs_s);
        self.edges.push(edge);
        self.on_foot.push(on_foot);
    }

    /// How long it takes, s.
    pub fn seconds(&self) -> f64 {
        self.at_s.last().copied().unwrap_or(0.0)
    }

    /// Where one is after some time, m.
    pub fn after(&self, seconds: f64) -> (f64, f64) {
        let next = self.at_s.partition_point(|&at| at < seconds);
        if next == 0 || next >= self.points.len() {
            let end = if next == 0 {
                self.points.first()
            } else {
                self.points.last()
            };
            return end.copied().unwrap_or_default();
        }
        let piece = [self.points[next - 1], self.points[next]];
        let (from, to) = (self.at_s[next - 1], self.at_s[next]);
        along(piece, (seconds - from) / (to - from))
    }

    /// The first of the pieces begun between two times that leads over one of `closed`
    /// by vehicle: the number of its end.
    pub fn barrier(&self, (from_s, to_s): (f64, f64), closed: &Closures) -> Option<usize> {
        (1..self.points.len()).find(|&k| {
            let begins = self.at_s[k - 1];
            let meets = self.edges[k].is_some_and(|edge| closed.contains(&edge));
            meets && !self.on_foot[k] && from_s <= begins && begins < to_s
        })
    }
}

/// The quickest ways from everywhere to one place (Dijkstra 1959), with or without the
/// vehicle: it is left at a barrier where there is no way round.
#[derive(Clone, Debug)]
pub struct Paths {
    goal: Spot,
    /// Whether the last edge is closed.
    shut: bool,
    pace: Pace,
    /// Time from each state, s: twice the node, and one more on foot.
    best_s: Vec<f64>,
    /// The next state and the edge to it.
    next: Vec<Option<(usize, Option<usize>)>>,
}

/// How a way begins.
enum Begin {
    Straight,
    SameEdge(OnRoad),
    Edge(OnRoad, usize),
}

impl RoadGraph {
    /// A place with the nearest point on a road.
    pub fn spot(&self, at: (f64, f64)) -> Spot {
        Spot {
            at,
            on_road: self.nearest(at),
        }
    }

    /// The quickest ways to `goal` where some edges are `closed`.
    pub fn paths_to(&self, goal: (f64, f64), closed: &Closures, pace: Pace) -> Paths {
        let states = 2 * self.nodes.len();
        let goal = self.spot(goal);
        let on_road = goal.on_road;
        let mut paths = Paths {
            goal,
            shut: on_road.is_some_and(|on| closed.contains(&on.edge)),
            pace,
            best_s: vec![f64::INFINITY; states],
            next: vec![None; states],
        };
        let mut queue = BinaryHeap::new();
        let Some(on) = on_road else {
            return paths;
        };
        for (node, part_m) in self.ends(on) {
            for on_foot in [false, true] {
                if on_foot || !paths.shut {
                    let last_s = pace.off_road_s(on.at, goal.at, on_foot);
                    let state = 2 * node + usize::from(on_foot);
                    let needs_s = part_m / pace.speed(on_foot) + last_s;
                    paths.best_s[state] = needs_s;
                    queue.push(Reverse((Seconds(needs_s), state)));
                }
            }
        }
        while let Some(Reverse((Seconds(needs_s), state))) = queue.pop() {
            if needs_s > paths.best_s[state] {
                continue;
            }
            let (node, on_foot) = (state / 2, state % 2 == 1);
            let mut reach = |other: usize, reached_s: f64, edge: Option<usize>| {
                if reached_s < paths.best_s[other] {
                    paths.best_s[other] = reached_s;
                    paths.next[other] = Some((state, edge));
                    queue.push(Reverse((Seconds(reached_s), other)));
                }
            };
            if on_foot {
                // The vehicle stays here.
                reach(2 * node, needs_s, None);
            }
            for &edge in &self.at[node] {
                if !on_foot && closed.contains(&edge) {
                    continue;
                }
                let RoadEdge {
                    ends: [a, b],
                    length_m,
                } = self.edges[edge];
                let other = if a == node { b } else { a };
                let reached_s = needs_s + length_m / pace.speed(on_foot);
                reach(2 * other + usize::from(on_foot), reached_s, Some(edge));
            }
        }
        paths
    }

    /// The edges of the shortest way along the roads between two places, open or not.
    pub fn stretch(&self, from: (f64, f64), to: (f64, f64)) -> Closures {
        let pace = Pace {
            drive_m_s: 1.0,
            walk_m_s: 0.5,
        };
        let paths = self.paths_to(to, &Closures::new(), pace);
        let way = paths.way(self, from);
        way.edges.into_iter().flatten().collect()
    }

    /// A part of an edge, by which [`Self::stretch`] finds it and no other, m.
    pub fn within(&self, edge: usize) -> ((f64, f64), (f64, f64)) {
        let piece = self.edges[edge].ends.map(|end| self.nodes[end]);
        (along(piece, 0.4), along(piece, 0.6))
    }

    /// The nodes at both ends of the edge that a point is on, and how far they are, m.
    fn ends(&self, on: OnRoad) -> [(usize, f64); 2] {
        let RoadEdge { ends, length_m } = self.edges[on.edge];
        [
            (ends[0], on.fraction * length_m),
            (ends[1], (1.0 - on.fraction) * length_m),
        ]
    }
}

impl Paths {
    /// The place that they lead to.
    pub const fn goal(&self) -> &Spot {
        &self.goal
    }

    /// How long it takes from a place, s.
    pub fn seconds(&self, graph: &RoadGraph, from: &Spot) -> f64 {
        self.begin(graph, from).0
    }

    /// The way from a place.
    pub fn way(&self, graph: &RoadGraph, from: (f64, f64)) -> Way {
        let pace = self.pace;
        let mut way = Way::from(from);
        let mut on_foot = false;
        match (self.begin(graph, &graph.spot(from)).1, self.goal.on_road) {
            (Begin::SameEdge(on), Some(last)) => {
                on_foot = self.shut;
                way.go(on.at, pace.off_road_s(from, on.at, false), None, false);
                let needs_s = distance(on.at, last.at) / pace.speed(on_foot);
                way.go(last.at, needs_s, Some(on.edge), on_foot);
            }
            (Begin::Edge(on, mut state), Some(last)) => {
                way.go(on.at, pace.off_road_s(from, on.at, false), None, false);
                let at = graph.nodes[state / 2];
                way.go(
                    at,
                    distance(on.at, at) / pace.drive_m_s,
                    Some(on.edge),
                    false,
                );
                while let Some((next, edge)) = self.next[state] {
                    let needs_s = self.best_s[state] - self.best_s[next];
                    if edge.is_some() {
                        way.go(graph.nodes[next / 2], needs_s, edge, next % 2 == 1);
                    }
                    state = next;
                }
                on_foot = state % 2 == 1;
                let needs_s = distance(graph.nodes[state / 2], last.at) / pace.speed(on_foot);
                way.go(last.at, needs_s, Some(last.edge), on_foot);
            }
            _ => {}
        }
        let at = way.points.last().copied().unwrap_or(from);
        let goal = self.goal.at;
        way.go(goal, pace.off_road_s(at, goal, on_foot), None, on_foot);
        way
    }

    /// How long it takes, s, and how it begins: straight where no road leads, or none
    /// that is nearer than the goal.
    fn begin(&self, graph: &RoadGraph, from: &Spot) -> (f64, Begin) {
        let goal = self.goal.at;
        let straight = (self.pace.off_road_s(from.at, goal, false), Begin::Straight);
        let Some((on, last)) = from.on_road.zip(self.goal.on_road) else {
            return straight;
        };
        let apart = distance(from.at, on.at) + distance(last.at, goal);
        if distance(from.at, goal) <= apart {
            return straight;
        }
        let first_s = self.pace.off_road_s(from.at, on.at, false);
        let by_ends = graph.ends(on).map(|(node, part_m)| {
            let needs_s = first_s + part_m / self.pace.drive_m_s + self.best_s[2 * node];
            (needs_s, Begin::Edge(on, 2 * node))
        });
        let direct = (on.edge == last.edge).then(|| {
            let needs_s = first_s
                + distance(on.at, last.at) / self.pace.speed(self.shut)
                + self.pace.off_road_s(last.at, goal, self.shut);
            (needs_s, Begin::SameEdge(on))
        });
        let all = direct.into_iter().chain(by_ends);
        let best = all.min_by(|a, b| a.0.total_cmp(&b.0));
        best.filter(|(needs_s, _)| needs_s.is_finite())
            .unwrap_or(straight)
    }
}

/// A time that can be ordered.
#[derive(Clone, Copy, PartialEq)]
struct Seconds(f64);

impl Eq for Seconds {}

impl Ord for Seconds {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialOrd for Seconds {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Text;
    use crate::area::raw::RawRoad;

    const PACE: Pace = Pace {
        drive_m_s: 10.0,
        walk_m_s: 1.0,
    };

    fn road(points: &[(f64, f64)]) -> RawRoad {
        RawRoad {
            points: points.to_vec(),
            width_m: 4.0,
            name: Text::default(),
        }
    }

    /// Streets every 100 m, both ways, 300 m long.
    fn grid() -> RoadGraph {
        let lines = (0..4).map(|k| 100.0 * f64::from(k));
        let roads =
            lines.flat_map(|v| [road(&[(v, 0.0), (v, 300.0)]), road(&[(0.0, v), (300.0, v)])]);
        RoadGraph::of(&roads.collect::<Vec<_>>())
    }

    fn edge(graph: &RoadGraph, at: (f64, f64)) -> usize {
        graph.nearest(at).expect("a road").edge
    }

    #[test]
    fn one_drives_round_a_closed_road_and_walks_where_there_is_no_way_round() {
        let graph = grid();
        let mut closed = Closures::new();
        let open = graph.paths_to((200.0, 0.0), &closed, PACE);
        assert!((open.seconds(&graph, &graph.spot((0.0, 0.0))) - 20.0).abs() < 1e-9);
        closed.insert(edge(&graph, (150.0, 0.0)));
        let round = graph
            .paths_to((200.0, 0.0), &closed, PACE)
            .way(&graph, (0.0, 0.0));
        assert!((round.seconds() - 40.0).abs() < 1e-9, "{round:?}");
        // Nothing leads to the corner but two streets.
        closed = [(250.0, 0.0), (300.0, 50.0)]
            .map(|at| edge(&graph, at))
            .into();
        let walk = graph
            .paths_to((300.0, 0.0), &closed, PACE)
            .way(&graph, (0.0, 0.0));
        assert!((walk.seconds() - 120.0).abs() < 1e-9, "{walk:?}");
        assert_eq!(walk.on_foot.iter().filter(|&&foot| foot).count(), 2);
    }

    #[test]
    fn a_part_of_an_edge_finds_it_alone() {
        let graph = grid();
        for edge in 0..graph.edges.len() {
            let (from, to) = graph.within(edge);
            assert_eq!(graph.stretch(from, to), [edge].into());
        }
    }

    #[test]
    fn where_no_road_leads_one_goes_straight() {
        let roads = [
            road(&[(0.0, 0.0), (10.0, 0.0)]),
            road(&[(0.0, 50.0), (10.0, 50.0)]),
        ];
        let graph = RoadGraph::of(&roads);
        let none = Closures::new();
        let across = graph
            .paths_to((5.0, 49.0), &none, PACE)
            .way(&graph, (5.0, 1.0));
        assert_eq!(across.points, [(5.0, 1.0), (5.0, 49.0)]);
        let empty = RoadGraph::default();
        let far = empty.paths_to((0.0, 1000.0), &none, PACE);
        assert!((far.seconds(&empty, &empty.spot((0.0, 0.0))) - 130.0).abs() < 1e-9);
        // A depot beside the crew's base, both far from any road.
        let beside = graph.paths_to((-900.0, 0.0), &none, PACE);
        assert!((beside.seconds(&graph, &graph.spot((-910.0, 0.0))) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_barrier_is_met_where_its_piece_begins() {
        let graph = grid();
        let none = Closures::new();
        let way = graph
            .paths_to((300.0, 0.0), &none, PACE)
            .way(&graph, (0.0, 0.0));
        let closed = [edge(&graph, (150.0, 0.0))].into();
        assert_eq!(way.barrier((0.0, 10.0), &closed), None);
        let end = way.barrier((10.0, 11.0), &closed).expect("a barrier");
        assert_eq!(way.points[end - 1], (100.0, 0.0));
        assert_eq!(way.after(10.0), (100.0, 0.0));
        assert_eq!(graph.stretch((110.0, 1.0), (190.0, -1.0)), closed);
    }

    proptest! {
        #[test]
        fn the_way_takes_as_long_as_said(
            from in (-50.0_f64..350.0, -50.0_f64..350.0),
            to in (-50.0_f64..350.0, -50.0_f64..350.0),
            shut in prop::collection::btree_set(0_usize..24, 0..12),
        ) {
            let graph = grid();
            let paths = graph.paths_to(to, &shut, PACE);
            let way = paths.way(&graph, from);
            prop_assert!((way.seconds() - paths.seconds(&graph, &graph.spot(from))).abs() < 1e-6);
            prop_assert_eq!(way.points.last(), Some(&to));
            // No closed road is driven on, but for leaving it.
            for k in 3..way.points.len() {
                let shut = way.edges[k].is_some_and(|edge| shut.contains(&edge));
                prop_assert!(way.on_foot[k] || !shut, "{:?}", way);
            }
            prop_assert!(way.on_foot.is_sorted());
        }
    }
}
