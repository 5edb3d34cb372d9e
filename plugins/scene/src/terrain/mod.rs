//! The ground: its height everywhere, and its mesh out to the horizon.

mod ground;
mod sheet;

pub use ground::Ground;
pub use sheet::sheet;
