//! Air that moves: the mean wind of a storm, and the gusts in it.

mod downburst;
mod gust;
mod passage;
mod squall;
mod typhoon;
mod winds;

pub use downburst::Downburst;
pub use gust::{DECAY, Gusts, fine_variance, spectrum_hz};
pub use passage::{INTENSITY, Instant, Passage};
pub use squall::SquallLine;
pub use typhoon::{Fix, Typhoon};
pub use winds::Winds;
