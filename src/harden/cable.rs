//! Which cable takes the place of a span.

use taiqu_grid::area::{Laying, Section};
use taiqu_grid::catalogue::LineType;
use taiqu_grid::{AssetRef, Catalogue, District, Kind, Problem, Text};

use super::Change;
use crate::scenario;

/// The section `name` as a cable: the smallest of the catalogue that is rated for the
/// voltage, has the conductors, and carries no less.
pub(super) fn plan(
    name: &str,
    records: &District,
    catalogue: &Catalogue,
) -> Result<Change, Problem> {
    let section = scenario::one("cable", name, &[Kind::Section], records)?;
    let network = records.network(section.place);
    let item = &network.sections[section.index as usize];
    if item.laying == Laying::Cable {
        return Err(Problem::error(
            records.name(section),
            Text::new("已经是电缆", "is a cable already"),
            Text::new(
                format!("在 --cable 后给出架空线段{}", overhead(records)),
                format!(
                    "name an overhead section after --cable{}",
                    overhead(records)
                ),
            ),
        ));
    }
    let nominal_v = network.nodes[item.from].nominal_v;
    let fit = catalogue.lines.values();
    let fit = fit.filter(|line| fits(line, item, nominal_v));
    let smallest = fit.min_by(|a, b| {
        let carries = |line: &LineType| line.ampacity_a.unwrap_or(f64::INFINITY);
        let by_ampacity = carries(a).total_cmp(&carries(b));
        by_ampacity.then(a.id.cmp(&b.id))
    });
    match smallest {
        Some(line) => Ok(Change::Cable {
            section,
            r#type: line.id.clone(),
        }),
        None => Err(none_fits(section, item, records)),
    }
}

/// Rated voltage of a class of lines and cables over the nominal voltage it is for, at most.
const SAME_CLASS: f64 = 3.0;

fn fits(line: &LineType, item: &Section, nominal_v: f64) -> bool {
    let rated = line
        .rated_v
        .is_some_and(|rated_v| (nominal_v..SAME_CLASS * nominal_v).contains(&rated_v));
    let conductors = line.impedance.of_section(item.phases, 1.0, 50.0).is_some();
    let carries = match (item.ampacity_a, line.ampacity_a) {
        (Some(wanted), Some(carried)) => carried >= wanted,
        (None, carried) => carried.is_some(),
        (Some(_), None) => false,
    };
    line.laying == Laying::Cable && rated && conductors && carries
}

/// An overhead section as an example.
fn overhead(records: &District) -> String {
    let mut all = records.all(Kind::Section);
    let example = all.find(|section| {
        let sections = &records.network(section.place).sections;
        sections[section.index as usize].laying == Laying::Overhead
    });
    example.map_or_else(String::new, |section| {
        format!(": {}", records.name(section))
    })
}

fn none_fits(section: AssetRef, item: &Section, records: &District) -> Problem {
    let phases = item.phases;
    let ampacity = item.ampacity_a.unwrap_or_default();
    Problem::error(
        records.name(section),
        Text::new(
            format!("目录中没有导体为 {phases}、载流量不小于 {ampacity} A 的电缆"),
            format!("no cable of the catalogue has {phases} and carries {ampacity} A"),
        ),
        Text::new(
            "在 assets/catalogue/lines.ron 中补上这种电缆，或换一段",
            "add such a cable to assets/catalogue/lines.ron, or name another section",
        ),
    )
}
