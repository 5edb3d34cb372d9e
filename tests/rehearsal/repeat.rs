//! The same scenario, seed and journal give the same bytes.

use std::fs;
use std::path::Path;

use bevy::app::App;
use taiqu::rehearse::{self, Rehearsal, replay, run};
use taiqu::simulation::{self, Simulation};
use taiqu_estimate::components::Arrivals;
use taiqu_field::Field;
use taiqu_grid::{Catalogue, Lang, Phases};
use taiqu_link::journal::{self, Record, Tail};
use taiqu_link::{Action, Command, Tick, Uplink};

use crate::street::{Street, find};

const EVENING: &str = "start: \"2026-07-15T18:00:00\", length: \"40m\", seed: 3, \
    events: [\
      (at: \"7m\", do: OpenSwitch(switch: \"switch:F2\")), \
      (at: \"12m\", do: CloseSwitch(switch: \"switch:F2\")), \
      (at: \"16m\", do: Break(section: \"section:s12\", conductors: \"a\"))]";

fn rehearse(street: &Street, out: &Path) -> taiqu::rehearse::Summary {
    let rehearsal = Rehearsal::of(street.scenario(), out.to_path_buf(), Lang::En);
    let mut last = (0, 0);
    let summary = run(&rehearsal, &mut |lived, of| last = (lived, of)).expect("a run");
    assert_eq!(last, (2400, 2400));
    summary
}

#[test]
fn two_runs_have_the_same_bytes() {
    let street = Street::with(EVENING);
    let (a, b) = (street.path().join("a"), street.path().join("b"));
    let summary = rehearse(&street, &a);
    assert_eq!(summary, rehearse(&street, &b));
    for name in [
        "events.jsonl",
        "truth.jsonl",
        "journal",
        "summary.json",
        "report.html",
    ] {
        let read = |folder: &Path| fs::read(folder.join(name)).expect(name);
        assert!(read(&a) == read(&b), "{name} differs");
        assert!(!read(&a).is_empty(), "{name} is empty");
    }
    let other = Street::with(&EVENING.replace("seed: 3", "seed: 4"));
    let different = rehearse(&other, &street.path().join("c"));
    assert_ne!(summary.truth_crc32, different.truth_crc32);
}

#[test]
fn the_figures_are_those_of_the_events() {
    let street = Street::with(EVENING);
    let out = street.path().join("out");
    let summary = rehearse(&street, &out);
    assert_eq!(summary.customers, 18);
    assert_eq!(summary.not_converged, 0);
    // Nine customers for five minutes, two from the 16th minute to the 40th.
    let minutes = 9.0 * 5.0 + 2.0 * 24.0;
    let truth = summary.truth;
    assert!((truth.interrupted_customer_minutes - minutes).abs() < 1e-9);
    assert_eq!((truth.interrupted_customers, truth.interruptions), (11, 11));
    assert!((truth.saidi_min - minutes / 18.0).abs() < 1e-9);
    assert!((truth.asai - (1.0 - minutes / 18.0 / 40.0)).abs() < 1e-12);
    // Everybody's last gasp was heard, and everybody's return.
    assert_eq!(summary.believed.interrupted_customers, 11);
    assert!((summary.believed.saidi_min / truth.saidi_min - 1.0).abs() < 0.05);
    assert_eq!(
        (
            summary.faults,
            summary.missed_faults,
            summary.false_incidents
        ),
        (2, 0, 0)
    );
    let energy = summary.energy;
    let balance = energy.load_kwh + energy.line_loss_kwh + energy.transformer_loss_kwh;
    assert!(
        (energy.source_kwh / balance - 1.0).abs() < 1e-3,
        "{energy:?}"
    );
    // Last gasps arrive at once over a perfect channel.
    assert_eq!(summary.longest_unknown_s, Some(0));
    let report = fs::read_to_string(out.join("report.html")).expect("a report");
    // It reads in both languages and stands alone.
    for part in [
        "<svg",
        "Who was without supply",
        "停电明细",
        "0012a",
        "conductor broke",
        "断线",
    ] {
        assert!(report.contains(part), "{part}");
    }
    for outside in ["src=", "href=", "url(", "@import", "<script"] {
        assert!(!report.contains(outside), "{outside}");
    }
}

