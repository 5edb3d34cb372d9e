//! What poles of the same type differ by.

use rand_distr::{Distribution as _, StandardNormal};
use taiqu_grid::AssetRef;
use taiqu_structure::fragility::Scatter;

use crate::noise::{Purpose, stream};

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
        let mut random = stream(seed, Purpose::Pole, node);
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
