//! Many steps side by side come to what each comes to by itself.

use std::path::Path;

use num_complex::Complex64;
use taiqu_grid::{Catalogue, District, generate};
use taiqu_powerflow::{Batch, LoadPower, Model, Options, Output, Series, Solver, Switching};

const QUARTERS: usize = 96;

fn catalogue() -> Catalogue {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/catalogue");
    let opened = Catalogue::open(&folder).into_result();
    opened.expect("the shipped catalogue")
}

fn village() -> District {
    let area = generate::village(60, 1).check(&catalogue());
    District::alone(area.into_result().expect("a sound area"))
}

/// A quarter of an hour's powers by the profiles.
fn quarters(model: &Model) -> impl Fn(usize, &mut [LoadPower]) + Sync + '_ {
    |step, powers| powers.copy_from_slice(&model.powers_at(step as u64 * 900))
}

/// Compares `series` with single solves of the same steps.
fn compare(
    (model, switching, options): (&Model, &Switching, Options),
    power: impl Fn(usize, &mut [LoadPower]),
    series: &Series,
) {
    let base = 230.9;
    let mut solver = Solver::new(model, switching, options);
    let mut powers = model.nominal().to_vec();
    let (loads, buses) = (model.loads().len(), model.bus_count());
    for (k, step) in series.steps.iter().enumerate() {
        power(k, &mut powers);
        let outcome = solver.solve(&powers);
        assert_eq!(outcome.converged, step.converged, "step {k}");
        if !step.converged {
            continue;
        }
        let solution = solver.solution();
        for (state, v) in solution.loads().iter().zip(&series.load_v[k * loads..]) {
            assert!((state.voltage_v - v).abs() < 1e-8 * base, "step {k}");
        }
        for bus in 0..buses {
            let found = series.v[k * buses + bus];
            for (v, found) in solution.v(bus).iter().zip(found) {
                assert!((v - found).norm() < 1e-8 * v.norm().max(base), "step {k}");
            }
        }
        for (found, expected) in [
            (step.source_w, solution.source_w()),
            (step.gateway_w, solution.gateway_w()),
            (step.load_w, solution.load_w()),
            (step.line_w, solution.line_w()),
            (step.transformer_w, solution.transformer_w()),
        ] {
            let size = solution.source_w().abs().max(1e4);
            assert!(
                (found - expected).abs() < 1e-6 * size,
                "step {k}: {found} {expected}"
            );
        }
    }
}

#[test]
fn a_days_quarters_are_those_of_single_solves() {
    let catalogue = catalogue();
    for raw in [
        generate::village(60, 1),
        generate::estate(80, 2),
        generate::town(40, 3),
    ] {
        let area = raw.check(&catalogue).into_result().expect("a sound area");
        let district = District::alone(area);
        let (model, switching) = (Model::new(&district), Switching::of(&district));
        let options = Options::default();
        let power = quarters(&model);
        let mut series = Series::default();
        let batch = Batch::new(&model, &switching, options);
        batch.solve(QUARTERS, &power, Output::All, &mut series);
        assert!(series.steps.iter().all(|step| step.converged));
        compare((&model, &switching, options), &power, &series);
    }
}

#[test]
fn a_step_without_a_solution_spoils_no_other() {
    let district = village();
    let (model, switching) = (Model::new(&district), Switching::of(&district));
    let options = Options {
        ignore_bands: true,
        ..Options::default()
    };
    let calm = quarters(&model);
    let stormy = |step: usize, powers: &mut [LoadPower]| {
        calm(step, powers);
        if step % 17 == 5 {
            powers[3].p_w = 4e6;
        }
    };
    let batch = Batch::new(&model, &switching, options);
    let mut series = Series::default();
    batch.solve(QUARTERS, stormy, Output::All, &mut series);
    let lost: Vec<usize> = (0..QUARTERS)
        .filter(|&k| !series.steps[k].converged)
        .collect();
    let expected: Vec<usize> = (0..QUARTERS).filter(|k| k % 17 == 5).collect();
    assert_eq!(lost, expected);
    compare((&model, &switching, options), stormy, &series);
}

#[test]
fn memory_used_again_keeps_nothing() {
    let district = village();
    let (model, switching) = (Model::new(&district), Switching::of(&district));
    let power = quarters(&model);
    let batch = Batch::new(&model, &switching, Options::default());
    let mut fresh = Series::default();
    batch.solve(20, &power, Output::Loads, &mut fresh);
    let mut used = Series::default();
    batch.solve(QUARTERS, &power, Output::All, &mut used);
    batch.solve(20, &power, Output::Loads, &mut used);
    assert_eq!(fresh, used);
}

#[test]
fn a_street_without_supply_has_no_voltage() {
    let district = village();
    let model = Model::new(&district);
    let mut switching = Switching::of(&district);
    let breaker = district.find("switch:Q1")[0];
    *switching.switch(breaker) = taiqu_grid::Phases::NONE;
    let power = quarters(&model);
    let batch = Batch::new(&model, &switching, Options::default());
    let mut series = Series::default();
    batch.solve(QUARTERS, &power, Output::All, &mut series);
    let dead = series.load_v.iter().filter(|&&v| v == 0.0).count();
    assert!(dead > 0 && dead < series.load_v.len());
    assert!(series.v.contains(&[Complex64::ZERO; 4]));
    compare((&model, &switching, Options::default()), &power, &series);
}

#[test]
fn extremes_are_those_of_all_rows() {
    let district = village();
    let model = Model::new(&district);
    let mut switching = Switching::of(&district);
    let power = quarters(&model);
    for is_cut in [false, true] {
        if is_cut {
            *switching.switch(district.find("switch:Q1")[0]) = taiqu_grid::Phases::NONE;
        }
        let batch = Batch::new(&model, &switching, Options::default());
        let (mut rows, mut series) = (Series::default(), Series::default());
        // Many groups, the last one with fewer steps.
        batch.solve(517, &power, Output::Loads, &mut rows);
        batch.solve(517, &power, Output::Extremes, &mut series);
        assert_eq!(rows.steps, series.steps);
        assert!(series.load_v.is_empty());
        assert_eq!(series.extremes.len(), model.loads().len());
        for (load, &extreme) in series.extremes.iter().enumerate() {
            let all = rows.load_v.iter().skip(load).step_by(model.loads().len());
            let lowest = all.clone().copied().fold(f64::INFINITY, f64::min);
            let highest = all.copied().fold(0.0, f64::max);
            for (found, expected) in extreme.into_iter().zip([lowest, highest]) {
                assert!((found - expected).abs() < 1e-9, "{found} {expected}");
            }
        }
    }
}
