//! Short circuits of IEC 60909-0 against its formulas, written out for a network of a
//! source, a transformer and a line.

mod support;

use num_complex::Complex64;
use support::{RATING, SOURCE, alone, earth, matrix, node, phases, section, transformer};
use taiqu_grid::District;
use taiqu_grid::area::{Area, Source};
use taiqu_powerflow::{
    Fault, FaultConditions, FaultType, Iec60909, Model, Options, Switching, short_circuits,
};

const LINE_OWN: Complex64 = Complex64::new(0.05, 0.04);
const LINE_MUTUAL: Complex64 = Complex64::new(0.005, 0.02);
const FEED: Complex64 = Complex64::new(0.2, 1.0);
const CONDUCTOR_C: f64 = 80.0;

/// A source of 10 kV, a transformer of 400 kVA, a line of four wires.
fn network() -> Area {
    let mut area = support::empty(Source {
        voltage_v: 10_300.0,
        r1_ohm: FEED.re,
        x1_ohm: FEED.im,
        ..SOURCE
    });
    area.nominal_v = 10_000.0;
    let hv = node(&mut area, "abc");
    area.nominal_v = 400.0;
    let lv = node(&mut area, "abcn");
    let end = node(&mut area, "abcn");
    transformer(&mut area, hv, lv, RATING);
    earth(&mut area, lv, Complex64::from(4.0));
    section(
        &mut area,
        lv,
        end,
        "abcn",
        matrix(phases("abcn"), LINE_OWN, LINE_MUTUAL),
    );
    area
}

/// Faults at the end of the line.
fn at_the_end(case: Iec60909, kinds: &[FaultType]) -> Vec<Fault> {
    let district: District = alone(&network());
    let model = Model::new(&district);
    let conditions = FaultConditions {
        standard: Some(case),
        ..FaultConditions::default()
    };
    let switching = Switching::of(&district);
    let faults = short_circuits(&model, &switching, Options::default(), &conditions, kinds);
    let faults = faults.expect("faults").into_iter();
    faults.filter(|fault| fault.bus == 2).collect()
}

/// Impedances of the feed and of the transformer seen from the low voltage, Ω.
fn before_the_line(c: f64) -> (Complex64, Complex64) {
    let ratio = RATING.hv_v / RATING.lv_v;
    let rated = RATING.lv_v * RATING.lv_v / (RATING.kva * 1e3);
    let correction = 0.95 * c / (1.0 + 0.6 * RATING.x_pct / 100.0);
    let windings = Complex64::new(RATING.r_pct, RATING.x_pct) / 100.0 * rated;
    (FEED / (ratio * ratio), windings * correction)
}

fn assert_close(found: f64, expected: f64) {
    assert!(
        (found / expected - 1.0).abs() < 1e-6,
        "{found} for {expected}"
    );
}

/// κ·√2 of the standard.
fn peak(z: Complex64) -> f64 {
    (1.02 + 0.98 * (-3.0 * z.re / z.im).exp()) * 2.0_f64.sqrt()
}

#[test]
fn the_largest_currents() {
    let (feed, windings) = before_the_line(1.05);
    let e = 1.05 * 400.0 / 3.0_f64.sqrt();
    let kinds = [FaultType::Abc, FaultType::Bc, FaultType::An];
    let case = Iec60909::Largest { is_wide: false };
    let [three, two, one] = at_the_end(case, &kinds)[..] else {
        panic!("three faults");
    };
    let z1 = feed + windings + LINE_OWN - LINE_MUTUAL;
    assert_close(three.largest().norm(), e / z1.norm());
    assert_close(three.peak(), peak(z1) * e / z1.norm());
    assert_close(two.largest().norm(), 3.0_f64.sqrt() / 2.0 * e / z1.norm());
    assert_close(two.peak(), peak(z1) * two.largest().norm());
    // The delta keeps the zero sequence from the feed.
    let loop_z = 2.0 / 3.0 * feed + windings + 2.0 * (LINE_OWN - LINE_MUTUAL);
    assert_close(one.largest().norm(), e / loop_z.norm());
    assert_close(one.peak(), peak(loop_z) * one.largest().norm());
}

#[test]
fn the_smallest_currents() {
    // Without correction of the transformer.
    let (feed, _) = before_the_line(1.0);
    let rated = RATING.lv_v * RATING.lv_v / (RATING.kva * 1e3);
    let windings = Complex64::new(RATING.r_pct, RATING.x_pct) / 100.0 * rated;
    let mut line = LINE_OWN - LINE_MUTUAL;
    line.re *= 1.0 + 0.004 * (CONDUCTOR_C - 20.0);
    for (is_wide, c) in [(false, 0.95), (true, 0.90)] {
        let case = Iec60909::Smallest {
            is_wide,
            conductor_c: CONDUCTOR_C,
        };
        let [three, one] = at_the_end(case, &[FaultType::Abc, FaultType::An])[..] else {
            panic!("two faults");
        };
        let e = c * 400.0 / 3.0_f64.sqrt();
        let z1 = feed + windings + line;
        assert_close(three.largest().norm(), e / z1.norm());
        let loop_z = 2.0 / 3.0 * feed + windings + 2.0 * line;
        assert_close(one.largest().norm(), e / loop_z.norm());
    }
}

#[test]
fn the_voltage_factors() {
    let low = 230.0;
    for (is_wide, largest, smallest) in [(false, 1.05, 0.95), (true, 1.10, 0.90)] {
        let case = Iec60909::Largest { is_wide };
        assert_close(case.voltage_factor(low), largest);
        assert_close(case.voltage_factor(6000.0), 1.10);
        let case = Iec60909::Smallest {
            is_wide,
            conductor_c: CONDUCTOR_C,
        };
        assert_close(case.voltage_factor(low), smallest);
        assert_close(case.voltage_factor(6000.0), 1.00);
    }
}
