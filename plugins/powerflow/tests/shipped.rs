//! The networks that ship with the project have solutions.

use std::path::{Path, PathBuf};

use taiqu_grid::{Catalogue, Conductor, District, Lang, Phases};
use taiqu_powerflow::{Model, Options, Solver, Summary, Switching};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The `.ron` files of a folder, in the order of their names.
fn files(folder: &str) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(root().join(folder)).expect("a folder");
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .collect();
    files.sort();
    files
}

fn district(areas: &[PathBuf], lines: &[PathBuf]) -> District {
    let catalogue = Catalogue::open(&root().join("assets/catalogue"));
    let catalogue = catalogue.into_result().expect("the catalogue");
    taiqu_grid::district::open(areas, lines, &catalogue)
        .into_result()
        .unwrap_or_else(|problems| panic!("{}", problems[0].describe(Lang::En)))
}

/// Solves an evening minute of the district of these files.
fn evening(areas: &[PathBuf], lines: &[PathBuf]) -> Summary {
    let district = district(areas, lines);
    let model = Model::new(&district);
    let mut solver = Solver::new(&model, &Switching::of(&district), Options::default());
    let outcome = solver.solve(&model.powers_at(20 * 3600));
    Summary::new(&district, &solver, &outcome, 0.0)
}

#[test]
fn every_area_alone() {
    for area in files("scenarios/areas") {
        let summary = evening(std::slice::from_ref(&area), &[]);
        assert!(summary.converged, "{}: {summary:?}", area.display());
        assert!(
            summary.vmin_v > Some(150.0),
            "{}: {summary:?}",
            area.display()
        );
    }
}

#[test]
fn all_areas_on_their_lines() {
    let summary = evening(&files("scenarios/areas"), &files("scenarios/lines"));
    assert!(summary.converged, "{summary:?}");
    assert!(summary.loss_kw >= summary.line_loss_kw + summary.transformer_loss_kw - 1e-6);
}

/// Two phases behind the transformers then share one voltage between the loads on them.
#[test]
fn a_town_that_lost_a_phase_of_its_line() {
    let areas = ["town-1", "town-2", "town-3", "town-4"];
    let areas = areas.map(|name| root().join(format!("scenarios/areas/{name}.ron")));
    let district = district(&areas, &[root().join("scenarios/lines/town.ron")]);
    let lost = district.find("town/section:T10")[0];
    let mut switching = Switching::of(&district);
    *switching.broken(lost) = Phases::only(Conductor::B);
    let model = Model::new(&district);
    let mut solver = Solver::new(&model, &switching, Options::default());
    for quarter in 0..96 {
        let outcome = solver.solve(&model.powers_at(quarter * 900));
        assert!(outcome.converged, "{quarter}: {outcome:?}");
    }
}
