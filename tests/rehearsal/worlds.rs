//! What happens in the field, and what the twin comes to know of it.

use taiqu::simulation::Simulation;
use taiqu_estimate::components::{Belief, FlowState, Origin};
use taiqu_grid::components::AssetEntities;
use taiqu_grid::{Kind, Phases, Text};
use taiqu_link::Command;

use crate::run::Run;
use crate::street::{PER_FEEDER, Street};

const QUIET: &str = "start: \"2026-07-15T18:00:00\", length: \"1h\", \
    meters: (voltage_error: 0, power_error_of_class: 0, clock_error_s: 0, clock_drift_s_per_day: 0, false_gasps: 0)";

fn customers(feeder: u32) -> Vec<String> {
    let poles = 1..=3;
    let all = poles.flat_map(|pole| ["a", "b", "c"].map(|p| format!("c{feeder}{pole}{p}")));
    all.collect()
}

#[test]
fn an_opened_feeder_darkens_exactly_who_is_below() {
    let mut run = Run::of(QUIET);
    run.to(30);
    assert!(run.truly_out().is_empty() && run.believed_out().is_empty());
    let switch = run.asset("switch:F2");
    run.order(Command::OpenSwitch {
        switch,
        phases: Phases::ABCN,
    });
    run.to(31);
    assert_eq!(customers(2).len(), PER_FEEDER);
    assert_eq!(run.truly_out(), customers(2));
    assert_eq!(
        run.believed_out(),
        customers(2),
        "the switch is telemetered"
    );
    run.order(Command::CloseSwitch {
        switch,
        phases: Phases::ABCN,
    });
    run.to(32);
    assert!(run.truly_out().is_empty() && run.believed_out().is_empty());
}

#[test]
fn a_broken_conductor_is_known_when_the_last_gasps_arrive() {
    let body = format!(
        "{QUIET}, channel: Real((gasps_lost: 0, boxes_lost: 0)), events: [\
           (at: \"5m\", do: Break(section: \"street/section:s12\", conductors: \"a\"))]"
    );
    let mut run = Run::of(&body);
    run.to(300);
    assert_eq!(run.truly_out(), ["c12a", "c13a"]);
    assert!(run.believed_out().is_empty(), "nobody has told the twin");
    run.to(340);
    assert_eq!(run.believed_out(), ["c12a", "c13a"]);
    let section = run.asset("section:s12");
    let world = run.app.world();
    let entity = world.resource::<AssetEntities>().0[&section];
    let flow = world.get::<FlowState>(entity).expect("a flow");
    assert!(!flow.live.has(taiqu_grid::Conductor::A));
    assert!(flow.live.has(taiqu_grid::Conductor::B));
}

#[test]
fn a_mended_conductor_is_known_when_meters_say_so() {
    let body = format!(
        "{QUIET}, channel: Real((gasps_lost: 0, boxes_lost: 0, events_lost: 0)), events: [\
           (at: \"5m\", do: Break(section: \"section:s12\", conductors: \"a\")), \
           (at: \"20m\", do: Mend(section: \"section:s12\"))]"
    );
    let mut run = Run::of(&body);
    run.to(1200);
    assert!(run.truly_out().is_empty());
    assert_eq!(run.believed_out(), ["c12a", "c13a"]);
    run.to(1230);
    assert!(run.believed_out().is_empty());
}

#[test]
fn the_terminal_tells_of_a_dead_transformer_within_the_minute() {
    let mut run = Run::of(&format!(
        "{QUIET}, differences: [Position(switch: \"switch:Q0\", closed: false)]"
    ));
    run.to(0);
    // The main switch is telemetered, so the twin knows better than its records.
    let all: Vec<String> = customers(1).into_iter().chain(customers(2)).collect();
    assert_eq!(run.truly_out(), all);
    assert_eq!(run.believed_out(), all);
}

#[test]
fn readings_and_power_flow_agree_within_metering_resolution() {
    let mut run = Run::of(QUIET);
    for tick in [0, 900, 1800] {
        run.to(tick);
        let world = run.app.world();
        let field = &world.resource::<Simulation>().truth()[0];
        let belief = &world.resource::<Belief>().0[0];
        for node in field.district().all(Kind::Node) {
            let truth = field.solution().node(node);
            let twin = belief.picture.solution().node(node);
            for (a, b) in truth.iter().zip(twin) {
                assert!((a - b).norm() < 0.02, "{tick}: {a} and {b} V");
            }
        }
    }
}

#[test]
fn between_readings_the_terminal_keeps_the_picture_near_the_truth() {
    let mut run = Run::of(QUIET);
    run.to(840);
    let world = run.app.world();
    let field = &world.resource::<Simulation>().truth()[0];
    let states = &world.resource::<Belief>().0[0].states;
    let truth = field.supply_voltages().map(|v| v[0]);
    for (truth, state) in truth.zip(states.customers.iter().flatten()) {
        let off = (truth - state.voltage_v).abs();
        assert!(off < 5.0, "{truth} and {} V", state.voltage_v);
        assert_eq!(state.quality.origin, Origin::Computed);
    }
}

#[test]
fn the_gateway_meter_reads_the_whole_area() {
    let mut run = Run::of(QUIET);
    run.to(0);
    let gateway = run.supply("meter:GW");
    let states = &run.app.world().resource::<Belief>().0[0].states;
    let whole: f64 = states.transformers[0].power_kw.iter().sum();
    let customers = states.customers.iter().flatten();
    let sold: f64 = customers.map(|state| state.power_kw).sum();
    assert!((gateway.power_kw - whole).abs() < 1e-3);
    assert!(gateway.power_kw > sold && gateway.power_kw < 1.1 * sold);
}

#[test]
fn people_come_home() {
    let mut run = Run::of("start: \"2026-07-15T16:30:00\", length: \"3h\"");
    run.to(0);
    let before = run.supply("customer:c13a");
    assert_eq!(before.quality.origin, Origin::Measured);
    let power = |run: &Run| {
        let states = &run.app.world().resource::<Belief>().0[0].states;
        states.transformers[0].power_kw.iter().sum::<f64>()
    };
    let afternoon = power(&run);
    run.to(9000);
    assert!(power(&run) > 1.5 * afternoon);
}

#[test]
fn a_load_that_connects_later_begins_disconnected() {
    let mut run = Run::of(&format!(
        "{QUIET}, events: [(at: \"15m\", do: ConnectLoad(load: \"customer:c11a\"))]"
    ));
    run.to(0);
    assert!(run.supply("customer:c11a").power_kw.abs() < 1e-9);
    run.to(900);
    assert!(run.supply("customer:c11a").power_kw > 0.1);
}

#[test]
fn names_are_shown_in_both_languages() {
    let street = Street::with(QUIET);
    assert_eq!(street.scenario().name, Text::new("小街", "Street"));
}
