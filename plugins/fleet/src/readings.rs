//! Readings of one area in a Parquet file.
//!
//! Columns, in rows of any order: `day` (date), `step` (integer, from 0), `load` (its
//! id, text), `p_w` and `q_var` (numbers; mean powers over the step, generation
//! negative).

use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use arrow_array::cast::AsArray as _;
use arrow_array::types::{
    ArrowPrimitiveType, Date32Type, Float32Type, Float64Type, Int32Type, Int64Type,
};
use arrow_array::{
    Array, ArrayRef, Date32Array, DictionaryArray, Float32Array, Int32Array, RecordBatch,
    StringArray,
};
use arrow_schema::DataType;
use parquet::arrow::ArrowWriter;
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;
use taiqu_grid::{Problem, Text};
use taiqu_powerflow::LoadPower;

use crate::fleet::{problem, unreadable};

/// One day of readings to be written.
#[derive(Clone, Debug, PartialEq)]
pub struct Readings {
    /// Ids of the loads.
    pub ids: Vec<String>,
    /// Days since 1970.
    pub day: i32,
    /// The readings.
    pub rows: Vec<Reading>,
}

/// One reading.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reading {
    /// Index among the ids.
    pub load: u32,
    /// Step of the day, from 0.
    pub step: u32,
    /// Mean active power, W.
    pub p_w: f32,
    /// Mean reactive power, var.
    pub q_var: f32,
}

/// Powers of every load, step by step, for each day since 1970 in the file.
pub type Days = BTreeMap<i32, Vec<LoadPower>>;

/// Reads the powers of the loads `ids` at `steps` steps a day.
///
/// # Errors
/// The file cannot be read, lacks a column or names a load that the area has not; a
/// load lacks a step.
pub fn read_readings<'a>(
    path: &Path,
    ids: impl IntoIterator<Item = &'a str>,
    steps: usize,
) -> Result<Days, Problem> {
    let known: HashMap<&str, usize> = ids.into_iter().zip(0..).collect();
    let file = File::open(path).map_err(|error| unreadable(path, &error))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .and_then(|builder| builder.with_batch_size(1 << 16).build())
        .map_err(|error| unreadable(path, &error))?;
    let mut days = Days::new();
    for batch in reader {
        let batch = batch.map_err(|error| unreadable(path, &error))?;
        take(&batch, &known, steps, &mut days)
            .map_err(|(what, remedy)| problem(path, what, remedy))?;
    }
    if days.is_empty() {
        return Err(problem(
            path,
            Text::new("没有读数", "no readings"),
            Text::new("补上读数", "put readings there"),
        ));
    }
    for (day, powers) in &days {
        if let Some(gap) = powers.iter().position(|power| power.p_w.is_nan()) {
            let (step, load) = (gap / known.len(), gap % known.len());
            let id = known
                .iter()
                .find(|&(_, &k)| k == load)
                .map_or("?", |(id, _)| id);
            return Err(problem(
                path,
                Text::new(
                    format!("负荷 {id} 在第 {day} 日（自 1970-01-01 起）缺第 {step} 步的读数"),
                    format!(
                        "load {id} has no reading of step {step} on day {day} since 1970-01-01"
                    ),
                ),
                Text::new(
                    "补上读数，或改用 --steps",
                    "fill the gap, or give another --steps",
                ),
            ));
        }
    }
    Ok(days)
}

/// What is wrong, and what to do about it.
type Wrong = (Text, Text);

fn take(
    batch: &RecordBatch,
    known: &HashMap<&str, usize>,
    steps: usize,
    days: &mut Days,
) -> Result<(), Wrong> {
    let day = integers(batch, "day")?;
    let step = integers(batch, "step")?;
    let load = loads(batch, known)?;
    let (p, q) = (numbers(batch, "p_w")?, numbers(batch, "q_var")?);
    let mut last: Option<(i32, &mut Vec<LoadPower>)> = None;
    let empty = LoadPower {
        p_w: f64::NAN,
        q_var: f64::NAN,
    };
    for row in 0..batch.num_rows() {
        let number = usize::try_from(step[row]).ok().filter(|&step| step < steps);
        let Some(number) = number else {
            let found = step[row];
            return Err((
                Text::new(
                    format!("步号 {found} 不在 0 到 {} 之间", steps - 1),
                    format!("step {found} does not lie between 0 and {}", steps - 1),
                ),
                Text::new(
                    "改用 --steps，或更正读数",
                    "give another --steps, or correct the reading",
                ),
            ));
        };
        let here = day[row] as i32;
        let powers = match last.take() {
            Some((day, powers)) if day == here => powers,
            _ => days
                .entry(here)
                .or_insert_with(|| vec![empty; steps * known.len()]),
        };
        powers[number * known.len() + load[row]] = LoadPower {
            p_w: p[row],
            q_var: q[row],
        };
        last = Some((here, powers));
    }
    Ok(())
}

