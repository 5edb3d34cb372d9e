//! Short circuits: against the references beside the cases, and what physics says.
#![expect(
    clippy::print_stdout,
    reason = "how near each case comes is worth reading"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use num_complex::Complex64;
use taiqu_grid::{Catalogue, Conductor, District, Phases};
use taiqu_powerflow::{
    Fault, FaultConditions, FaultType, Model, Options, Solver, Switching, equipment_earths,
    short_circuits,
};

/// Relative difference of a current that is allowed.
const TOLERANCE: f64 = 1e-6;
/// The resistance of the references' faults, Ω.
const FAULT_OHM: f64 = 1e-7;

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

fn district(file: &Path) -> District {
    let checked = taiqu_grid::read::read_area(file, &Catalogue::default());
    District::alone(checked.into_result().expect("an area"))
}

fn ieee() -> District {
    district(&cases().join("../../../scenarios/areas/ieee-european-lv.ron"))
}

fn faults(district: &District, conditions: &FaultConditions) -> (Model, Vec<Fault>) {
    let model = Model::new(district);
    let switching = Switching::of(district);
    let kinds = FaultType::ALL;
    let faults = short_circuits(&model, &switching, Options::default(), conditions, &kinds);
    (model, faults.expect("a solution before the fault"))
}

/// Currents by node, type and conductor.
fn by_name(district: &District, conditions: &FaultConditions) -> BTreeMap<[String; 3], Complex64> {
    let (model, faults) = faults(district, conditions);
    let mut found = BTreeMap::new();
    for fault in faults {
        let node = district.id(model.node(fault.bus)).to_owned();
        let touched = |c: &Conductor| fault.kind.word().contains(c.letter());
        for c in Phases::ABCN.iter().filter(touched) {
            let key = [node.clone(), fault.kind.to_string(), c.letter().to_string()];
            found.insert(key, fault.currents[c.index()]);
        }
    }
    found
}

#[test]
fn every_case_agrees_with_its_reference() {
    let folders = std::fs::read_dir(cases()).expect("the cases").flatten();
    let mut references: Vec<PathBuf> = folders
        .map(|entry| entry.path().join("short_circuit.csv"))
        .filter(|path| path.exists())
        .collect();
    references.sort();
    assert!(references.len() > 10);
    for reference in references {
        let own = reference.with_file_name("area.ron");
        let district = if own.exists() { district(&own) } else { ieee() };
        let conditions = FaultConditions {
            fault_ohm: FAULT_OHM,
            ..FaultConditions::default()
        };
        let found = by_name(&district, &conditions);
        let mut worst = (0.0, String::new());
        let text = std::fs::read_to_string(&reference).expect("a reference");
        for row in text.lines().skip(1) {
            let cells: Vec<&str> = row.split(',').collect();
            let [node, kind, conductor, amps, deg] = cells[..] else {
                panic!("{row}");
            };
            let number = |text: &str| text.parse::<f64>().expect("a number");
            let expected = Complex64::from_polar(number(amps), number(deg).to_radians());
            let key = [node, kind, conductor].map(str::to_owned);
            let found = found
                .get(&key)
                .unwrap_or_else(|| panic!("{row}: not found"));
            // What leaks past a winding that isolates is below a thousandth of an ampere.
            let difference = (found - expected).norm() / expected.norm().max(1.0);
            if difference > worst.0 {
                worst = (difference, format!("{row}, found {found}"));
            }
        }
        let name = reference
            .parent()
            .and_then(Path::file_name)
            .expect("a case");
        println!("{}: {:.1e} at {}", name.display(), worst.0, worst.1);
        assert!(worst.0 <= TOLERANCE, "{}: {worst:?}", name.display());
    }
}

