//! `LoadShape`: factors over time, from the script, from text or from binary files.

use std::path::{Path, PathBuf};

use crate::Text;
use crate::area::raw::RawProfile;
use crate::opendss::deck::{Deck, Entry, Object};
use crate::opendss::files;
use crate::opendss::lexer;
use crate::opendss::report::Report;
use crate::opendss::value::Value;

/// A load shape.
#[derive(Clone, Debug)]
pub struct Shape {
    /// Its name.
    pub name: String,
    /// Length of a step, s; zero if the steps differ.
    pub step_s: f64,
    /// A factor, or the power in kW, a step; the first holds at the end of the first
    /// step.
    pub values: Vec<f64>,
    /// Whether the values are kW.
    pub is_actual: bool,
    /// The same of reactive power; empty if it has no course of its own.
    pub reactive: Vec<f64>,
}

impl Shape {
    /// The shape that `object` defines; files are relative to the script's folder.
    pub fn read(object: &Object, deck: &Deck, report: &mut Report) -> Self {
        Self::read_before(usize::MAX, object, deck, report)
    }

    fn read_before(edit: usize, object: &Object, deck: &Deck, report: &mut Report) -> Self {
        let mut shape = Self {
            name: object.name.clone(),
            step_s: 3600.0,
            values: Vec::new(),
            is_actual: false,
            reactive: Vec::new(),
        };
        let mut points = None;
        let mut base = 0.0;
        for entry in object.entries_before(edit) {
            match entry.property {
                "npts" => {
                    let mut count = 0;
                    report.count(&entry, &mut count);
                    points = (count > 0).then_some(count);
                }
                "interval" | "minterval" | "sinterval" => {
                    let mut length = 0.0;
                    report.number(&entry, &mut length);
                    let unit = match entry.property {
                        "interval" => 3600.0,
                        "minterval" => 60.0,
                        _ => 1.0,
                    };
                    shape.step_s = length * unit;
                }
                "hour" => shape.step_s = 0.0,
                "mult" | "pmult" => shape.values = array(&entry, report),
                "csvfile" | "pqcsvfile" => {
                    let column = Column::default();
                    shape.values = text_file(&entry, &entry.value.text, column, report);
                    if entry.property == "pqcsvfile" {
                        let column = Column { index: 2, ..column };
                        shape.reactive = text_file(&entry, &entry.value.text, column, report);
                    }
                }
                "sngfile" | "dblfile" => {
                    let width = if entry.property == "sngfile" { 4 } else { 8 };
                    shape.values = binary_file(&entry, &entry.value.text, width, report);
                }
                "qmult" => shape.reactive = array(&entry, report),
                "useactual" => shape.is_actual = entry.value.is_yes(),
                "pbase" => report.number(&entry, &mut base),
                "action" => shape.normalize(base),
                "like" => {
                    if let Some(other) = deck.get("loadshape", &entry.value.text) {
                        let other = Self::read_before(entry.edit, other, deck, &mut report.deaf());
                        let name = shape.name;
                        shape = Self { name, ..other };
                    }
                }
                _ => {}
            }
            if let Some(points) = points {
                shape.values.truncate(points);
            }
        }
        shape
    }

    fn normalize(&mut self, base: f64) {
        let base = if base == 0.0 { self.peak() } else { base };
        if base != 0.0 {
            self.values.iter_mut().for_each(|value| *value /= base);
        }
        self.is_actual = false;
    }

    fn peak(&self) -> f64 {
        self.peak_step().map_or(0.0, |step| self.values[step])
    }

    /// The first step with the largest value, whatever its sign.
    fn peak_step(&self) -> Option<usize> {
        let larger = |most: usize, step: usize| {
            let is_larger = self.values[step].abs() > self.values[most].abs();
            if is_larger { step } else { most }
        };
        (0..self.values.len()).reduce(larger)
    }

    /// The profile of a load of `kw`; `None` if the steps are not whole seconds or
    /// there are none.
    ///
    /// `OpenDSS` lets the first value hold at the end of the first step, so that the
    /// last one holds at midnight; a profile starts at midnight.
    pub fn profile(&self, kw: f64) -> Option<RawProfile> {
        let step_s = self.step_s.round();
        let is_whole = (1.0..=86_400.0 * 366.0).contains(&step_s)
            && (self.step_s - step_s).abs() < 1e-6 * step_s;
        if self.values.is_empty() || !is_whole {
            return None;
        }
        let is_scaled = self.is_actual && kw != 0.0;
        let scale = if is_scaled { kw } else { 1.0 };
        let mut values: Vec<f64> = self.values.iter().map(|value| value / scale).collect();
        values.rotate_right(1);
        let id = if is_scaled {
            format!("{} {kw} kW", self.name)
        } else {
            self.name.clone()
        };
        Some(RawProfile {
            id,
            step_s: step_s as u32,
            values,
        })
    }
}

