//! What the twin makes of faults that it learns of by last gasps, silence and answers.

use taiqu_link::{Command, Tick};
use taiqu_outage::Answer;
use taiqu_outage::components::Inquiries;

use crate::run::Run;

const VILLAGE: &str = "areas: [\"areas/village.ron\"]";
const EVENING: &str = "start: \"2026-07-15T19:00:00\", length: \"2h\"";
/// As carriers are.
const REAL: &str = "channel: Real(())";
/// No last gasp gets through.
const GASPLESS: &str = "channel: Real((gasps_lost: 1, boxes_lost: 0))";

fn village(channel: &str, events: &str) -> Run {
    Run::at(
        VILLAGE,
        &format!("{EVENING}, {channel}, events: [{events}]"),
    )
}

#[test]
fn a_blown_branch_fuse_is_one_incident_until_it_is_replaced() {
    let mut run = village(
        REAL,
        "(at: \"5m\", do: BlowFuse(switch: \"switch:FU-willow\", conductors: \"abc\")), \
         (at: \"30m\", do: CloseSwitch(switch: \"switch:FU-willow\"))",
    );
    run.to(300);
    let out = run.truly_out();
    assert!(out.len() > 5);
    run.to(300 + 120);
    let incidents = run.incidents();
    assert_eq!(incidents.len(), 1, "{incidents:?}");
    let (part, phases, customers) = &incidents[0];
    assert_eq!((part.as_str(), phases.as_str()), ("FU-willow", "abc"));
    assert_eq!(customers, &out);
    assert_eq!(run.believed_out(), out);
    run.to(1800 + 300);
    assert!(run.incidents().is_empty(), "{:?}", run.incidents());
    assert!(run.believed_out().is_empty());
}

#[test]
fn a_fault_without_last_gasps_is_found_by_asking_whose_reading_is_missed() {
    let broken = "(at: \"16m\", do: Break(section: \"section:S-willow-02\"))";
    let mut run = village(GASPLESS, broken);
    run.to(1800 + 59);
    assert!(run.believed_out().is_empty());
    // Silence alone is as likely that of two modules: their customers are telephoned.
    run.to(1800 + 3600);
    let (incidents, out) = (run.incidents(), run.truly_out());
    assert_eq!(run.believed_out(), out);
    assert_eq!(incidents.len(), 1, "{incidents:?}");
    assert_eq!(incidents[0].1, "abc");
}

#[test]
fn one_lost_phase_of_medium_voltage_is_not_taken_for_broken_wires() {
    let blown = "(at: \"5m\", do: BlowFuse(switch: \"switch:FU1\", conductors: \"b\"))";
    let mut run = village(REAL, blown);
    run.to(300 + 240);
    let incidents = run.incidents();
    assert_eq!(incidents.len(), 1, "{incidents:?}");
    let (part, phases, customers) = &incidents[0];
    assert_eq!((part.as_str(), phases.as_str()), ("FU1", "b"));
    assert_eq!(customers, &run.truly_out());
}

#[test]
fn an_outage_above_four_areas_is_one_incident() {
    let mut run = Run::at(
        "lines: [\"lines/town.ron\"], areas: [\"areas/town-1.ron\", \"areas/town-2.ron\", \
         \"areas/town-3.ron\", \"areas/town-4.ron\"]",
        &format!(
            "{EVENING}, {REAL}, events: [(at: \"5m\", do: Break(section: \"town/section:T10\"))]"
        ),
    );
    run.to(300 + 150);
    let incidents = run.incidents();
    assert_eq!(incidents.len(), 1, "{incidents:?}");
    let (part, phases, customers) = &incidents[0];
    // From the switch at pole 9 to the one at pole 12 nobody hangs.
    assert!(
        ["LB2", "T10", "T11", "T12"].contains(&part.as_str()),
        "{part}"
    );
    assert_eq!(phases, "abc");
    assert_eq!(customers, &run.truly_out());
}

#[test]
fn a_dead_terminal_is_not_an_outage() {
    let mut run = village(
        REAL,
        "(at: \"5m\", do: KillTerminal(transformer: \"transformer:T1\"))",
    );
    run.to(3600);
    assert!(run.incidents().is_empty(), "{:?}", run.incidents());
    assert!(run.believed_out().is_empty());
}

#[test]
fn what_touches_is_taken_off_by_the_fuses_before_it() {
    let touching = "(at: \"5m\", do: Short(section: \"section:S-willow-02\", conductors: \"ab\"))";
    let mut run = village(REAL, touching);
    run.to(300 + 180);
    let incidents = run.incidents();
    let parts: Vec<&str> = incidents.iter().map(|i| i.0.as_str()).collect();
    assert_eq!(parts, ["FU-willow"], "{incidents:?}");
    assert_eq!(incidents[0].1, "ab");
    assert_eq!(run.believed_out(), run.truly_out());
}

