//! Inverters settle where the network's answer and their own curves meet.

mod support;

use num_complex::Complex64;
use support::{SOURCE, alone, earth, empty, load, matrix, node, phases, section};
use taiqu_grid::area::{Area, LoadModel};
use taiqu_powerflow::{Batch, LoadPower, Model, Options, Output, Series, Solver, Switching};

const KVA: f64 = 30.0;

/// A long feeder with consumers on the way, and a three-phase and a single-phase
/// inverter at its end, whose reactive power falls by `fall` pu from `from` to `to` pu.
fn feeder([from, to]: [f64; 2], fall: f64) -> Area {
    let mut area = empty(SOURCE);
    node(&mut area, "abcn");
    earth(&mut area, 0, Complex64::new(0.01, 0.0));
    let z = matrix(
        phases("abcn"),
        Complex64::new(0.06, 0.05),
        Complex64::new(0.01, 0.02),
    );
    for k in 0..6 {
        let next = node(&mut area, "abcn");
        section(&mut area, k, next, "abcn", z);
        load(&mut area, next, "abcn", 3.0, 1.0);
        load(&mut area, next, "bn", 1.5, 0.2);
    }
    for connection in ["abcn", "cn"] {
        let k = load(&mut area, 6, connection, 0.0, 0.0);
        area.loads[k].model = LoadModel::Inverter {
            kva: KVA,
            volt_var: Box::new([[0.9, 0.4], [0.92, 0.0], [from, 0.0], [to, -fall]]),
            volt_watt: Box::new([[1.0, 1.0], [1.05, 0.0]]),
        };
    }
    area
}

/// A day's sun on the two inverters, in 96 steps.
fn sun(model: &Model) -> impl Fn(usize, &mut [LoadPower]) + Sync + '_ {
    let count = model.loads().len();
    move |step, powers| {
        powers.copy_from_slice(model.nominal());
        let height = ((step as f64 - 24.0) / 48.0 * std::f64::consts::PI).sin();
        powers[count - 2].p_w = -28e3 * height.max(0.0);
        powers[count - 1].p_w = -25e3 * height.max(0.0);
    }
}

fn between([from, to]: [f64; 2], [low, high]: [f64; 2], x: f64) -> f64 {
    low + (high - low) * ((x - from) / (to - from)).clamp(0.0, 1.0)
}

#[test]
fn they_deliver_what_their_curves_say_at_the_voltage_found() {
    let district = alone(&feeder([1.0, 1.06], 0.44));
    let (model, switching) = (Model::new(&district), Switching::of(&district));
    let mut solver = Solver::new(&model, &switching, Options::default());
    let mut powers = model.nominal().to_vec();
    let single = model.loads().len() - 1;
    let (mut curtailed, mut absorbing) = (0, 0);
    for step in 0..96 {
        sun(&model)(step, &mut powers);
        assert!(solver.solve(&powers).converged, "step {step}");
        let state = solver.solution().loads()[single];
        let could = -powers[single].p_w;
        if could == 0.0 {
            assert!(state.p_w.abs() < 1e-3 && state.q_var.abs() < 1e-3);
            continue;
        }
        let x = state.voltage_pu;
        let p = could.min(KVA * 1e3 * between([1.0, 1.05], [1.0, 0.0], x));
        let q = -KVA * 1e3 * between([1.0, 1.06], [0.0, 0.44], x);
        assert!((state.p_w + p).abs() < 0.05, "step {step}: {state:?} {p}");
        assert!((state.q_var + q).abs() < 0.05, "step {step}: {state:?} {q}");
        curtailed += usize::from(p < could - 1.0);
        absorbing += usize::from(q < -1000.0);
    }
    assert!(curtailed > 4 && absorbing > 20, "{curtailed} {absorbing}");
}

#[test]
fn lanes_come_to_what_single_solves_do() {
    let district = alone(&feeder([1.0, 1.06], 0.44));
    let (model, switching) = (Model::new(&district), Switching::of(&district));
    let batch = Batch::new(&model, &switching, Options::default());
    let mut series = Series::default();
    batch.solve(96, sun(&model), Output::Loads, &mut series);
    let mut solver = Solver::new(&model, &switching, Options::default());
    let mut powers = model.nominal().to_vec();
    for (step, found) in series.load_v.chunks(model.loads().len()).enumerate() {
        assert!(series.steps[step].converged);
        sun(&model)(step, &mut powers);
        solver.solve(&powers);
        for (state, v) in solver.solution().loads().iter().zip(found) {
            let difference = (state.voltage_v - v).abs();
            assert!(difference < 5e-6, "step {step}: {difference}");
        }
    }
}

#[test]
fn a_curve_far_steeper_than_grid_codes_have_it_is_held() {
    let district = alone(&feeder([1.02, 1.025], 0.44));
    let (model, switching) = (Model::new(&district), Switching::of(&district));
    let mut solver = Solver::new(&model, &switching, Options::default());
    let mut powers = model.nominal().to_vec();
    let single = model.loads().len() - 1;
    let mut on_the_slope = 0;
    for step in 0..96 {
        sun(&model)(step, &mut powers);
        let outcome = solver.solve(&powers);
        assert!(outcome.converged, "step {step}: {outcome:?}");
        assert!(outcome.mismatch_va < 0.5, "step {step}: {outcome:?}");
        let x = solver.solution().loads()[single].voltage_pu;
        on_the_slope += usize::from((1.0201..1.0249).contains(&x));
    }
    assert!(on_the_slope > 10, "{on_the_slope}");
}
