//! What load does to equipment: temperatures, the life they cost, and how far wires
//! come down.

mod conductor;
mod sag;
mod transformer;

pub use conductor::{Air, Surface};
pub use sag::Span;
pub use transformer::{Insulation, TransformerHeat, TransformerThermal};