#[test]
fn a_burnt_box_is_found() {
    let mut run = village(REAL, "(at: \"5m\", do: Burn(cabinet: \"box:B04\"))");
    run.to(300 + 200);
    assert_eq!(run.believed_out(), run.truly_out());
    assert!(run.truly_out().len() > 1);
}

#[test]
fn a_customers_own_breaker_is_not_an_outage() {
    let mut run = village(
        "channel: Real(()), calls: (share: 1, after_s: 60)",
        "(at: \"5m\", do: TripCustomer(customer: \"customer:C010\"))",
    );
    run.to(3600);
    assert!(run.truly_out().is_empty() && run.believed_out().is_empty());
    assert!(run.incidents().is_empty(), "{:?}", run.incidents());
}

#[test]
fn a_broken_neutral_is_an_alarm_with_the_next_sample() {
    let broken = "(at: \"31m\", do: Break(section: \"section:S-east-03\", conductors: \"n\")), \
                  (at: \"50m\", do: Mend(section: \"section:S-east-03\"))";
    // Nobody opens the feeder.
    let channel = format!("{REAL}, rules: (cut_danger_s: 36000)");
    let mut run = village(&channel, broken);
    run.to(31 * 60);
    assert!(run.incidents().is_empty());
    // No voltage leaves the band at which meters speak up.
    run.to(45 * 60 + 15);
    let incidents = run.incidents();
    assert_eq!(incidents.len(), 1, "{incidents:?}");
    assert_eq!(
        (incidents[0].0.as_str(), incidents[0].1.as_str()),
        ("S-east-03", "n")
    );
    run.to(62 * 60);
    assert!(run.incidents().is_empty(), "{:?}", run.incidents());
}

#[test]
fn callers_are_told_what_is_known() {
    let events = "(at: \"5m\", do: BlowFuse(switch: \"switch:FU-willow\", conductors: \"abc\")), \
                  (at: \"6m\", do: TripCustomer(customer: \"customer:C010\")), \
                  (at: \"7m\", do: Arrears(customer: \"customer:C021\"))";
    let mut run = village(REAL, events);
    run.to(600);
    let answer = |customer: &str| {
        let customer = run.asset(customer);
        let inquiry = &run.app.world().resource::<Inquiries>().0[0];
        inquiry.answer(Some(customer), None, Tick(600))
    };
    let Answer::Outage {
        part,
        cause,
        since_ms,
        ..
    } = answer("customer:C070")
    else {
        panic!("{:?}", answer("customer:C070"));
    };
    assert_eq!(part, run.asset("switch:FU-willow"));
    // As the first meter's clock had it.
    assert!(since_ms.abs_diff(300_000) <= 1_500, "{since_ms}");
    assert!(cause.is_some());
    assert!(matches!(answer("customer:C010"), Answer::Supplied { .. }));
    // Its meter said what it did.
    assert_eq!(answer("customer:C021"), Answer::Disconnected);
    let inquiry = &run.app.world().resource::<Inquiries>().0[0];
    let near = |shelf: &str| inquiry.answer(None, Some(run.asset(shelf)), Tick(600));
    assert_eq!(near("box:B01"), Answer::NotKnownYet);
}

#[test]
fn arrears_are_no_outage_and_end_when_they_are_paid() {
    let events = "(at: \"5m\", do: Arrears(customer: \"customer:C021\")), \
                  (at: \"40m\", do: Settle(customer: \"customer:C021\"))";
    let mut run = village(
        "channel: Real((orders_lost: 0.0)), calls: (share: 1, after_s: 60)",
        events,
    );
    run.to(400);
    assert!(run.truly_out().is_empty() && run.believed_out().is_empty());
    assert!(!run.supply("customer:C021").connected);
    assert!(run.supply("customer:C021").live);
    // Without credit the meter does not close when it is told.
    let meter = run.asset("meter:M021");
    run.order(Command::CloseRelay { meter });
    run.to(39 * 60);
    assert!(!run.supply("customer:C021").connected);
    assert!(run.incidents().is_empty(), "{:?}", run.incidents());
    run.to(50 * 60);
    assert!(run.supply("customer:C021").connected);
}

#[test]
fn an_order_to_a_relay_is_heard_where_the_meter_and_its_terminal_live() {
    let events = "(at: \"5m\", do: Silence(meter: \"meter:M030\")), \
                  (at: \"30m\", do: KillTerminal(transformer: \"transformer:T1\"))";
    let sure = "channel: Real((orders_lost: 0, answers_lost: 0, events_lost: 0))";
    let mut run = village(sure, events);
    run.to(600);
    for meter in ["meter:M021", "meter:M030"] {
        let meter = run.asset(meter);
        run.order(Command::OpenRelay { meter });
    }
    run.to(660);
    assert!(!run.supply("meter:M021").connected);
    assert!(run.supply("meter:M030").connected);
    run.to(2000);
    let meter = run.asset("meter:M021");
    run.order(Command::CloseRelay { meter });
    run.to(2100);
    assert!(!run.supply("meter:M021").connected);
}
