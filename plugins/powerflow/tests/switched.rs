//! Devices that switch between the steps of a series.

mod support;

use num_complex::Complex64;
use support::{SOURCE, alone, earth, empty, load, matrix, node, phases, section};
use taiqu_grid::area::{Area, LoadModel};
use taiqu_powerflow::{Batch, LoadPower, Model, Options, Output, Series, Switching};

const STEPS: usize = 100;
const KW: f64 = 6.0;

/// A trunk with loads on its way, and a drop of the conductors `drop` at its end.
fn trunk(drop: &str) -> Area {
    let mut area = empty(SOURCE);
    node(&mut area, "abcn");
    earth(&mut area, 0, Complex64::new(0.01, 0.0));
    let (own, mutual) = (Complex64::new(0.08, 0.06), Complex64::new(0.01, 0.02));
    for k in 0..4 {
        let next = node(&mut area, "abcn");
        section(
            &mut area,
            k,
            next,
            "abcn",
            matrix(phases("abcn"), own, mutual),
        );
        load(&mut area, next, ["an", "bn", "cn", "abcn"][k], 3.0, 0.8);
    }
    let end = node(&mut area, drop);
    let z = matrix(phases(drop), own * 2.0, mutual);
    section(&mut area, 4, end, drop, z);
    area
}

fn solve(area: &Area, power: impl Fn(usize, &mut [LoadPower]) + Sync) -> (Series, usize) {
    let district = alone(area);
    let model = Model::new(&district);
    let batch = Batch::new(&model, &Switching::of(&district), Options::default());
    let mut series = Series::default();
    let whole = |step: usize, powers: &mut [LoadPower]| {
        powers.copy_from_slice(model.nominal());
        power(step, powers);
    };
    batch.solve(STEPS, whole, Output::All, &mut series);
    assert!(series.steps.iter().all(|step| step.converged));
    (series, model.bus_count())
}

/// The customer behind a phase switch is a load on each phase, of which one draws.
#[test]
fn a_phase_switch_moves_its_customer_from_step_to_step() {
    let kw = |step: usize| KW * (1.0 + (step as f64 * 0.7).sin());
    let mut switched = trunk("abcn");
    for connection in ["an", "bn", "cn"] {
        load(&mut switched, 5, connection, 0.0, 0.0);
    }
    let (found, buses) = solve(&switched, |step, powers| {
        powers[4 + step / 7 % 3].p_w = kw(step) * 1e3;
    });
    for (phase, drop) in ["an", "bn", "cn"].into_iter().enumerate() {
        let mut fixed = trunk(drop);
        load(&mut fixed, 5, drop, 0.0, 0.0);
        let (expected, _) = solve(&fixed, |step, powers| powers[4].p_w = kw(step) * 1e3);
        for step in (0..STEPS).filter(|step| step / 7 % 3 == phase) {
            let rows = |series: &Series| series.v[step * buses..][..5].to_vec();
            for (one, other) in rows(&found).iter().zip(rows(&expected)) {
                for (one, other) in one.iter().zip(other) {
                    assert!((one - other).norm() < 1e-5, "{step}: {one} {other}");
                }
            }
            let (one, other) = (found.steps[step], expected.steps[step]);
            assert!((one.line_w - other.line_w).abs() < 1e-3, "{step}");
        }
    }
}

/// A capacitor bank is a load of constant impedance; its steps in use are its reactive
/// power.
#[test]
fn a_capacitor_banks_steps_lift_the_voltage_with_its_square() {
    let mut area = trunk("abcn");
    let bank = load(&mut area, 5, "abc", 0.0, 0.0);
    area.loads[bank].model = LoadModel::ConstantImpedance;
    let steps_in = |step: usize| step / 10 % 4;
    let (series, buses) = solve(&area, |step, powers| {
        powers[4].q_var = -5e3 * steps_in(step) as f64;
    });
    let end = |step: usize| series.v[step * buses + 5][0].norm();
    assert!(end(10) > end(9) + 1.0 && end(30) > end(20) && end(40) < end(39));
    // Against the same bank as susceptances in the records.
    for step in [5, 15, 25, 35] {
        let mut fixed = trunk("abcn");
        load(&mut fixed, 5, "abc", 0.0, 0.0);
        let siemens = 5e3 * steps_in(step) as f64 / 3.0 / 400.0_f64.powi(2);
        // Half of a section's charging stands at either end; a short one brings it.
        let far = node(&mut fixed, "abcn");
        let (own, mutual) = (Complex64::new(1e-9, 0.0), Complex64::ZERO);
        let z = matrix(phases("abcn"), own, mutual);
        let stub = section(&mut fixed, 5, far, "abcn", z).index as usize;
        let (own, mutual) = (Complex64::new(0.0, 2.0), Complex64::new(0.0, -1.0));
        fixed.network.sections[stub].y_siemens =
            matrix(phases("abc"), own * siemens, mutual * siemens);
        let (expected, wider) = solve(&fixed, |_, _| ());
        for bus in 0..6 {
            let one = series.v[step * buses + bus][0];
            let other = expected.v[step * wider + bus][0];
            assert!((one - other).norm() < 1e-4, "{step} {bus}: {one} {other}");
        }
    }
}

/// With the load the voltage is below its cut-off, without it above: on and off for
/// ever, if it were all or nothing. It rests where the cut-off's slope carries the part
/// of it that the voltage bears, and so do the lanes beside it.
#[test]
fn a_load_that_its_own_cut_off_sheds_and_takes_back_comes_to_rest() {
    let cut_off = 0.94;
    let mut area = trunk("abcn");
    let heater = load(&mut area, 5, "an", 0.0, 0.0);
    let shares = [0.0, 0.0, 1.0];
    area.loads[heater].model = LoadModel::Zip {
        p: shares,
        q: shares,
        cut_off,
    };
    let kw = |step: usize| 0.25 * step as f64;
    let (series, _) = solve(&area, |step, powers| powers[4].p_w = kw(step) * 1e3);
    let x = |step: usize| series.load_v[step * 5 + 4] / area.loads[heater].rated_v;
    let resting = (0..STEPS)
        .filter(|&step| (x(step) - cut_off).abs() < 0.01)
        .count();
    let drawn = |step: usize| series.steps[step].load_w - series.steps[0].load_w;
    assert!(x(4) > cut_off + 0.02 && (drawn(4) - 1e3).abs() < 1.0);
    assert!(resting > 20, "{resting}");
    for step in 1..STEPS {
        let share = drawn(step) / (kw(step) * 1e3);
        let expected = 0.5 * (1.0 + (500.0 * (x(step) - cut_off)).tanh());
        assert!(
            (share - expected).abs() < 1e-3,
            "{step}: {share} {expected}"
        );
    }
}