/// `PowerGridModel` 1.12.110, bolted, the source at 1.1 of the nominal voltage.
#[test]
fn bolted_faults_agree_with_another_program() {
    let district = ieee();
    let model = Model::new(&district);
    let options = Options {
        anti_float: false,
        ..Options::default()
    };
    let found = short_circuits(
        &model,
        &Switching::of(&district),
        options,
        &FaultConditions::default(),
        &FaultType::ALL,
    );
    let found = found.expect("no loads");
    // The feeder's source stands at 1.05.
    let scale = 1.1 / 1.05;
    let reference = cases().join("ieee-minute-1-no-anti-float/bolted.csv");
    let text = std::fs::read_to_string(reference).expect("a reference");
    for row in text.lines().skip(1) {
        let cells: Vec<&str> = row.split(',').collect();
        let is_it = |fault: &&Fault| {
            district.id(model.node(fault.bus)) == cells[0] && fault.kind.word() == cells[1]
        };
        let fault = found.iter().find(is_it).expect("the fault");
        for (current, expected) in fault.currents.iter().zip(&cells[2..]) {
            let expected: f64 = expected.parse().expect("a number");
            let difference = (current.norm() * scale - expected).abs();
            assert!(difference <= TOLERANCE * expected, "{row}: {fault:?}");
        }
    }
}

#[test]
fn a_fault_to_earth_in_a_tt_area_flows_through_both_earths() {
    let home = taiqu_grid::home::home().expect("a home");
    let catalogue = Catalogue::open(&home.join("assets/catalogue"));
    let catalogue = catalogue.value.expect("a catalogue");
    let file = home.join("scenarios/areas/village.ron");
    let area = taiqu_grid::read::read_area(&file, &catalogue);
    let district = District::alone(area.into_result().expect("the village"));
    let model = Model::new(&district);
    let conditions = FaultConditions {
        earth_ohm: equipment_earths(&district, &model),
        ..FaultConditions::default()
    };
    let (_, all) = faults(&district, &conditions);
    let at_homes: Vec<&Fault> = all
        .iter()
        .filter(|fault| fault.kind == FaultType::Ae && conditions.earth_ohm[fault.bus] > 0.0)
        .collect();
    assert!(at_homes.len() > 20);
    for fault in at_homes {
        // 400 V behind a tap of 1.025, and 4 Ω at the transformer; wires add little.
        let most = 400.0 / 3.0_f64.sqrt() * 1.05 / (conditions.earth_ohm[fault.bus] + 4.0);
        let earth = fault.earth().norm();
        assert!((0.85..1.0).contains(&(earth / most)), "{earth} of {most}");
    }
}

#[test]
fn loads_are_held_as_they_were_before_the_fault() {
    let district = ieee();
    let model = Model::new(&district);
    let powers = model.powers_at(566 * 60);
    let mut solver = Solver::new(&model, &Switching::of(&district), Options::default());
    assert!(solver.solve(&powers).converged);
    let ohm = 1e6;
    let conditions = FaultConditions {
        fault_ohm: ohm,
        loads: Some(powers),
        ..FaultConditions::default()
    };
    let (_, all) = faults(&district, &conditions);
    for fault in all.iter().filter(|fault| fault.kind == FaultType::Ab) {
        let [a, b, ..] = solver.solution().v(fault.bus);
        let expected = (a - b) / ohm;
        let difference = (fault.currents[0] - expected).norm();
        assert!(difference < 1e-5 * expected.norm(), "{fault:?}");
        assert_eq!(fault.earth(), Complex64::ZERO);
    }
}

#[test]
fn a_bus_has_the_faults_of_its_conductors() {
    let district = district(&cases().join("earthing-tt/area.ron"));
    let (model, all) = faults(&district, &FaultConditions::default());
    for bus in 0..model.bus_count() {
        let count = all.iter().filter(|fault| fault.bus == bus).count();
        let expected = if model.conductors(bus).has(Conductor::N) {
            14
        } else {
            10
        };
        assert_eq!(count, expected, "bus {bus}");
    }
}
