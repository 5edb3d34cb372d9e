//! The pattern of gusts: a frozen field that the mean wind carries over the district.
//!
//! What passes a pole at frequency n has the wave number k = 2πn/U along the wind, so one
//! pattern over the ground serves every speed (Taylor). Along the wind it has Kaimal's
//! spectrum at 10 m; across it two lines Δ apart have the coherence exp(−C·n·Δ/U) =
//! exp(−C·k·Δ/2π) (Davenport). For every k this is a first-order Markov chain from line to
//! line, whose spectrum across is known in closed form: the field is one Fourier transform
//! of independent normal numbers, and exact at its grid points.
//!
//! Waves shorter than [`SPLIT_M`] are coherent over a few metres at most. They come from a
//! second pattern, along the wind only, which every place enters somewhere else.

use std::f64::consts::{PI, TAU};
use std::sync::LazyLock;

use rand::Rng;
use rand_distr::{Distribution as _, StandardNormal};
use rustfft::FftPlanner;
use rustfft::num_complex::Complex32;
use taiqu_link::chance;

use crate::noise::Purpose;

/// Points of the wide pattern along and across the wind, and their distances, m.
const ALONG: usize = 2048;
const ACROSS: usize = 2048;
const ALONG_M: f64 = 8.0;
const ACROSS_M: f64 = 2.0;
/// Points of the fine pattern, 1 m apart.
const FINE: usize = 65_536;
/// Wave length at which one pattern takes over from the other, m.
const SPLIT_M: f64 = 80.0;
/// Davenport's C.
pub const DECAY: f64 = 10.0;
/// Height over the ground, m.
const HEIGHT_M: f64 = 10.0;
/// The pattern is crossed on a slant, so that it does not come again after its length: m
/// across for each along. Small enough to leave the spectrum as it is.
const SLANT: f64 = 0.021;

/// A pattern of gusts with variance 1.
#[derive(Clone, Debug)]
pub struct Gusts {
    /// Single precision keeps it in 16 MB; a gust needs no more digits.
    wide: Vec<f32>,
    fine: Vec<f32>,
}

impl Gusts {
    /// The pattern of a seed.
    pub fn new(seed: u64) -> Self {
        let mut random = chance::stream(seed, Purpose::Gust as u8, (0, 0), 0);
        Self {
            wide: wide(&mut random),
            fine: fine(&mut random),
        }
    }

    /// The gust at a place `along_m` down the wind and `across_m` to its left, in standard
    /// deviations, after the mean wind has travelled `travel_m`. `lane` says where in the
    /// fine pattern the place is: another for each place.
    pub fn at(&self, along_m: f64, across_m: f64, travel_m: f64, lane: u32) -> f64 {
        let along = along_m - travel_m;
        self.wide(along, across_m - SLANT * travel_m) + self.fine(along, lane)
    }

    /// Only what is coherent over more than a few metres: waves longer than some 80 m.
    pub fn wide_at(&self, along_m: f64, across_m: f64, travel_m: f64) -> f64 {
        self.wide(along_m - travel_m, across_m - SLANT * travel_m)
    }

    fn wide(&self, along_m: f64, across_m: f64) -> f64 {
        let (x, u) = place(along_m / ALONG_M, ALONG);
        let (y, v) = place(across_m / ACROSS_M, ACROSS);
        let (x1, y1) = ((x + 1) % ALONG, (y + 1) % ACROSS);
        let of = |x: usize, y: usize| f64::from(self.wide[x * ACROSS + y]);
        let near = of(x, y) * (1.0 - v) + of(x, y1) * v;
        let far = of(x1, y) * (1.0 - v) + of(x1, y1) * v;
        near * (1.0 - u) + far * u
    }

    fn fine(&self, along_m: f64, lane: u32) -> f64 {
        // Multiples of the golden ratio spread lanes evenly, however many there are.
        const GOLDEN: f64 = 0.618_033_988_749_894_9;
        let turns = f64::from(lane) * GOLDEN;
        // Rounds down as in `place`.
        let start = (turns - (turns as i64) as f64) * FINE as f64;
        let (x, u) = place(along_m + start, FINE);
        let of = |x: usize| f64::from(self.fine[x]);
        of(x) * (1.0 - u) + of((x + 1) % FINE) * u
    }
}

/// Spectrum of the wind at a place over the frequency, per Hz, for variance 1, in a mean
/// wind of `mean_m_s`.
pub fn spectrum_hz(frequency_hz: f64, mean_m_s: f64) -> f64 {
    let metres = TAU / mean_m_s.max(0.1);
    kaimal(frequency_hz * metres) * metres
}

