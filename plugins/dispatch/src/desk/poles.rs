//! Spans that meet at a fallen pole are all down, and one crew raises it.

use super::Desk;
use crate::order::WorkOrder;

impl Desk {
    /// Whether the pole that lies where an order is to be done is one that another crew raises,
    /// or will first.
    pub(super) fn waits_for_pole(&self, order: &WorkOrder) -> bool {
        let mut others = self.memory.orders.iter();
        others.any(|other| {
            let first = other.crew.is_some() || other.number < order.number;
            let going = other.number != order.number && !other.state.is_over();
            going && first && shares_pole(order, other)
        })
    }

    /// The poles at which an order was done stand again: whether anything else is wrong with
    /// the other spans that met there must be seen anew.
    pub(super) fn note_raised(&mut self, k: usize) {
        let raised = self.memory.orders[k].clone();
        for other in 0..self.memory.orders.len() {
            let order = &self.memory.orders[other];
            let waits = other != k && order.crew.is_none() && !order.state.is_over();
            if waits && shares_pole(order, &raised) {
                let expects = self.likely(order.target);
                let order = &mut self.memory.orders[other];
                order.seen = false;
                order.found = None;
                order.expects = expects;
                order.poles.clear();
            }
        }
    }
}

/// Whether the same pole lies at both.
fn shares_pole(one: &WorkOrder, other: &WorkOrder) -> bool {
    one.poles.iter().any(|pole| other.poles.contains(pole))
}
