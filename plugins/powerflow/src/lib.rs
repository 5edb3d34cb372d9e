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

mod model;
mod options;
mod solution;
mod solve;
mod switching;

pub use model::Model;
pub use options::{LoadPower, Options, Outcome};
pub use solution::Solution;
pub use solve::Solver;
pub use switching::Switching;
