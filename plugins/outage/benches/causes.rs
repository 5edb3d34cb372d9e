//! How well causes are ranked, beside how often each cause comes in general: a table.
//!
//! There are no records of faults to judge by. So faults are drawn from a world of other
//! make than the ranking: for each world shares, and how much wind, rain, heat and load
//! matter, differ from what is assumed by a factor of their own (log-normal, spread 0.5),
//! and weather bears on causes by steps in place of smooth powers. The baseline is how
//! often each cause was in as many drawn faults of the same kind of part.
//!
//! `cargo bench -p taiqu_outage --bench causes [-- worlds [faults]]`

#![allow(clippy::print_stdout, reason = "a study tells its table")]

#[path = "../tests/support/mod.rs"]
#[allow(dead_code, reason = "shared with the study of faults")]
mod support;

use std::collections::BTreeMap;

use rand::RngExt as _;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng as _;
use rand_distr::{Distribution as _, LogNormal};
use taiqu_grid::{AssetRef, District, Kind, Phases};
use taiqu_link::WeatherReport;
use taiqu_outage::{Cause, Circumstances, Layout, Sort, Trouble, causes};

/// Faults of a world from which the baseline learns.
const LEARNT: usize = 2000;

/// How one world differs from what is assumed.
struct World {
    share: BTreeMap<Cause, f64>,
    gale: f64,
    downpour: f64,
    heat: f64,
    load: f64,
}

struct Fault {
    sort: Sort,
    part: AssetRef,
    phases: Phases,
    around: Circumstances,
    cause: Cause,
}

#[derive(Default)]
struct Score {
    count: f64,
    first: f64,
    three: f64,
    brier: f64,
}

impl Score {
    fn take(&mut self, ranked: &[(Cause, f64)], truth: Cause) {
        let is = |&(cause, _): &(Cause, f64)| cause == truth;
        self.count += 1.0;
        self.first += f64::from(u8::from(ranked.first().is_some_and(is)));
        self.three += f64::from(u8::from(ranked.iter().take(3).any(is)));
        let so = |cause| f64::from(u8::from(cause == truth));
        self.brier += ranked
            .iter()
            .map(|&(cause, p)| (p - so(cause)).powi(2))
            .sum::<f64>();
        if !ranked.iter().any(is) {
            self.brier += 1.0;
        }
    }

    fn row(&self, name: &str) {
        let percent = |part: f64| 100.0 * part / self.count;
        println!(
            "| {name} | {:.1} % | {:.1} % | {:.3} |",
            percent(self.first),
            percent(self.three),
            self.brier / self.count
        );
    }
}

fn main() {
    let args = std::env::args().skip(1).filter_map(|arg| arg.parse().ok());
    let numbers: Vec<usize> = args.collect();
    let worlds = numbers.first().copied().unwrap_or(40);
    let faults = numbers.get(1).copied().unwrap_or(500);
    let places = support::places();
    let places: Vec<(District, Layout)> = places
        .into_iter()
        .map(|(_, district)| {
            let layout = support::layout_of(&district);
            (district, layout)
        })
        .collect();
    let mut rng = ChaCha8Rng::seed_from_u64(23);
    let (mut own, mut usual) = (Score::default(), Score::default());
    for _ in 0..worlds {
        let world = World::draw(&mut rng);
        let mut past: BTreeMap<Sort, BTreeMap<Cause, f64>> = BTreeMap::new();
        for _ in 0..LEARNT {
            let (_, fault) = world.fault(&places, &mut rng);
            let of = past.entry(fault.sort).or_default();
            *of.entry(fault.cause).or_default() += 1.0;
        }
        for _ in 0..faults {
            let (k, fault) = world.fault(&places, &mut rng);
            let ranked = causes(&places[k].0, fault.part, fault.phases, &fault.around);
            own.take(&ranked, fault.cause);
            usual.take(&shares(past.get(&fault.sort)), fault.cause);
        }
    }
    println!("| causes of {worlds} × {faults} drawn faults | first | among three | Brier score |");
    println!("|---|---|---|---|");
    own.row("ranked by weather, load, part and phases");
    usual.row("how often each was for the same kind of part");
}

/// The shares of what was counted, the largest first.
fn shares(counts: Option<&BTreeMap<Cause, f64>>) -> Vec<(Cause, f64)> {
    let all: Vec<(Cause, f64)> = counts
        .into_iter()
        .flatten()
        .map(|(&c, &n)| (c, n))
        .collect();
    let whole: f64 = all.iter().map(|(_, n)| n).sum();
    let mut all: Vec<(Cause, f64)> = all.into_iter().map(|(c, n)| (c, n / whole)).collect();
    all.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    all
}

