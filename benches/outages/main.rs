//! What the twin says of outages beside what comes true, in whole rehearsals.
//!
//! `learn [runs]` lives rehearsals of drawn faults and some of typhoons, and writes what
//! became of them to `plugins/outage/experience/restorations.ron`, which comes with the
//! program. `judge [runs]` lives others, of other seeds, and the shipped scenarios with other
//! seeds too, and prints how often the time of supply lay in the 80 % interval that was told,
//! and how its score (Winkler) compares with the quantiles of past restorations of the same
//! cause, and of those of them that had lasted as long.
//!
//! `neutrals [breaks]` breaks neutrals at drawn places and times and prints how soon and
//! where the twin says so. `quiet [area-days]` lives days on which nothing fails, and
//! counts what is held to have.
//!
//! `cargo bench --bench outages -- learn 900`, `… -- judge 180`, `… -- neutrals 200`, `…
//! -- quiet 1000`
#![allow(clippy::print_stdout, reason = "a study prints what it measures")]

mod draw;
mod judge;
mod live;
mod neutrals;
mod quiet;
mod typhoon;

use std::path::PathBuf;

use rayon::prelude::*;
use taiqu::scenario::{Operations, Scenario};
use taiqu_grid::{Catalogue, home};
use taiqu_outage::Case;

/// Seeds of what is learnt begin here, and of what is judged there.
const LEARNT: u64 = 1;
const JUDGED: u64 = 100_001;
/// For so many rehearsals of drawn faults one of a typhoon, which brings many.
const FOR_A_STORM: u64 = 15;
/// The shipped scenarios that have faults without supply and crews for them.
const SHIPPED: [&str; 7] = [
    "night-fuse",
    "broken-conductor",
    "dropout-fuse",
    "upstream-outage",
    "false-alarms",
    "double-fault",
    "meter-box-fire",
];

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let number = args.iter().find_map(|arg| arg.parse().ok());
    match args.first().map(String::as_str) {
        Some("learn") => learn(number.unwrap_or(900)),
        Some("judge") => judge_all(number.unwrap_or(180)),
        Some("neutrals") => neutrals::print(&places(), JUDGED, number.unwrap_or(200)),
        Some("quiet") => quiet::print(&places(), JUDGED, number.unwrap_or(1000)),
        // `cargo bench` and `cargo test` of everything pass by.
        _ => println!("say `learn`, `judge`, `neutrals` or `quiet`, and how many"),
    }
}

fn home_of() -> PathBuf {
    home::home().expect("a home")
}

fn history() -> PathBuf {
    home_of().join("plugins/outage/experience/restorations.ron")
}

fn shipped(name: &str) -> Scenario {
    let catalogue = Catalogue::open(&home_of().join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("the shipped catalogue");
    let path = home_of().join(format!("scenarios/{name}.ron"));
    let opened = Scenario::open(&path, &catalogue).into_result();
    opened.expect("a sound scenario")
}

/// Places where faults are drawn: a village, a town of four areas on one line, an estate.
fn places() -> Vec<Scenario> {
    let village = shipped("double-fault");
    let town = shipped("meter-box-fire");
    let estate = Scenario {
        staff: village.staff.clone(),
        channel: village.channel,
        ..shipped("estate-ev-evening")
    };
    vec![village, town, estate]
}

/// Scenarios with drawn faults, one for each seed from `first`.
fn drawn(first: u64, runs: u64) -> Vec<Scenario> {
    let places = places();
    let seeds = first..first + runs;
    let one = |seed: u64| draw::scenario(&places[(seed % places.len() as u64) as usize], seed);
    seeds.map(one).collect()
}

/// The town in typhoons of their own, one for each seed from `first`.
fn storms(first: u64, runs: u64) -> Vec<Scenario> {
    let town = shipped("typhoon-landfall");
    let seeds = first..first + runs;
    seeds.map(|seed| draw::storm(&town, seed)).collect()
}

fn learn(runs: u64) {
    let scenarios = [drawn(LEARNT, runs), storms(LEARNT, runs / FOR_A_STORM)];
    let lived = scenarios
        .concat()
        .into_par_iter()
        .map(|scenario| live::live(&scenario).0);
    let cases: Vec<Case> = lived.collect::<Vec<_>>().into_iter().flatten().collect();
    let rows = cases
        .iter()
        .map(|case| ron::to_string(case).expect("a case"));
    let rows: Vec<String> = rows.map(|row| format!("    {row},\n")).collect();
    std::fs::write(history(), format!("[\n{}]\n", rows.concat())).expect("written");
    println!("{runs} rehearsals, {} restorations", cases.len());
    judge::print_history(&cases);
}

fn judge_all(runs: u64) {
    let text = std::fs::read_to_string(history()).expect("a history");
    let cases: Vec<Case> = ron::from_str(&text).expect("past restorations");
    let each = (runs / SHIPPED.len() as u64 / 2).max(1);
    let own = SHIPPED.iter().flat_map(|name| {
        let scenario = shipped(name);
        let seeds = JUDGED..JUDGED + each;
        seeds.flat_map(move |seed| {
            [Operations::CommandCentre, Operations::GridTeam].map(|operations| Scenario {
                seed,
                operations,
                length_s: 12 * 3600,
                ..scenario.clone()
            })
        })
    });
    for (name, scenarios) in [
        ("drawn faults", drawn(JUDGED, runs)),
        ("shipped scenarios", own.collect()),
        ("typhoons", storms(JUDGED, runs / FOR_A_STORM)),
    ] {
        let lived = scenarios
            .into_par_iter()
            .map(|scenario| live::live(&scenario).1);
        let lived: Vec<_> = lived.collect();
        let moments = lived.iter().flatten();
        let told = moments.filter_map(|moment| judge::told(moment, &cases));
        judge::print(name, &told.collect::<Vec<_>>());
    }
}
