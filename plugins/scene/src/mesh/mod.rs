//! Meshes in the making: every vertex knows its paint and its slot.

mod builder;
mod drape;
mod polygon;
mod ribbon;

pub use builder::{Brush, MeshBuilder, Part};
pub use drape::{Course, DRAPE_CELL_M};
pub use polygon::{contains, edges};
