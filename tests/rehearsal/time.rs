//! Going on from a state, and going back to one.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use bevy::app::App;
use bevy::time::TimePlugin;
use taiqu::rehearse::{self, Rehearsal, replay, run, runs};
use taiqu::simulation::{self, PacePlugin, Simulation, Snapshot};
use taiqu_grid::{Catalogue, Lang, Phases};
use taiqu_link::{ClockRequest, Command, SimClock, Tick};

use crate::street::{Street, find};

const EVENING: &str = "start: \"2026-07-15T18:00:00\", length: \"40m\", seed: 3, events: [\
      (at: \"7m\", do: OpenSwitch(switch: \"switch:F2\")), \
      (at: \"16m\", do: Break(section: \"section:s12\", conductors: \"a\"))]";

const LOGS: [&str; 2] = ["events.jsonl", "truth.jsonl"];

fn rehearsal(street: &Street, out: PathBuf) -> Rehearsal {
    Rehearsal::of(street.scenario(), out, Lang::En)
}

fn same(a: &Path, b: &Path, names: &[&str]) {
    for name in names {
        let read = |folder: &Path| fs::read(folder.join(name)).expect(name);
        assert!(read(a) == read(b), "{name} differs");
    }
}

#[test]
fn a_resumed_run_has_the_bytes_of_an_uninterrupted_one() {
    let street = Street::with(EVENING);
    let (whole, half) = (street.path().join("whole"), street.path().join("half"));
    run(&rehearsal(&street, whole.clone()), &mut |_, _| ()).expect("a run");
    let stopped = Rehearsal {
        // Between two minutes, and while a wire is down that nobody knows of.
        snapshot: Some(Tick(1025)),
        ..rehearsal(&street, half.clone())
    };
    run(&stopped, &mut |_, _| ()).expect("a run");
    let resumed = Rehearsal {
        resume: Some(half.join("snapshot")),
        ..rehearsal(&street, street.path().join("resumed"))
    };
    run(&resumed, &mut |_, _| ()).expect("the rest of it");
    let files = [
        "events.jsonl",
        "truth.jsonl",
        "journal",
        "summary.json",
        "report.html",
    ];
    same(&whole, &half, &files);
    same(&whole, &resumed.out, &files);
    fs::write(half.join(LOGS[0]), "something else").expect("written");
    let other = run(&resumed, &mut |_, _| ()).expect_err("the logs are others");
    assert!(matches!(other, rehearse::RehearseError::Inputs(_)));
}

#[test]
fn several_runs_are_those_of_their_seeds_on_any_number_of_threads() {
    let street = Street::with("start: \"2026-07-15T18:00:00\", length: \"5m\", seed: 3");
    let of = |threads: usize| {
        let out = street.path().join(format!("on-{threads}"));
        let scenario = street.scenario();
        runs(&scenario, &out, (3, threads), Lang::Zh, &|_, _| ()).expect("runs");
        out
    };
    let (one, two) = (of(1), of(2));
    same(&one, &two, &["summary.json", "report.html"]);
    let fourth = street.path().join("alone");
    let mut alone = rehearsal(&street, fourth.clone());
    alone.scenario.seed = 4;
    run(&alone, &mut |_, _| ()).expect("a run");
    same(&fourth, &two.join("command-centre").join("4"), &LOGS);
}

/// A window's simulation without the window, standing.
struct Paced(App);

impl Paced {
    fn of(street: &Street) -> Self {
        let mut app = App::new();
        app.add_plugins(TimePlugin);
        simulation::install(&mut app, &street.scenario()).expect("a simulation");
        app.add_plugins(PacePlugin {
            budget: Duration::from_mins(1),
        });
        let mut paced = Self(app);
        paced.ask(ClockRequest::Pause);
        paced
    }

    /// Asks the clock, and lives the frames in which it happens.
    fn ask(&mut self, request: ClockRequest) {
        self.0.world_mut().write_message(request);
        self.0.update();
        self.0.update();
    }

    fn order(&mut self, command: Command) {
        let mut simulation = self.0.world_mut().resource_mut::<Simulation>();
        simulation.order(command);
    }

    fn tick(&self) -> Tick {
        self.0.world().resource::<SimClock>().tick
    }

    fn state(&mut self) -> Snapshot {
        Snapshot::of(self.0.world_mut())
    }
}

#[test]
fn time_goes_back_to_exactly_what_was_and_the_session_is_repeated() {
    let street = Street::with(EVENING);
    let out = street.path().join("session");
    let scenario = street.scenario();
    let switch = find(&scenario.records, "switch:F1");
    let phases = Phases::ABCN;
    let mut paced = Paced::of(&street);
    let journal = rehearse::journal(&scenario, &out).expect("a journal");
    paced
        .0
        .world_mut()
        .resource_mut::<Simulation>()
        .record(journal);
    paced.ask(ClockRequest::Step(1000));
    paced.order(Command::OpenSwitch { switch, phases });
    paced.ask(ClockRequest::Step(100));
    let then = paced.state();
    assert_eq!(then.tick, Tick(1100));
    paced.order(Command::CloseSwitch { switch, phases });
    paced.ask(ClockRequest::Step(900));
    let later = paced.state();
    paced.ask(ClockRequest::Back(Tick(1100)));
    assert_eq!(paced.tick(), Tick(1100));
    assert!(paced.state() == then, "another past");
    paced.ask(ClockRequest::Step(900));
    assert_eq!(paced.tick(), later.tick);
    assert!(paced.state() != later, "the order was undone");
    let last = paced.tick();
    let mut simulation = paced.0.world_mut().resource_mut::<Simulation>();
    simulation.close(last).expect("closed");
    let again = || replay(&out, None, &Catalogue::default(), Lang::En, &mut |_, _| ());
    let first = again().expect("a replay");
    assert!(first.made && first.tick == last);
    let truth = fs::read_to_string(out.join(LOGS[1])).expect("a log");
    assert!(truth.contains("OpenSwitch") && !truth.contains("CloseSwitch"));
    let second = again().expect("a replay");
    assert!(second.is_same() && !second.made);
}

#[test]
fn a_changed_file_is_named_with_its_remedy() {
    let street = Street::with(EVENING);
    let out = street.path().join("out");
    run(&rehearsal(&street, out.clone()), &mut |_, _| ()).expect("a run");
    let area = street.path().join("street.ron");
    let text = fs::read_to_string(&area).expect("the area");
    fs::write(&area, text + " ").expect("written");
    let again = replay(&out, None, &Catalogue::default(), Lang::En, &mut |_, _| ());
    let Err(rehearse::RehearseError::Inputs(problems)) = again else {
        panic!("the area changed");
    };
    assert_eq!(problems.len(), 1);
    assert_eq!(problems[0].id, "../street.ron");
    assert!(problems[0].remedy.en.contains("CRC-32"));
}
