//! Bodies after a break, timed and compared: `cargo bench -p taiqu_storm --bench bodies`.
//!
//! Times a step of 500 poles of which 50 fall at once, with their wires; the goal is 4 ms on
//! one core. Before that it is printed how long the steps of their fall took, and how often
//! the fate of a neighbour by bodies (the highest moment at its foot over what it bears) is
//! the one that the closed form of [`Standing::pulls`] gives it.

#![allow(clippy::print_stdout, reason = "a benchmark prints what it measures")]

use std::time::{Duration, Instant};

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use taiqu_grid::Catalogue;
use taiqu_link::chance;
use taiqu_storm::{Bodies, Break, Order, Standing};
use taiqu_structure::fragility::Scatter;
use taiqu_structure::{Exposure, Ground, Lines, Resistance, Vector};

const POLES: usize = 500;
const FALLING: usize = 50;
/// Breaks of which the neighbours are compared.
const BREAKS: u64 = 300;
const STEPS: usize = 600;

fn town() -> Lines {
    let home = taiqu_grid::home::home().expect("the repository");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("it is whole");
    let area = [home.join("scenarios/areas/town-1.ron")];
    let district = taiqu_grid::district::open(&area, &[], &catalogue);
    Lines::of(&district.into_result().expect("it is whole"), &catalogue)
}

/// As many towns beside each other as it takes to have enough poles.
fn many() -> Lines {
    let town = town();
    let mut lines = Lines::default();
    for copy in 0..POLES.div_ceil(town.poles.len()) {
        let (poles, spans) = (lines.poles.len(), lines.spans.len());
        let by = Vector::new(500.0 * (copy % 6) as f64, 500.0 * (copy / 6) as f64);
        lines
            .poles
            .extend(town.poles.iter().cloned().map(|mut pole| {
                pole.at += by;
                for hold in &mut pole.holds {
                    hold.span += spans;
                }
                pole
            }));
        lines
            .spans
            .extend(town.spans.iter().cloned().map(|mut span| {
                span.at = span.at.map(|at| at + by);
                span.poles = span.poles.map(|pole| pole.map(|pole| pole + poles));
                span
            }));
    }
    lines
}

fn fall(lines: &Lines, pole: usize, towards: Vector) -> Order {
    Order::Fall {
        pole,
        moment_nm: towards * lines.poles[pole].break_nm(),
        gives: Break::Overturn,
    }
}

/// Fifty of five hundred poles begin to fall.
fn falling(lines: &Lines) -> Bodies {
    let mut bodies = Bodies::new(lines.clone(), |x, y| (x / 50.0).sin() + (y / 40.0).cos());
    for k in 0..FALLING {
        let pole = k * lines.poles.len() / FALLING;
        bodies.order(fall(lines, pole, Vector::towards(k as f64)));
    }
    bodies
}

fn wind(place: Vector) -> Vector {
    Vector::new(25.0 + (place.x / 90.0).sin(), 5.0)
}

fn step(criterion: &mut Criterion) {
    let lines = many();
    let mut bodies = falling(&lines);
    let mut times: Vec<Duration> = (0..STEPS)
        .map(|_| {
            let start = Instant::now();
            bodies.step(wind);
            start.elapsed()
        })
        .collect();
    let ropes = bodies.poses().ropes.len();
    let first = times[0];
    times.sort_unstable();
    println!(
        "{} poles, {FALLING} of them fall, {ropes} ropes: median {:?}, 99 % {:?}, worst {:?}; \
         the first step {first:?}",
        lines.poles.len(),
        times[STEPS / 2],
        times[STEPS * 99 / 100],
        times[STEPS - 1],
    );
    agreement();
    let mut moving = falling(&lines);
    for _ in 0..60 {
        moving.step(wind);
    }
    let memory = moving.memory();
    criterion.bench_function("a step of 50 falling poles", |bench| {
        let start = || {
            let mut bodies = Bodies::new(lines.clone(), |_, _| 0.0);
            bodies.recall(&memory);
            bodies
        };
        bench.iter_batched_ref(start, |bodies| bodies.step(wind), BatchSize::LargeInput);
    });
}

/// Compares the fates of the neighbours of poles that fall in still air.
fn agreement() {
    let lines = town();
    let ground = Ground::default();
    let standing = Standing::new(lines.clone(), &ground, 0);
    let mut fates = [[0_u32; 2]; 2];
    let mut ratios = Vec::new();
    for seed in 0..BREAKS {
        let mut random = chance::stream(seed, 251, (0, 0), 0);
        let pole = (chance::unit(&mut random) * lines.poles.len() as f64) as usize;
        let towards = Vector::towards(std::f64::consts::TAU * chance::unit(&mut random));
        let mut bodies = Bodies::new(lines.clone(), |_, _| 0.0);
        bodies.order(fall(&lines, pole, towards));
        for _ in 0..STEPS {
            bodies.step(|_| Vector::default());
        }
        for (next, pull_nm) in standing.pulls(pole) {
            let tied_nm = pull_nm.length();
            let exposure = Exposure::of(&lines, next);
            let usual = Resistance::of(&lines, next, &exposure, &ground);
            let Scatter { strength, .. } = ground.scatter;
            // Half the moment that it bears is taken by the wind that blows.
            let luck = (strength * (2.0 * chance::unit(&mut random) - 1.0)).exp();
            let bears_nm = 0.5 * usual.break_nm.min(usual.overturn_nm) * luck;
            let peak_nm = bodies.moments()[&next].peak_nm.length();
            fates[usize::from(tied_nm > bears_nm)][usize::from(peak_nm > bears_nm)] += 1;
            ratios.push(peak_nm / tied_nm);
        }
    }
    ratios.sort_by(f64::total_cmp);
    let all: u32 = fates.iter().flatten().sum();
    println!(
        "{all} neighbours of {BREAKS} breaks: both let {} stand and {} fall; {} fall only in \
         closed form, {} only by bodies; highest moment over the closed form's: median {:.2}, \
         90 % {:.2}",
        fates[0][0],
        fates[1][1],
        fates[1][0],
        fates[0][1],
        ratios[ratios.len() / 2],
        ratios[ratios.len() * 9 / 10],
    );
}

criterion_group!(benches, step);
criterion_main!(benches);
