//! Four-wire unbalanced power flow of whole districts: 10 kV lines and the
//! low-voltage areas that hang on them.
//!
//! [`Model`] compiles a district's records into buses and branches, [`Switching`]
//! says what is open, broken and tapped at present, [`Solver`] factors one state
//! of the two and answers any number of load situations with a [`Solution`].
//!
//! The method is block LU along the tree (a backward/forward sweep whose linear
//! shunts are exact) with loops closed by compensation; nothing is ever reduced,
//! so neutral, earthing and open conductors keep their own voltages.

mod block;
mod collapse;
mod dense;
mod energise;
mod factor;
mod links;
mod load;
mod model;
mod options;
mod physics;
mod reduce;
mod sets;
mod solution;
mod solve;
mod switching;
mod transformer;
mod tree;

pub use model::Model;
pub use options::{LoadPower, Options, Outcome};
pub use solution::{LoadState, Solution};
pub use solve::{Solver, WarmStart};
pub use switching::Switching;
