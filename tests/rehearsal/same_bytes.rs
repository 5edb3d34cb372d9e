//! The shipped scenarios of faults, and of loads that move from phase to phase, give the same bytes: with a snapshot in the middle and
//! going on from it, lived again, and on any number of threads. `.ci/same-bytes` does it for
//! their whole length, all ways of organising, and several builds.

use std::fs;
use std::path::Path;

use taiqu::rehearse::{Rehearsal, replay, run, ways};
use taiqu::scenario::{Operations, Scenario};
use taiqu_grid::{Catalogue, Lang, home};
use taiqu_link::Tick;

use crate::street::said;

const SCENARIOS: [&str; 9] = [
    "night-fuse",
    "broken-conductor",
    "broken-neutral",
    "dropout-fuse",
    "upstream-outage",
    "false-alarms",
    "double-fault",
    "meter-box-fire",
    "phase-balance",
];
/// Long enough for what fails, calls, and crews at work.
const LENGTH_S: u64 = 80 * 60;

fn catalogue() -> Catalogue {
    let folder = home::home().expect("a home").join("assets/catalogue");
    Catalogue::open(&folder).value.expect("a catalogue")
}

fn scenario(name: &str) -> Scenario {
    let file = home::home()
        .expect("a home")
        .join(format!("scenarios/{name}.ron"));
    let checked = Scenario::open(&file, &catalogue());
    let problems = said(&checked);
    let mut scenario = checked.value.unwrap_or_else(|| panic!("{problems}"));
    scenario.length_s = LENGTH_S;
    scenario
}

fn same(a: &Path, b: &Path, names: &[&str]) {
    for name in names {
        let read = |folder: &Path| fs::read(folder.join(name)).expect(name);
        assert!(read(a) == read(b), "{}: {name} differs", b.display());
        assert!(!read(a).is_empty());
    }
}

#[test]
fn a_run_goes_on_from_its_middle_and_is_lived_again() {
    let folder = tempfile::tempdir().expect("a folder");
    for (k, name) in SCENARIOS.into_iter().enumerate() {
        let mut scenario = scenario(name);
        scenario.operations = Operations::ALL[k % 3];
        let of = |what: &str| folder.path().join(name).join(what);
        let whole = Rehearsal {
            received: true,
            ..Rehearsal::of(scenario.clone(), of("whole"), Lang::En)
        };
        run(&whole, &mut |_, _| ()).expect("a run");
        let half = Rehearsal {
            // Between two minutes, with crews on their way or at work.
            snapshot: Some(Tick(3317)),
            out: of("half"),
            ..whole.clone()
        };
        run(&half, &mut |_, _| ()).expect("a run with a snapshot");
        let resumed = Rehearsal {
            resume: Some(of("half").join("snapshot")),
            out: of("resumed"),
            ..whole.clone()
        };
        run(&resumed, &mut |_, _| ()).expect("the rest of a run");
        let files = [
            "events.jsonl",
            "truth.jsonl",
            "journal",
            "summary.json",
            "report.html",
        ];
        same(&of("whole"), &of("half"), &files);
        same(&of("whole"), &of("resumed"), &files);
        let replayed = replay(&of("whole"), None, &catalogue(), Lang::En, &mut |_, _| ());
        let replayed = replayed.expect("a replay");
        assert!(replayed.is_same(), "{name}: {replayed:?}");
    }
}

#[test]
fn threads_change_no_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let of = |threads: usize| {
        let out = folder.path().join(threads.to_string());
        let scenario = scenario("night-fuse");
        ways(&scenario, &out, (1, threads), Lang::Zh, &|_, _| ()).expect("runs");
        out
    };
    let (one, two) = (of(1), of(2));
    same(&one, &two, &["summary.json", "report.html"]);
    let report = fs::read_to_string(one.join("report.html")).expect("a report");
    assert!(report.contains("Weakest points"));
    let (shown, _) = report.split_once("<details>").expect("a list of runs");
    for way in Operations::ALL {
        let link = format!("href=\"{}/11/report.html\"", way.word());
        assert!(shown.contains(&link), "no link to {way}'s own report");
        let of = |out: &Path| out.join(way.word()).join("11");
        same(&of(&one), &of(&two), &["events.jsonl", "truth.jsonl"]);
    }
}
