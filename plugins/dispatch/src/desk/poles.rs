//! Two spans that meet at a fallen pole are both down, and one crew raises both.

use taiqu_grid::{AssetRef, Kind};
use taiqu_link::Damage;

use super::Desk;
use crate::order::WorkOrder;

impl Desk {
    /// Whether the pole that lies where an order is to be done is probably the one that
    /// another crew raises, or will first.
    pub(super) fn waits_for_pole(&self, order: &WorkOrder) -> bool {
        let Some(own) = down(order) else {
            return false;
        };
        let mut others = self.memory.orders.iter();
        others.any(|other| {
            let first = other.crew.is_some() || other.number < order.number;
            let going = other.number != order.number && !other.state.is_over();
            going && first && down(other).is_some_and(|part| self.meet(part, own))
        })
    }

    /// The pole at which an order was done stands again: whether another lies where the next
    /// span is down must be seen anew.
    pub(super) fn note_raised(&mut self, k: usize) {
        let Some(raised) = down(&self.memory.orders[k]) else {
            return;
        };
        for other in 0..self.memory.orders.len() {
            let order = &self.memory.orders[other];
            let waits = other != k && order.crew.is_none() && !order.state.is_over();
            if waits && down(order).is_some_and(|part| self.meet(part, raised)) {
                let order = &mut self.memory.orders[other];
                order.seen = false;
                order.found = None;
            }
        }
    }

    /// Whether two sections end at the same place.
    fn meet(&self, one: AssetRef, other: AssetRef) -> bool {
        let ends = |section: AssetRef| {
            let item = &self.records.network(section.place).sections[section.index as usize];
            [item.from, item.to]
        };
        let both = one.kind == Kind::Section && other.kind == Kind::Section;
        both && one.place == other.place
            && self.records.has(one)
            && self.records.has(other)
            && ends(one).iter().any(|end| ends(other).contains(end))
    }
}

/// The section at which a crew has seen a pole on the ground.
fn down(order: &WorkOrder) -> Option<AssetRef> {
    let told = order.expects.map(|damage| (order.target, damage));
    let seen = order.found.or(told.filter(|_| order.seen));
    let (part, _) = seen.filter(|(_, damage)| *damage == Damage::FallenPole)?;
    Some(part)
}
