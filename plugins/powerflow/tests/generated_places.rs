//! Generated places solve, by day and by night, and look like real ones.

use std::path::Path;

use taiqu_grid::generate::{self, Style};
use taiqu_grid::{Catalogue, District, RawArea};
use taiqu_powerflow::{LoadPower, Model, Options, Solver, Summary, Switching};

/// Half past eight in the evening and half past twelve, s.
const EVENING: u64 = 20 * 3600 + 1800;
const NOON: u64 = 12 * 3600 + 1800;

fn catalogue() -> Catalogue {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/catalogue");
    Catalogue::open(&folder)
        .into_result()
        .expect("the shipped catalogue")
}

fn district(raw: RawArea, catalogue: &Catalogue) -> District {
    District::alone(raw.check(catalogue).into_result().expect("a sound area"))
}

fn solve(district: &District, powers: impl Fn(&Model) -> Vec<LoadPower>) -> (Summary, f64) {
    let model = Model::new(district);
    let mut solver = Solver::new(&model, &Switching::of(district), Options::default());
    let outcome = solver.solve(&powers(&model));
    assert!(outcome.converged, "{outcome:?}");
    let kva: f64 = district
        .areas
        .iter()
        .flat_map(|a| &a.transformers)
        .map(|t| t.rating.kva)
        .sum();
    let summary = Summary::new(district, &solver, &outcome, 0.0);
    let loading = summary.gateway_kw / 0.95 / kva;
    (summary, loading)
}

fn lowest(summary: &Summary) -> f64 {
    summary.vmin_v.unwrap_or_default()
}

fn place(summary: &Summary) -> &str {
    summary.vmin_node.as_deref().unwrap_or("nowhere")
}

#[test]
fn evenings_load_transformers_and_lower_voltages_as_they_do() {
    let catalogue = catalogue();
    for (raw, least_v) in [
        (generate::village(110, 1), 200.0),
        (generate::estate(220, 1), 210.0),
        (generate::town(70, 3), 205.0),
    ] {
        let id = raw.id.clone();
        let district = district(raw, &catalogue);
        let (evening, loading) = solve(&district, |model| model.powers_at(EVENING));
        assert!((0.5..0.85).contains(&loading), "{id}: {loading}");
        assert!(
            (least_v..228.0).contains(&lowest(&evening)),
            "{id}: {} V at {}",
            lowest(&evening),
            place(&evening)
        );
        let (nominal, _) = solve(&district, |model| model.nominal().to_vec());
        assert!(
            lowest(&nominal) > 185.0,
            "{id}: {} V at {}",
            lowest(&nominal),
            place(&nominal)
        );
    }
}

#[test]
fn the_villages_roofs_feed_back_at_noon() {
    let district = district(generate::village(110, 1), &catalogue());
    let (noon, _) = solve(&district, |model| model.powers_at(NOON));
    assert!(noon.gateway_kw < 0.0, "{} kW", noon.gateway_kw);
}

#[test]
fn places_of_usual_sizes_solve() {
    let catalogue = catalogue();
    for (k, customers) in [10, 24, 45, 80, 140, 230].into_iter().enumerate() {
        for make in [generate::village, generate::town, generate::estate] {
            let raw = make(customers, 100 + k as u64);
            let id = raw.id.clone();
            let district = district(raw, &catalogue);
            let (evening, _) = solve(&district, |model| model.powers_at(EVENING));
            assert!(
                lowest(&evening) > 188.0,
                "{id} {customers}: {} V at {}",
                lowest(&evening),
                place(&evening)
            );
        }
    }
}

#[test]
fn a_town_solves_with_its_line() {
    let catalogue = catalogue();
    let town = generate::places(Style::Town, 4, 70, 3);
    let lines = vec![
        town.line
            .check(&catalogue)
            .into_result()
            .expect("a sound line"),
    ];
    let areas = town
        .areas
        .into_iter()
        .map(|raw| raw.check(&catalogue).into_result().expect("a sound area"));
    let district = District {
        lines,
        areas: areas.collect(),
    };
    let (evening, _) = solve(&district, |model| model.powers_at(EVENING));
    assert!(
        lowest(&evening) > 200.0,
        "{} V at {}",
        lowest(&evening),
        place(&evening)
    );
    assert!(evening.source_kw > evening.load_kw);
}
