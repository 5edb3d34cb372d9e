//! Opens the files of a district and joins lines with their areas.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::District;
use crate::area::{Area, Customer};
use crate::catalogue::Catalogue;
use crate::check::{Report, Who, same_number};
use crate::line::Line;
use crate::read::{SourceText, locate, read_area, read_line, read_text};
use crate::{Checked, Problem, Severity, Text};

/// Opens the files of a district, checks each, then how they fit together.
///
/// How they fit is looked at only when every file is sound by itself.
pub fn open(areas: &[PathBuf], lines: &[PathBuf], catalogue: &Catalogue) -> Checked<District> {
    if areas.len().max(lines.len()) > MOST_FILES {
        return Checked::failed(too_many(areas.len().max(lines.len())));
    }
    let mut problems = Vec::new();
    let mut district = District::default();
    let mut files = Files {
        lines: Vec::new(),
        areas: Vec::new(),
    };
    for path in lines {
        let checked = read_line(path, catalogue);
        problems.extend(checked.problems);
        district.lines.extend(checked.value);
        files.lines.push(path);
    }
    for path in areas {
        let checked = read_area(path, catalogue);
        problems.extend(checked.problems);
        district.areas.extend(checked.value);
        files.areas.push(path);
    }
    let is_error = |p: &Problem| p.severity == Severity::Error;
    if problems.iter().any(is_error) {
        return Checked {
            value: None,
            problems,
        };
    }
    problems.extend(check_joins(&district, &files));
    let failed = problems.iter().any(is_error);
    Checked {
        value: Some(district).filter(|_| !failed),
        problems,
    }
}

/// Most areas and most lines of a district: a [`Place`](crate::Place) numbers them with
/// sixteen bits.
const MOST_FILES: usize = u16::MAX as usize;

fn too_many(count: usize) -> Problem {
    Problem::error(
        "",
        Text::new(
            format!("列出了 {count} 个文件，超过上限 {MOST_FILES}"),
            format!("{count} files are listed, more than the limit of {MOST_FILES}"),
        ),
        Text::new(
            "把片区拆成几个场景",
            "split the district into several scenarios",
        ),
    )
}

/// The file of each line and area, for the problems that lie between files.
struct Files<'a> {
    lines: Vec<&'a Path>,
    areas: Vec<&'a Path>,
}

fn check_joins(district: &District, files: &Files) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut in_file = |file: &Path, check: &mut dyn FnMut(&mut Report)| {
        let mut report = Report::default();
        check(&mut report);
        let mut found = report.finish(Some(())).problems;
        if !found.is_empty() {
            // Read again, which is seldom needed, rather than kept for all files.
            let source = SourceText {
                file: file.display().to_string(),
                text: read_text(file).unwrap_or_default(),
            };
            locate(&mut found, &[source]);
        }
        problems.append(&mut found);
    };
    let mut areas = BTreeMap::new();
    for (area, file) in district.areas.iter().zip(&files.areas) {
        if areas.insert(area.id.as_str(), area).is_some() {
            in_file(file, &mut |report| duplicate("area", &area.id, report));
        }
    }
    let mut taps = BTreeMap::new();
    let mut lines = BTreeMap::new();
    for (line, file) in district.lines.iter().zip(&files.lines) {
        if lines.insert(line.id.as_str(), line).is_some() {
            in_file(file, &mut |report| duplicate("line", &line.id, report));
        }
        for tap in &line.taps {
            in_file(file, &mut |report| {
                match areas.get(tap.area.as_str()) {
                    Some(area) => check_tap(line, tap.node, area, report),
                    None => unknown_area(&tap.area, report),
                }
                if taps.insert(tap.area.as_str(), line.id.as_str()).is_some() {
                    duplicate("tap", &tap.area, report);
                }
            });
        }
    }
    for (area, file) in district.areas.iter().zip(&files.areas) {
        in_file(file, &mut |report| {
            let tapped = taps.get(area.id.as_str()).copied();
            if let Some(named) = &area.line
                && lines.contains_key(named.as_str())
                && tapped != Some(named)
            {
                not_tapped(area, named, report);
            }
        });
    }
    let mut numbers: BTreeMap<&str, (&Area, &Customer)> = BTreeMap::new();
    for (area, file) in district.areas.iter().zip(&files.areas) {
        in_file(file, &mut |report| {
            let numbered = area.customers.iter().filter(|c| !c.number.is_empty());
            for customer in numbered {
                // An area that is opened twice has been reported as that.
                if let Some((other, its)) = numbers.insert(&customer.number, (area, customer))
                    && other.id != area.id
                {
                    same_number(customer, &format!("{}/{}", other.id, its.id), report);
                }
            }
        });
    }
    problems
}

