//! What a network answers when something in it is open, broken or too much.

mod support;

use num_complex::Complex64;
use support::{
    RATING, SOURCE, alone, earth, empty, load, matrix, node, phases, section, switch, transformer,
};
use taiqu_grid::area::{Area, Source};
use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_powerflow::{LoadPower, Model, Options, Outcome, Solver, Switching};

const OWN: Complex64 = Complex64::new(0.1, 0.08);
const MUTUAL: Complex64 = Complex64::new(0.01, 0.03);

/// A feeder of `spans` spans, its source's neutral earthed.
fn feeder(spans: usize) -> Area {
    let mut area = empty(SOURCE);
    node(&mut area, "abcn");
    earth(&mut area, 0, Complex64::new(0.01, 0.0));
    for k in 0..spans {
        let to = node(&mut area, "abcn");
        section(&mut area, k, to, "abcn", matrix(Phases::ABCN, OWN, MUTUAL));
    }
    area
}

/// 10 kV, fuses, a transformer, a span, and 10 kW on every phase.
fn substation() -> (Area, AssetRef) {
    let source = Source {
        voltage_v: 10_000.0,
        ..SOURCE
    };
    let mut area = empty(source);
    node(&mut area, "abc");
    node(&mut area, "abc");
    area.network.nodes[0].nominal_v = 10_000.0;
    area.network.nodes[1].nominal_v = 10_000.0;
    node(&mut area, "abcn");
    node(&mut area, "abcn");
    let fuses = switch(&mut area, 0, 1, "abc");
    transformer(&mut area, 1, 2, RATING);
    earth(&mut area, 2, Complex64::new(4.0, 0.0));
    section(&mut area, 2, 3, "abcn", matrix(Phases::ABCN, OWN, MUTUAL));
    for connection in ["an", "bn", "cn"] {
        load(&mut area, 3, connection, 10.0, 2.0);
    }
    (area, fuses)
}

fn solve(area: &Area, change: impl FnOnce(&mut Switching)) -> (Solver, Outcome) {
    let district = alone(area);
    let model = Model::new(&district);
    let mut switching = Switching::of(&district);
    change(&mut switching);
    let mut solver = Solver::new(&model, &switching, Options::default());
    let outcome = solver.solve(model.nominal());
    (solver, outcome)
}

/// Voltages between phases and neutral at a node, pu of 230 V.
fn phase_pu(solver: &Solver, node: u32) -> [f64; 3] {
    let v = solver
        .solution()
        .node(AssetRef::in_area(0, Kind::Node, node));
    [0, 1, 2].map(|c| (v[c] - v[3]).norm() / (400.0 / 3.0_f64.sqrt()))
}

#[test]
fn a_blown_fuse_leaves_half_one_half() {
    let (area, fuses) = substation();
    for phase in Phases::ABC.iter() {
        let (solver, outcome) = solve(&area, |switching| {
            let closed = switching.switch(fuses);
            *closed = closed.without(Phases::only(phase));
        });
        assert!(outcome.converged, "{outcome:?}");
        let mut pu = phase_pu(&solver, 2);
        pu.sort_by(f64::total_cmp);
        assert!((pu[2] - 1.0).abs() < 0.02, "{pu:?}");
        assert!(
            (pu[0] - 0.5).abs() < 0.05 && (pu[1] - 0.5).abs() < 0.05,
            "{pu:?}"
        );
    }
}

#[test]
fn two_blown_fuses_leave_the_windings_alive_and_the_street_dark() {
    let (area, fuses) = substation();
    let (solver, outcome) = solve(&area, |switching| *switching.switch(fuses) = phases("a"));
    assert!(outcome.converged, "{outcome:?}");
    let solution = solver.solution();
    assert_eq!(solution.live(2), Phases::NONE);
    assert_eq!(solution.v(3), [Complex64::ZERO; 4]);
    for v in &solution.v(1)[..3] {
        assert!((v.norm() - 10_000.0 / 3.0_f64.sqrt()).abs() < 1.0, "{v}");
    }
}

