//! Random numbers that are a function of seed, place and purpose.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// What a stream is for; each purpose has a stream of its own, so that a change in
/// how trees are drawn moves no house.
#[derive(Clone, Copy, Debug)]
pub(super) enum Purpose {
    Shape = 1,
    Lots,
    Trees,
    Fields,
    People,
    Demand,
    Phases,
    Earths,
    Contact,
    Profiles,
    Spine,
    Heating,
}

/// One stream of random numbers.
#[derive(Clone, Debug)]
pub(super) struct Draw(ChaCha8Rng);

impl Draw {
    /// The stream of `purpose` in the place number `place` of a seed.
    pub fn new(seed: u64, place: u32, purpose: Purpose) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(u64::from(place) << 32 | purpose as u64);
        Self(rng)
    }

    /// A number of [0, 1).
    pub fn unit(&mut self) -> f64 {
        (self.0.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
    }

    /// A number of [`low`, `high`).
    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// A whole number below `count`.
    pub fn below(&mut self, count: usize) -> usize {
        ((self.unit() * count as f64) as usize).min(count.saturating_sub(1))
    }

    /// True in `share` of the cases.
    pub fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// One of `choices`, which are not empty.
    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}
