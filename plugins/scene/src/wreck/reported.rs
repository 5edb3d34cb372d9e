//! What crews and callers have told of damage.

use std::collections::BTreeSet;

use taiqu_dispatch::{About, OrderState, WorkOrder};
use taiqu_grid::{AssetRef, Kind};
use taiqu_link::{Complaint, Damage};
use taiqu_outage::{Call, Incident, Inquiry};

/// Sections that crews have found broken and not repaired.
pub fn found(inquiries: &[Inquiry], orders: &[WorkOrder]) -> BTreeSet<AssetRef> {
    let incidents = open(inquiries).filter_map(|incident| incident.progress.found);
    let orders = orders.iter().filter_map(found_by);
    incidents.chain(orders).map(|(part, _)| part).collect()
}

/// Sections of which the twin knows that live wires of theirs may lie on the ground.
pub fn dangerous<'a>(
    inquiries: &'a [Inquiry],
    orders: &'a [WorkOrder],
) -> impl Iterator<Item = AssetRef> + 'a {
    let incidents = open(inquiries).filter(|incident| !incident.made_safe);
    let incidents = incidents.filter_map(|incident| incident.progress.found);
    // Whether it is safe where an incident is, that knows. Elsewhere it is once work is
    // permitted.
    let is_incident = |about: &About| matches!(about, About::Incident { .. });
    let others = orders.iter().filter(move |order| {
        let mut about = std::iter::once(&order.about).chain(&order.merged);
        !about.any(is_incident) && order.state < OrderState::Permitted
    });
    let found = incidents.chain(others.filter_map(found_by));
    let lies = |damage| {
        matches!(
            damage,
            Damage::FallenPole | Damage::BrokenWire | Damage::TouchingWires
        )
    };
    let down = found.filter(move |&(part, damage)| part.kind == Kind::Section && lies(damage));
    down.map(|(part, _)| part)
}

/// Where callers told of a wire on the ground, as long as any fault goes on there that was
/// there when they called.
pub fn told<'a>(
    calls: &'a [Call],
    inquiries: &'a [Inquiry],
) -> impl Iterator<Item = AssetRef> + 'a {
    let told = calls
        .iter()
        .filter(|call| call.complaint == Complaint::WireDown);
    told.filter_map(move |call| {
        let from = call.near.or(call.customer)?;
        let mut open = open(inquiries).filter(|one| !one.made_safe);
        let goes_on = open.any(|one| {
            let mut customers = one.customers.iter();
            one.noticed <= call.at && customers.any(|customer| customer.place == from.place)
        });
        goes_on.then_some(from)
    })
}

fn open(inquiries: &[Inquiry]) -> impl Iterator<Item = &Incident> {
    let incidents = inquiries.iter().flat_map(Inquiry::incidents);
    incidents.filter(|incident| incident.is_open())
}

/// What the crew of an order has found and not repaired; or, where another crew is to, what
/// the one before has.
fn found_by(order: &WorkOrder) -> Option<(AssetRef, Damage)> {
    // What is over comes after.
    if order.state >= OrderState::Repaired {
        return None;
    }
    let seen = order.expects.filter(|_| order.seen);
    order.found.or(seen.map(|damage| (order.target, damage)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BROKEN: AssetRef = AssetRef::in_area(0, Kind::Section, 7);

    /// A patrol's order in this state, before anything is found.
    fn patrol(state: OrderState) -> WorkOrder {
        let text = r"(
            number: 3,
            about: patrol((place: Area(0), kind: section, index: 5)),
            merged: [], callers: [], calls: 0,
            target: (place: Area(0), kind: section, index: 5),
            also: (None, None, None, None), around: true, seen: false, danger: false, expects: None,
            missing: {}, held: None, planned: None, needs: (low_voltage: true),
            accepted: 0, ready: 0, arrive_by: 0,
            limits: (assign_s: 0, take_s: 0, arrive_s: 0, restore_s: 0, reply_s: 0),
            priority: 0.0, crew: None, passed: [], state: accepted, history: [],
            ticket: None, found: None, poles: [], to_answer: [], still_dark: [],
        )";
        let mut order: WorkOrder = ron::from_str(text).expect("an order");
        order.state = state;
        order
    }

    /// One whose crew has found a broken wire elsewhere.
    fn with_find(state: OrderState) -> WorkOrder {
        let mut order = patrol(state);
        order.found = Some((BROKEN, Damage::BrokenWire));
        order
    }

    /// Whether the part is known to be broken, and held to be dangerous.
    fn known(order: WorkOrder) -> (bool, bool) {
        let orders = [order];
        let is_found = found(&[], &orders).contains(&BROKEN);
        (is_found, dangerous(&[], &orders).any(|part| part == BROKEN))
    }

    #[test]
    fn what_any_crew_has_found_is_known_until_it_is_repaired() {
        assert_eq!(known(patrol(OrderState::Arrived)), (false, false));
        assert_eq!(known(with_find(OrderState::Located)), (true, true));
        // Work is permitted where all is dead.
        assert_eq!(known(with_find(OrderState::Repairing)), (true, false));
        for over in [OrderState::Repaired, OrderState::Archived] {
            assert_eq!(known(with_find(over)), (false, false));
        }
    }

    #[test]
    fn what_one_crew_hands_over_the_next_ones_order_tells() {
        assert_eq!(known(with_find(OrderState::HandedOver)), (false, false));
        let mut next = patrol(OrderState::Accepted);
        next.target = BROKEN;
        next.seen = true;
        next.expects = Some(Damage::BrokenWire);
        assert_eq!(known(next), (true, true));
    }

    #[test]
    fn whether_an_incident_is_safe_its_order_does_not_say() {
        let mut order = with_find(OrderState::Located);
        order.about = About::Incident {
            group: 0,
            number: 1,
        };
        assert_eq!(known(order), (true, false));
    }
}
