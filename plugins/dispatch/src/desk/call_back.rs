//! After the work: those who called are asked, and the order is put away.

use taiqu_grid::AssetRef;
use taiqu_link::Tick;

use super::Desk;
use crate::order::{About, OrderState};

impl Desk {
    /// Asks the callers of orders that are reported, and puts away what all agree on.
    pub(super) fn finish(&mut self, now: Tick) {
        for k in 0..self.memory.orders.len() {
            let order = &mut self.memory.orders[k];
            let since = order.history.last().map_or(now, |(at, _)| *at);
            match order.state {
                OrderState::Replied if now.since(since) >= self.rules.call_back_after_s => {
                    order.to_answer.clone_from(&order.callers);
                    order.move_to(now, OrderState::CallingBack);
                    let number = order.number;
                    let asked = order
                        .callers
                        .iter()
                        .map(|&customer| (Some(number), customer));
                    self.memory.asked.extend(asked);
                }
                OrderState::CallingBack
                    if order.to_answer.is_empty()
                        || now.since(since) >= self.rules.call_back_patience_s =>
                {
                    self.conclude(now, k);
                }
                _ => {}
            }
        }
    }

    /// A caller answers.
    pub(super) fn take_answer(&mut self, number: u32, customer: AssetRef, satisfied: bool) {
        let k = (number as usize).wrapping_sub(1);
        let Some(order) = self.memory.orders.get_mut(k) else {
            return;
        };
        if order.state != OrderState::CallingBack || !order.to_answer.contains(&customer) {
            return;
        }
        order.to_answer.retain(|&other| other != customer);
        if !satisfied {
            order.still_dark.push(customer);
        }
    }

    /// All have answered, or nobody does any more.
    fn conclude(&mut self, now: Tick, k: usize) {
        // Supply that the desk has cut off comes back when the desk puts it on.
        let mut dark = std::mem::take(&mut self.memory.orders[k].still_dark);
        dark.retain(|&customer| !self.is_cut_off(customer));
        let order = &mut self.memory.orders[k];
        order.still_dark = dark;
        if order.still_dark.is_empty() {
            order.move_to(now, OrderState::Archived);
            return;
        }
        order.move_to(now, OrderState::Reopened);
        let (number, priority) = (order.number, order.priority);
        for customer in order.still_dark.clone() {
            let again = self.covering(customer).or_else(|| {
                let meter = self.topology.parent(customer)?;
                let again = self.open(now, About::StillDark(number), meter, priority)?;
                self.memory.orders[again].around = true;
                Some(again)
            });
            if let Some(again) = again {
                self.add_caller(again, customer);
            }
        }
    }
}
