//! Checks who looks after which zone.

use std::collections::BTreeMap;

use taiqu_grid::{District, Problem, Text};
use taiqu_link::Manager;

/// What is wrong with the zones goes to `problems`: areas that are not in the scenario, or
/// in two zones, and ids given twice.
pub(super) fn check(managers: &[Manager], district: &District, problems: &mut Vec<Problem>) {
    let mut zone_of: BTreeMap<&str, &str> = BTreeMap::new();
    let mut ids: Vec<&str> = Vec::new();
    for manager in managers {
        let of = format!("manager:{}", manager.id);
        if ids.contains(&manager.id.as_str()) {
            problems.push(Problem::error(
                of.clone(),
                Text::new("网格经理编号重复", "the id is given twice"),
                Text::new("为每位网格经理取不同的编号", "give every manager an own id"),
            ));
        }
        ids.push(&manager.id);
        for area in &manager.areas {
            if !district.areas.iter().any(|known| known.id == *area) {
                problems.push(Problem::error(
                    of.clone(),
                    Text::new(
                        format!("场景中没有台区 {area}"),
                        format!("the scenario has no area {area}"),
                    ),
                    Text::new(
                        "只列出场景中的台区编号",
                        "name only areas of the scenario by their ids",
                    ),
                ));
            } else if let Some(other) = zone_of.insert(area, &manager.id) {
                problems.push(Problem::error(
                    of.clone(),
                    Text::new(
                        format!("台区 {area} 已由 {other} 负责"),
                        format!("the area {area} is in the zone of {other} already"),
                    ),
                    Text::new("每个台区只归一位网格经理", "put every area into one zone"),
                ));
            }
        }
    }
}
