//! Four-wire unbalanced power flow of whole districts: 10 kV lines and the
//! low-voltage areas that hang on them.
//!
//! [`Model`] compiles a district's records into buses and branches, [`Switching`]
//! says what is open, broken and tapped at present, [`Solver`] factors one state
//! of the two and answers any number of load situations with a [`Solution`].
//!
//! A [`Batch`] does so for many time steps side by side.
//!
//! The method is block LU along the tree (a backward/forward sweep whose linear
//! shunts are exact) with loops closed by compensation, or, where there are many, one
//! sparse system; nothing is ever reduced, so neutral, earthing and open conductors
//! keep their own voltages.

#![expect(
    clippy::inline_always,
    reason = "vector instructions are only used by what is inlined into the function that may"
)]

mod block;
mod collapse;
mod csv;
mod dense;
mod energise;
mod factor;
mod iec60909;
mod inverter;
mod iterate;
mod links;
mod live_load;
mod load;
mod mesh;
mod model;
mod options;
mod pace;
mod physics;
pub mod protection;
mod reduce;
mod series;
mod sets;
mod short_circuit;
mod solution;
mod solve;
mod summary;
mod switching;
mod terminals;
pub mod thermal;
mod transformer;
mod tree;

pub use csv::{write_clearings, write_csv, write_extremes, write_faults};
pub use iec60909::Iec60909;
pub use model::Model;
pub use options::{LoadPower, Options, Outcome};
pub use series::{Batch, Output, Series, Step, series};
pub use short_circuit::{Fault, FaultConditions, FaultType, equipment_earths, short_circuits};
pub use solution::{LoadState, Solution};
pub use solve::{Solver, WarmStart};
pub use summary::{SeriesSummary, Summary};
pub use switching::Switching;
pub use terminals::Terminals;

/// How results call a thing: by its bare id in a district of one file, else with
/// the file's id in front.
fn label(district: &taiqu_grid::District, asset: taiqu_grid::AssetRef) -> String {
    let id = district.id(asset);
    if district.places().nth(1).is_none() {
        return id.to_owned();
    }
    format!("{}/{id}", district.place_id(asset.place))
}
