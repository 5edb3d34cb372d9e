//! Results of a part of a fleet as files.
//!
//! `areas/part-00000.parquet` has a row an area-day, `voltages/part-00000.parquet` a
//! row an area-day and load, `skipped/part-00000.csv` a line a skipped area. The first
//! of them is written last: where it is, the part is complete.

use std::collections::BTreeSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{Float64Type, Int32Type};
use arrow_array::{ArrayRef, Date32Array, Float32Array, Float64Array, Int32Array, StringArray};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use taiqu_grid::{Lang, Problem};

use crate::area_day::{AreaDay, LoadDay};
use crate::fleet::unreadable;
use crate::readings::write_table;
use crate::totals::Totals;

/// An area that was skipped, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Skipped {
    /// Its name in the fleet.
    pub area: String,
    /// All that is wrong with it.
    pub problems: Vec<Problem>,
}

/// Whether part `number` is complete in the folder `out`.
pub fn is_complete(out: &Path, number: usize) -> bool {
    file(out, "areas", number, "parquet").exists()
}

/// Writes part `number`.
///
/// # Errors
/// A file cannot be written.
pub fn write(
    out: &Path,
    number: usize,
    days: &[AreaDay],
    skipped: &[Skipped],
) -> Result<(), Problem> {
    if !skipped.is_empty() {
        list(&file(out, "skipped", number, "csv"), skipped)?;
    }
    let of_day = |day: &AreaDay| day.loads.len();
    let loads = || days.iter().flat_map(|day| &day.loads);
    let area: Vec<&str> = days
        .iter()
        .flat_map(|day| std::iter::repeat_n(day.area.as_str(), of_day(day)))
        .collect();
    let dates = days
        .iter()
        .flat_map(|day| std::iter::repeat_n(day.day, of_day(day)));
    let ids: Vec<&str> = loads().map(|load| load.id.as_str()).collect();
    let volts = |of: fn(&LoadDay) -> f64| -> ArrayRef {
        Arc::new(Float32Array::from_iter_values(
            loads().map(|load| of(load) as f32),
        ))
    };
    let counts = |of: fn(&LoadDay) -> usize| -> ArrayRef {
        Arc::new(Int32Array::from_iter_values(
            loads().map(|load| of(load) as i32),
        ))
    };
    let voltages: Vec<(&str, ArrayRef)> = vec![
        ("area", Arc::new(StringArray::from(area))),
        ("day", Arc::new(Date32Array::from_iter_values(dates))),
        ("load", Arc::new(StringArray::from(ids))),
        ("lowest_v", volts(|load| load.lowest_v)),
        ("mean_v", volts(|load| load.mean_v)),
        ("highest_v", volts(|load| load.highest_v)),
        ("steps_below", counts(|load| load.below)),
        ("steps_above", counts(|load| load.above)),
    ];
    write_table(&file(out, "voltages", number, "parquet"), voltages)?;
    write_table(&file(out, "areas", number, "parquet"), areas(days))
}

