//! How poles fail, counted and timed: `cargo bench -p taiqu_storm --bench standing -- WHAT N`.
//!
//! `fragility N`: the gusts at which N drawn poles break and fall over, against lognormal
//! distributions fixed beforehand. `blocks N`: the failures of N storms, judged by blocks
//! and followed at 60 steps a second. `typhoon N`: how long N typhoons of twelve hours on
//! the town take.

#![allow(clippy::print_stdout, reason = "a study tells its table")]

use std::path::PathBuf;
use std::time::Instant;

use taiqu_field::Course;
use taiqu_grid::{Catalogue, District};
use taiqu_storm::wind::{Fix, Gusts, Typhoon, Winds};
use taiqu_storm::{Airs, BLOCK_S, Extremes, Mode, Precision, Standing, Weather};
use taiqu_structure::fragility::{Fragility, Scatter};
use taiqu_structure::{Exposure, Ground, Lines, Vector};

fn main() {
    let words: Vec<String> = std::env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let number = words.get(1).and_then(|word| word.parse().ok());
    match words.first().map(String::as_str) {
        Some("blocks") => blocks(number.unwrap_or(500)),
        Some("typhoon") => typhoon(number.unwrap_or(10)),
        _ => fragility(number.unwrap_or(20_000)),
    }
}

fn lines(areas: &[&str], line: Option<&str>) -> Lines {
    let home = taiqu_grid::home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"))
        .into_result()
        .expect("whole");
    let path = |name: &&str| home.join("scenarios").join(name);
    let areas: Vec<PathBuf> = areas.iter().map(path).collect();
    let lines: Vec<PathBuf> = line.iter().map(path).collect();
    let district: District = taiqu_grid::district::open(&areas, &lines, &catalogue)
        .into_result()
        .expect("whole");
    Lines::of(&district, &catalogue)
}

fn town() -> Lines {
    let areas = [
        "areas/town-1.ron",
        "areas/town-2.ron",
        "areas/town-3.ron",
        "areas/town-4.ron",
    ];
    lines(&areas, Some("lines/town.ron"))
}

/// The gust in which a pole reaches what it bears in `mode`, m/s, by halving.
fn failing_gust(standing: &Standing, pole: usize, mode: Mode, worst: Vector) -> f64 {
    let bears = standing.bears_nm(pole, mode);
    let (mut low, mut high) = (1.0, 500.0);
    for _ in 0..60 {
        let gust = f64::midpoint(low, high);
        if standing.moment_nm(pole, worst * gust).length() < bears {
            low = gust;
        } else {
            high = gust;
        }
    }
    low
}

fn fragility(number: u64) {
    let lines = town();
    let ground = Ground::default();
    let count = lines.poles.len();
    let seeds = number.div_ceil(count as u64);
    let exposures: Vec<(Vector, f64)> = (0..count)
        .map(|pole| {
            let (worst, open_m3) = Exposure::of(&lines, pole).worst();
            let left = lines.poles[pole].shelter.towards(worst);
            (worst, open_m3 * left * left)
        })
        .collect();
    // What a pole of no luck at all bears.
    let scatter = Scatter {
        strength: 0.0,
        soil: 0.0,
        drag: 0.0,
        exposure: 0.0,
    };
    let plain = Standing::new(lines.clone(), &Ground { scatter, ..ground }, 0);
    for (mode, beta) in [
        (Mode::Break, ground.scatter.of_breaking()),
        (Mode::Overturn, ground.scatter.of_overturning()),
    ] {
        let before: Vec<Fragility> = (0..count)
            .map(|pole| Fragility::new(plain.bears_nm(pole, mode), exposures[pole].1, beta))
            .collect();
        let mut ranks = Vec::new();
        for seed in 0..seeds {
            let standing = Standing::new(lines.clone(), &ground, seed);
            for pole in 0..count {
                let gust = failing_gust(&standing, pole, mode, exposures[pole].0);
                ranks.push(before[pole].at(gust));
            }
        }
        ranks.sort_by(f64::total_cmp);
        let whole = ranks.len() as f64;
        let apart = ranks.iter().enumerate().map(|(k, rank)| {
            (rank - k as f64 / whole)
                .abs()
                .max((rank - (k + 1) as f64 / whole).abs())
        });
        println!(
            "{mode:?}: {} poles, KS {:.4}; lognormal fixed beforehand with beta {beta:.3}",
            ranks.len(),
            apart.fold(0.0, f64::max)
        );
        let mut medians: Vec<f64> = before.iter().map(|f| f.median_m_s).collect();
        medians.sort_by(f64::total_cmp);
        println!(
            "  medians of the town's poles, 3-second gust: {:.1} to {:.1}, middle {:.1} m/s",
            medians[0],
            medians[count - 1],
            medians[count / 2]
        );
        // Salman, Li and Stewart (2015): wood poles of 20, 40, 60 years.
        for (age, median) in [(20, 65.1), (40, 62.9), (60, 57.1)] {
            println!(
                "  from wood poles of {age} years: {:+.1} m/s",
                medians[count / 2] - median
            );
        }
    }
    println!("no published curve of Chinese concrete poles is known");
}

