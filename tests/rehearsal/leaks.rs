//! Currents that leak to earth, what opens for them, and how they are found.

use taiqu::simulation::Simulation;
use taiqu_estimate::components::Arrivals;
use taiqu_grid::Phases;
use taiqu_link::{Command, CrewReport, Damage, SimClock, Uplink};

use crate::run::Run;

const STAFF: &str = "staff: [(id: \"C1\", name: (zh: \"班\", en: \"Crew\"), \
    skills: (customer: true, low_voltage: true, medium_voltage: true), base: (300.0, 200.0))]";

fn village(body: &str, events: &str) -> Run {
    Run::at(
        "areas: [\"areas/village.ron\"]",
        &format!("start: \"2026-07-15T19:00:00\", length: \"6h\", {body}, events: [{events}]"),
    )
}

fn tripped(run: &Run, customer: &str) -> bool {
    let customer = run.asset(customer);
    let simulation = run.app.world().resource::<Simulation>();
    let mut fields = simulation.truth().iter();
    fields.any(|field| field.damage().tripped.contains(&customer))
}

/// What crews found up to `tick`.
fn found(run: &mut Run, tick: u64) -> Vec<Damage> {
    let from = run.app.world().resource::<SimClock>().tick.0;
    let mut all = Vec::new();
    for now in from + 1..=tick {
        run.to(now);
        for message in &run.app.world().resource::<Arrivals>().0 {
            if let Uplink::CrewReported {
                report: CrewReport::Found { damage, .. },
                ..
            } = message.body
            {
                all.push(damage);
            }
        }
    }
    all
}

#[test]
fn a_leak_in_a_home_opens_its_own_device_and_nothing_else() {
    let mut run = village(
        "calls: (share: 0)",
        "(at: \"5m\", do: LeakInside(customer: \"customer:C033\", ohm: 1500)), \
         (at: \"10m\", do: ResetCustomer(customer: \"customer:C033\")), \
         (at: \"20m\", do: MendInside(customer: \"customer:C033\")), \
         (at: \"21m\", do: ResetCustomer(customer: \"customer:C033\"))",
    );
    run.to(304);
    assert!(tripped(&run, "customer:C033"));
    assert!(run.truly_out().is_empty());
    // It opens again on what still leaks.
    run.to(604);
    assert!(tripped(&run, "customer:C033"));
    run.to(22 * 60);
    assert!(!tripped(&run, "customer:C033"));
    assert!(run.truly_out().is_empty() && run.incidents().is_empty());
}

#[test]
fn what_is_too_little_opens_nothing() {
    let mut run = village(
        "calls: (share: 0)",
        "(at: \"5m\", do: LeakInside(customer: \"customer:C033\", ohm: 20000)), \
         (at: \"5m\", do: Leak(section: \"section:S-lotus-02\", conductors: \"a\", ohm: 2500))",
    );
    run.to(400);
    assert!(!tripped(&run, "customer:C033"));
    assert!(run.truly_out().is_empty());
}

#[test]
fn leaks_of_three_phases_cancel_and_two_add_up() {
    let leak = |phases: &str, ohm: f64| {
        let events = format!(
            "(at: \"5m\", do: Leak(section: \"section:S-lotus-02\", conductors: \"{phases}\", ohm: {ohm})), \
             (at: \"5m\", do: Leak(section: \"section:S-jujube-02\", conductors: \"a\", ohm: 5000))"
        );
        let mut run = village("calls: (share: 0)", &events);
        run.to(310);
        run.truly_out().len()
    };
    assert!(leak("a", 500.0) > 100);
    assert_eq!(leak("abc", 500.0), 0);
}

#[test]
fn a_leaking_line_opens_the_total_device_until_it_is_mended() {
    let mut run = village(
        "calls: (share: 0)",
        "(at: \"5m\", do: Leak(section: \"section:S-lotus-02\", conductors: \"a\", ohm: 450)), \
         (at: \"20m\", do: Mend(section: \"section:S-lotus-02\"))",
    );
    run.to(303);
    let all = run.truly_out().len();
    assert!(all > 100, "{all}");
    let switch = run.asset("switch:Q0");
    let phases = Phases::ABCN;
    run.to(600);
    run.order(Command::CloseSwitch { switch, phases });
    run.to(620);
    assert_eq!(run.truly_out().len(), all, "it opens again");
    run.to(1260);
    run.order(Command::CloseSwitch { switch, phases });
    run.to(1280);
    assert!(run.truly_out().is_empty());
}

#[test]
fn a_crew_measures_its_way_to_the_leak() {
    let mut run = village(
        STAFF,
        "(at: \"5m\", do: Leak(section: \"section:S-back-east-04\", conductors: \"b\", ohm: 450))",
    );
    let found = found(&mut run, 6 * 3600 - 60);
    assert!(found.contains(&Damage::LeakyLine), "{found:?}");
    assert!(run.truly_out().is_empty());
    assert!(run.incidents().is_empty(), "{:?}", run.incidents());
}

#[test]
fn a_visitor_finds_the_leak_in_a_home() {
    let mut run = village(
        STAFF,
        "(at: \"5m\", do: LeakInside(customer: \"customer:C033\", ohm: 1500))",
    );
    let found = found(&mut run, 3 * 3600);
    if !found.is_empty() {
        assert_eq!(found, [Damage::LeakyPremises]);
        assert!(!tripped(&run, "customer:C033"));
    }
}
