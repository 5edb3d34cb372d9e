//! What random numbers of a storm are for.

use rand_chacha::ChaCha8Rng;
use taiqu_grid::{AssetRef, Place};
use taiqu_link::chance;

/// What a stream is for; each purpose has streams of its own, and none of the field's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The pattern of gusts.
    Gust = 64,
    /// How strong a pole is, how it stands, what stands around it.
    Pole = 65,
    /// What becomes of the wires of a pole that falls.
    Wire = 67,
    /// What a span's wires bear.
    Strung = 69,
    /// How hot a transformer may be.
    Heat = 71,
    /// How deep a box may stand in water.
    Water = 70,
    /// How wrong a forecast is.
    Forecast = 68,
    /// In what gust a tree falls, and where to.
    Tree = 66,
    /// Where and when lightning strikes, and how hard.
    Stroke = 72,
    /// Which insulators of a span a stroke flashes over.
    Flashover = 73,
    /// What a surge does to a meter.
    Surge = 74,
    /// What a surge does to a transformer and its terminal.
    Station = 75,
    /// Whether something beside a line takes a stroke.
    Shield = 76,
    /// Whether an arc burns through a wire.
    BurnThrough = 77,
    /// How far a span's wires hang.
    Sag = 78,
    /// When two wires of a span clash, and what follows.
    Clash = 79,
    /// What loose things fly into which lines.
    Debris = 80,
    /// How good the joints of a span's wires are.
    Joint = 81,
}

/// The stream of a thing for `purpose`.
pub fn stream(seed: u64, purpose: Purpose, asset: AssetRef) -> ChaCha8Rng {
    stream_at(seed, purpose, asset, 0)
}

/// The same at a `position`: a moment, or the number of what happens.
pub fn stream_at(seed: u64, purpose: Purpose, asset: AssetRef, position: u64) -> ChaCha8Rng {
    let place = match asset.place {
        Place::Area(k) => k,
        Place::Line(k) => 0x8000 | k,
    };
    chance::stream(seed, purpose as u8, (place, asset.index), position)
}
