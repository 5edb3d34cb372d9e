//! One day of the town of four areas, rehearsed headless by each way of organising: both
//! worlds, referee, logs, journal and report.
//!
//! The goal is 6 s on one core. A hundred runs by all three ways on two cores, which may
//! take 15 minutes, are `taiqu rehearse scenarios/town-day.ron --operations all --runs 100
//! --threads 2`.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]

use cpu_time::ProcessTime;
use taiqu::rehearse::{Rehearsal, run};
use taiqu::scenario::{Operations, Scenario};
use taiqu_grid::{Catalogue, Lang, home};

fn main() {
    let home = home::home().expect("a home");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.value.expect("a catalogue");
    let file = home.join("scenarios/town-day.ron");
    for operations in Operations::ALL {
        let mut scenario = Scenario::open(&file, &catalogue).value.expect("a scenario");
        scenario.operations = operations;
        let folder = tempfile::tempdir().expect("a folder");
        let rehearsal = Rehearsal {
            received: true,
            ..Rehearsal::of(scenario, folder.path().to_owned(), Lang::En)
        };
        let began = ProcessTime::now();
        let summary = run(&rehearsal, &mut |_, _| ()).expect("a run");
        let seconds = began.elapsed().as_secs_f64();
        println!(
            "{operations:>15}: {seconds:.2} s of one core for {} customers and {} solves; SAIDI {:.2} min",
            summary.customers, summary.solved, summary.truth.saidi_min
        );
    }
}
