//! Random numbers that are a function of seed, purpose, entity and position, so
//! that any moment can be drawn without those before it.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;

/// What a stream is for; each purpose has streams of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// When a household lives its day, and when a charger is plugged in.
    Habit = 1,
    /// What people do, over tens of minutes.
    Activity = 2,
    /// Appliances that cycle, over minutes.
    Appliance = 3,
    /// Kettles and cookers.
    Burst = 4,
}

/// Words of the stream that one position may use.
const WORDS: u128 = 16;

/// The stream of an entity, by its area and its index there, for `purpose`, at
/// `position`.
pub fn stream(seed: u64, purpose: Purpose, (area, index): (u16, u32), position: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(u64::from(area) << 40 | (purpose as u64) << 32 | u64::from(index));
    rng.set_word_pos(u128::from(position) * WORDS);
    rng
}
