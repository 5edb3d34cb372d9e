//! What load does to equipment: temperatures, and the life they cost.

mod conductor;
mod transformer;

pub use conductor::{Air, Surface};
pub use transformer::{Insulation, TransformerHeat, TransformerThermal};
