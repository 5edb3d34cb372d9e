//! When fuses and breakers open, which does first, and whether the nearest one does
//! alone.

mod band;
mod clearing;
mod residual;
mod selectivity;

pub use band::{Band, Curve};
pub use clearing::{Clearing, Release, Trip, clearings};
pub use residual::trips_after;
pub use selectivity::{Clash, clashes};
