//! What wind, ice, water and lightning do to the structures of a line, in closed form.
//!
//! Two wind models live here, and they do not mix. [`code`] is the design code's check: a
//! 10-minute mean wind with the code's own drag and its reduction α over a span. All else
//! takes the wind of a moment, a 3-second gust or shorter, with `½·ρ·C_d` and no reduction,
//! because the gusts themselves differ along a span.
//!
//! [`Lines::of`] finds the poles and spans of a district in its files. Whoever holds the
//! true files learns what truly stands, whoever holds the records learns what is believed
//! to. [`water`] is the rain on the ground under them, [`debris`] what gusts carry into them.

mod air;
mod clash;
pub mod code;
pub mod debris;
mod foundation;
pub mod fragility;
mod ground;
mod ice;
mod lightning;
mod lines;
mod pole;
mod shelter;
mod strung;
mod sway;
mod swing;
mod tree;
mod vector;
pub mod water;

pub use air::{AIR_KG_M3, POLE_DRAG, WIRE_DRAG};
pub use clash::{Clash, Gusty, SAGS};
pub use foundation::{Embedment, Soil};
pub use ground::{Ground, Resistance};
pub use ice::{ice_n_m, ice_rate_mm_h};
pub use lightning::{PEAK_KA, attracts_m, induced_kv};
pub use lines::{Hold, Lines, Pole, Span};
pub use pole::{Exposure, Face};
pub use shelter::{Heading, Shelter};
pub use strung::StrungWire;
pub use sway::{Modal, Step, Sway};
pub use tree::{Tree, TreeFall};
pub use vector::Vector;