#[test]
fn nothing_lives_behind_an_open_switch() {
    let mut area = feeder(1);
    let beyond = node(&mut area, "abcn");
    let gate = switch(&mut area, 1, beyond, "abcn");
    load(&mut area, beyond, "an", 5.0, 1.0);
    load(&mut area, 1, "bn", 5.0, 1.0);
    let (solver, outcome) = solve(&area, |switching| *switching.switch(gate) = Phases::NONE);
    assert!(outcome.converged);
    let solution = solver.solution();
    assert_eq!(solution.v(beyond), [Complex64::ZERO; 4]);
    assert_eq!(solution.switch_current(gate), [Complex64::ZERO; 4]);
    assert!(!solution.loads()[0].live && solution.loads()[1].live);
    assert!((solution.load_w() - 5000.0).abs() < 1e-3);
}

#[test]
fn a_district_without_a_source_is_dark() {
    let mut area = feeder(2);
    area.supply = None;
    load(&mut area, 2, "an", 5.0, 1.0);
    let (solver, outcome) = solve(&area, |_| ());
    assert!(outcome.converged);
    assert!((0..3).all(|bus| solver.solution().v(bus) == [Complex64::ZERO; 4]));
}

#[test]
fn a_broken_neutral_floats_towards_the_heavy_phase() {
    let mut area = feeder(2);
    for (connection, kw) in [("an", 6.0), ("bn", 1.0), ("cn", 1.0)] {
        load(&mut area, 2, connection, kw, 0.0);
    }
    let span = AssetRef::in_area(0, Kind::Section, 1);
    let (solver, outcome) = solve(&area, |switching| {
        *switching.broken(span) = phases("n");
    });
    assert!(outcome.converged, "{outcome:?}");
    let pu = phase_pu(&solver, 2);
    assert!(pu[0] < 0.6 && pu[1] > 1.2 && pu[2] > 1.2, "{pu:?}");
    assert_eq!(solver.solution().live(2), Phases::ABCN);
    let current = solver.solution().section_current(span);
    assert!(current[3].norm() < 1e-6);
    assert!((current[0] + current[1] + current[2]).norm() < 1e-6);
}

#[test]
fn collapse_names_the_load() {
    let mut area = feeder(3);
    load(&mut area, 1, "an", 3.0, 1.0);
    load(&mut area, 3, "bn", 60.0, 10.0);
    load(&mut area, 2, "cn", 3.0, 1.0);
    let (solver, outcome) = solve(&area, |_| ());
    assert!(!outcome.converged);
    assert_eq!(outcome.collapsed, [AssetRef::in_area(0, Kind::Load, 1)]);
    // The others are answered all the same.
    let loads = solver.solution().loads();
    assert!(
        (loads[0].p_w - 3000.0).abs() < 1e-2 && loads[0].voltage_pu > 0.8,
        "{loads:?}"
    );
    assert!(loads[1].voltage_pu < 0.6);
    assert!(outcome.mismatch_va < 1e-2, "{outcome:?}");
}

/// Behind a broken neutral a roof's current has only the houses on the other phases to
/// flow through, who draw less than it gives: no voltages near the rated ones do that,
/// and inverters let go.
#[test]
fn generation_lets_go_where_the_neutral_floats() {
    let mut area = feeder(2);
    let house = load(&mut area, 2, "an", 0.84, 0.28);
    let roof = load(&mut area, 2, "bn", -2.0, 0.0);
    load(&mut area, 2, "cn", 0.74, 0.24);
    let (whole, outcome) = solve(&area, |_| {});
    assert!(outcome.converged);
    assert!(whole.solution().loads()[roof].p_w < -1_900.0);
    let broken = AssetRef::in_area(0, Kind::Section, 1);
    let (solver, outcome) = solve(&area, |switching| *switching.broken(broken) = phases("n"));
    assert!(!outcome.converged);
    assert_eq!(
        outcome.collapsed,
        [AssetRef::in_area(0, Kind::Load, roof as u32)]
    );
    let states = solver.solution().loads();
    assert!(states[roof].p_w.abs() < 1.0, "{:?}", states[roof]);
    assert!(states[house].voltage_v.is_finite());
}

