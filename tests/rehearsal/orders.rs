//! An order from the first call to the archive: deadlines, ticket, records, call-back; and
//! grid managers' tasks.

use taiqu::simulation::Snapshot;
use taiqu_dispatch::components::{Dispatch, Tasks};
use taiqu_dispatch::{OrderState, Step, TicketKind, WorkOrder};
use taiqu_estimate::components::{Belief, FindingKind};
use taiqu_grid::components::{Amendments, Records};
use taiqu_grid::{Fact, Kind, Place};

use crate::run::Run;

const STAFF: &str = "staff: [\
    (id: \"n1\", name: (zh: \"配电一班\", en: \"Network crew 1\"), skills: (customer: true, low_voltage: true, medium_voltage: true), base: (-2500, 1800)), \
    (id: \"n2\", name: (zh: \"配电二班\", en: \"Network crew 2\"), skills: (customer: true, low_voltage: true, medium_voltage: true), base: (6000, -2500))]";

const WIRE: &str = "(at: \"10m\", do: Break(section: \"section:S-east-03\", conductors: \"b\"))";

fn village(more: &str) -> Run {
    let body = format!(
        "start: \"2026-07-15T12:00:00\", length: \"9h\", channel: Real(()), seed: 4, \
         operations: CommandCentre, {STAFF}, {more}"
    );
    Run::at("areas: [\"areas/village.ron\"]", &body)
}

fn orders(run: &Run) -> Vec<WorkOrder> {
    run.app.world().resource::<Dispatch>().0.orders().to_vec()
}

/// The order that put supply on again.
fn done(run: &Run) -> WorkOrder {
    let orders = orders(run);
    let done = orders.iter().find(|order| order.state.is_restored());
    done.unwrap_or_else(|| panic!("{orders:#?}")).clone()
}

#[test]
fn an_order_goes_through_all_states_and_keeps_its_deadlines() {
    let calls = "calls: (share: 1, after_s: 120, with_number: 1)";
    let mut run = village(&format!("{calls}, events: [{WIRE}]"));
    run.to(6 * 3600);
    let order = done(&run);
    let went: Vec<OrderState> = order.history.iter().map(|(_, state)| *state).collect();
    assert_eq!(
        went,
        [
            OrderState::Accepted,
            OrderState::Assigned,
            OrderState::Taken,
            OrderState::UnderWay,
            OrderState::Arrived,
            OrderState::Located,
            OrderState::Isolating,
            OrderState::Permitted,
            OrderState::Repairing,
            OrderState::Repaired,
            OrderState::Restored,
            OrderState::Replied,
            OrderState::CallingBack,
            OrderState::Archived,
        ]
    );
    assert!(order.history.is_sorted());
    let deadlines = order.deadlines();
    assert_eq!(deadlines.len(), Step::ALL.len());
    for deadline in deadlines {
        let end = order.history.last().expect("an end").0;
        assert_eq!(deadline.kept(end), Some(true), "{deadline:?}");
    }
    // Who called goes with the one order, and was asked.
    assert!(order.calls > 3 && !order.callers.is_empty(), "{order:#?}");
    let ticket = order.ticket.expect("a ticket");
    assert_eq!(ticket.kind, TicketKind::LowVoltage);
    assert!(ticket.permitted < ticket.energised && ticket.energised < ticket.ended);
    assert_eq!(ticket.earthed.map(|e| e.1), ticket.cleared.map(|c| c.1));
    assert!(ticket.measures().iter().all(|(_, at)| at.is_some()));
    let measured = ticket.measured.expect("measured");
    assert!(measured.voltage && measured.neutral && measured.rotation);
}

#[test]
fn what_a_crew_finds_corrects_the_records_the_picture_and_the_layout() {
    // A roof that nobody knows of, behind the broken section; and a section of other
    // length.
    let differences = "differences: [\
         Power(load: \"load:L010\", kw: -4), \
         Length(section: \"section:S-east-03\", length_m: 75)]";
    let mut run = village(&format!("{differences}, events: [{WIRE}]"));
    let section = run.asset("section:S-east-03");
    run.to(6 * 3600);
    let order = done(&run);
    let ticket = order.ticket.as_ref().expect("a ticket");
    let unrecorded: Vec<_> = ticket.points.iter().filter(|p| !p.recorded).collect();
    assert_eq!(unrecorded.len(), 1, "{ticket:#?}");
    let roof = unrecorded[0].at;
    assert_eq!(roof.kind, Kind::Load);
    assert!(ticket.tests.iter().any(|(_, dead)| !dead), "{ticket:#?}");
    let world = run.app.world();
    let amendments = &world.resource::<Amendments>().all;
    let of = |fact: Fact| amendments.iter().find(|a| a.after == fact);
    let length = Fact::Length {
        section,
        length_m: 75.0,
    };
    let amended = of(length).expect("the length on record");
    assert!(amended.before.is_some() && amended.order == order.number);
    assert!(
        of(Fact::Power {
            load: roof,
            kw: -4.0
        })
        .is_some(),
        "{amendments:#?}"
    );
    assert!(of(Fact::Mended { part: section }).is_some());
    // Records, picture and layout say the same.
    let records = &world.resource::<Records>().0;
    assert!(!records.differs(length));
    let picture = &world.resource::<Belief>().0[0].picture;
    assert!(!picture.records().differs(length));
    let Place::Area(area) = roof.place else {
        panic!("{roof:?}")
    };
    let load = &picture.records().areas[usize::from(area)].loads[roof.index as usize];
    assert!(load.kw < 0.0);
    assert!(run.incidents().is_empty(), "{:?}", run.incidents());
}

