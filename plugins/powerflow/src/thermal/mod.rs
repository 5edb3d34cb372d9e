//! What load does to equipment: temperatures, the life they cost, and how far wires
//! come down.

mod cable;
mod conductor;
mod cover;
mod joint;
mod light;
mod sag;
mod sun;
mod surface;
mod transformer;

pub use cable::{CableHeat, CableThermal};
pub use conductor::Air;
pub use cover::Cover;
pub use joint::{Joint, PARTS_C};
pub use light::{Blown, Light, Lived};
pub use sag::Span;
pub use sun::clear_sky_w_m2;
pub use surface::Surface;
pub use transformer::{Load, TransformerHeat, TransformerThermal};