#[test]
fn a_solver_recovers_from_collapse() {
    let mut area = feeder(3);
    load(&mut area, 3, "bn", 10.0, 2.0);
    let (mut solver, first) = solve(&area, |_| ());
    let alone = solver.solution().v(3);
    assert!(first.converged);
    let far = LoadPower {
        p_w: 200e3,
        q_var: 0.0,
    };
    assert!(!solver.solve(&[far]).converged);
    let model = Model::new(&support::alone(&area));
    assert!(solver.solve(model.nominal()).converged);
    for (v, w) in alone.iter().zip(solver.solution().v(3)) {
        assert!((v - w).norm() < 1e-5);
    }
}

#[test]
fn parallel_switches_share_and_single_poles_carry_their_own() {
    let mut area = feeder(1);
    let beyond = node(&mut area, "abcn");
    let twins = [
        switch(&mut area, 1, beyond, "abcn"),
        switch(&mut area, beyond, 1, "abcn"),
    ];
    let last = node(&mut area, "abcn");
    let poles = ["a", "b", "c", "n"].map(|c| switch(&mut area, beyond, last, c));
    load(&mut area, last, "an", 5.0, 1.0);
    let (solver, outcome) = solve(&area, |_| ());
    assert!(outcome.converged);
    let solution = solver.solution();
    let [one, other] = twins.map(|twin| solution.switch_current(twin)[0]);
    assert!((one + other).norm() < 1e-9 && one.norm() > 5.0);
    let total = solution.section_current(AssetRef::in_area(0, Kind::Section, 0));
    assert!((solution.switch_current(poles[0])[0] - total[0]).norm() < 1e-6);
    assert!((solution.switch_current(poles[3])[3] - total[3]).norm() < 1e-6);
}

#[test]
fn a_restored_start_repeats_the_solve_to_the_bit() {
    let mut area = feeder(3);
    load(&mut area, 3, "an", 9.0, 2.0);
    load(&mut area, 2, "bn", 5.0, 2.0);
    let (mut solver, _) = solve(&area, |_| ());
    let start = solver.warm_start();
    let next = [6.0e3, 7.0e3].map(|p_w| LoadPower { p_w, q_var: 1e3 });
    solver.solve(&next);
    let (mut other, _) = solve(&area, |_| ());
    other.restore(&start);
    other.solve(&next);
    assert_eq!(solver.solution().v(3), other.solution().v(3));
}

#[test]
fn a_bad_joint_warms_and_shifts_as_its_resistance_does() {
    let mut area = feeder(3);
    for (connection, kw) in [("an", 6.0), ("bn", 2.0), ("cn", 1.0)] {
        load(&mut area, 3, connection, kw, 0.5);
    }
    let span = AssetRef::in_area(0, Kind::Section, 1);
    let joint = [0.0, 0.4, 0.0, 1.5];
    let (sound, _) = solve(&area, |_| ());
    let (solver, outcome) = solve(&area, |switching| *switching.loose(span) = joint);
    assert!(outcome.converged, "{outcome:?}");
    let solution = solver.solution();
    let mut recorded = area.clone();
    for (c, ohm) in joint.into_iter().enumerate() {
        recorded.network.sections[1].z_ohm[c][c] += ohm;
    }
    let (expected, _) = solve(&recorded, |_| ());
    for bus in 0..4 {
        for (one, other) in solution.v(bus).into_iter().zip(expected.solution().v(bus)) {
            assert!((one - other).norm() < 1e-9, "{bus}: {one} {other}");
        }
    }
    assert!((solution.line_w() - expected.solution().line_w()).abs() < 1e-9);
    // The neutral's point moves by what its joint drops, here tens of volts.
    let moved = solution.v(3)[3] - sound.solution().v(3)[3];
    assert!(moved.norm() > 20.0, "{moved}");
    let heat: f64 = (solution.section_current(span).iter().zip(joint))
        .map(|(i, ohm)| i.norm_sqr() * ohm)
        .sum();
    assert!(solution.line_w() > heat && heat > 500.0, "{heat}");
}
