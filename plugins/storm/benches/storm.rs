//! What a whole storm costs and does: `cargo bench -p taiqu_storm --bench storm -- N`.
//!
//! N storms of twelve hours over the town, in which a typhoon's centre passes south-west of
//! it: once with its wires as they are, and once with bare ones.

#![allow(clippy::print_stdout, reason = "a study tells its table")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use taiqu_field::Course;
use taiqu_grid::{Catalogue, District};
use taiqu_link::{Action, Tick};
use taiqu_storm::wind::{Fix, Typhoon};
use taiqu_storm::{BLOCK_S, Deed, Extremes, Setup, Storm};
use taiqu_structure::Ground;

const LENGTH_S: u64 = 12 * 3600;

fn main() {
    let mut words = std::env::args().skip(1);
    let number = words.find_map(|word| word.parse().ok()).unwrap_or(5);
    for bare in [false, true] {
        storms(bare, number);
    }
}

fn setup(bare: bool, seed: u64) -> Setup {
    let home = taiqu_grid::home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"))
        .into_result()
        .expect("whole");
    let scenarios = home.join("scenarios");
    let areas: Vec<PathBuf> = (1..=4)
        .map(|k| scenarios.join(format!("areas/town-{k}.ron")))
        .collect();
    let line = [scenarios.join("lines/town.ron")];
    let mut district: District = taiqu_grid::district::open(&areas, &line, &catalogue)
        .into_result()
        .expect("whole");
    if bare {
        let lines = district.lines.iter_mut().map(|line| &mut line.network);
        let areas = district.areas.iter_mut().map(|area| &mut area.network);
        for section in lines.chain(areas).flat_map(|network| &mut network.sections) {
            let bare = section.line_type.replace("JKLYJ", "LGJ");
            section.line_type = bare.replace("JKLGYJ", "LGJ");
        }
    }
    let fix = |hour: f64, at_km: (f64, f64), pressure_hpa: f64, radius_km: f64| Fix {
        hour,
        at_km,
        pressure_hpa,
        radius_km,
    };
    Setup {
        truth: Arc::new(district),
        catalogue: Arc::new(catalogue),
        start: "2026-08-20T06:00:00".parse().expect("a time"),
        length_s: LENGTH_S,
        seed,
        everyday: taiqu_field::Weather {
            temperature_c: Course(vec![(0.0, 26.0), (14.0, 30.0), (20.0, 26.0)]),
            wind_m_s: Course(vec![(0.0, 2.0)]),
            ..taiqu_field::Weather::default()
        },
        extremes: Extremes {
            typhoon: Some(Typhoon {
                track: vec![
                    fix(0.0, (260.0, -240.0), 962.0, 38.0),
                    fix(12.0, (10.0, -62.0), 960.0, 36.0),
                    fix(30.0, (-330.0, 190.0), 970.0, 50.0),
                ],
                shape: None,
                outside_hpa: 1010.0,
                landfall_hour: Some(11.0),
                filling_per_h: 0.035,
            }),
            wind_from_deg: 60.0,
            ground: Ground::default(),
            ..Extremes::default()
        },
    }
}

fn storms(bare: bool, number: u64) {
    let mut seconds = 0.0;
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..number {
        let mut storm = Storm::new(setup(bare, seed));
        let begun = Instant::now();
        let deeds = (0..LENGTH_S).flat_map(|tick| storm.live(Tick(tick)));
        let deeds: Vec<Deed> = deeds.collect();
        seconds += begun.elapsed().as_secs_f64();
        for deed in deeds {
            let what = match deed {
                Deed::Harm(Action::Fell { .. }) => "poles fall",
                Deed::Harm(Action::Break { .. }) => "wires break",
                Deed::Harm(Action::Short { .. }) => "wires stay shorted",
                Deed::Harm(Action::Flash { .. }) => "wires flash",
                _ => continue,
            };
            *counts.entry(what).or_default() += 1;
        }
    }
    let blocks = number as f64 * LENGTH_S as f64 / BLOCK_S;
    println!(
        "{} wires: {:.0} µs a block",
        if bare { "bare" } else { "covered" },
        seconds / blocks * 1e6
    );
    for (what, count) in counts {
        println!(
            "  {what}: {:.2} times a storm",
            count as f64 / number as f64
        );
    }
}
