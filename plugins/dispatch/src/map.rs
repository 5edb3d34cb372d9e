//! How long drives take, by what is known of the roads.

use std::collections::BTreeMap;

use taiqu_grid::roads::{Closures, Pace, Paths, RoadGraph, Spot};

/// Most places whose ways are kept.
const KEPT: usize = 1024;

/// The roads, with the ways to places that were asked for.
#[derive(Clone, Debug)]
pub(crate) struct Map {
    roads: RoadGraph,
    pace: Pace,
    closed: Closures,
    numbers: BTreeMap<[u64; 2], usize>,
    paths: Vec<Paths>,
    /// From each place to each other, s.
    between_s: Vec<Vec<f64>>,
}

impl Map {
    pub fn new(roads: RoadGraph, pace: Pace) -> Self {
        Self {
            roads,
            pace,
            closed: Closures::new(),
            numbers: BTreeMap::new(),
            paths: Vec::new(),
            between_s: Vec::new(),
        }
    }

    /// Takes what is known to be closed.
    pub fn close(&mut self, closed: &Closures) {
        if self.closed != *closed {
            self.closed.clone_from(closed);
            self.forget();
        }
    }

    fn forget(&mut self) {
        self.numbers.clear();
        self.paths.clear();
        self.between_s.clear();
    }

    /// The edges of a stretch of road.
    pub fn stretch(&self, from: (f64, f64), to: (f64, f64)) -> Closures {
        self.roads.stretch(from, to)
    }

    /// The piece of road that a position is on.
    pub fn edge(&self, at: (f64, f64)) -> Option<usize> {
        self.roads.nearest(at).map(|on| on.edge)
    }

    /// The piece of road that passes a position at this distance or nearer.
    pub fn edge_within(&self, at: (f64, f64), reach_m: f64) -> Option<usize> {
        let near = self.roads.nearest(at)?;
        let apart_m = (near.at.0 - at.0).hypot(near.at.1 - at.1);
        (apart_m <= reach_m).then_some(near.edge)
    }

    /// A position, to ask for many drives from there.
    pub fn spot(&self, at: (f64, f64)) -> Spot {
        self.roads.spot(at)
    }

    /// The numbers of places, for the questions below; only those of the last call hold.
    pub fn places(&mut self, at: &[(f64, f64)]) -> Vec<usize> {
        if self.paths.len() + at.len() > KEPT {
            self.forget();
        }
        at.iter().map(|&at| self.place(at)).collect()
    }

    fn place(&mut self, at: (f64, f64)) -> usize {
        let key = [at.0.to_bits(), at.1.to_bits()];
        if let Some(&number) = self.numbers.get(&key) {
            return number;
        }
        let number = self.paths.len();
        let own = self.roads.paths_to(at, &self.closed, self.pace);
        for (row, paths) in self.between_s.iter_mut().zip(&self.paths) {
            row.push(own.seconds(&self.roads, paths.goal()));
        }
        let others = self
            .paths
            .iter()
            .map(|paths| paths.seconds(&self.roads, own.goal()));
        let mut row: Vec<f64> = others.collect();
        row.push(0.0);
        self.between_s.push(row);
        self.paths.push(own);
        self.numbers.insert(key, number);
        number
    }

    /// How long the drive from a position to a place takes, s.
    pub fn spot_to_s(&self, from: &Spot, to: usize) -> f64 {
        self.paths[to].seconds(&self.roads, from)
    }

    /// How long the drive from a place to another takes, s.
    pub fn between_s(&self, from: usize, to: usize) -> f64 {
        self.between_s[from][to]
    }
}