/// The loads of the rows by their place among the `known`.
fn loads(batch: &RecordBatch, known: &HashMap<&str, usize>) -> Result<Vec<usize>, Wrong> {
    let column = column(batch, "load")?;
    let place = |id: &str| {
        known.get(id).copied().ok_or_else(|| {
            (
                Text::new(
                    format!("台区没有负荷 {id}"),
                    format!("the area has no load {id}"),
                ),
                Text::new(
                    "更正读数中的负荷编号",
                    "correct the load's id in the readings",
                ),
            )
        })
    };
    if let Some(dictionary) = column.as_dictionary_opt::<Int32Type>() {
        let Some(ids) = dictionary.values().as_string_opt::<i32>() else {
            return Err(kind("load"));
        };
        let places: Result<Vec<usize>, Wrong> =
            (0..ids.len()).map(|k| place(ids.value(k))).collect();
        let places = places?;
        let keys = dictionary.keys().values();
        return Ok(keys.iter().map(|&key| places[key as usize]).collect());
    }
    let Some(ids) = column.as_string_opt::<i32>() else {
        return Err(kind("load"));
    };
    (0..ids.len()).map(|row| place(ids.value(row))).collect()
}

fn integers(batch: &RecordBatch, name: &str) -> Result<Vec<i64>, Wrong> {
    let column = column(batch, name)?;
    match column.data_type() {
        DataType::Date32 => Ok(values::<Date32Type, _>(column, i64::from)),
        DataType::Int32 => Ok(values::<Int32Type, _>(column, i64::from)),
        DataType::Int64 => Ok(values::<Int64Type, _>(column, |value| value)),
        _ => Err(kind(name)),
    }
}

fn numbers(batch: &RecordBatch, name: &str) -> Result<Vec<f64>, Wrong> {
    let column = column(batch, name)?;
    let numbers = match column.data_type() {
        DataType::Float32 => values::<Float32Type, _>(column, f64::from),
        DataType::Float64 => values::<Float64Type, _>(column, |value| value),
        _ => return Err(kind(name)),
    };
    if numbers.iter().all(|number| number.is_finite()) {
        return Ok(numbers);
    }
    Err((
        Text::new(
            format!("列 {name} 中有不是数的值"),
            format!("column {name} has values that are no numbers"),
        ),
        Text::new("删去这些行", "leave these rows out"),
    ))
}

fn values<T: ArrowPrimitiveType, R>(column: &dyn Array, to: impl Fn(T::Native) -> R) -> Vec<R> {
    column
        .as_primitive::<T>()
        .values()
        .iter()
        .map(|&value| to(value))
        .collect()
}

/// A column without missing values.
fn column<'a>(batch: &'a RecordBatch, name: &str) -> Result<&'a dyn Array, Wrong> {
    let Some(column) = batch.column_by_name(name) else {
        return Err((
            Text::new(
                format!("缺少列 {name}"),
                format!("there is no column {name}"),
            ),
            Text::new(
                "读数须有列 day、step、load、p_w、q_var",
                "readings have columns day, step, load, p_w and q_var",
            ),
        ));
    };
    if column.null_count() > 0 {
        return Err((
            Text::new(
                format!("列 {name} 有空值"),
                format!("column {name} has empty values"),
            ),
            Text::new("补上或删去这些行", "fill these rows or leave them out"),
        ));
    }
    Ok(column)
}

fn kind(name: &str) -> Wrong {
    (
        Text::new(
            format!("列 {name} 的类型不对"),
            format!("column {name} has another type than readings have"),
        ),
        Text::new(
            "day 为日期，step 为整数，load 为文本，p_w 和 q_var 为浮点数",
            "day is a date, step an integer, load a text, p_w and q_var are floating-point numbers",
        ),
    )
}

/// Writes one day of readings.
///
/// # Errors
/// The file cannot be written.
pub fn write_readings(path: &Path, readings: &Readings) -> Result<(), Problem> {
    let Readings { ids, day, rows } = readings;
    let keys = Int32Array::from_iter_values(rows.iter().map(|row| row.load as i32));
    let ids = StringArray::from_iter_values(ids);
    let failed = |error: &dyn std::fmt::Display| unreadable(path, error);
    let load = DictionaryArray::try_new(keys, Arc::new(ids)).map_err(|error| failed(&error))?;
    let float =
        |of: fn(&Reading) -> f32| Arc::new(Float32Array::from_iter_values(rows.iter().map(of)));
    let columns: Vec<(&str, ArrayRef)> = vec![
        ("day", Arc::new(Date32Array::from_value(*day, rows.len()))),
        (
            "step",
            Arc::new(Int32Array::from_iter_values(
                rows.iter().map(|row| row.step as i32),
            )),
        ),
        ("load", Arc::new(load)),
        ("p_w", float(|row| row.p_w)),
        ("q_var", float(|row| row.q_var)),
    ];
    write_table(path, columns)
}

/// Writes a table, whole or not at all.
pub(crate) fn write_table(path: &Path, columns: Vec<(&str, ArrayRef)>) -> Result<(), Problem> {
    let failed = |error: &dyn std::fmt::Display| unreadable(path, error);
    let batch = RecordBatch::try_from_iter(columns).map_err(|error| failed(&error))?;
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    let unfinished = path.with_extension("unfinished");
    let file = File::create(&unfinished).map_err(|error| failed(&error))?;
    let properties = WriterProperties::builder()
        .set_compression(Compression::SNAPPY)
        .build();
    let mut writer = ArrowWriter::try_new(file, batch.schema(), Some(properties))
        .map_err(|error| failed(&error))?;
    writer.write(&batch).map_err(|error| failed(&error))?;
    writer.close().map_err(|error| failed(&error))?;
    std::fs::rename(&unfinished, path).map_err(|error| failed(&error))
}
