//! What the network stands in: roads, fields, trees and buildings.

mod buildings;
mod fields;
mod roads;
mod settle;
mod street;
mod trees;

pub use buildings::{Plot, furnish, raise};
pub use fields::fields;
pub use roads::roads;
pub use settle::settle;
pub use street::Street;
pub use trees::{stem, woods};
