//! What the desk did beside its orders.

use serde::{Deserialize, Serialize};
use taiqu_dispatch::{Desk, Feeding, Held, Shutdown};

/// What the desk did beside its orders.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Measures {
    /// Supplies that were cut off before water.
    pub shutdowns: Vec<Shutdown>,
    /// Customers whom generator cars fed.
    pub feedings: Vec<Feeding>,
    /// Loads that were put off.
    pub held: Vec<Held>,
}

impl Measures {
    /// All that a desk has done.
    pub(super) fn of(desk: &Desk) -> Self {
        Self {
            shutdowns: desk.shutdowns().to_vec(),
            feedings: desk.feedings().to_vec(),
            held: desk.held().to_vec(),
        }
    }
}
