//! What looks alike is told apart: each kind of fault, and what is no outage.

use taiqu_grid::generate::{self, Style};
use taiqu_grid::topology::Topology;
use taiqu_grid::{Kind, Phases, Place};
use taiqu_link::{Action, Command};
use taiqu_outage::Answer;
use taiqu_outage::components::Inquiries;

use crate::run::Run;

const EVENING: &str = "start: \"2026-07-15T19:00:00\", length: \"2h\", channel: Real(())";

fn village(events: &str) -> Run {
    Run::at(
        "areas: [\"areas/village.ron\"]",
        &format!("{EVENING}, events: [{events}]"),
    )
}

/// The one incident there is: what has failed and on which phases.
fn only(run: &Run) -> (String, String) {
    let mut incidents = run.incidents();
    assert_eq!(incidents.len(), 1, "{incidents:?}");
    let (part, phases, customers) = incidents.remove(0);
    assert_eq!(customers, run.truly_out());
    (part, phases)
}

#[test]
fn the_leads_of_one_meter() {
    let mut run = village("(at: \"5m\", do: CutMeter(meter: \"meter:M020\"))");
    run.to(300 + 400);
    let (part, _) = only(&run);
    // The drop before it would do the same.
    let records = &run.scenario().records;
    let path = Topology::of(records).upstream(run.asset("meter:M020"));
    let near: Vec<String> = path.iter().take(4).map(|&a| records.id(a).into()).collect();
    assert!(part == "M020" || near.contains(&part), "{part}: {near:?}");
}

#[test]
fn one_phase_of_a_section() {
    let broken = "(at: \"5m\", do: Break(section: \"section:S-east-05\", conductors: \"b\"))";
    let mut run = village(broken);
    run.to(300 + 240);
    let (part, phases) = only(&run);
    assert_eq!(phases, "b");
    // No meter hangs between some neighbours.
    assert!(part.starts_with("S-east-0"), "{part}");
}

#[test]
fn the_main_switch_of_the_transformer() {
    let mut run = village("(at: \"5m\", do: OpenSwitch(switch: \"switch:Q0\"))");
    run.to(300 + 240);
    let (part, phases) = only(&run);
    // The terminal before it has voltage: it is not the transformer, nor what feeds it.
    assert_eq!((part.as_str(), phases.as_str()), ("Q0", "abc"));
}

#[test]
fn the_transformer_is_not_its_main_switch() {
    let mut run = village("(at: \"5m\", do: Fail(transformer: \"transformer:T1\"))");
    run.to(300 + 240);
    let (part, phases) = only(&run);
    assert!(part != "Q0" && phases == "abc", "{part} {phases}");
}

#[test]
fn twelve_areas_without_voltage_have_one_cause() {
    let folder = tempfile::tempdir().expect("a folder");
    let files = generate::folder(Style::Village, 12, 20, 5).expect("twelve areas");
    let path = |name: &str| folder.path().join(name.replace('/', "-"));
    for (name, text) in &files {
        std::fs::write(path(name), text).expect("written");
    }
    let named = |kind: &str| {
        let own = files.iter().filter(|(name, _)| name.starts_with(kind));
        let paths = own.map(|(name, _)| format!("\"{}\"", path(name).display()));
        paths.collect::<Vec<String>>().join(", ")
    };
    let places = format!("lines: [{}], areas: [{}]", named("lines"), named("areas"));
    let mut run = Run::at(&places, EVENING);
    run.to(300);
    let records = std::sync::Arc::clone(&run.scenario().records);
    let mut sections = records.all(Kind::Section);
    let section = sections.find(|one| matches!(one.place, Place::Line(_)));
    let section = section.expect("a line");
    let action = Action::Break {
        section,
        conductors: Phases::ABC,
    };
    run.order(Command::Inject { action });
    run.to(300 + 240);
    let (_, phases) = only(&run);
    assert_eq!(phases, "abc");
}

#[test]
fn a_broken_neutral_says_what_to_open() {
    let broken = "(at: \"5m\", do: Break(section: \"section:S-east-03\", conductors: \"n\"))";
    let mut run = village(broken);
    let alarm = |run: &Run| {
        let inquiries = &run.app.world().resource::<Inquiries>().0;
        let mut incidents = inquiries[0].incidents().iter();
        incidents.find(|i| i.is_open()).cloned()
    };
    for tick in 300..1920 {
        if alarm(&run).is_none() {
            run.to(tick);
        }
    }
    let open = alarm(&run).expect("an incident");
    let inquiries = &run.app.world().resource::<Inquiries>().0;
    // The feeder's breaker, above which the neutral is whole.
    assert_eq!(open.open_first, Some(run.asset("switch:Q1")));
    let customer = open.customers[0];
    let answer = inquiries[0].answer(Some(customer), None, open.noticed);
    assert!(matches!(answer, Answer::Danger { .. }), "{answer:?}");
    // Two minutes later the desk has opened it: there is no supply, and no danger.
    run.to(open.noticed.0 + 120 + 5);
    assert!(!run.truly_out().is_empty());
    let open = alarm(&run).expect("an incident");
    let inquiries = &run.app.world().resource::<Inquiries>().0;
    let answer = inquiries[0].answer(Some(customer), None, open.noticed);
    assert!(matches!(answer, Answer::Outage { .. }), "{answer:?}");
}
