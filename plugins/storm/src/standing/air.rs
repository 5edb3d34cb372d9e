//! The air over a block: what is the same for all that stands in it.

use std::cell::OnceCell;

use taiqu_structure::Vector;

use super::BLOCK_S;
use crate::wind::{Gusts, Instant, Passage, Winds};

/// Samples of the wide gusts in a block.
pub const SAMPLES: u32 = 10;
/// Looks a second at the wind, where a pole is followed. Faster gusts have no power left.
pub const LOOKS: u32 = 20;
/// Seconds before a block in which a pole comes to sway as it would.
pub const BEFORE_S: u32 = 6;

/// The air over a block in all cells of a district.
#[derive(Debug)]
pub struct Airs<'a> {
    winds: &'a Winds,
    cells: Vec<Air<'a>>,
}

impl<'a> Airs<'a> {
    /// That over the block `block`, with `ice_m` metres of ice around the wires.
    pub fn of(winds: &'a Winds, gusts: &'a Gusts, block: u64, ice_m: f64) -> Self {
        let air = |passage| Air::of(passage, gusts, block).with_ice(ice_m);
        Self {
            winds,
            cells: winds.passages().map(air).collect(),
        }
    }

    /// That in each cell.
    pub fn cells(&self) -> &[Air<'a>] {
        &self.cells
    }

    /// The index of the cell of a place.
    pub fn cell(&self, place_m: Vector) -> usize {
        self.winds.cell(place_m)
    }

    /// That over a place.
    pub fn over(&self, place_m: Vector) -> &Air<'a> {
        &self.cells[self.cell(place_m)]
    }
}

/// The air over a block in a cell.
#[derive(Debug)]
pub struct Air<'a> {
    /// The gusts.
    pub gusts: &'a Gusts,
    passage: &'a Passage,
    /// When the block begins, s.
    pub from_s: f64,
    /// Ice around the wires, m.
    pub ice_m: f64,
    /// The moments of the samples, s, and the wind's then.
    pub samples: [(f64, Instant); SAMPLES as usize],
    looks: OnceCell<Vec<Instant>>,
}

impl<'a> Air<'a> {
    /// That over the block `block`, without ice.
    pub fn of(passage: &'a Passage, gusts: &'a Gusts, block: u64) -> Self {
        let from_s = block as f64 * BLOCK_S;
        let sample = |k: usize| {
            let at_s = from_s + (k as f64 + 0.5) / f64::from(SAMPLES) * BLOCK_S;
            (at_s, passage.at(at_s))
        };
        Self {
            gusts,
            passage,
            from_s,
            ice_m: 0.0,
            samples: std::array::from_fn(sample),
            looks: OnceCell::new(),
        }
    }

    /// The same with ice around the wires.
    #[must_use]
    pub fn with_ice(self, ice_m: f64) -> Self {
        Self { ice_m, ..self }
    }

    /// The middle of the block.
    pub fn middle(&self) -> Instant {
        self.passage.at(self.from_s + BLOCK_S / 2.0)
    }

    /// The moment `at_s`.
    pub fn at(&self, at_s: f64) -> Instant {
        self.passage.at(at_s)
    }

    /// The `look`-th moment of the block; those before it are below zero.
    pub fn look(&self, look: i64) -> &Instant {
        let before = i64::from(BEFORE_S * LOOKS);
        let looks = self.looks.get_or_init(|| {
            let all = -before..=BLOCK_S as i64 * i64::from(LOOKS);
            let at_s = |k: i64| self.from_s + k as f64 / f64::from(LOOKS);
            all.map(|k| self.passage.at(at_s(k).max(0.0))).collect()
        });
        &looks[(look + before) as usize]
    }
}