#[test]
fn amended_records_are_part_of_a_snapshot() {
    let differences = "differences: [Length(section: \"section:S-east-03\", length_m: 75)]";
    let more = format!("{differences}, events: [{WIRE}]");
    let mut run = village(&more);
    run.to(6 * 3600);
    assert!(!run.app.world().resource::<Amendments>().all.is_empty());
    let snapshot = Snapshot::of(run.app.world_mut());
    let mut other = village(&more);
    snapshot.restore(other.app.world_mut()).expect("restored");
    assert!(Snapshot::of(other.app.world_mut()) == snapshot);
    for run in [&mut run, &mut other] {
        run.to(6 * 3600 + 1000);
    }
    let ends = [&mut run, &mut other].map(|run| Snapshot::of(run.app.world_mut()));
    assert!(ends[0] == ends[1]);
    // And back again, to what the records were.
    let mut fresh = village(&more);
    fresh.to(60);
    let early = Snapshot::of(fresh.app.world_mut());
    early.restore(run.app.world_mut()).expect("restored");
    let records = |run: &Run| run.app.world().resource::<Records>().0.clone();
    assert!(records(&run) == records(&fresh));
    for run in [&mut run, &mut fresh] {
        run.to(1800);
    }
    let ends = [&mut run, &mut fresh].map(|run| Snapshot::of(run.app.world_mut()));
    assert!(ends[0] == ends[1]);
}

#[test]
fn a_caller_who_is_still_dark_opens_the_order_again() {
    // One customer's own leads are open too, behind the wire; the meter has never spoken.
    let events = format!(
        "(at: \"1m\", do: Silence(meter: \"meter:M070\")), {WIRE}, \
         (at: \"10m\", do: BlowFuse(switch: \"switch:FU-willow\", conductors: \"abc\")), \
         (at: \"12m\", do: CutMeter(meter: \"meter:M070\"))"
    );
    let calls = "calls: (share: 1, after_s: 120, with_number: 1)";
    let mut run = village(&format!("{calls}, events: [{events}]"));
    run.to(9 * 3600 - 60);
    let orders = orders(&run);
    let reopened = orders.iter().any(|o| o.state == OrderState::Reopened);
    assert!(reopened || run.truly_out().is_empty(), "{orders:#?}");
    assert!(run.truly_out().is_empty(), "{:?}", run.truly_out());
}

#[test]
fn a_crew_that_does_not_hear_is_passed_over() {
    // Nobody takes anything within three minutes.
    let slow = "work: (take_s: 400, take_spread: 0.01)";
    let mut run = village(&format!("{slow}, events: [{WIRE}]"));
    run.to(3600);
    let orders = orders(&run);
    let passed: Vec<_> = orders.iter().flat_map(|o| &o.passed).collect();
    assert!(passed.len() > 1, "{orders:#?}");
    assert!(passed[0] != passed[1], "another crew is told");
    let late = orders[0].deadlines();
    let take = late.iter().find(|d| d.step == Step::Take).expect("a step");
    assert_eq!(take.done, None);
}

#[test]
fn low_voltage_that_lasts_becomes_one_task_for_the_zones_manager() {
    let zone =
        "managers: [(id: \"g1\", name: (zh: \"网格一\", en: \"Zone 1\"), areas: [\"village\"])]";
    let body = format!(
        "start: \"2026-07-15T14:00:00\", length: \"10h\", seed: 4, {zone}, \
         loads: (scale: 2.3), calls: (share: 0)"
    );
    let mut run = Run::at("areas: [\"areas/village.ron\"]", &body);
    run.to(10 * 3600 - 60);
    let tasks = run.app.world().resource::<Tasks>().0.tasks().to_vec();
    assert!(!tasks.is_empty());
    let voltage = |kind| matches!(kind, FindingKind::LowVoltage | FindingKind::HighVoltage);
    let low = tasks.iter().filter(|task| voltage(task.cause)).count();
    assert!(low <= 2, "{tasks:#?}");
    assert!(tasks.iter().all(|task| task.manager == Some(0)));
    assert!(tasks.len() < 12, "{}", tasks.len());
    assert!(orders(&run).is_empty());
}

#[test]
fn who_suddenly_uses_nothing_is_a_task_and_the_neighbours_are_not() {
    let zone =
        "managers: [(id: \"g1\", name: (zh: \"网格一\", en: \"Zone 1\"), areas: [\"village\"])]";
    let body = format!(
        "start: \"2026-07-15T00:00:00\", length: \"22h\", seed: 4, {zone}, calls: (share: 0), \
         events: [(at: \"14h\", do: TripCustomer(customer: \"customer:C070\"))]"
    );
    let mut run = Run::at("areas: [\"areas/village.ron\"]", &body);
    run.to(22 * 3600 - 60);
    let customer = run.asset("customer:C070");
    let tasks = run.app.world().resource::<Tasks>().0.tasks().to_vec();
    let odd = tasks
        .iter()
        .filter(|task| task.cause == FindingKind::OddUse);
    let odd: Vec<_> = odd
        .map(|task| (task.asset, task.opened, task.evidence[0].value))
        .collect();
    assert!(odd.iter().any(|(asset, ..)| *asset == customer), "{odd:?}");
    // Of 110 households few go away in an evening.
    assert!(odd.len() <= 4, "{odd:?}");
}
