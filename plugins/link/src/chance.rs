//! Random numbers that are a function of seed, purpose, entity and position, so that any
//! moment can be drawn without those before it, and luck is the same whatever else is done
//! differently.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng as _, SeedableRng as _};

/// Words of the stream that one position may use.
const WORDS: u128 = 16;

/// The stream of an entity, by its place and its index there, for `purpose` (below 256),
/// at `position`.
pub fn stream(seed: u64, purpose: u8, (place, index): (u16, u32), position: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(u64::from(place) << 40 | u64::from(purpose) << 32 | u64::from(index));
    rng.set_word_pos(u128::from(position) * WORDS);
    rng
}

/// The next number of [0, 1) of a stream.
pub fn unit(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}
