//! What an order to the field would do, shown before it is confirmed.

use taiqu_grid::area::Importance;
use taiqu_grid::{AssetRef, Text};
use taiqu_link::Command;

/// What an order would do.
#[derive(Clone, Debug, PartialEq)]
pub struct Preview {
    /// The order.
    pub command: Command,
    /// Name of what it acts on.
    pub target: Text,
    /// Customers who lose their supply, the important ones first.
    pub dark: Vec<Affected>,
    /// Customers who get their supply back, the important ones first.
    pub lit: Vec<Affected>,
}

/// A customer whom an order touches.
#[derive(Clone, Debug, PartialEq)]
pub struct Affected {
    /// The customer.
    pub asset: AssetRef,
    /// Customer number.
    pub number: String,
    /// Name.
    pub name: Text,
    /// How much depends on its supply.
    pub importance: Importance,
}

impl Preview {
    /// How many of `customers` depend on their supply more than usual.
    pub fn important(customers: &[Affected]) -> usize {
        let more = |one: &&Affected| one.importance != Importance::Normal;
        customers.iter().filter(more).count()
    }
}
