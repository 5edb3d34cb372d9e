//! Cost of a tick of both worlds without rendering: 20 areas of 200 customers.
//!
//! `tick` is the mean over all ticks, `minute` that of the ticks on the minute
//! alone, in which loads change and both worlds solve their networks. A frame at
//! real-time speed lives one tick; the goal is a median of 4 ms on one core.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bevy::app::App;
use criterion::{Criterion, criterion_group, criterion_main};
use taiqu::scenario::{Operations, Scenario};
use taiqu::simulation;
use taiqu_field::{LoadSettings, Weather};
use taiqu_grid::{Catalogue, District, Text, generate, home};
use taiqu_link::Channel;

const AREAS: u64 = 20;
const CUSTOMERS: u32 = 200;

fn scenario() -> Scenario {
    let home = home::home().expect("assets");
    let catalogue = Catalogue::open(&home.join("assets").join("catalogue"));
    let catalogue = catalogue.value.expect("a catalogue");
    let areas = (0..AREAS).map(|k| {
        let mut raw = generate::village(CUSTOMERS, k);
        raw.id = format!("village-{k}");
        raw.check(&catalogue).value.expect("a village")
    });
    let district = Arc::new(District {
        lines: Vec::new(),
        areas: areas.collect(),
    });
    Scenario {
        id: "bench".into(),
        file: PathBuf::new(),
        inputs: Vec::new(),
        name: Text::default(),
        about: Text::default(),
        aims: Vec::new(),
        records: Arc::clone(&district),
        truth: district,
        start: "2026-07-15T18:00:00".parse().expect("a time"),
        length_s: u64::from(u32::MAX),
        seed: 1,
        weather: Weather::default(),
        loads: LoadSettings::default(),
        events: Vec::new(),
        channel: Channel::Perfect,
        operations: Operations::default(),
    }
}

fn ticks(criterion: &mut Criterion) {
    let mut app = App::empty();
    simulation::install(&mut app, &scenario()).expect("a simulation");
    let mut group = criterion.benchmark_group("20 areas of 200 customers");
    group.sample_size(20);
    group.bench_function("tick", |bench| {
        bench.iter(|| simulation::step(app.world_mut()).expect("a tick"));
    });
    group.bench_function("minute", |bench| {
        bench.iter_custom(|minutes| {
            let mut spent = Duration::ZERO;
            for _ in 0..minutes {
                // The slowest of sixty ticks in a row is the one on the minute.
                let times = (0..60).map(|_| {
                    let begun = Instant::now();
                    simulation::step(app.world_mut()).expect("a tick");
                    begun.elapsed()
                });
                spent += times.max().unwrap_or_default();
            }
            spent
        });
    });
    group.finish();
}

criterion_group!(benches, ticks);
criterion_main!(benches);
