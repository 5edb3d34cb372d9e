//! Fleets are solved whole, go on after a kill, and leave out what is broken.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use arrow_array::RecordBatch;
use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float32Type, Float64Type};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use taiqu_fleet::{Fleet, Options, Reading, Readings, Summary, run, write_readings};
use taiqu_grid::{Catalogue, District, generate};
use taiqu_powerflow::{LoadPower, Model, Solver, Switching};

const STEPS: usize = 8;
const OPTIONS: Options = Options { steps: STEPS };

fn catalogue() -> Catalogue {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/catalogue");
    let opened = Catalogue::open(&folder).into_result();
    opened.expect("the shipped catalogue")
}

/// All rows of a file.
fn table(path: &Path) -> RecordBatch {
    let file = File::open(path).expect("a file");
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .map(|builder| builder.build().expect("rows"));
    let mut batches = reader.expect("a table");
    batches.next().expect("rows").expect("sound rows")
}

fn areas(out: &Path, part: usize) -> PathBuf {
    out.join(format!("areas/part-{part:05}.parquet"))
}

/// Writes an area file and readings of 500 W at its loads, but for those in `change`.
fn write_area(folder: &Path, name: &str, change: impl Fn(&mut Vec<Reading>)) -> District {
    let raw = generate::village(12, 5);
    let text = raw.to_ron().expect("a text");
    std::fs::write(folder.join(format!("{name}.ron")), text).expect("an area file");
    let area = raw.check(&catalogue()).into_result().expect("a sound area");
    let mut rows: Vec<Reading> = (0..area.loads.len() as u32 * STEPS as u32)
        .map(|k| Reading {
            load: k / STEPS as u32,
            step: k % STEPS as u32,
            p_w: 500.0 + 100.0 * (k % 7) as f32,
            q_var: 50.0,
        })
        .collect();
    change(&mut rows);
    let ids = area.loads.iter().map(|load| load.id.clone()).collect();
    let readings = Readings {
        ids,
        day: 20_000,
        rows,
    };
    let path = folder.join(format!("readings/{name}.parquet"));
    write_readings(&path, &readings).expect("readings");
    District::alone(area)
}

fn solve(folder: &Path, out: &Path) -> (Summary, Vec<String>) {
    let fleet = Fleet::open(folder, &folder.join("readings"), catalogue()).expect("a fleet");
    let mut skipped = Vec::new();
    let summary = run(&fleet, OPTIONS, out, |_, more| {
        skipped.extend(more.iter().map(|one| one.area.clone()));
    });
    (summary.expect("results"), skipped)
}

#[test]
fn an_area_comes_to_what_single_solves_do() {
    let folder = tempfile::tempdir().expect("a folder");
    let district = write_area(folder.path(), "one", |_| {});
    let out = folder.path().join("out");
    let (summary, skipped) = solve(folder.path(), &out);
    assert!(skipped.is_empty());
    assert_eq!(
        (
            summary.totals.area_days,
            summary.totals.power_flows,
            summary.totals.not_converged
        ),
        (1, STEPS, 0)
    );

    let model = Model::new(&district);
    let options = taiqu_powerflow::Options::default();
    let mut solver = Solver::new(&model, &Switching::of(&district), options);
    let (mut source_wh, mut lowest) = (0.0, BTreeMap::new());
    for step in 0..STEPS {
        let powers: Vec<LoadPower> = (0..model.loads().len())
            .map(|load| LoadPower {
                p_w: 500.0 + 100.0 * ((load * STEPS + step) % 7) as f64,
                q_var: 50.0,
            })
            .collect();
        assert!(solver.solve(&powers).converged);
        source_wh += solver.solution().source_w() * 24.0 / STEPS as f64;
        for (load, state) in solver.solution().loads().iter().enumerate() {
            let v: &mut f64 = lowest.entry(load).or_insert(f64::INFINITY);
            *v = v.min(state.voltage_v);
        }
    }
    let day = table(&areas(&out, 0));
    let found = day["source_kwh"].as_primitive::<Float64Type>().value(0);
    assert!((found * 1e3 / source_wh - 1.0).abs() < 1e-7);
    let voltages = table(&out.join("voltages/part-00000.parquet"));
    assert_eq!(voltages.num_rows(), lowest.len());
    for (load, v) in lowest {
        let found = voltages["lowest_v"]
            .as_primitive::<Float32Type>()
            .value(load);
        assert!((f64::from(found) - v).abs() < 1e-4);
    }
}

#[test]
fn what_is_broken_is_listed_and_left_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let folder = folder.path();
    write_area(folder, "fine", |_| {});
    write_area(folder, "gap", |rows| {
        rows.pop();
    });
    write_area(folder, "late", |rows| rows[3].step = 900);
    write_area(folder, "no-number", |rows| rows[3].p_w = f32::NAN);
    std::fs::write(folder.join("torn.ron"), "(id: ").expect("a broken file");
    write_area(folder, "unread", |_| {});
    std::fs::remove_file(folder.join("readings/unread.parquet")).expect("to remove");
    write_area(folder, "garbage", |_| {});
    std::fs::write(
        folder.join("readings/garbage.parquet"),
        "PAR1 not at all PAR1",
    )
    .expect("a file");
    let out = folder.join("out");
    let (summary, skipped) = solve(folder, &out);
    assert_eq!(
        skipped,
        ["gap", "garbage", "late", "no-number", "torn", "unread"]
    );
    assert_eq!((summary.skipped, summary.totals.area_days), (6, 1));
    let (again, _) = solve(folder, &out);
    assert_eq!(
        (again.skipped, again.totals.area_days, again.areas_before),
        (6, 1, 7)
    );
    let list = std::fs::read_to_string(out.join("skipped/part-00000.csv")).expect("the list");
    assert!(list.contains("no reading of step 7"), "{list}");
}

#[test]
fn a_stopped_run_goes_on_where_it_was() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = folder.path().join("out");
    let fleet = Fleet::made(420, 10, &folder.path().join("readings"), catalogue());
    let first = run(&fleet, OPTIONS, &out, |_, _| {}).expect("results");
    assert_eq!((first.totals.area_days, first.areas_before), (420, 0));
    let whole = std::fs::read(areas(&out, 1)).expect("a part");
    // As a kill while the second part was written leaves it.
    std::fs::rename(areas(&out, 1), areas(&out, 1).with_extension("unfinished"))
        .expect("to rename");
    let second = run(&fleet, OPTIONS, &out, |_, _| {}).expect("results");
    assert_eq!((second.totals.area_days, second.areas_before), (420, 220));
    assert_eq!(
        (second.totals.power_flows, second.skipped),
        (first.totals.power_flows, 0)
    );
    assert!((second.totals.source_kwh / first.totals.source_kwh - 1.0).abs() < 1e-12);
    assert_eq!(std::fs::read(areas(&out, 1)).expect("a part"), whole);
    let other = Options { steps: 4 };
    let refused = run(&fleet, other, &out, |_, _| {}).expect_err("another fleet's folder");
    assert!(refused.file.ends_with("fleet.json"), "{}", refused.file);
    let larger = Fleet::made(420, 11, &folder.path().join("readings"), catalogue());
    assert!(run(&larger, OPTIONS, &out, |_, _| {}).is_err());
}