/// The peak of `object`, kW, and the reactive power then, kvar, if its values were
/// kW when `entry` referred to it.
pub fn actual_peak(
    object: &Object,
    entry: &Entry,
    deck: &Deck,
    report: &Report,
) -> Option<[f64; 2]> {
    let shape = Shape::read_before(entry.edit, object, deck, &mut report.deaf());
    let kvar = shape.peak_step().and_then(|step| shape.reactive.get(step));
    let peak = [shape.peak(), kvar.copied().unwrap_or_default()];
    shape.is_actual.then_some(peak)
}

/// Which column of a text file, and whether its first line is a heading.
#[derive(Clone, Copy)]
struct Column {
    index: usize,
    has_header: bool,
}

impl Default for Column {
    fn default() -> Self {
        Self {
            index: 1,
            has_header: false,
        }
    }
}

/// The numbers of an array, which may stand in a file: `(file=x.csv column=2)`.
fn array(entry: &Entry, report: &mut Report) -> Vec<f64> {
    let inner = lexer::parameters(&entry.value.text);
    let Some(first) = inner.first().filter(|first| !first.name.is_empty()) else {
        return report.numbers(entry);
    };
    let mut column = Column::default();
    for option in &inner[1..] {
        if option.name.starts_with('h') {
            column.has_header = option.value.is_yes();
        } else if let Ok(index) = option.value.number() {
            column.index = index.max(1.0) as usize;
        }
    }
    match first.name.as_str() {
        "sngfile" => binary_file(entry, &first.value.text, 4, report),
        "dblfile" => binary_file(entry, &first.value.text, 8, report),
        _ => text_file(entry, &first.value.text, column, report),
    }
}

fn text_file(entry: &Entry, name: &str, column: Column, report: &mut Report) -> Vec<f64> {
    let text = match files::read_text(&locate(entry, name, report)) {
        Ok(text) => text,
        Err(why) => {
            unreadable(entry, name, &why, report);
            return Vec::new();
        }
    };
    let mut values = Vec::new();
    for line in text.lines().skip(usize::from(column.has_header)) {
        let cells = lexer::rows(line);
        let Some(row) = cells.first() else { continue };
        match row.get(column.index - 1).map(Value::number) {
            Some(Ok(value)) => values.push(value),
            Some(Err(what)) => {
                report.bad_value(
                    entry,
                    Text::new(in_file(name, &what.zh), in_file(name, &what.en)),
                );
                break;
            }
            None => {}
        }
    }
    values
}

fn binary_file(entry: &Entry, name: &str, width: usize, report: &mut Report) -> Vec<f64> {
    let bytes = match files::read_bytes(&locate(entry, name, report)) {
        Ok(bytes) => bytes,
        Err(why) => {
            unreadable(entry, name, &why, report);
            return Vec::new();
        }
    };
    let number = |chunk: &[u8]| match *chunk {
        [a, b, c, d] => f64::from(f32::from_le_bytes([a, b, c, d])),
        [a, b, c, d, e, f, g, h] => f64::from_le_bytes([a, b, c, d, e, f, g, h]),
        _ => f64::NAN,
    };
    let values: Vec<f64> = bytes.chunks(width).map(number).collect();
    if values.iter().all(|value| value.is_finite()) {
        return values;
    }
    let what = Text::new(
        "文件中不全是有限的数",
        "not all numbers in the file are finite",
    );
    report.bad_value(entry, what);
    Vec::new()
}

fn locate(entry: &Entry, name: &str, report: &Report) -> PathBuf {
    let folder = report.folder(entry.place).unwrap_or(Path::new(""));
    files::resolve(folder, name)
}

fn in_file(name: &str, what: &str) -> String {
    format!("{name}: {what}")
}

fn unreadable(entry: &Entry, name: &str, why: &Text, report: &mut Report) {
    let what = Text::new(
        format!("无法读取 {name}：{}", why.zh),
        format!("{name} cannot be read: {}", why.en),
    );
    report.bad_value(entry, what);
}
