//! What the network stands in: roads, fields, trees and buildings.

mod buildings;
mod fields;
mod roads;
mod settle;
mod trees;

pub use buildings::{Plot, raise};
pub use fields::fields;
pub use roads::roads;
pub use settle::settle;
pub use trees::{plant, woods};
