//! The field of gusts has the spectrum, the coherence and the gust factor that it should. `-- --nocapture`
//! shows how near they come.

#![allow(clippy::print_stdout, reason = "a study tells its table")]

use rustfft::FftPlanner;
use rustfft::num_complex::Complex64;
use taiqu_storm::wind::{Gusts, INTENSITY, spectrum_hz};

/// Patterns over which all is a mean.
const SEEDS: std::ops::Range<u64> = 0..6;
/// Mean wind, m/s; steps of a record, s, short enough that faster gusts do not pass for
/// slower ones; and how many.
const MEAN_M_S: f64 = 20.0;
const STEP_S: f64 = 0.1;
const COUNT: usize = 10_240;
/// Records of a pattern, and how far apart across the wind, m.
const RECORDS: usize = 32;
const APART_M: f64 = 128.0;

/// What passes a place, in standard deviations.
fn record(gusts: &Gusts, across_m: f64, lane: u32, count: usize) -> Vec<f64> {
    let travel = |k: usize| MEAN_M_S * STEP_S * k as f64;
    (0..count)
        .map(|k| gusts.at(0.0, across_m, travel(k), lane))
        .collect()
}

/// The spectrum of a record through Hann's window.
fn transform(record: &[f64], planner: &mut FftPlanner<f64>) -> Vec<Complex64> {
    let count = record.len();
    let window = |k: usize| {
        (std::f64::consts::PI * k as f64 / count as f64)
            .sin()
            .powi(2)
    };
    let windowed = record.iter().enumerate();
    let mut waves: Vec<Complex64> = windowed
        .map(|(k, &u)| Complex64::new(u * window(k), 0.0))
        .collect();
    planner.plan_fft_forward(count).process(&mut waves);
    waves
}

/// One-sided density of a product of transforms, per Hz; Hann's window keeps 3/8.
const DENSITY: f64 = 2.0 * STEP_S / (COUNT as f64 * 0.375);

fn frequency(k: usize) -> f64 {
    k as f64 / (COUNT as f64 * STEP_S)
}

#[test]
fn its_spectrum_is_kaimals_from_a_hundredth_to_one_hertz() {
    let bands = [
        (0.01, 0.03),
        (0.03, 0.06),
        (0.06, 0.12),
        (0.12, 0.2),
        (0.2, 0.35),
        (0.35, 0.6),
        (0.6, 1.0),
    ];
    let mut sums = [[0.0_f64; 2]; 7];
    let mut planner = FftPlanner::new();
    for seed in SEEDS {
        let gusts = Gusts::new(seed);
        for lane in 0..RECORDS {
            let waves = transform(
                &record(&gusts, APART_M * lane as f64, lane as u32, COUNT),
                &mut planner,
            );
            for (k, wave) in waves.iter().enumerate().take(COUNT / 2) {
                let band = bands
                    .iter()
                    .position(|&(low, high)| (low..high).contains(&frequency(k)));
                if let Some(band) = band {
                    sums[band][0] += wave.norm_sqr() * DENSITY;
                    sums[band][1] += spectrum_hz(frequency(k), MEAN_M_S);
                }
            }
        }
    }
    for (band, [own, wanted]) in bands.iter().zip(sums) {
        let ratio = own / wanted;
        println!("{band:?} Hz: {ratio:.3}");
        assert!((ratio - 1.0).abs() < 0.10, "{band:?}: {ratio}");
    }
}

#[test]
fn its_coherence_across_the_wind_is_davenports() {
    let mut planner = FftPlanner::new();
    // Distance, m, and the frequencies at which some coherence is left, Hz.
    let cases = [
        (15.0, (0.02, 0.05)),
        (15.0, (0.06, 0.1)),
        (45.0, (0.01, 0.02)),
        (45.0, (0.025, 0.04)),
    ];
    let mut sums = [[0.0_f64; 2]; 4];
    for seed in SEEDS {
        let gusts = Gusts::new(seed);
        for lane in 0..RECORDS {
            let across = APART_M * lane as f64;
            let mut at = |off: f64, lane: usize| {
                transform(
                    &record(&gusts, across + off, lane as u32, COUNT),
                    &mut planner,
                )
            };
            let here = at(0.0, 4 * lane);
            for ((apart, (low, high)), sums) in cases.iter().zip(&mut sums) {
                let there = at(*apart, 4 * lane + 1);
                for k in (1..COUNT / 2).filter(|&k| (*low..*high).contains(&frequency(k))) {
                    sums[0] += (here[k] * there[k].conj()).re;
                    sums[1] += f64::midpoint(here[k].norm_sqr(), there[k].norm_sqr());
                }
            }
        }
    }
    for ((apart, band), [cross, own]) in cases.iter().zip(sums) {
        let middle = f64::midpoint(band.0, band.1);
        let wanted = (-10.0 * middle * apart / MEAN_M_S).exp();
        let coherence = cross / own;
        println!("{apart} m, {band:?} Hz: {coherence:.3} instead of {wanted:.3}");
        assert!(
            (coherence / wanted - 1.0).abs() < 0.10,
            "{apart} {band:?}: {coherence} {wanted}"
        );
    }
}

#[test]
fn a_three_second_gust_is_half_as_strong_again_as_the_mean() {
    // Ten minutes, the mean of three seconds.
    let (count, gust) = (6000, 30);
    let mut factors = Vec::new();
    for seed in SEEDS {
        let gusts = Gusts::new(seed);
        for lane in 0..RECORDS {
            let record = record(&gusts, APART_M * lane as f64, lane as u32, count);
            let wind: Vec<f64> = record.iter().map(|u| 1.0 + INTENSITY * u).collect();
            let mean = wind.iter().sum::<f64>() / count as f64;
            let gusts = wind
                .windows(gust)
                .map(|w| w.iter().sum::<f64>() / gust as f64);
            factors.push(gusts.fold(0.0, f64::max) / mean);
        }
    }
    let factor = factors.iter().sum::<f64>() / factors.len() as f64;
    println!("gust factor {factor:.3}");
    assert!((1.4..1.6).contains(&factor), "{factor}");
}
