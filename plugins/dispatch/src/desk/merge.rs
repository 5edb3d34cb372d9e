//! Calls and incidents that turn out to be the same are one order.

use taiqu_grid::{AssetRef, Kind, Place};
use taiqu_link::Tick;
use taiqu_outage::{Incident, Trouble};

use super::Desk;
use crate::operations::Operations;
use crate::order::{About, OrderState, WorkOrder};

/// Calls that are no order's are kept for this long, s: a caller is in no order when
/// supply comes back by itself.
const KEPT_S: u64 = 4 * 3600;

impl Desk {
    /// The order that goes on about what a customer or box suffers from: of the 10 kV line
    /// first, then of what lies above, then of the same box.
    pub(super) fn covering(&self, place: AssetRef) -> Option<usize> {
        let shelf = self.shelf_of(place);
        let rank = |order: &WorkOrder| {
            let found = order.found.map(|(part, _)| part);
            let found = found.filter(|&part| self.records.has(part));
            let part = found.unwrap_or(order.target);
            // Who works there has switched off more than what is broken.
            let points = order.ticket.iter().flat_map(|ticket| &ticket.points);
            let mut off = points.filter(|point| point.off.is_some());
            let above = part == place
                || self.topology.is_below(place, part)
                || off.any(|point| self.topology.is_below(place, point.at));
            match part.place {
                Place::Line(_) if above => Some(0),
                _ if above => Some(1),
                _ if shelf.is_some() && self.shelf_of(part) == shelf => Some(2),
                _ => None,
            }
        };
        // Apart, the hotline does not see the other department's telemetry, unless a customer
        // crew has been told of it.
        let told = |order: &WorkOrder| {
            let mut merged = order.merged.iter();
            merged.any(|about| matches!(about, About::Report(_)))
        };
        let seen = |order: &WorkOrder| {
            let own = !matches!(order.about, About::Telemetry(_));
            self.operations != Operations::Siloed || own || told(order)
        };
        let orders = self.memory.orders.iter().enumerate();
        let going = orders.filter(|(_, order)| !order.state.is_over() && seen(order));
        let ranked = going.filter_map(|(k, order)| Some((rank(order)?, k)));
        ranked.min().map(|(_, k)| k)
    }

    /// The box of a customer or meter, or the box itself.
    fn shelf_of(&self, asset: AssetRef) -> Option<AssetRef> {
        match asset.kind {
            Kind::Box => Some(asset),
            Kind::Meter => self.topology.parent(asset),
            Kind::Customer => self.shelf_of(self.topology.parent(asset)?),
            _ => None,
        }
        .filter(|shelf| shelf.kind == Kind::Box)
    }

    /// A call is about an order that goes on.
    pub(super) fn add_caller(&mut self, k: usize, customer: AssetRef) {
        let meter = self.topology.parent(customer);
        let order = &mut self.memory.orders[k];
        order.calls += 1;
        // A crew that is called to one meter of a box looks at the others too.
        let named = |meter: AssetRef| order.target == meter || order.also.contains(&Some(meter));
        if let (About::Call(_), Some(meter)) = (order.about, meter)
            && meter.kind == Kind::Meter
            && !named(meter)
            && let Some(free) = order.also.iter_mut().find(|place| place.is_none())
        {
            *free = Some(meter);
        }
        if customer.kind == Kind::Customer && !order.callers.contains(&customer) {
            order.callers.push(customer);
        }
    }

    /// A call that is no order's yet.
    pub(super) fn keep_call(&mut self, now: Tick, place: AssetRef) {
        self.memory.calls.retain(|(at, _)| now.since(*at) <= KEPT_S);
        self.memory.calls.push((now, place));
    }

    /// The calls that are no order's yet and come from behind an order's part are its.
    pub(super) fn claim_calls(&mut self, k: usize) {
        let target = self.memory.orders[k].target;
        let calls = std::mem::take(&mut self.memory.calls);
        for (at, place) in calls {
            if place == target || self.topology.is_below(place, target) {
                self.add_caller(k, place);
            } else {
                self.memory.calls.push((at, place));
            }
        }
    }

    /// What a crew has found may be another order's already. If another crew is at it, or on
    /// its way with what it needs, this one leaves it to that; else it does what those orders
    /// asked for that wait. Whether it leaves.
    pub(super) fn leave_to_others(&mut self, now: Tick, k: usize, part: AssetRef) -> bool {
        let orders = self.memory.orders.iter().enumerate();
        let same = orders.filter(|&(other, order)| {
            other != k && !order.state.is_over() && order.broken() == Some(part)
        });
        let same: Vec<usize> = same.map(|(other, _)| other).collect();
        let has_crew = |&&other: &&usize| self.memory.orders[other].crew.is_some();
        if let Some(&other) = same.iter().find(has_crew) {
            if self.memory.orders[k].target != part {
                self.note_whole(k);
            }
            self.join(now, k, other);
            return true;
        }
        for other in same {
            self.join(now, other, k);
        }
        false
    }

    /// One order goes on as part of another.
    fn join(&mut self, now: Tick, from: usize, to: usize) {
        let about = self.memory.orders[from].about;
        self.memory.orders[to].merged.push(about);
        self.go_with(from, to);
        self.withdraw(now, from);
    }

    /// What went with one order goes with the other that goes on for it, and who called about
    /// the one called about the other.
    pub(super) fn go_with(&mut self, from: usize, to: usize) {
        let merged = self.memory.orders[from].merged.clone();
        self.memory.orders[to].merged.extend(merged);
        self.pass_callers(from, to);
    }

    /// Who called about one order called about the other that goes on for it.
    pub(super) fn pass_callers(&mut self, from: usize, to: usize) {
        for customer in self.memory.orders[from].callers.clone() {
            self.add_caller(to, customer);
        }
    }

    /// The order under way to which an incident belongs: one of the 10 kV line above it,
    /// one to the same box, one about what a crew has seen broken, or one to a wire on the
    /// ground that explains it.
    pub(super) fn same_cause(&self, incident: &Incident) -> Option<usize> {
        if matches!(incident.trouble, Trouble::BrokenNeutral { .. }) {
            return None;
        }
        let part = incident.part;
        let shelf = self.shelf_of(part);
        self.memory.orders.iter().position(|order| {
            let incident = matches!(order.about, About::Incident { .. });
            let told = matches!(order.about, About::WireDown(_));
            let above = matches!(order.target.place, Place::Line(_))
                && matches!(part.place, Place::Area(_))
                && self.topology.is_below(part, order.target);
            let beside = shelf.is_some()
                && order.state < OrderState::Arrived
                && self.shelf_of(order.target) == shelf;
            let seen = order.seen && order.target == part;
            let explains = told && self.explains(order.target, part);
            let same = incident && (above || beside) || seen || explains;
            same && !order.state.is_over()
        })
    }
}
