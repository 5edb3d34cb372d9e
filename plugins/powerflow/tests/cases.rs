//! Walks `cases/`: every folder is a network with the voltages a reference found.
#![expect(
    clippy::print_stdout,
    reason = "how near each case comes is worth reading"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use num_complex::Complex64;
use serde::Deserialize;
use taiqu_grid::{AssetRef, Catalogue, Checked, District, Kind, Lang, Phases, RawArea};
use taiqu_powerflow::{Batch, LoadPower, Model, Options, Output, Series, Solver, Switching};

/// The step of a series that has the case's own loads.
const SIDE_BY_SIDE: usize = 12;

/// `params.ron` of a case.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Params {
    /// Largest difference of any complex voltage, pu of the node's nominal one.
    tolerance_pu: f64,
    /// The area, relative to the folder.
    #[serde(default = "own_area")]
    area: String,
    /// Instead of an area, an `OpenDSS` deck in the folder or among the shared data.
    #[serde(default)]
    deck: Option<String>,
    /// Instead of `expected.csv`, results among the shared data.
    #[serde(default)]
    results: Option<String>,
    /// Minute of the day whose loads are meant; else nominal ones.
    #[serde(default)]
    minute: Option<u64>,
    /// Whether loads leave their voltage bands aside.
    #[serde(default)]
    constant_power: bool,
    /// Whether transformers have no anti-float shunt.
    #[serde(default)]
    no_anti_float: bool,
    /// Open conductors of switches.
    #[serde(default)]
    open: Vec<(String, Phases)>,
    /// Broken conductors of sections.
    #[serde(default)]
    broken: Vec<(String, Phases)>,
}

fn own_area() -> String {
    "area.ron".into()
}

#[test]
fn every_case_agrees_with_its_reference() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("cases");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root)
        .expect("the cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.join("params.ron").exists())
        .collect();
    folders.sort();
    assert!(!folders.is_empty());
    let failures: Vec<String> = folders.iter().filter_map(|folder| run(folder)).collect();
    assert!(failures.is_empty(), "\n{}", failures.join("\n"));
}

/// Runs one case; what is wrong with it.
fn run(folder: &Path) -> Option<String> {
    let name = folder.file_name()?.to_string_lossy().into_owned();
    let text = std::fs::read_to_string(folder.join("params.ron")).expect("params");
    let params: Params = match taiqu_grid::read::parse_ron(&text, "params.ron") {
        Ok(params) => params,
        Err(problem) => return Some(format!("{name}: {}", problem.describe(Lang::En))),
    };
    let shared = shared();
    let own_deck = params.deck.as_ref().map(|deck| folder.join(deck));
    let own_deck = own_deck.filter(|deck| deck.exists());
    if params.deck.is_some() && own_deck.is_none() && shared.is_none() {
        println!("{name}: skipped, its data are not shipped");
        return None;
    }
    let shared = shared.unwrap_or_default();
    let checked = match &params.deck {
        Some(deck) => import(&own_deck.unwrap_or_else(|| shared.join(deck))),
        None => taiqu_grid::read::read_area(&folder.join(&params.area), &Catalogue::default()),
    };
    let area = match checked.into_result() {
        Ok(area) => area,
        Err(problems) => {
            let lines: Vec<String> = (problems.iter())
                .map(|problem| problem.describe(Lang::En).to_string())
                .collect();
            return Some(format!("{name}: {}", lines.join("\n  ")));
        }
    };
    let results = match &params.results {
        Some(results) => shared.join(results),
        None => folder.join("expected.csv"),
    };
    let district = District::alone(area);
    let expected = read_results(&results);
    let (difference, place) = difference(&district, &params, &expected)
        .unwrap_or_else(|problem| (f64::INFINITY, problem));
    println!("{name}: {difference:.1e} pu at {place}");
    (difference > params.tolerance_pu).then(|| {
        let allowed = params.tolerance_pu;
        format!("{name}: {difference:.3e} pu at {place}, allowed are {allowed:.0e}")
    })
}

