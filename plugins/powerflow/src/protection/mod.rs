//! When fuses and breakers open, and whether the nearest one does alone.

mod band;
mod selectivity;

pub use band::Band;
pub use selectivity::{Clash, clashes};
