//! Work aloft waits for the wind; meanwhile crews do what can be done from the ground.

use taiqu_grid::AssetRef;
use taiqu_link::{Damage, Tick};
use taiqu_risk::Outlook;

use super::Desk;
use crate::climbing::{Climbing, is_aloft};
use crate::order::{About, OrderState, WorkOrder};

impl Desk {
    /// Thinks over from when people may climb, and says so of the orders that wait for it.
    pub fn follow_weather(&mut self, now: Tick, outlook: &Outlook) {
        let measured = self.memory.wind_m_s;
        let rules = &self.rules.climbing;
        let from = rules.held_until(now, measured, outlook);
        self.memory.climbs_from = from;
        self.memory.windy_s = rules.windy_s(now, outlook);
        let moving = Climbing {
            limit_m_s: self.rules.preparing.no_moving_m_s,
            ..*rules
        };
        self.memory.moves_from = moving.held_until(now, measured, outlook);
        for k in 0..self.memory.orders.len() {
            let order = &self.memory.orders[k];
            if !order.state.is_over() {
                let held = from.filter(|_| order.state < OrderState::Repairing);
                self.memory.orders[k].held = held.filter(|_| self.is_climbed_for(k));
            }
        }
    }

    /// Whether an order probably is one to climb for.
    fn is_climbed_for(&self, k: usize) -> bool {
        let order = &self.memory.orders[k];
        let (part, damage) = match order.found {
            Some((part, damage)) => (part, Some(damage)),
            None => (order.target, order.expects),
        };
        is_aloft(&self.records, part, damage)
    }

    /// Whether a crew that has just found this had better do something else meanwhile: because
    /// of the wind, or because a patrol looks, and what it finds waits for its turn. If so it
    /// leaves, and the order waits.
    pub(super) fn hold(&mut self, now: Tick, k: usize, (part, damage): (AssetRef, Damage)) -> bool {
        let aloft = is_aloft(&self.records, part, Some(damage));
        let rules = &self.rules.climbing;
        let held = self.memory.climbs_from.filter(|_| aloft);
        let windy = held.is_some_and(|from| from.0 > now.0 + rules.leave_s);
        let order = &self.memory.orders[k];
        let patrols = matches!(order.about, About::Patrol(_)) && !order.seen;
        if !windy && !patrols {
            return false;
        }
        let needs = self.needs_of(part, damage);
        let order = &mut self.memory.orders[k];
        if patrols {
            order.also = [None; 4];
        }
        order.target = part;
        order.needs = needs;
        order.expects = Some(damage);
        order.seen = true;
        order.held = held;
        order.ticket = None;
        self.call_off(now, k);
        true
    }

    /// From when a crew can do anything about an order, s from now: what is only looked for
    /// needs no climbing.
    pub(super) fn begins_in_s(&self, now: Tick, order: &WorkOrder) -> f64 {
        let held = order.held.filter(|_| order.seen);
        let from = held.map_or(0, |from| from.0.saturating_sub(self.rules.climbing.ahead_s));
        let waits = order.state == OrderState::Accepted;
        let moves = self.memory.moves_from.filter(|_| waits);
        let from = from.max(moves.map_or(0, |from| from.0));
        from.saturating_sub(now.0) as f64
    }
}
