//! The relief of the ground: gentle hills that everyone computes alike.

use std::f64::consts::TAU;

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

use crate::area::raw::RawRelief;

/// Number of waves that make the hills: enough that no direction stands out.
const WAVES: usize = 6;

/// Height of the ground over the plane of the area's coordinates.
///
/// A sum of plane waves of like length in seeded directions and phases: smooth in
/// all derivatives, the same on every machine up to rounding, and cheap.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Relief {
    /// Wave numbers (rad/m) east and north, phase (rad).
    waves: Vec<[f64; 3]>,
    amplitude_m: f64,
}

impl Relief {
    /// The hills of an area; flat ground without relief.
    pub fn new(relief: Option<RawRelief>) -> Self {
        let Some(RawRelief {
            height_m,
            wavelength_m,
            seed,
        }) = relief
        else {
            return Self::default();
        };
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut unit = || f64::from(random.next_u32()) / f64::from(u32::MAX);
        let waves = (0..WAVES).map(|k| {
            // Directions spread over the half circle, lengths from ½ to 1½.
            let direction = (k as f64 + unit()) / WAVES as f64 * TAU / 2.0;
            let number = TAU / (wavelength_m * (0.7 + 0.8 * unit()));
            [
                number * direction.cos(),
                number * direction.sin(),
                TAU * unit(),
            ]
        });
        Self {
            waves: waves.collect(),
            amplitude_m: height_m / 2.0 / WAVES as f64,
        }
    }

    /// Height of the ground at a position (x east, y north), m; between minus and
    /// plus half the relief's height.
    pub fn height(&self, x: f64, y: f64) -> f64 {
        let wave = |[east, north, phase]: &[f64; 3]| (east * x + north * y + phase).sin();
        self.amplitude_m * self.waves.iter().map(wave).sum::<f64>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hills_are_smooth_bounded_and_seeded() {
        let hills = |seed| {
            Relief::new(Some(RawRelief {
                height_m: 8.0,
                wavelength_m: 200.0,
                seed,
            }))
        };
        let (relief, other) = (hills(7), hills(8));
        let mut differs = false;
        for k in 0..2000 {
            let (x, y) = (f64::from(k) * 1.7, f64::from(k % 37) * 11.0);
            let height = relief.height(x, y);
            assert!(height.abs() <= 4.0);
            assert!((relief.height(x + 1.0, y) - height).abs() < 0.2);
            differs |= (other.height(x, y) - height).abs() > 0.5;
        }
        assert!(differs);
        assert_eq!(hills(7), relief);
        assert!(Relief::new(None).height(3.0, 4.0).abs() < 1e-12);
    }
}
