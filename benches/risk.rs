//! What is expected of a typhoon beside what it does: `cargo bench --bench risk -- WHAT N`.
//!
//! `judge N`: N typhoons over the shipped town that were used to set nothing, each forecast
//! half a day ahead with the service's usual errors: how far probabilities are off, and how
//! well they rank, beside ranking by the forecast wind alone. `fit N`: the gusts that make what
//! N other typhoons do to poles, sections and customers likeliest, each list counting alike.

#![allow(clippy::print_stdout, reason = "a study tells its table")]

#[path = "outages/typhoon.rs"]
mod typhoon;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use rayon::prelude::*;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Catalogue, District, Kind, home};
use taiqu_link::{Action, Tick, WeatherOutlook};
use taiqu_risk::{Experience, Exposed};
use taiqu_storm::{Deed, Extremes, Flooding, Setup, Storm};
use taiqu_structure::Ground;
use taiqu_structure::water::Drainage;

/// Hours from the first tick to the end; the centre is nearest in the middle.
const LENGTH_H: u64 = 24;
/// The forecast that is judged: so many hours before.
const AHEAD_H: u64 = 12;
/// Where the seeds of typhoons to judge by begin.
const JUDGED: u64 = 2_000_000;

/// One typhoon: what was expected, and what it did.
struct Case {
    hours: Vec<WeatherOutlook>,
    fell: BTreeSet<AssetRef>,
    failed: BTreeSet<AssetRef>,
    /// The customers behind what was torn, and behind what short circuits open.
    dark: BTreeSet<AssetRef>,
}

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let number: u64 = words
        .get(1)
        .and_then(|word| word.parse().ok())
        .unwrap_or(100);
    let (district, catalogue) = town();
    let exposed = Exposed::of(&district, &catalogue, Ground::default());
    let cases = |from: u64| -> Vec<Case> {
        let seeds = (from..from + number).into_par_iter();
        seeds
            .map(|seed| case(&district, &catalogue, seed))
            .collect()
    };
    match words.first().map(String::as_str) {
        Some("fit") => fit(&exposed, &cases(0)),
        _ => judge(&exposed, &cases(JUDGED)),
    }
}

fn town() -> (Arc<District>, Arc<Catalogue>) {
    let home = home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("it is whole");
    let folder = home.join("scenarios");
    let areas: Vec<PathBuf> = (1..=4)
        .map(|k| folder.join(format!("areas/town-{k}.ron")))
        .collect();
    let line = [folder.join("lines/town.ron")];
    let district = taiqu_grid::district::open(&areas, &line, &catalogue);
    (
        Arc::new(district.into_result().expect("it is whole")),
        Arc::new(catalogue),
    )
}

/// What a typhoon of a seed does, and what was expected of it.
fn case(district: &Arc<District>, catalogue: &Arc<Catalogue>, seed: u64) -> Case {
    let setup = Setup {
        truth: Arc::clone(district),
        catalogue: Arc::clone(catalogue),
        start: "2026-08-20T00:00:00".parse().expect("a time"),
        length_s: LENGTH_H * 3600,
        seed,
        everyday: taiqu_field::Weather::default(),
        extremes: Extremes {
            typhoon: Some(typhoon::drawn(seed, LENGTH_H as f64 / 2.0, LENGTH_H as f64)),
            // Wind alone is judged.
            flood: Flooding {
                drainage: Drainage {
                    runoff: 0.0,
                    ..Drainage::default()
                },
                ..Flooding::default()
            },
            ..Extremes::default()
        },
    };
    let mut storm = Storm::new(setup);
    let told = Tick((LENGTH_H / 2 - AHEAD_H) * 3600);
    let hours = storm.forecast(told);
    let (mut fell, mut failed) = (BTreeSet::new(), BTreeSet::new());
    let topology = Topology::of(district);
    let mut dead = BTreeSet::new();
    for tick in 0..LENGTH_H * 3600 {
        for deed in storm.live(Tick(tick)) {
            match deed {
                Deed::Harm(Action::Fell { pole }) => drop(fell.insert(pole)),
                Deed::Harm(action) => {
                    let asset = action.asset();
                    failed.insert(asset);
                    dead.extend(match action {
                        Action::Break { .. } => Some(asset),
                        Action::Short { .. } => {
                            let above = topology.upstream(asset);
                            above.into_iter().find(|above| above.kind == Kind::Switch)
                        }
                        _ => None,
                    });
                }
                Deed::Road { .. } | Deed::Water { .. } => {}
            }
        }
    }
    let is_dark = |customer: &AssetRef| {
        let above = topology.upstream(*customer);
        above.iter().any(|above| dead.contains(above))
    };
    Case {
        hours,
        fell,
        failed,
        dark: district.all(Kind::Customer).filter(is_dark).collect(),
    }
}

/// What is judged.
const LISTS: [&str; 3] = ["poles", "sections", "customers"];

