//! What poles of the same type differ by.

use rand_distr::{Distribution as _, StandardNormal};
use taiqu_grid::{AssetRef, Place};
use taiqu_link::chance;
use taiqu_structure::fragility::Scatter;

use crate::noise::Purpose;

/// What one pole has of the usual.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Luck {
    /// Of the moment at which it breaks or cracks.
    pub strength: f64,
    /// Of the moment at which the ground gives.
    pub soil: f64,
    /// Of drag.
    pub drag: f64,
    /// Of the wind of open country.
    pub exposure: f64,
}

impl Luck {
    /// That which `seed` gives to the pole of a node.
    pub fn of(node: AssetRef, scatter: &Scatter, seed: u64) -> Self {
        let place = match node.place {
            Place::Area(k) => k,
            Place::Line(k) => 0x8000 | k,
        };
        let mut random = chance::stream(seed, Purpose::Pole as u8, (place, node.index), 0);
        let mut about_one = |spread: f64| {
            let normal: f64 = StandardNormal.sample(&mut random);
            (spread * normal).exp()
        };
        Self {
            strength: about_one(scatter.strength),
            soil: about_one(scatter.soil),
            drag: about_one(scatter.drag),
            exposure: about_one(scatter.exposure),
        }
    }
}