/// How many areas part `number` has, which is complete, and the sums over their days.
///
/// # Errors
/// Its file cannot be read.
pub fn read_totals(out: &Path, number: usize) -> Result<(usize, Totals), Problem> {
    let path = file(out, "areas", number, "parquet");
    let failed = |error: &dyn std::fmt::Display| unreadable(&path, error);
    let opened = File::open(&path).map_err(|error| failed(&error))?;
    let builder = ParquetRecordBatchReaderBuilder::try_new(opened);
    let reader = builder.and_then(ParquetRecordBatchReaderBuilder::build);
    let mut totals = Totals::default();
    let mut areas = BTreeSet::new();
    for batch in reader.map_err(|error| failed(&error))? {
        let batch = batch.map_err(|error| failed(&error))?;
        let column = |name: &str| {
            let column = batch.column_by_name(name);
            column.ok_or_else(|| failed(&format_args!("{name}?")))
        };
        let kwh = |name: &str| -> Result<f64, Problem> {
            let values = column(name)?.as_primitive_opt::<Float64Type>();
            Ok(values.map_or(0.0, |values| values.values().iter().sum()))
        };
        let count = |name: &str| -> Result<usize, Problem> {
            let values = column(name)?.as_primitive_opt::<Int32Type>();
            Ok(values.map_or(0, |values| {
                values.values().iter().map(|&n| n as usize).sum()
            }))
        };
        let names = column("area")?.as_string_opt::<i32>();
        areas.extend(names.into_iter().flatten().flatten().map(str::to_owned));
        let steps = count("steps")?;
        totals += Totals {
            area_days: batch.num_rows(),
            power_flows: steps,
            not_converged: steps - count("steps_converged")?,
            source_kwh: kwh("source_kwh")?,
            line_loss_kwh: kwh("line_loss_kwh")?,
            transformer_loss_kwh: kwh("transformer_loss_kwh")?,
            load_steps_below: count("load_steps_below")?,
            load_steps_above: count("load_steps_above")?,
        };
    }
    Ok((areas.len(), totals))
}

fn areas(days: &[AreaDay]) -> Vec<(&'static str, ArrayRef)> {
    let number = |of: &dyn Fn(&AreaDay) -> f64| -> ArrayRef {
        Arc::new(Float64Array::from_iter_values(days.iter().map(of)))
    };
    let count = |of: &dyn Fn(&AreaDay) -> usize| -> ArrayRef {
        Arc::new(Int32Array::from_iter_values(
            days.iter().map(|day| of(day) as i32),
        ))
    };
    let sum = |of: fn(&LoadDay) -> usize| move |day: &AreaDay| day.loads.iter().map(of).sum();
    let lowest = |day: &AreaDay| {
        day.loads
            .iter()
            .map(|load| load.lowest_v)
            .fold(f64::INFINITY, f64::min)
    };
    let highest = |day: &AreaDay| {
        day.loads
            .iter()
            .map(|load| load.highest_v)
            .fold(0.0, f64::max)
    };
    vec![
        (
            "area",
            Arc::new(StringArray::from_iter_values(
                days.iter().map(|day| &day.area),
            )),
        ),
        (
            "day",
            Arc::new(Date32Array::from_iter_values(
                days.iter().map(|day| day.day),
            )),
        ),
        ("steps", count(&|day| day.steps)),
        ("steps_converged", count(&|day| day.converged)),
        ("source_kwh", number(&|day| day.source_kwh)),
        ("load_kwh", number(&|day| day.load_kwh)),
        ("line_loss_kwh", number(&|day| day.line_loss_kwh)),
        (
            "transformer_loss_kwh",
            number(&|day| day.transformer_loss_kwh),
        ),
        ("lowest_v", number(&lowest)),
        ("highest_v", number(&highest)),
        ("load_steps_below", count(&sum(|load| load.below))),
        ("load_steps_above", count(&sum(|load| load.above))),
    ]
}

/// Lists skipped areas with their problems in both languages.
fn list(path: &Path, skipped: &[Skipped]) -> Result<(), Problem> {
    let failed = |error: &dyn std::fmt::Display| unreadable(path, error);
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    let mut writer = csv::Writer::from_path(path).map_err(|error| failed(&error))?;
    let mut row = |fields: [&str; 3]| writer.write_record(fields).map_err(|error| failed(&error));
    row(["area", "zh", "en"])?;
    for Skipped { area, problems } in skipped {
        for problem in problems {
            let [zh, en] = [Lang::Zh, Lang::En].map(|lang| problem.describe(lang).to_string());
            row([area, &zh, &en])?;
        }
    }
    writer.flush().map_err(|error| failed(&error))
}

fn file(out: &Path, folder: &str, number: usize, extension: &str) -> PathBuf {
    out.join(folder)
        .join(format!("part-{number:05}.{extension}"))
}