/// Solves the case; the largest difference from what is expected, and where.
fn difference(
    district: &District,
    params: &Params,
    expected: &BTreeMap<(String, usize), Complex64>,
) -> Result<(f64, String), String> {
    let mut switching = Switching::of(district);
    for (id, phases) in &params.open {
        let closed = switching.switch(find(district, &format!("switch:{id}"))?);
        *closed = closed.without(*phases);
    }
    for (id, phases) in &params.broken {
        *switching.broken(find(district, &format!("section:{id}"))?) = *phases;
    }
    let options = Options {
        ignore_bands: params.constant_power,
        anti_float: !params.no_anti_float,
        ..Options::default()
    };
    let model = Model::new(district);
    let loads = match params.minute {
        Some(minute) => model.powers_at(minute * 60),
        None => model.nominal().to_vec(),
    };
    let mut solver = Solver::new(&model, &switching, options);
    let outcome = solver.solve(&loads);
    if !outcome.converged {
        return Err(format!("{outcome:?}"));
    }
    // Once more as one of several steps side by side.
    let mut steps = Series::default();
    let power = |step: usize, powers: &mut [LoadPower]| {
        for (power, &load) in powers.iter_mut().zip(&loads) {
            let factor = if step == SIDE_BY_SIDE { 1.0 } else { 0.5 };
            power.p_w = load.p_w * factor;
            power.q_var = load.q_var * factor;
        }
    };
    let batch = Batch::new(&model, &switching, options);
    batch.solve(SIDE_BY_SIDE + 1, power, Output::All, &mut steps);
    let side_by_side = &steps.v[SIDE_BY_SIDE * model.bus_count()..];

    let mut worst = (0.0, String::new());
    let mut seen = 0;
    for (k, node) in district.areas[0].network.nodes.iter().enumerate() {
        let asset = AssetRef::in_area(0, Kind::Node, k as u32);
        let both = [
            solver.solution().node(asset),
            side_by_side[model.bus(asset)],
        ];
        for conductor in node.phases.iter() {
            let key = (node.id.to_lowercase(), conductor.index());
            let Some(expected) = expected.get(&key) else {
                return Err(format!("{} has no {}", node.id, conductor.letter()));
            };
            seen += 1;
            let base = node.nominal_v / 3.0_f64.sqrt();
            for v in both {
                let difference = (v[conductor.index()] - expected).norm() / base;
                if difference > worst.0 || difference.is_nan() {
                    worst = (difference, format!("{}.{}", node.id, conductor.letter()));
                }
            }
        }
    }
    if seen != expected.len() {
        return Err(format!("{seen} of {} rows", expected.len()));
    }
    Ok(worst)
}

fn find(district: &District, name: &str) -> Result<AssetRef, String> {
    let found = district.find(name);
    found.first().copied().ok_or_else(|| format!("no {name}"))
}

fn import(deck: &Path) -> Checked<taiqu_grid::Area> {
    match taiqu_grid::opendss::import(deck) {
        Ok(import) => {
            let raw: RawArea = import.area;
            raw.check(&Catalogue::default())
        }
        Err(problems) => Checked {
            value: None,
            problems,
        },
    }
}

/// The data that are not shipped, where they are at hand.
fn shared() -> Option<PathBuf> {
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let path = std::env::var_os("TAIQU_SHARED").map_or_else(beside, PathBuf::from);
    path.is_dir().then_some(path)
}

/// Voltages by node and conductor, from `node,phase,vmag_v,vang_deg` or from
/// `node.number,re,im`.
fn read_results(path: &Path) -> BTreeMap<(String, usize), Complex64> {
    let mut rows = csv::Reader::from_path(path).expect("the results");
    let mut results = BTreeMap::new();
    for row in rows.records() {
        let row = row.expect("a row");
        let number = |k: usize| row[k].parse::<f64>().expect("a number");
        let (node, conductor, v) = if row.len() == 4 {
            let conductor = "abcn".find(&row[1]).expect("a conductor");
            let v = Complex64::from_polar(number(2), number(3).to_radians());
            (row[0].to_owned(), conductor, v)
        } else {
            let (node, conductor) = row[0].rsplit_once('.').expect("node and number");
            let conductor: usize = conductor.parse().expect("1 to 4");
            let v = Complex64::new(number(1), number(2));
            (node.to_owned(), conductor - 1, v)
        };
        results.insert((node.to_lowercase(), conductor), v);
    }
    results
}
