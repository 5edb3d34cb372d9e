//! Cost of a tick of both worlds without rendering: 20 areas of 200 customers.
//!
//! A frame at real-time speed lives one tick; the goal is 4 ms on one core. Most
//! ticks do nothing, so what counts is the worst: the one in which the loads of a
//! group change and both worlds solve its network. Areas that are fed alone take
//! turns within the minute; areas on one line are one network and are solved in one
//! tick. Before the means of criterion, median, 99th percentile and worst of one hour
//! are printed.
#![expect(clippy::print_stdout, reason = "a benchmark prints what it measures")]

use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bevy::app::App;
use criterion::{Criterion, criterion_group, criterion_main};
use taiqu::scenario::{Operations, Scenario};
use taiqu::simulation;
use taiqu_dispatch::Rules;
use taiqu_field::{
    CallSettings, LoadSettings, MeterSettings, TerminalSettings, Weather, WorkSettings,
};
use taiqu_grid::generate::{self, Style};
use taiqu_grid::{Catalogue, District, Text, home};
use taiqu_link::Channel;

const AREAS: u32 = 20;
const CUSTOMERS: u32 = 200;
/// Ticks whose times are sorted.
const TICKS: usize = 3600;

fn catalogue() -> Catalogue {
    let home = home::home().expect("assets");
    let catalogue = Catalogue::open(&home.join("assets").join("catalogue"));
    catalogue.value.expect("a catalogue")
}

/// Areas with a supply of their own each.
fn apart() -> District {
    let catalogue = catalogue();
    let areas = (0..u64::from(AREAS)).map(|k| {
        let mut raw = generate::village(CUSTOMERS, k);
        raw.id = format!("village-{k}");
        raw.check(&catalogue).value.expect("a village")
    });
    District {
        lines: Vec::new(),
        areas: areas.collect(),
    }
}

/// As many estates on one line.
fn together() -> District {
    let catalogue = catalogue();
    let places = generate::places(Style::Estate, AREAS, CUSTOMERS, 1);
    let areas = places.areas.into_iter();
    District {
        lines: vec![places.line.check(&catalogue).value.expect("a line")],
        areas: areas
            .map(|raw| raw.check(&catalogue).value.expect("an estate"))
            .collect(),
    }
}

fn simulation_of(district: District) -> App {
    let district = Arc::new(district);
    let scenario = Scenario {
        id: "bench".into(),
        file: PathBuf::new(),
        inputs: Vec::new(),
        name: Text::default(),
        about: Text::default(),
        aims: Vec::new(),
        catalogue: Arc::new(catalogue()),
        records: Arc::clone(&district),
        truth: district,
        start: "2026-07-15T18:00:00".parse().expect("a time"),
        length_s: u64::from(u32::MAX),
        seed: 1,
        weather: Weather::default(),
        storm: None,
        loads: LoadSettings::default(),
        meters: MeterSettings::default(),
        terminals: TerminalSettings::default(),
        calls: CallSettings::default(),
        events: Vec::new(),
        channel: Channel::Perfect,
        staff: Arc::default(),
        depots: Arc::default(),
        true_depots: Arc::default(),
        bill: taiqu_link::Bill::default(),
        roads: Vec::new(),
        managers: Arc::default(),
        tasks: taiqu_dispatch::TaskRules::default(),
        work: WorkSettings::default(),
        rules: Rules::default(),
        operations: Operations::default(),
    };
    let mut app = App::empty();
    simulation::install(&mut app, &scenario).expect("a simulation");
    app
}

fn timed(app: &mut App) -> Duration {
    let begun = Instant::now();
    simulation::step(app.world_mut()).expect("a tick");
    begun.elapsed()
}

fn ticks(criterion: &mut Criterion) {
    for (name, district) in [("apart", apart()), ("on one line", together())] {
        let name = format!("{AREAS} areas of {CUSTOMERS} customers, {name}");
        let mut app = simulation_of(district);
        let mut times: Vec<Duration> = (0..TICKS).map(|_| timed(&mut app)).collect();
        times.sort_unstable();
        let [median, high] = [50, 99].map(|percent| times[TICKS * percent / 100]);
        let worst = times[TICKS - 1];
        println!("{name}: median {median:?}, 99th percentile {high:?}, worst {worst:?}");
        let mut group = criterion.benchmark_group(&name);
        group.sample_size(20);
        group.bench_function("tick", |bench| {
            bench.iter(|| simulation::step(app.world_mut()).expect("a tick"));
        });
        group.bench_function("worst of a minute", |bench| {
            bench.iter_custom(|minutes| {
                let worst = |_| (0..60).map(|_| timed(&mut app)).max().unwrap_or_default();
                (0..minutes).map(worst).sum()
            });
        });
        group.finish();
    }
}

criterion_group!(benches, ticks);
criterion_main!(benches);
