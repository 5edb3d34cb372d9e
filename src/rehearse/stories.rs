//! What became of every fault.

use taiqu_dispatch::{About, OrderState, WorkOrder};
use taiqu_grid::AssetRef;
use taiqu_grid::topology::Topology;
use taiqu_link::Tick;

use super::referee::{Fault, Outage, Referee};
use crate::scenario::Scenario;

/// What became of one fault.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Story {
    /// Its number among the referee's faults.
    pub fault: usize,
    /// Who lost supply by it.
    pub customers: Vec<AssetRef>,
    /// From the fault to its being noticed, s.
    pub noticed_s: Option<u64>,
    /// To its place being named.
    pub named_s: Option<u64>,
    /// To the first crew being there for it.
    pub arrived_s: Option<u64>,
    /// To its being found on site.
    pub located_s: Option<u64>,
    /// To all having supply again.
    pub over_s: Option<u64>,
    /// From the first acceptance about it to all having supply again, s.
    pub restored_s: Option<u64>,
    /// The same as the orders have it.
    pub believed_restored_s: Option<u64>,
}

impl Story {
    /// Whether it took supply and was never noticed.
    pub fn is_missed(&self) -> bool {
        self.noticed_s.is_none() && !self.customers.is_empty()
    }
}

/// What became of every fault that may have taken supply.
pub(super) fn stories(scenario: &Scenario, referee: &Referee) -> Vec<Story> {
    let topology = Topology::of(&scenario.truth);
    let faults = referee.faults().iter().enumerate();
    let real = faults.filter(|(_, fault)| fault.is_real());
    real.map(|(k, fault)| story(&topology, referee, k, fault))
        .collect()
}

fn story(topology: &Topology, referee: &Referee, k: usize, fault: &Fault) -> Story {
    let lost: Vec<&Outage> = referee.truth.all().filter(|o| o.fault == Some(k)).collect();
    let mut customers: Vec<AssetRef> = lost.iter().map(|o| o.customer).collect();
    customers.sort_unstable();
    customers.dedup();
    let verdicts = referee.verdicts.iter().filter(|v| v.fault == Some(k));
    let own = |order: &&WorkOrder| {
        let found = order
            .found
            .is_some_and(|(part, _)| fault.is_at(topology, part));
        found
            && order
                .when(OrderState::Located)
                .is_some_and(|at| at >= fault.at())
    };
    let own: Vec<&WorkOrder> = referee.orders.iter().filter(own).collect();
    let first = |state| own.iter().filter_map(|order| order.when(state)).min();
    let since = |at: Tick| at.since(fault.at());
    let accepted = own
        .iter()
        .map(|order| first_accepted(&referee.orders, order))
        .min();
    let over = lost
        .iter()
        .map(|o| o.to)
        .max()
        .filter(|_| lost.iter().all(|o| o.over));
    let promised = |until: Tick| Some(until.since(accepted?));
    Story {
        fault: k,
        // By an incident, or because a switch told.
        noticed_s: verdicts
            .clone()
            .filter_map(|v| v.noticed_after_s)
            .chain(lost.iter().filter_map(|o| o.known).map(since))
            .min(),
        named_s: verdicts.filter_map(|v| v.named).map(since).min(),
        arrived_s: first(OrderState::Arrived).map(since),
        located_s: first(OrderState::Located).map(since),
        over_s: over.map(since),
        restored_s: over.and_then(promised),
        believed_restored_s: first(OrderState::Restored).and_then(promised),
        customers,
    }
}

/// When what led to an order was accepted first: by a call, or by the twin.
fn first_accepted(orders: &[WorkOrder], order: &WorkOrder) -> Tick {
    let before = match order.about {
        About::Report(number) | About::StillDark(number) => {
            orders.get((number as usize).wrapping_sub(1))
        }
        About::Incident { .. } => orders.iter().find(|other| other.about == order.about),
        About::Call(_)
        | About::Telemetry(_)
        | About::Dried(_)
        | About::Patrol(_)
        | About::WireDown(_) => None,
    };
    match before {
        Some(before) if before.number < order.number => first_accepted(orders, before),
        _ => order.accepted,
    }
}
