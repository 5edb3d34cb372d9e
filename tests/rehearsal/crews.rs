//! From a fault to the light back on, by the three ways of organising.

use taiqu_dispatch::components::Dispatch;
use taiqu_dispatch::{OrderState, WorkOrder};
use taiqu_link::{Damage, Tick};

use crate::run::Run;

/// Two customer crews and two network crews, the one pair some kilometres off.
const STAFF: &str = "staff: [\
    (id: \"c1\", name: (zh: \"营销一班\", en: \"Customer crew 1\"), skills: (customer: true), base: (-2500, 1800)), \
    (id: \"c2\", name: (zh: \"营销二班\", en: \"Customer crew 2\"), skills: (customer: true), base: (3000, 500)), \
    (id: \"n1\", name: (zh: \"配电一班\", en: \"Network crew 1\"), skills: (low_voltage: true, medium_voltage: true), base: (-2500, 1800)), \
    (id: \"n2\", name: (zh: \"配电二班\", en: \"Network crew 2\"), skills: (low_voltage: true, medium_voltage: true), base: (6000, -2500))]";

/// The village, where mixed teams work as fast as others.
fn village(operations: &str, events: &str) -> Run {
    let body = format!(
        "start: \"2026-07-15T17:00:00\", length: \"8h\", channel: Real(()), seed: 4, \
         calls: (share: 0.3), operations: {operations}, work: (helpers_slower: 0.0), \
         {STAFF}, events: [{events}]"
    );
    Run::at("areas: [\"areas/village.ron\"]", &body)
}

fn orders(run: &Run) -> Vec<WorkOrder> {
    run.app.world().resource::<Dispatch>().0.orders().to_vec()
}

/// Lives until everybody has supply again; the tick.
fn until_restored(run: &mut Run, from: u64) -> u64 {
    let mut tick = from;
    run.to(tick);
    assert!(!run.truly_out().is_empty());
    while !run.truly_out().is_empty() {
        tick += 10;
        assert!(tick < 7 * 3600, "{:#?}", orders(run));
        run.to(tick);
    }
    tick
}

const FUSE: &str = "(at: \"10m\", do: BlowFuse(switch: \"switch:FU-willow\", conductors: \"abc\"))";

#[test]
fn a_fuse_is_replaced_soonest_where_one_desk_sees_all() {
    let times = ["Siloed", "CommandCentre", "GridTeam"].map(|operations| {
        let mut run = village(operations, FUSE);
        until_restored(&mut run, 601)
    });
    assert!(times[0] > times[1] + 600, "{times:?}");
    assert!(times[2] <= times[1], "{times:?}");
}

#[test]
fn no_repair_begins_before_all_sources_are_proved_off() {
    let wire = "(at: \"10m\", do: Break(section: \"section:S-east-03\", conductors: \"b\"))";
    let mut run = village("CommandCentre", wire);
    until_restored(&mut run, 601);
    run.to(7 * 3600);
    let orders = orders(&run);
    let done: Vec<&WorkOrder> = orders.iter().filter(|o| o.state.is_restored()).collect();
    assert_eq!(done.len(), 1, "{orders:#?}");
    let order = done[0];
    assert_eq!(
        order.found.map(|(_, damage)| damage),
        Some(Damage::BrokenWire)
    );
    let ticket = order.ticket.as_ref().expect("a ticket");
    // The feeder's breaker, and the roofs behind it.
    assert!(ticket.points.len() > 1, "{ticket:?}");
    assert!(
        ticket.permitted.is_some() && ticket.is_proved(),
        "{ticket:?}"
    );
    assert!(
        ticket
            .points
            .iter()
            .all(|point| point.recorded && point.off.is_some())
    );
    let when = |state| order.when(state).expect("a tick");
    assert!(when(OrderState::Isolating) < when(OrderState::Repairing));
    assert!(when(OrderState::Arrived) <= order.arrive_by);
    assert!(run.incidents().is_empty(), "{:?}", run.incidents());
}

#[test]
fn who_cannot_repair_hands_over_to_who_can() {
    // The leads of a meter open; the twin holds the drop before it for broken as well.
    let leads = "(at: \"10m\", do: CutMeter(meter: \"meter:M020\"))";
    let mut run = village("CommandCentre", leads);
    until_restored(&mut run, 602);
    run.to(6 * 3600);
    assert!(run.incidents().is_empty(), "{:?}", run.incidents());
    let orders = orders(&run);
    assert!(
        orders.iter().all(|order| order.state.is_over()),
        "{orders:#?}"
    );
}

#[test]
fn an_outage_that_ends_by_itself_calls_the_crew_back() {
    let events = "(at: \"10m\", do: OpenSwitch(switch: \"switch:FU-willow\")), \
                  (at: \"16m\", do: CloseSwitch(switch: \"switch:FU-willow\"))";
    let mut run = village("CommandCentre", events);
    run.to(2 * 3600);
    let orders = orders(&run);
    let ends: Vec<OrderState> = orders.iter().map(|order| order.state).collect();
    assert_eq!(ends, [OrderState::Withdrawn], "{orders:#?}");
    assert_eq!(orders[0].when(OrderState::Arrived), None::<Tick>);
}

#[test]
fn the_same_luck_meets_the_same_fault_whoever_comes() {
    let repairs = ["Siloed", "GridTeam"].map(|operations| {
        let mut run = village(operations, FUSE);
        until_restored(&mut run, 601);
        let orders = orders(&run);
        let done = orders.iter().find_map(|order| {
            let from = order.when(OrderState::Repairing)?;
            Some(order.when(OrderState::Repaired)?.since(from))
        });
        done.expect("a repair")
    });
    assert!(repairs[0].abs_diff(repairs[1]) <= 2, "{repairs:?}");
}
