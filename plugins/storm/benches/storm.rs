//! What a whole storm costs and does: `cargo bench -p taiqu_storm --bench storm -- N`.
//!
//! N storms of twelve hours over the town, in which a typhoon's centre passes south-west of
//! it: once with its wires as they are, and once with bare ones. And how long a storm takes
//! to begin, a minute's heat takes for each span, and how hot wires and cables come.

#![allow(clippy::print_stdout, reason = "a study tells its table")]

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use taiqu_field::Course;
use taiqu_grid::{AssetRef, Catalogue, District};
use taiqu_link::{Action, Tick};
use taiqu_storm::wind::{Fix, Typhoon};
use taiqu_storm::{BLOCK_S, Carried, Deed, Extremes, Setup, Storm};
use taiqu_structure::Ground;

const LENGTH_S: u64 = 12 * 3600;

fn main() {
    let mut words = std::env::args().skip(1);
    let number = words.find_map(|word| word.parse().ok()).unwrap_or(5);
    for bare in [false, true] {
        storms(bare, number);
    }
    begin();
    warm(number);
    for area in ["village", "estate"] {
        hottest(area);
    }
    joints();
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

/// How long a storm takes to begin.
fn begin() {
    let setup = setup(false, 1);
    let begun = Instant::now();
    let storm = Storm::new(setup);
    let milliseconds = begun.elapsed().as_secs_f64() * 1e3;
    let spans = storm.standing().lines().spans.len();
    println!("a storm over {spans} spans begins in {milliseconds:.1} ms");
}

/// What everything carries: this much of what it may, in phases and neutral.
struct Share<'a>(&'a District, f64, f64);

impl Carried for Share<'_> {
    fn transformer_a(&self, _: AssetRef) -> Option<[f64; 3]> {
        None
    }

    fn section_a(&self, section: AssetRef) -> Option<[f64; 4]> {
        let sections = &self.0.network(section.place).sections;
        let rated_a = sections[section.index as usize].ampacity_a?;
        let phase = rated_a * self.1;
        Some([phase, phase, phase, rated_a * self.2])
    }
}

/// What a minute's heat costs for each span.
fn warm(number: u64) {
    let setup = setup(false, 1);
    let truth = Arc::clone(&setup.truth);
    let mut storm = Storm::new(setup);
    let spans = storm.standing().lines().spans.len() as f64;
    let minutes = number * 2000;
    let begun = Instant::now();
    for minute in 0..minutes {
        storm.warm(Tick(60 * (minute % 720)), &Share(&truth, 0.6, 0.2));
    }
    let seconds = begun.elapsed().as_secs_f64() / minutes as f64;
    println!("a minute's heat: {:.0} ns a span", seconds / spans * 1e9);
}

/// An area under a high sun in air of 40 °C.
fn heat_wave(area: &str, wind_m_s: f64, start: &str, seed: u64) -> Setup {
    let base = setup(false, seed);
    let home = taiqu_grid::home::home().expect("the repository");
    let area = [home.join(format!("scenarios/areas/{area}.ron"))];
    let district = taiqu_grid::district::open(&area, &[], &base.catalogue);
    Setup {
        truth: Arc::new(district.into_result().expect("whole")),
        start: start.parse().expect("a time"),
        everyday: taiqu_field::Weather {
            temperature_c: Course(vec![(0.0, 40.0)]),
            wind_m_s: Course(vec![(0.0, wind_m_s)]),
            ..taiqu_field::Weather::default()
        },
        extremes: Extremes::default(),
        ..base
    }
}

const NOON: &str = "2026-08-05T11:00:00";

/// How hot wires and cables come in two hours of so much load, and how low they hang.
fn hottest(area: &str) {
    for times in [1.0, 1.3, 1.6] {
        let setup = heat_wave(area, 0.6, NOON, 3);
        let truth = Arc::clone(&setup.truth);
        let mut storm = Storm::new(setup);
        for minute in 0..120 {
            storm.warm(Tick(60 * minute), &Share(&truth, times, times / 2.0));
        }
        let lines = storm.standing().lines();
        let wires = storm
            .heat()
            .wires(lines)
            .map(|wire| (wire.now_c, wire.limit_c));
        let cables = storm.heat().cables();
        let cables = cables.map(|cable| (cable.now_c, cable.limit_c));
        let hottest = wires.chain(cables).max_by(|a, b| a.0.total_cmp(&b.0));
        let lost = storm.heat().hung(lines).map(|hung| hung.lost_m);
        println!(
            "{area} at {times} of its ampacity: {:.0?} °C (may be), {:.2} m lower at most",
            hottest.expect("one"),
            lost.fold(0.0, f64::max),
        );
    }
}

/// How many of a thousand joints part in a day of heat without wind.
fn joints() {
    for (times, start) in [
        (0.7, NOON),
        (1.0, "2026-08-05T20:00:00"),
        (1.0, NOON),
        (1.3, NOON),
    ] {
        let (mut parted, mut all) = (0, 0);
        for seed in 0..200 {
            let setup = heat_wave("village", 0.0, start, seed);
            let truth = Arc::clone(&setup.truth);
            let mut storm = Storm::new(setup);
            for minute in 0..240 {
                storm.warm(Tick(60 * minute), &Share(&truth, times, times / 2.0));
            }
            let lines = storm.standing().lines();
            all += storm.heat().wires(lines).count();
            let deeds = storm.live(Tick(60 * 239));
            parted += deeds.len();
        }
        println!(
            "joints at {times} of the ampacity from {start} without wind: {:.2} of 1000 part",
            1e3 * f64::from(parted as u32) / all as f64
        );
    }
}
