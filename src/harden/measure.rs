//! Measures, and what they change.

use taiqu_grid::{Problem, Text};

use super::steps::Steps;
use super::{Change, Hardening, Ranking, cable, pole, raised};

/// What may be done to a network before the storm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// So many poles get the next stronger class and a better foundation.
    Reinforce(u32),
    /// So many trees are cut back.
    Trim(u32),
    /// So many boxes and cabinets are raised.
    Raise(u32),
    /// A section becomes a cable in the ground.
    Cable(String),
}

impl Measure {
    /// Its name.
    pub fn name(&self) -> Text {
        match self {
            Self::Reinforce(count) => Text::new(
                format!("加固电杆 {count} 基"),
                format!("reinforce {count} poles"),
            ),
            Self::Trim(count) => Text::new(
                format!("修剪树木 {count} 棵"),
                format!("trim {count} trees"),
            ),
            Self::Raise(count) => Text::new(
                format!("抬高箱柜 {count} 台"),
                format!("raise {count} boxes and cabinets"),
            ),
            Self::Cable(section) => {
                Text::new(format!("{section} 入地"), format!("{section} underground"))
            }
        }
    }
}

/// A measure, or all of them, as it is taken.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub name: Text,
    pub changes: Vec<Change>,
    pub yuan: f64,
}

/// Each measure alone, and all together where there are several.
///
/// # Errors
/// All measures that cannot be taken.
pub(super) fn plan(hardening: &Hardening, steps: &Steps<'_>) -> Result<Vec<Planned>, Vec<Problem>> {
    let Hardening {
        scenario,
        measures,
        costs,
        ..
    } = hardening;
    let (records, catalogue) = (&scenario.records, &scenario.catalogue);
    let ranking = Ranking::of(scenario, hardening.chosen_by(), &|| steps.step());
    let storm = scenario.storm.as_ref();
    let built_m_s = storm.map_or(0.0, |storm| storm.ground.design_m_s);
    let foundation_m_s = costs.foundation_m_s.max(built_m_s);
    let changes = |measure: &Measure| -> Result<Vec<Change>, Problem> {
        match measure {
            Measure::Reinforce(count) => {
                let poles = first(&ranking.poles, *count, "reinforce")?;
                let poles = poles.iter();
                let stronger =
                    poles.map(|&node| pole::reinforce(node, records, catalogue, foundation_m_s));
                Ok(stronger.collect())
            }
            Measure::Trim(count) => {
                let trees = first(&ranking.trees, *count, "trim")?;
                let height_m = costs.tree_left_m;
                let cut = trees.iter().map(|&tree| Change::Tree { tree, height_m });
                Ok(cut.collect())
            }
            Measure::Raise(count) => {
                let boxes = first(&ranking.boxes, *count, "raise-cabinets")?;
                let boxes = boxes.iter();
                let higher = boxes.map(|&cabinet| raised::plan(cabinet, records, costs.raise_m));
                Ok(higher.collect())
            }
            Measure::Cable(section) => Ok(vec![cable::plan(section, records, catalogue)?]),
        }
    };
    let (mut planned, mut problems) = (Vec::new(), Vec::new());
    for measure in measures {
        match changes(measure) {
            Ok(changes) => planned.push((measure.name(), changes)),
            Err(problem) => problems.push(problem),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    if planned.len() > 1 {
        planned.push((Text::new("全部", "all together"), together(&planned)));
    }
    let priced = planned.into_iter().map(|(name, changes)| {
        let each = changes.iter();
        Planned {
            yuan: each
                .map(|change| costs.of(change, records, catalogue))
                .sum(),
            name,
            changes,
        }
    });
    Ok(priced.collect())
}

/// The changes of all measures, each once.
fn together(planned: &[(Text, Vec<Change>)]) -> Vec<Change> {
    let mut all: Vec<Change> = Vec::new();
    for change in planned.iter().flat_map(|(_, changes)| changes) {
        if !all.contains(change) {
            all.push(change.clone());
        }
    }
    all
}

/// The first `count` of a ranking.
fn first<'a, T>(all: &'a [T], count: u32, measure: &str) -> Result<&'a [T], Problem> {
    all.get(..count as usize).ok_or_else(|| {
        let most = all.len();
        let (zh, en) = match measure {
            "trim" => (
                format!("倒下会中断供电的树只有 {most} 棵"),
                format!("only {most} trees could take supply if they fell"),
            ),
            "raise-cabinets" => (
                format!("水会淹到的箱柜只有 {most} 台"),
                format!("water would reach only {most} boxes and cabinets"),
            ),
            _ => (
                format!("这里只有 {most} 基电杆"),
                format!("there are only {most} poles"),
            ),
        };
        let remedy = if most == 0 {
            Text::new(
                format!("去掉 --{measure}"),
                format!("leave out --{measure}"),
            )
        } else {
            Text::new(
                format!("给出 1 到 {most} 之间的数"),
                format!("give a number from 1 to {most}"),
            )
        };
        Problem::error(format!("--{measure} {count}"), Text::new(zh, en), remedy)
    })
}