/// Failures of all poles in a storm that rises to `peak_m_s` within ten minutes and lasts
/// as long again.
fn storm(lines: &Lines, seed: u64, precision: Precision) -> Vec<(usize, Mode)> {
    let peak_m_s = 24.0 + (seed % 15) as f64;
    let everyday = taiqu_field::Weather {
        wind_m_s: Course(vec![(0.0, 0.7 * peak_m_s), (1.0 / 6.0, peak_m_s)]),
        ..taiqu_field::Weather::default()
    };
    let extremes = Extremes {
        wind_from_deg: (seed * 37 % 360) as f64,
        ..Extremes::default()
    };
    let length_s = 1200.0;
    let weather = Weather::new(everyday, extremes);
    let middle = lines.poles[0].at;
    let winds = Winds::new(&weather, middle, [], 0.0, length_s);
    let gusts = Gusts::new(seed);
    let mut standing = Standing::new(lines.clone(), &Ground::default(), seed);
    let blocks = 0..(length_s / BLOCK_S) as u64;
    let failures =
        blocks.flat_map(|block| standing.live(&Airs::of(&winds, &gusts, block, 0.0), precision));
    failures
        .map(|failure| (failure.pole, failure.mode))
        .collect()
}

fn blocks(number: u64) {
    let lines = lines(&["areas/town-1.ron"], None);
    let mut counts = [[0_usize; 3]; 2];
    let mut seconds = [0.0; 2];
    let mut differ = 0;
    for seed in 0..number {
        let both = [Precision::Blocks, Precision::Steps].map(|precision| {
            let begun = Instant::now();
            let failures = storm(&lines, seed, precision);
            seconds[usize::from(precision == Precision::Steps)] += begun.elapsed().as_secs_f64();
            failures
        });
        for (counts, failures) in counts.iter_mut().zip(&both) {
            for (_, mode) in failures {
                counts[*mode as usize] += 1;
            }
        }
        let fallen = |of: &[(usize, Mode)]| -> Vec<(usize, Mode)> {
            let mut fallen: Vec<_> = of.iter().copied().filter(|f| f.1 != Mode::Crack).collect();
            fallen.sort_unstable();
            fallen
        };
        differ += usize::from(fallen(&both[0]) != fallen(&both[1]));
    }
    println!("{number} storms over {} poles", lines.poles.len());
    for (k, mode) in [Mode::Crack, Mode::Break, Mode::Overturn]
        .iter()
        .enumerate()
    {
        let [blocks, steps] = counts.map(|counts| counts[k]);
        println!(
            "{mode:?}: {blocks} by blocks, {steps} by steps, {:+.2} %",
            100.0 * (blocks as f64 / steps as f64 - 1.0)
        );
    }
    println!("{differ} storms in which other poles fall");
    println!(
        "{:.1} s by blocks, {:.1} s by steps",
        seconds[0], seconds[1]
    );
}

fn typhoon(number: u64) {
    let lines = town();
    let fix = |hour: f64, at_km: (f64, f64), pressure_hpa: f64| Fix {
        hour,
        at_km,
        pressure_hpa,
        radius_km: 35.0,
    };
    let extremes = Extremes {
        typhoon: Some(Typhoon {
            track: vec![
                fix(0.0, (110.0, -170.0), 945.0),
                fix(12.0, (-75.0, 80.0), 945.0),
            ],
            shape: None,
            outside_hpa: 1008.0,
            landfall_hour: Some(6.0),
            filling_per_h: 0.035,
        }),
        ..Extremes::default()
    };
    let weather = Weather::new(taiqu_field::Weather::default(), extremes);
    let middle = lines.poles[0].at;
    let winds = Winds::new(&weather, middle, [], 0.0, 12.0 * 3600.0);
    let over = winds.passages().next().expect("a place");
    let strongest = (0..4320)
        .map(|k| over.at(f64::from(k) * 10.0).mean_m_s)
        .fold(0.0, f64::max);
    println!("strongest mean wind {strongest:.1} m/s");
    let begun = Instant::now();
    let mut fallen = Vec::new();
    for seed in 0..number {
        let gusts = Gusts::new(seed);
        let mut standing = Standing::new(lines.clone(), &Ground::default(), seed);
        let blocks = 0..4320;
        let failures: Vec<_> = blocks
            .flat_map(|block| {
                standing.live(&Airs::of(&winds, &gusts, block, 0.0), Precision::Blocks)
            })
            .filter(|failure| failure.mode != Mode::Crack)
            .collect();
        fallen.push(failures.len());
    }
    println!(
        "{:.2} s a typhoon; fallen of {} poles: {fallen:?}",
        begun.elapsed().as_secs_f64() / number as f64,
        lines.poles.len()
    );
}
