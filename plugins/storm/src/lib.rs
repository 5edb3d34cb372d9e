//! Extreme weather and what it breaks.
//!
//! [`Weather`] is the air over a district: the everyday weather of the scenario, and the
//! typhoons, squall lines and downbursts that [`Extremes`] adds to it. [`wind`] has their
//! mechanics and the gusts that they carry. [`Standing`] is what stands in it, with the
//! luck that each pole and tree was given, and tells what gives way and when.

mod check;
mod noise;
mod standing;
mod trees;
mod weather;
pub mod wind;

pub use check::check;
pub use standing::{BLOCK_S, Failure, Ground, Mode, Precision, Standing, State};
pub use trees::{FallenTree, Trees};
pub use weather::{Extremes, Weather};