impl World {
    fn draw(rng: &mut ChaCha8Rng) -> Self {
        let other = LogNormal::new(0.0, 0.5).expect("a spread");
        Self {
            share: Cause::ALL.map(|cause| (cause, other.sample(rng))).into(),
            gale: 12.0 * other.sample(rng),
            downpour: 4.0 * other.sample(rng),
            heat: 3.0 * other.sample(rng),
            load: 6.0 * other.sample(rng),
        }
    }

    /// A fault of a part that may fail, in some weather and at some load.
    fn fault(&self, places: &[(District, Layout)], rng: &mut ChaCha8Rng) -> (usize, Fault) {
        let k = rng.random_range(0..places.len());
        let (district, layout) = &places[k];
        let losses = layout.network.parts().iter().zip(&layout.assets);
        let losses = losses.flat_map(|(part, &asset)| {
            let losses = part.losses.iter();
            losses.map(move |&(phases, p)| (asset, phases, p))
        });
        let losses: Vec<(AssetRef, Phases, f64)> = losses.collect();
        loop {
            let around = around(rng);
            let (part, phases) = pick(&losses, rng);
            if part.kind == Kind::Node {
                continue;
            }
            // Weather and load make some faults come, others not.
            let shares = causes(district, part, phases, &Circumstances::default());
            let rates = shares.into_iter().map(|(cause, share)| {
                (
                    cause,
                    share * self.share[&cause] * self.factor(cause, &around),
                )
            });
            let rates: Vec<(Cause, f64)> = rates.collect();
            let whole: f64 = rates.iter().map(|(_, rate)| rate).sum();
            if rng.random::<f64>() > whole / 20.0 {
                continue;
            }
            let mut left = rng.random::<f64>() * whole;
            let found = rates.iter().find(|(_, rate)| {
                left -= rate;
                left <= 0.0
            });
            let Some(&(cause, _)) = found else { continue };
            let sort = Sort::of(district, part, Trouble::NoSupply);
            let fault = Fault {
                sort,
                part,
                phases,
                around,
                cause,
            };
            return (k, fault);
        }
    }

    /// By steps: a gale, a downpour, a hot day, a loaded transformer, or none of them.
    fn factor(&self, cause: Cause, around: &Circumstances) -> f64 {
        let weather = &around.weather;
        let when = |so: bool, factor: f64| if so { factor } else { 1.0 };
        let gale = when(weather.wind_m_s > 12.0, self.gale);
        let downpour = when(weather.rain_mm_h > 8.0, self.downpour);
        let heat = when(weather.temperature_c > 34.0, self.heat);
        let load = when(around.loading > 0.75, self.load);
        match cause {
            Cause::Tree => gale * downpour,
            Cause::BrokenWire => gale,
            Cause::ShortCircuit => gale.sqrt() * downpour.sqrt(),
            Cause::Leakage => downpour,
            Cause::Overload => load * heat,
            Cause::BurntJoint => load,
            Cause::Digging => 1.0 / downpour,
            Cause::Vehicle | Cause::Defect | Cause::SupplyLost => 1.0,
        }
    }
}

fn around(rng: &mut ChaCha8Rng) -> Circumstances {
    let wind = LogNormal::new(0.9, 0.8).expect("a spread");
    let rain = LogNormal::new(1.0, 1.0).expect("a spread");
    let rains = rng.random_bool(0.15);
    Circumstances {
        weather: WeatherReport {
            temperature_c: rng.random_range(5.0..39.0),
            cloud: 0.5,
            wind_m_s: f64::min(wind.sample(rng), 25.0),
            rain_mm_h: if rains { rain.sample(rng) } else { 0.0 },
            river_m: 0.0,
        },
        loading: rng.random_range(0.15..1.05),
    }
}

fn pick(losses: &[(AssetRef, Phases, f64)], rng: &mut ChaCha8Rng) -> (AssetRef, Phases) {
    let whole: f64 = losses.iter().map(|(_, _, p)| p).sum();
    let mut left = rng.random::<f64>() * whole;
    let found = losses.iter().find(|(_, _, p)| {
        left -= p;
        left <= 0.0
    });
    let (asset, phases, _) = found.unwrap_or(&losses[0]);
    (*asset, *phases)
}
