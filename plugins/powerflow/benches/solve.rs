//! The shipped IEEE European LV feeder: solving it cold and warm, its
//! short circuits, and its day; and an area as the live simulation solves it.

use std::hint::black_box;
use std::path::Path;

mod feeder;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use taiqu_grid::{Catalogue, District};
use taiqu_powerflow::{
    Batch, FaultConditions, FaultType, LoadPower, Model, Options, Output, Series, Solver,
    Switching, short_circuits,
};

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
    let district = feeder::ieee();
    let model = Model::new(&district);
    let switching = Switching::of(&district);
    let options = Options {
        ignore_bands: true,
        ..Options::default()
    };
    let minutes = feeder::minutes(&model);

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
}

/// The feeder's day side by side, on one thread.
fn day(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("day of 1440 steps");
    group.throughput(Throughput::Elements(1440));
    let options = Options {
        ignore_bands: true,
        ..Options::default()
    };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build();
    let pool = pool.expect("a pool of one thread");
    let three_wire = feeder::ieee();
    for (name, district, output) in [
        ("load buses", &three_wire, Output::Loads),
        ("all nodes", &three_wire, Output::All),
        (
            "four-wire with earths, load buses",
            &feeder::four_wire(),
            Output::Loads,
        ),
    ] {
        let model = Model::new(district);
        let minutes = feeder::minutes(&model);
        let batch = Batch::new(&model, &Switching::of(district), options);
        let power = |step: usize, powers: &mut [LoadPower]| powers.copy_from_slice(&minutes[step]);
        let mut series = Series::default();
        group.bench_function(name, |bench| {
            bench.iter(|| pool.install(|| batch.solve(1440, power, output, &mut series)));
        });
        assert!(series.steps.iter().all(|step| step.converged));
    }
    group.finish();
}

criterion_group!(benches, solve, day, village);
criterion_main!(benches);
