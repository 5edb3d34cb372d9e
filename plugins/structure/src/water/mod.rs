//! Water that rises over the ground by its relief.
//!
//! [`Land`] is the ground in cells. [`Basins`] are where its water gathers: every cell drains
//! to the lowest place down its steepest way, and a basin knows how much it holds up to each
//! level, and over which sills it runs over. [`Flood`] keeps the books of the water: rain,
//! what is on its way down the slopes, what drains away, what runs over, with the flow over
//! sills by the weir formula (storage cells after Cunge, 1975).

mod basins;
mod flood;
mod land;

pub use basins::Basins;
pub use flood::{Flood, Sky};
pub use land::Land;

use serde::{Deserialize, Serialize};

/// How water runs off in a district: settings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Drainage {
    /// Share of the rain that runs off; the rest seeps away.
    pub runoff: f64,
    /// What drains and pumps take away, mm/h over all that drains to a place.
    pub drains_mm_h: f64,
    /// How long rain takes down the slopes, minutes.
    pub slopes_min: f64,
    /// Width of the cells in which the ground is looked at, m.
    pub cell_m: f64,
}

impl Default for Drainage {
    fn default() -> Self {
        // Between the runoff of gardens (0.2) and of roofs (0.9), and drains for the rain of
        // two years in a small town (GB 50014).
        Self {
            runoff: 0.65,
            drains_mm_h: 16.0,
            slopes_min: 20.0,
            cell_m: 8.0,
        }
    }
}