#[test]
fn a_recorded_run_is_repeated() {
    let street = Street::with(EVENING);
    let out = street.path().join("out");
    rehearse(&street, &out);
    let replayed =
        |to| replay(&out, to, &Catalogue::default(), Lang::En, &mut |_, _| ()).expect("a replay");
    let whole = replayed(None);
    assert!(whole.is_same() && !whole.journal_torn, "{whole:?}");
    let part = replayed(Some(Tick(600)));
    assert!(part.is_same() && part.tick == Tick(600), "{part:?}");
    let path = out.join("truth.jsonl");
    let text = fs::read_to_string(&path).expect("a log");
    fs::write(&path, text.replacen("happened", "imagined", 1)).expect("written");
    let found = replayed(None).truth.expect("a difference");
    assert!(found.recorded.contains("imagined") && found.repeated.contains("happened"));
}

#[test]
fn a_run_that_was_killed_is_repeated_as_far_as_it_came() {
    let street = Street::with(EVENING);
    let out = street.path().join("out");
    rehearse(&street, &out);
    let replayed =
        || replay(&out, None, &Catalogue::default(), Lang::En, &mut |_, _| ()).expect("a replay");
    let cut = |name: &str, left: fn(usize) -> usize| {
        let bytes = fs::read(out.join(name)).expect(name);
        fs::write(out.join(name), &bytes[..left(bytes.len())]).expect("cut");
    };
    // In the middle of the journal's last frame, and of a line.
    cut("journal", |length| length - 1);
    cut("events.jsonl", |length| 2 * length / 3);
    cut("truth.jsonl", |length| length / 2);
    let found = replayed();
    assert!(
        found.is_same() && found.unfinished && found.journal_torn,
        "{found:?}"
    );
    let text = fs::read_to_string(out.join("truth.jsonl")).expect("a log");
    fs::write(
        out.join("truth.jsonl"),
        text.replacen("solved", "dreamt", 1),
    )
    .expect("written");
    let found = replayed().truth.expect("a difference");
    assert!(found.recorded.contains("dreamt") && found.repeated.contains("solved"));
}

#[test]
fn orders_are_journalled_before_they_act() {
    let street = Street::with("start: \"2026-07-15T18:00:00\", length: \"3m\"");
    let scenario = street.scenario();
    let path = street.path().join("journal");
    let mut app = App::empty();
    simulation::install(&mut app, &scenario).expect("a simulation");
    let world = app.world_mut();
    let writer = rehearse::journal(&scenario, street.path()).expect("a journal");
    world.resource_mut::<Simulation>().record(writer);
    simulation::step(world).expect("a tick");
    let command = Command::OpenSwitch {
        switch: find(&scenario.records, "switch:F1"),
        phases: Phases::ABCN,
    };
    world.resource_mut::<Simulation>().order(command);
    assert_eq!(journal::read(&path).expect("a journal").records.len(), 1);
    simulation::step(world).expect("a tick");
    let read = journal::read(&path).expect("a journal");
    let ordered = Record::Ordered {
        tick: Tick(2),
        sequence: 0,
        command,
    };
    assert!(matches!(&read.records[0], Record::Opened { seed: 1, .. }));
    assert_eq!(read.records[1..], [ordered]);
    assert_eq!(read.tail, Tail::Clean);
}

#[test]
fn what_an_instructor_does_is_journalled_and_not_told() {
    let street = Street::with("start: \"2026-07-15T18:00:00\", length: \"10m\"");
    let scenario = street.scenario();
    let mut app = App::empty();
    simulation::install(&mut app, &scenario).expect("a simulation");
    let world = app.world_mut();
    let writer = rehearse::journal(&scenario, street.path()).expect("a journal");
    world.resource_mut::<Simulation>().record(writer);
    let section = find(&scenario.records, "section:s12");
    let action = Action::Break {
        section,
        conductors: Phases::ABCN,
    };
    let command = Command::Inject { action };
    world.resource_mut::<Simulation>().order(command);
    let mut gasps = 0;
    for _ in 0..200 {
        simulation::step(world).expect("a tick");
        for message in &world.resource::<Arrivals>().0 {
            match message.body {
                Uplink::CommandDone { .. } | Uplink::CommandRefused { .. } => {
                    panic!("the twin was told: {message:?}")
                }
                Uplink::MeterNoted { .. } => gasps += 1,
                _ => {}
            }
        }
    }
    let wrong = |field: &Field| field.wrong();
    let truth = world.resource::<Simulation>().truth();
    let wrong: Vec<_> = truth.iter().flat_map(wrong).collect();
    assert_eq!(wrong, [(section, Phases::ABCN)]);
    assert!(gasps > 0);
    let read = journal::read(&street.path().join("journal")).expect("a journal");
    assert!(matches!(read.records[1], Record::Ordered { command: given, .. } if given == command));
}
