//! Checks who there is to work, with what, and on which roads.

use std::collections::BTreeSet;

use taiqu_field::RoadEvent;
use taiqu_grid::roads::RoadGraph;
use taiqu_grid::{District, Problem, Text};
use taiqu_link::Depot;

use super::raw::{RawAction, RawDifference, RawScenario};

/// Farthest from a road that a place on it may be named, m.
const BESIDE_M: f64 = 50.0;
/// Longest that anything of work may take, s: a year.
const YEAR_S: f64 = 31_536_000.0;

/// What is wrong with crews, depots and the rules of their work.
pub(super) fn problems(raw: &RawScenario) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut wrong = |field: String, problem: Text, remedy: Text| {
        problems.push(Problem::error(format!("scenario:{field}"), problem, remedy));
    };
    let mut ids = BTreeSet::new();
    for crew in &raw.staff {
        let id = &crew.id;
        let hours = [crew.shift.0, crew.shift.1];
        let placed = crew.base.0.is_finite() && crew.base.1.is_finite();
        if !placed || !hours.iter().all(|hour| (0.0..=24.0).contains(hour)) {
            wrong(
                "staff".into(),
                Text::new(
                    format!("班组 {id} 的驻点或班次不是有效的数"),
                    format!("the base or shift of crew {id} is no place or hour"),
                ),
                Text::new(
                    "驻点以米为单位，班次为 0 到 24 时",
                    "give the base in metres, and hours from 0 to 24",
                ),
            );
        }
        if !(0.0..=5000.0).contains(&crew.generator_kva) {
            wrong(
                id.clone(),
                Text::new(
                    format!("班组 {id} 的发电机容量 {} kVA 不可能", crew.generator_kva),
                    format!(
                        "the generator of {id} cannot give {} kVA",
                        crew.generator_kva
                    ),
                ),
                Text::new(
                    "填 0 到 5000 kVA；没有发电机则不填",
                    "give 0 to 5000 kVA, or leave it out",
                ),
            );
        }
        if crew.people == 0 {
            wrong(
                id.clone(),
                Text::new(
                    format!("班组 {id} 没有人员"),
                    format!("crew {id} has no people"),
                ),
                Text::new("例如 people: 2", "write for example people: 2"),
            );
        }
        if !ids.insert(id) {
            wrong(
                id.clone(),
                Text::new(
                    format!("班组编号 {id} 重复"),
                    format!("two crews have the id {id}"),
                ),
                Text::new("改用不同的编号", "give each its own"),
            );
        }
    }
    let mut ids = BTreeSet::new();
    for depot in &raw.depots {
        let id = &depot.id;
        if !depot.at.0.is_finite() || !depot.at.1.is_finite() {
            wrong(
                id.clone(),
                Text::new(
                    format!("仓库 {id} 的位置不是有效的数"),
                    format!("the place of depot {id} is none"),
                ),
                Text::new("位置以米为单位", "give it in metres"),
            );
        }
        if !ids.insert(id) {
            wrong(
                id.clone(),
                Text::new(
                    format!("仓库编号 {id} 重复"),
                    format!("two depots have the id {id}"),
                ),
                Text::new("改用不同的编号", "give each its own"),
            );
        }
    }
    for (field, value, (low, high)) in figures(raw) {
        if !(low..=high).contains(&value) {
            wrong(
                field.into(),
                Text::new(
                    format!("{value} 不在 {low} 到 {high} 之间"),
                    format!("{value} is not between {low} and {high}"),
                ),
                Text::new("改用范围内的数", "give a number of that range"),
            );
        }
    }
    problems
}

