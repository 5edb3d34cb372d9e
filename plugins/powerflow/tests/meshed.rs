//! Loops closed by compensation, and the same network as one sparse system.

mod support;

use num_complex::Complex64;
use support::{
    RATING, SOURCE, alone, earth, empty, load, matrix, node, phases, section, switch, transformer,
};
use taiqu_grid::area::{Area, LoadModel, Source};
use taiqu_grid::{AssetRef, Kind};
use taiqu_powerflow::{
    FaultConditions, FaultType, Model, Options, Solver, Switching, short_circuits,
};

const SPARSE: Options = Options {
    tolerance: 1e-12,
    max_iterations: 400,
    ignore_bands: false,
    inverters_let_go: false,
    compensated_loops: 0,
    anti_float: true,
};
const COMPENSATED: Options = Options {
    compensated_loops: usize::MAX,
    ..SPARSE
};

/// A low-voltage grid of `rows` times `columns` nodes, every street cabled.
fn streets(rows: usize, columns: usize) -> Area {
    let mut area = empty(SOURCE);
    for _ in 0..rows * columns {
        node(&mut area, "abcn");
    }
    earth(&mut area, 0, Complex64::new(0.5, 0.0));
    earth(&mut area, rows * columns - 1, Complex64::new(4.0, 0.0));
    for row in 0..rows {
        for column in 0..columns {
            let here = row * columns + column;
            let z = |k: usize| {
                let km = 0.05 + 0.01 * ((here * 7 + k * 3) % 5) as f64;
                matrix(
                    phases("abcn"),
                    Complex64::new(0.4, 0.3) * km,
                    Complex64::new(0.05, 0.12) * km,
                )
            };
            if column + 1 < columns {
                section(&mut area, here, here + 1, "abcn", z(0));
            }
            if row + 1 < rows {
                section(&mut area, here, here + columns, "abcn", z(1));
            }
            let letter = ["an", "bn", "cn", "abcn"][here % 4];
            load(&mut area, here, letter, 2.0 + here as f64 % 3.0, 0.7);
        }
    }
    area
}

/// A 10 kV ring of `stations`, closed by a switch, each feeding a 400 V busbar; every
/// second pair of busbars is tied.
fn ring(stations: usize) -> Area {
    let mut area = empty(Source {
        voltage_v: 10_000.0,
        r1_ohm: 0.05,
        x1_ohm: 0.3,
        r0_ohm: 0.05,
        x0_ohm: 0.3,
        ..SOURCE
    });
    let hv: Vec<usize> = (0..=stations).map(|_| node(&mut area, "abc")).collect();
    let far = node(&mut area, "abc");
    let z = matrix(
        phases("abc"),
        Complex64::new(0.3, 0.35),
        Complex64::new(0.05, 0.1),
    );
    for pair in hv.windows(2) {
        section(&mut area, pair[0], pair[1], "abc", z);
    }
    section(&mut area, hv[0], far, "abc", z);
    switch(&mut area, hv[stations], far, "abc");
    for &node in hv.iter().chain([&far]) {
        area.network.nodes[node].nominal_v = 10_000.0;
    }
    let mut before = None;
    for (k, &station) in hv[1..].iter().enumerate() {
        let busbar = node(&mut area, "abcn");
        transformer(&mut area, station, busbar, RATING);
        earth(&mut area, busbar, Complex64::new(2.0, 0.0));
        load(&mut area, busbar, "abcn", 60.0, 20.0);
        load(&mut area, busbar, "bn", 10.0 + k as f64, 3.0);
        if let Some(before) = before.take() {
            let z = matrix(
                phases("abcn"),
                Complex64::new(0.05, 0.03),
                Complex64::new(0.01, 0.01),
            );
            section(&mut area, before, busbar, "abcn", z);
        } else {
            before = Some(busbar);
        }
    }
    area
}

fn solved(area: &Area, options: Options) -> Solver {
    let district = alone(area);
    let model = Model::new(&district);
    let mut solver = Solver::new(&model, &Switching::of(&district), options);
    let outcome = solver.solve(model.nominal());
    assert!(outcome.converged, "{outcome:?}");
    assert!(outcome.mismatch_va < 1e-5, "{outcome:?}");
    solver
}

#[test]
fn both_methods_come_to_the_same() {
    for area in [
        streets(2, 2),
        streets(3, 4),
        streets(5, 6),
        ring(4),
        ring(9),
    ] {
        let (sparse, compensated) = (solved(&area, SPARSE), solved(&area, COMPENSATED));
        let (sparse, compensated) = (sparse.solution(), compensated.solution());
        for bus in 0..area.network.nodes.len() {
            let base = area.network.nodes[bus].nominal_v / 3.0_f64.sqrt();
            for (one, other) in sparse.v(bus).into_iter().zip(compensated.v(bus)) {
                assert!((one - other).norm() < 1e-9 * base, "{bus}: {one} {other}");
            }
        }
        for k in 0..area.network.sections.len() {
            let section = AssetRef::in_area(0, Kind::Section, k as u32);
            let pair = sparse.section_current(section).into_iter();
            for (one, other) in pair.zip(compensated.section_current(section)) {
                assert!((one - other).norm() < 1e-5, "{k}: {one} {other}");
            }
        }
        for (one, other) in [
            (sparse.source_w(), compensated.source_w()),
            (sparse.line_w(), compensated.line_w()),
            (sparse.transformer_w(), compensated.transformer_w()),
        ] {
            assert!(
                (one - other).abs() < 1e-9 * sparse.source_w(),
                "{one} {other}"
            );
        }
    }
}

#[test]
fn what_flows_in_balances_what_is_drawn() {
    let area = streets(5, 6);
    let solver = solved(&area, SPARSE);
    let solution = solver.solution();
    let given = solution.source_w() - solution.load_w() - solution.line_w();
    // The rest warms the two electrodes.
    assert!(given > 0.0 && given < 0.01 * solution.source_w(), "{given}");
}

#[test]
fn faults_in_loops_are_those_of_a_load_as_large() {
    let ohm = 0.02;
    for area in [streets(3, 4), ring(5)] {
        let district = alone(&area);
        let model = Model::new(&district);
        let conditions = FaultConditions {
            fault_ohm: ohm,
            ..FaultConditions::default()
        };
        let switching = Switching::of(&district);
        let kinds = [FaultType::An, FaultType::Bc];
        let faults = short_circuits(&model, &switching, COMPENSATED, &conditions, &kinds);
        let faults = faults.expect("no loads");
        assert!(faults.len() > 10);
        for fault in faults {
            let mut shorted = area.clone();
            shorted.loads.clear();
            let k = load(&mut shorted, fault.bus, fault.kind.word(), 0.0, 0.0);
            let rated_v = shorted.loads[k].rated_v;
            shorted.loads[k].model = LoadModel::ConstantImpedance;
            shorted.loads[k].kw = rated_v * rated_v / ohm / 1e3;
            let solver = solved(&shorted, SPARSE);
            let current = solver.solution().loads()[0].voltage_v / ohm;
            let found = fault.largest().norm();
            assert!(
                (current - found).abs() < 1e-6 * found,
                "{} {}: {current} {found}",
                fault.bus,
                fault.kind
            );
        }
    }
}