/// What of variance 1 the fine gusts have.
pub fn fine_variance() -> f64 {
    static VARIANCE: LazyLock<f64> = LazyLock::new(|| {
        let step = TAU / FINE as f64;
        let waves = (1..FINE / 4).map(|i| step * i as f64);
        waves
            .map(|wave| kaimal(wave) * (1.0 - wide_share(wave)) * step)
            .sum()
    });
    *VARIANCE
}

/// The grid point before a place on a ring of `count`, and how far behind it the place is.
fn place(at: f64, count: usize) -> (usize, f64) {
    // Rounds down, without the call that `floor` is on plain processors.
    let whole = at as i64 - i64::from(at < 0.0);
    (whole.rem_euclid(count as i64) as usize, at - whole as f64)
}

/// Kaimal's spectrum of the wind along itself, over the wave number in rad/m, for variance
/// 1: n·S/u*² = 200f/(1 + 50f)^(5/3) with f = n·z/U = k·z/2π and σ² = 6·u*².
fn kaimal(wave: f64) -> f64 {
    let metres = HEIGHT_M / TAU;
    200.0 / 6.0 * metres / (1.0 + 50.0 * wave * metres).powf(5.0 / 3.0)
}

/// What share of the spectrum the wide pattern has.
fn wide_share(wave: f64) -> f64 {
    1.0 / (1.0 + (wave * SPLIT_M / TAU).powi(8))
}

/// What straight lines between points `apart_m` leave of a wave's power.
fn kept_between(wave: f64, apart_m: f64) -> f64 {
    let half = wave * apart_m / 2.0;
    if half < 1e-9 {
        1.0
    } else {
        (half.sin() / half).powi(4)
    }
}

/// The signed index of a ring's wave.
const fn signed(index: usize, count: usize) -> f64 {
    if index <= count / 2 {
        index as f64
    } else {
        index as f64 - count as f64
    }
}

fn wide(random: &mut impl Rng) -> Vec<f32> {
    let step = TAU / (ALONG as f64 * ALONG_M);
    let columns: Vec<(f64, f64)> = (0..ALONG)
        .map(|i| {
            let wave = step * signed(i, ALONG).abs();
            let like = (-DECAY * wave / TAU * ACROSS_M).exp();
            // Between two lines the mean of both: a third of the difference is lost.
            let kept = kept_between(wave, ALONG_M) * (2.0 + like) / 3.0;
            let power = kaimal(wave) * wide_share(wave) * step / kept;
            (if i == 0 { 0.0 } else { power }, like)
        })
        .collect();
    let mut waves = vec![Complex32::default(); ALONG * ACROSS];
    for (m, row) in waves.chunks_exact_mut(ALONG).enumerate() {
        let cosine = (TAU * m as f64 / ACROSS as f64).cos();
        for (cell, &(power, like)) in row.iter_mut().zip(&columns) {
            let whole = like.powi(ACROSS as i32);
            let share = (1.0 - like * like) / (1.0 - 2.0 * like * cosine + like * like);
            let share = share * (1.0 - whole) / (1.0 + whole) / ACROSS as f64;
            let share = if power > 0.0 { share } else { 0.0 };
            *cell = normal(random) * (power * share / 2.0).sqrt() as f32;
        }
    }
    let mut planner = FftPlanner::new();
    planner.plan_fft_inverse(ALONG).process(&mut waves);
    let mut turned = vec![Complex32::default(); ALONG * ACROSS];
    for (m, row) in waves.chunks_exact(ALONG).enumerate() {
        for (x, &cell) in row.iter().enumerate() {
            turned[x * ACROSS + m] = cell;
        }
    }
    planner.plan_fft_inverse(ACROSS).process(&mut turned);
    turned.iter().map(|cell| cell.re).collect()
}

fn fine(random: &mut impl Rng) -> Vec<f32> {
    let step = TAU / FINE as f64;
    let mut waves: Vec<Complex32> = (0..FINE)
        .map(|i| {
            let wave = step * signed(i, FINE).abs();
            let kept = kept_between(wave, 1.0);
            // Waves shorter than four metres are lost between the points.
            let power = if wave > PI / 2.0 {
                0.0
            } else {
                kaimal(wave) * (1.0 - wide_share(wave)) * step / kept
            };
            normal(random) * (power / 2.0).sqrt() as f32
        })
        .collect();
    FftPlanner::new().plan_fft_inverse(FINE).process(&mut waves);
    waves.iter().map(|cell| cell.re).collect()
}

/// A complex number with normal parts.
fn normal(random: &mut impl Rng) -> Complex32 {
    let re: f32 = StandardNormal.sample(random);
    let im: f32 = StandardNormal.sample(random);
    Complex32::new(re, im)
}
