//! A file of load powers: a header of load ids, a row of kW per step of the day.

use std::path::Path;

use taiqu_grid::{District, Kind, Problem, Text};
use taiqu_powerflow::{LoadPower, Model};

use super::output::Failure;

/// The powers of a file.
pub struct Profiles {
    /// Number of steps.
    pub rows: usize,
    /// What was odd about the file.
    pub problems: Vec<Problem>,
    /// Of each column: the load's place among the model's, and its kvar per kW.
    columns: Vec<(usize, f64)>,
    /// Row by row, kW.
    kw: Vec<f64>,
}

/// Seconds of a day.
const DAY_S: f64 = 86_400.0;

impl Profiles {
    /// Reads `file` for the loads of `model`.
    ///
    /// Power factors are the area's; loads that the file does not name keep their
    /// nominal power.
    pub fn read(file: &Path, district: &District, model: &Model) -> Result<Self, Failure> {
        let mut report = Report {
            file,
            problems: Vec::new(),
        };
        let mut reader = csv::Reader::from_path(file).map_err(|error| report.fatal(&error))?;
        let header = reader
            .headers()
            .map_err(|error| report.fatal(&error))?
            .clone();
        let mut columns = Vec::new();
        for id in &header {
            match load_of(id, district, model) {
                Some(load) => columns.push((load, kvar_per_kw(model.nominal()[load]))),
                None => report.error(1, id, Text::new("没有这个负荷", "there is no such load")),
            }
        }
        let mut kw = Vec::new();
        for row in reader.records() {
            let row = row.map_err(|error| report.fatal(&error))?;
            let line = row
                .position()
                .map_or(0, |position| position.line() as usize);
            for (value, id) in row.iter().zip(&header) {
                match value.trim().parse::<f64>() {
                    Ok(value) if value.is_finite() => kw.push(value),
                    _ => report.error(
                        line,
                        id,
                        Text::new(
                            format!("“{value}”不是数"),
                            format!("`{value}` is not a number"),
                        ),
                    ),
                }
            }
        }
        if !report.problems.is_empty() {
            return Err(Failure::Input(report.problems));
        }
        let rows = kw.len() / columns.len().max(1);
        if rows == 0 {
            report.error(1, "", Text::new("没有数据行", "there are no rows"));
            return Err(Failure::Input(report.problems));
        }
        let unnamed = model.loads().len().saturating_sub(columns.len());
        if unnamed > 0 {
            report.warning(Text::new(
                format!("{unnamed} 个负荷不在文件中，按额定功率计算"),
                format!("{unnamed} loads are not in the file and keep their nominal power"),
            ));
        }
        Ok(Self {
            rows,
            problems: report.problems,
            columns,
            kw,
        })
    }

    /// Length of a step when the rows span a day, s.
    pub fn step_s(&self) -> f64 {
        DAY_S / self.rows as f64
    }

    /// Writes the powers of `step`, from 0, over `powers`.
    pub fn fill(&self, step: usize, powers: &mut [LoadPower]) {
        let width = self.columns.len();
        let row = &self.kw[step * width..][..width];
        for (&kw, &(load, kvar_per_kw)) in row.iter().zip(&self.columns) {
            powers[load] = LoadPower {
                p_w: kw * 1e3,
                q_var: kw * 1e3 * kvar_per_kw,
            };
        }
    }
}

fn load_of(id: &str, district: &District, model: &Model) -> Option<usize> {
    let id = id.trim();
    let found = district.find(id);
    let load = found.iter().find(|asset| asset.kind == Kind::Load)?;
    model.loads().iter().position(|known| known == load)
}

fn kvar_per_kw(nominal: LoadPower) -> f64 {
    if nominal.p_w == 0.0 {
        0.0
    } else {
        nominal.q_var / nominal.p_w
    }
}

struct Report<'a> {
    file: &'a Path,
    problems: Vec<Problem>,
}

impl Report<'_> {
    fn error(&mut self, line: usize, id: &str, problem: Text) {
        let remedy = Text::new(
            "首行写负荷编号，其后每个时步一行 kW",
            "write load ids in the first row, then a row of kW a step",
        );
        let mut problem = Problem::error(id, problem, remedy);
        problem.line = Some(line);
        self.push(problem);
    }

    fn warning(&mut self, problem: Text) {
        self.push(Problem::warning("", problem, Text::default()));
    }

    fn fatal(&self, error: &csv::Error) -> Failure {
        let line = error.position().map(|position| position.line() as usize);
        let text = Text::new(
            format!("不是可读的 CSV：{error}"),
            format!("not a readable CSV: {error}"),
        );
        let remedy = Text::new("检查路径和格式", "check the path and the format");
        let mut problem = Problem::error("", text, remedy);
        problem.line = line;
        problem.file = self.file.display().to_string();
        problem.into()
    }

    fn push(&mut self, mut problem: Problem) {
        problem.file = self.file.display().to_string();
        self.problems.push(problem);
    }
}