fn duplicate(word: &'static str, id: &str, report: &mut Report) {
    report.error(
        Who(word, id),
        Text::new("编号在两处出现", "this id stands in two places"),
        Text::new(
            "同一片区内台区和线路编号必须唯一，一个台区只接一处",
            "ids of areas and lines are unique in a district, and an area hangs in one place",
        ),
    );
}

fn unknown_area(id: &str, report: &mut Report) {
    report.error(
        Who("tap", id),
        Text::new(
            format!("线路所接的台区 {id} 没有打开"),
            format!("the line feeds area {id}, which is not among the files"),
        ),
        Text::new(
            "加上该台区的文件，或更正 taps",
            "add that area's file, or correct taps",
        ),
    );
}

fn check_tap(line: &Line, node: usize, area: &Area, report: &mut Report) {
    let who = Who("tap", &area.id);
    let Some(supply) = area.supply else {
        report.error(
            who,
            Text::new(
                format!("台区 {} 没有电源点", area.id),
                format!("area {} has no supply node", area.id),
            ),
            Text::new("在台区文件中填写 supply", "give supply in the area's file"),
        );
        return;
    };
    let (above, below) = (&line.network.nodes[node], &area.network.nodes[supply.node]);
    if (above.nominal_v - below.nominal_v).abs() > 0.05 * above.nominal_v {
        report.error(
            who,
            Text::new(
                format!(
                    "线路节点 {} 为 {} V，台区电源点 {} 为 {} V",
                    above.id, above.nominal_v, below.id, below.nominal_v
                ),
                format!(
                    "line node {} has {} V, but the area's supply node {} has {} V",
                    above.id, above.nominal_v, below.id, below.nominal_v
                ),
            ),
            Text::new(
                "更正台区电源点的 nominal_v，或 taps 的节点",
                "correct nominal_v of the area's supply node, or the node of the tap",
            ),
        );
    }
    let missing = below.phases.without(above.phases);
    if !missing.is_empty() {
        report.error(
            who,
            Text::new(
                format!("线路节点 {} 没有台区所需的导体 {missing}", above.id),
                format!(
                    "line node {} has no conductor {missing}, which the area needs",
                    above.id
                ),
            ),
            Text::new(
                "更正相别或所接节点",
                "correct the phases, or the node of the tap",
            ),
        );
    }
    if (line.frequency_hz - area.frequency_hz).abs() > 0.5 {
        report.error(
            who,
            Text::new(
                format!(
                    "线路 {} Hz，台区 {} Hz",
                    line.frequency_hz, area.frequency_hz
                ),
                format!(
                    "the line has {} Hz, the area {} Hz",
                    line.frequency_hz, area.frequency_hz
                ),
            ),
            Text::new("更正 frequency_hz", "correct frequency_hz"),
        );
    }
}

fn not_tapped(area: &Area, line: &str, report: &mut Report) {
    report.warn(
        Who("", &area.id),
        Text::new(
            format!("自称接在线路 {line} 上，但该线路的 taps 中没有它"),
            format!("says that it hangs on line {line}, whose taps do not name it"),
        ),
        Text::new(
            "在线路文件的 taps 中加上它，或更正 line",
            "add it to taps of the line's file, or correct line",
        ),
    );
}
