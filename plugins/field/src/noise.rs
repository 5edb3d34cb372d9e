//! What random numbers of the field are for.

use rand_chacha::ChaCha8Rng;
use taiqu_grid::{AssetRef, Place};
use taiqu_link::chance;

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
    /// How a meter errs.
    Meter = 5,
    /// How long a fuse takes.
    Protection = 6,
    /// Who calls the hotline, and when.
    Call = 7,
    /// How fast a drive is.
    Drive = 8,
    /// How long a repair takes.
    Repair = 9,
    /// How soon a crew hears an order.
    Take = 10,
    /// Which meters gasp without reason.
    Glitch = 11,
    /// How a house keeps its heat.
    House = 12,
    /// Who answers the telephone.
    PickUp = 13,
    /// At what current a residual-current device opens.
    Residual = 14,
    /// Whether a pump runs.
    Pump = 15,
    /// How soon a fuse or breaker opens under too much load.
    Overload = 16,
    /// Who passes by a wire on the ground.
    Passer = 17,
}

/// The stream of an entity, by its area and its index there, for `purpose`, at
/// `position`.
pub fn stream(seed: u64, purpose: Purpose, entity: (u16, u32), position: u64) -> ChaCha8Rng {
    chance::stream(seed, purpose as u8, entity, position)
}

/// A thing as luck knows it.
pub fn entity(asset: AssetRef) -> (u16, u32) {
    let place = match asset.place {
        Place::Area(k) => k,
        Place::Line(k) => 0x8000 | k,
    };
    (place, asset.index << 3 | asset.kind as u32)
}
