//! The shipped IEEE European LV feeder: solving it cold and warm, its
//! short circuits, and its day; and an area as the live simulation solves it.

use std::hint::black_box;
use std::path::Path;

use criterion::{Criterion, criterion_group, criterion_main};
use taiqu_grid::{Catalogue, District};
use taiqu_powerflow::{
    FaultConditions, FaultType, LoadPower, Model, Options, Output, Solver, Switching, series,
    short_circuits,
};

fn ieee() -> District {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios/areas/ieee-european-lv.ron");
    let checked = taiqu_grid::read::read_area(&path, &Catalogue::default());
    District::alone(checked.into_result().expect("the shipped feeder"))
}

/// A village of 200 customers whose loads all change from one solve to the next.
fn village(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/catalogue");
    let catalogue = Catalogue::open(&folder).into_result();
    let catalogue = catalogue.expect("the shipped catalogue");
    let area = taiqu_grid::generate::village(200, 1).check(&catalogue);
    let district = District::alone(area.into_result().expect("a sound area"));
    let model = Model::new(&district);
    let evening = model.powers_at(20 * 3600);
    let minutes: Vec<Vec<LoadPower>> = (0..240)
        .map(|minute| {
            let changed = |(k, load): (usize, &LoadPower)| {
                let factor = 1.0 + 0.3 * f64::from(minute * (k as u32 + 1)).sin();
                LoadPower {
                    p_w: load.p_w * factor,
                    q_var: load.q_var * factor,
                }
            };
            evening.iter().enumerate().map(changed).collect()
        })
        .collect();
    let mut solver = Solver::new(&model, &Switching::of(&district), Options::default());
    let mut minute = 0;
    criterion.bench_function("warm solve of a village of 200 customers", |bench| {
        bench.iter(|| {
            minute = (minute + 1) % minutes.len();
            black_box(solver.solve(&minutes[minute]))
        });
    });
}

fn solve(criterion: &mut Criterion) {
    let district = ieee();
    let model = Model::new(&district);
    let switching = Switching::of(&district);
    let options = Options {
        ignore_bands: true,
        ..Options::default()
    };
    let minutes: Vec<Vec<LoadPower>> = (1..=1440).map(|k| model.powers_at(k * 60)).collect();

    criterion.bench_function("cold solve with factorisation", |bench| {
        bench.iter(|| {
            let mut solver = Solver::new(&model, &switching, options);
            black_box(solver.solve(&minutes[565]))
        });
    });
    criterion.bench_function("warm solve of the next minute", |bench| {
        let mut solver = Solver::new(&model, &switching, options);
        let mut minute = 0;
        bench.iter(|| {
            minute = (minute + 1) % minutes.len();
            black_box(solver.solve(&minutes[minute]))
        });
    });
    let kinds = [
        FaultType::Abc,
        FaultType::Bc,
        FaultType::Ae,
        FaultType::Bce,
        FaultType::Cae,
    ];
    criterion.bench_function("short circuit, 906 nodes of 5 types", |bench| {
        let conditions = FaultConditions::default();
        bench.iter(|| short_circuits(&model, &switching, options, &conditions, &kinds));
    });
    let mut day = criterion.benchmark_group("day");
    day.sample_size(10);
    day.bench_function("1440 steps", |bench| {
        let power = |step: usize, powers: &mut [LoadPower]| powers.copy_from_slice(&minutes[step]);
        bench.iter(|| series(&model, &switching, options, 1440, power, Output::Loads));
    });
    day.finish();
}

criterion_group!(benches, solve, village);
criterion_main!(benches);