/// Figures of work and its planning, with their bounds.
fn figures(raw: &RawScenario) -> [(&'static str, f64, (f64, f64)); 31] {
    let (work, rules) = (&raw.work, &raw.rules);
    let (speed, factor, day) = ((0.1, 60.0), (0.0, 100.0), (0.0, 86_400.0));
    let (year, again) = ((0.0, YEAR_S), (1.0, YEAR_S));
    [
        ("work.take_s", work.take_s, year),
        ("work.take_spread", work.take_spread, (0.0, 3.0)),
        ("work.set_out_s", work.set_out_s as f64, year),
        ("work.look_s", work.look_s as f64, year),
        ("work.search_most_s", work.search_most_s as f64, year),
        ("work.open_s", work.open_s as f64, year),
        ("work.ask_again_s", work.ask_again_s as f64, again),
        ("work.isolate_s", work.isolate_s as f64, year),
        ("work.test_s", work.test_s as f64, year),
        ("work.trace_s", work.trace_s as f64, year),
        ("work.earth_s", work.earth_s as f64, year),
        ("work.clear_s", work.clear_s as f64, year),
        ("work.restore_s", work.restore_s as f64, year),
        ("work.load_s", work.load_s as f64, year),
        ("work.couple_s", work.couple_s as f64, year),
        ("work.uncouple_s", work.uncouple_s as f64, year),
        ("work.measure_s", work.measure_s as f64, year),
        ("work.reply_s", work.reply_s as f64, year),
        ("work.speed_m_s", work.speed_m_s, speed),
        ("work.patrol_m_s", work.patrol_m_s, speed),
        ("work.spread", work.spread, (0.0, 3.0)),
        ("work.drive_spread", work.drive_spread, (0.0, 3.0)),
        ("work.helpers_slower", work.helpers_slower, factor),
        ("effort.drive_m_s", rules.effort.drive_m_s, speed),
        ("effort.walk_m_s", rules.effort.walk_m_s, speed),
        ("urgency_power", rules.urgency_power, (0.0, 2.0)),
        ("planning.late", rules.planning.late, factor),
        ("planning.shuffle_s", rules.planning.shuffle_s, day),
        ("planning.turn_s", rules.planning.turn_s, day),
        ("planning.load_s", rules.planning.load_s, day),
        (
            "planning.rounds",
            rules.planning.rounds as f64,
            (0.0, 10_000.0),
        ),
    ]
}

/// What happens to the roads, in order of time.
pub(super) fn roads(
    raw: &RawScenario,
    district: &District,
    problems: &mut Vec<Problem>,
) -> Vec<RoadEvent> {
    let mut events = Vec::new();
    let mut graph = None;
    for event in &raw.events {
        let (from, to, closed, announced) = match event.r#do {
            RawAction::CloseRoad {
                from,
                to,
                announced,
            } => (from, to, true, announced),
            RawAction::OpenRoad {
                from,
                to,
                announced,
            } => (from, to, false, announced),
            _ => continue,
        };
        let graph = graph.get_or_insert_with(|| RoadGraph::in_district(district));
        for (x, y) in [from, to] {
            let road = graph.nearest((x, y));
            let near = road.is_some_and(|road| (road.at.0 - x).hypot(road.at.1 - y) <= BESIDE_M);
            if !near {
                problems.push(Problem::error(
                    format!("event:{}", event.at),
                    Text::new(
                        format!("({x}, {y}) 附近 {BESIDE_M} 米内没有道路"),
                        format!("no road is within {BESIDE_M} m of ({x}, {y})"),
                    ),
                    Text::new(
                        "写出道路上的两点，以米为单位",
                        "name two places on the road, in metres",
                    ),
                ));
            }
        }
        events.push(RoadEvent {
            at_s: event.at.seconds,
            from,
            to,
            closed,
            announced,
        });
    }
    events.sort_by_key(|event| event.at_s);
    events
}

/// The depots with what they really have.
pub(super) fn true_depots(raw: &RawScenario, problems: &mut Vec<Problem>) -> Vec<Depot> {
    let mut depots = raw.depots.clone();
    for difference in &raw.differences {
        let RawDifference::Stock { depot: id, stock } = difference else {
            continue;
        };
        if let Some(depot) = depots.iter_mut().find(|depot| depot.id == *id) {
            depot.stock = *stock;
        } else {
            problems.push(Problem::error(
                format!("difference:{id}"),
                Text::new("没有这个仓库", "is no depot of the scenario"),
                Text::new("检查 depots 中的编号", "check the ids under depots"),
            ));
        }
    }
    depots
}
