//! What an order is worth: the customers who get supply back by it.
//!
//! Behind a broken trunk lies a broken branch, and behind that a customer: supply is back
//! when both are mended. So a customer without supply counts for each order that stands
//! between it and the source, in equal shares.

use std::collections::{BTreeMap, BTreeSet};

use taiqu_grid::{AssetRef, Kind};
use taiqu_outage::{Incident, Trouble};

use super::Desk;
use crate::operations::Operations;
use crate::order::{About, WorkOrder};
use crate::rules::Rules;

impl Desk {
    /// Weighs the orders that go on anew, by the customers whom `incidents` have without
    /// supply. Where nobody sees both, orders keep what they were opened with.
    pub(super) fn weigh(&mut self, incidents: &[(usize, &Incident)]) {
        if self.operations == Operations::Siloed {
            return;
        }
        let open = incidents.iter().filter(|(_, incident)| incident.is_open());
        let open: BTreeMap<About, &Incident> = open
            .map(|&(group, incident)| (of(group, incident), incident))
            .collect();
        let out = open.values();
        let out = out.filter(|incident| incident.trouble == Trouble::NoSupply);
        let out: BTreeSet<AssetRef> = out.flat_map(|i| &i.customers).copied().collect();
        let orders = self.memory.orders.iter().enumerate();
        let going = orders.filter(|(_, order)| !order.state.is_over());
        let behind = going.filter_map(|(k, order)| Some((k, self.behind(order, &open, &out)?)));
        let behind: Vec<(usize, BTreeSet<AssetRef>)> = behind.collect();
        let mut orders_for: BTreeMap<AssetRef, u32> = BTreeMap::new();
        for &customer in behind.iter().flat_map(|(_, customers)| customers) {
            *orders_for.entry(customer).or_default() += 1;
        }
        for (k, customers) in behind {
            let share = |customer| self.weight(customer) / f64::from(orders_for[&customer]);
            let shares = customers.iter().map(|&customer| share(customer));
            let danger = f64::from(u8::from(self.memory.orders[k].danger));
            let worth = shares.sum::<f64>() + danger * self.rules.danger;
            self.memory.orders[k].priority = worth.max(1.0);
        }
    }

    /// How much the supply of all customers behind a part weighs, in ordinary customers.
    pub(super) fn weight_behind(&self, part: AssetRef) -> f64 {
        let customers = self.topology.customers(part);
        customers.map(|customer| self.weight(customer)).sum()
    }

    fn weight(&self, customer: AssetRef) -> f64 {
        Rules::weight(self.records.importance(customer))
    }

    /// The customers without supply behind what an order is about; none where that is not
    /// known.
    fn behind(
        &self,
        order: &WorkOrder,
        open: &BTreeMap<About, &Incident>,
        out: &BTreeSet<AssetRef>,
    ) -> Option<BTreeSet<AssetRef>> {
        let told = matches!(order.about, About::WireDown(_));
        let known = order.broken().or_else(|| told.then_some(order.target));
        if let Some(part) = known.filter(|&part| self.records.has(part)) {
            let own = (part.kind == Kind::Customer).then_some(part);
            let below = self.topology.customers(part).chain(own);
            return Some(below.filter(|customer| out.contains(customer)).collect());
        }
        let all = std::iter::once(&order.about).chain(&order.merged);
        let mut own = all.filter_map(|about| open.get(about)).peekable();
        own.peek()?;
        Some(
            own.flat_map(|incident| &incident.customers)
                .copied()
                .collect(),
        )
    }
}

/// What an order about an incident is about.
pub(super) const fn of(group: usize, incident: &Incident) -> About {
    About::Incident {
        group,
        number: incident.number,
    }
}