/// Of one thing: its probability, whether it came true, and the forecast's strongest wind.
type Rated = (f64, bool, f64);

/// What was expected of all typhoons, and what came, list by list.
fn rated(exposed: &Exposed, cases: &[Case], experience: &Experience) -> [Vec<Rated>; LISTS.len()] {
    let of = |case: &Case| {
        let risk = exposed.assess(Tick(0), &case.hours, experience);
        let wind = risk.peak.map_or(0.0, |(_, wind)| wind);
        let list = |expected: &BTreeMap<AssetRef, f64>, came: &BTreeSet<AssetRef>| {
            let all = expected.iter();
            all.map(|(asset, &p)| (p, came.contains(asset), wind))
                .collect::<Vec<Rated>>()
        };
        [
            list(&risk.poles, &case.fell),
            list(&risk.sections, &case.failed),
            list(&risk.customers, &case.dark),
        ]
    };
    let each: Vec<[Vec<Rated>; LISTS.len()]> = cases.par_iter().map(of).collect();
    std::array::from_fn(|list| each.iter().flat_map(|one| one[list].clone()).collect())
}

fn fit(exposed: &Exposed, cases: &[Case]) {
    let mut best = (f64::NEG_INFINITY, Experience::default());
    for gust in [1.15, 1.20, 1.25, 1.30, 1.35] {
        for own in [0.20, 0.25, 0.30, 0.35] {
            let experience = Experience {
                gust,
                own,
                ..Experience::default()
            };
            let all = rated(exposed, cases, &experience);
            let likely = all.each_ref().map(|list| likelihood(list));
            let off = all.each_ref().map(|list| off_by(list));
            let whole = likely.iter().sum::<f64>();
            println!("{gust:.2}, {own:.2}: {likely:.4?}, together {whole:.4}; off by {off:.1?} %");
            if whole > best.0 {
                best = (whole, experience);
            }
        }
    }
    println!("{:?}\nmean log-likelihood {:.4}", best.1, best.0);
}

/// How likely what came was by the probabilities of a list: the mean logarithm.
fn likelihood(list: &[Rated]) -> f64 {
    let own = list.iter().map(|&(p, came, _)| {
        let p = p.clamp(1e-6, 1.0 - 1e-6);
        if came { p.ln() } else { (1.0 - p).ln() }
    });
    own.sum::<f64>() / list.len() as f64
}

fn judge(exposed: &Exposed, cases: &[Case]) {
    let all = rated(exposed, cases, &Experience::default());
    for (what, all) in LISTS.into_iter().zip(all) {
        table(what, &all);
    }
}

/// What was expected and what came in tenths of probability: how many, and the sums of both.
fn tenths(all: &[Rated]) -> [(f64, f64, f64); 10] {
    let mut bins = [(0.0, 0.0, 0.0); 10];
    for &(p, came, _) in all {
        let bin = &mut bins[((p * 10.0) as usize).min(9)];
        bin.0 += 1.0;
        bin.1 += p;
        bin.2 += f64::from(u8::from(came));
    }
    bins
}

/// How far what was expected is off, in the mean, %.
fn off_by(all: &[Rated]) -> f64 {
    let off = tenths(all).map(|(_, expected, seen)| (expected - seen).abs());
    100.0 * off.iter().sum::<f64>() / all.len() as f64
}

fn table(what: &str, all: &[Rated]) {
    let came = all.iter().filter(|pair| pair.1).count();
    println!("{what}: {} of {} came true", came, all.len());
    for (count, expected, seen) in tenths(all).iter().filter(|bin| bin.0 > 0.0) {
        println!(
            "  expected {:5.1} %, came {:5.1} % of {count}",
            100.0 * expected / count,
            100.0 * seen / count
        );
    }
    let own = auc(all.iter().map(|&(p, came, _)| (p, came)).collect());
    let wind = auc(all.iter().map(|&(_, came, wind)| (wind, came)).collect());
    println!(
        "  calibration error {:.2} %; AUC {own:.3}, of wind alone {wind:.3}",
        off_by(all)
    );
}

/// Area under the curve of hits over false alarms: how often what came true was ranked
/// before what did not; ties count half.
fn auc(mut all: Vec<(f64, bool)>) -> f64 {
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut sum, mut at) = (0.0, 0.0, 0);
    let hits = all.iter().filter(|pair| pair.1).count() as f64;
    let misses = all.len() as f64 - hits;
    while at < all.len() {
        let same = all[at..]
            .iter()
            .take_while(|pair| pair.0.total_cmp(&all[at].0).is_eq())
            .count();
        let tied = all[at..at + same].iter().filter(|pair| pair.1).count() as f64;
        let others = same as f64 - tied;
        sum += tied * (below + others / 2.0);
        below += others;
        at += same;
    }
    sum / (hits * misses)
}
