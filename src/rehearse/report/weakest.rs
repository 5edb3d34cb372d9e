//! Where the network is weakest.

use std::collections::BTreeMap;

use super::page::{heading, note, table};
use super::say::{escape, say, text};
use super::way;
use crate::rehearse::{Runs, WeakPoint};

/// Most points that are shown.
const MOST: usize = 12;

/// The points that cost most in so many runs.
pub(super) fn weakest(points: &[WeakPoint], runs: usize) -> String {
    if points.is_empty() {
        return String::new();
    }
    let whole: f64 = points.iter().map(|point| point.customer_hours).sum();
    let each = |value: f64| value / runs.max(1) as f64;
    let heads = [
        ("", say("部件", "part")),
        ("number", say("故障次数", "failures")),
        ("number", say("每次停电户数", "customers each time")),
        ("number", say("每次演练时户", "customer-hours a run")),
        ("number", say("占比", "share")),
    ];
    let rows = points.iter().take(MOST).map(|point| {
        vec![
            escape(&point.asset),
            point.failures.to_string(),
            format!("{:.0}", point.customers as f64 / point.failures as f64),
            format!("{:.1}", each(point.customer_hours)),
            format!("{:.0} %", 100.0 * point.customer_hours / whole),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    heading(&say("薄弱点", "Weakest points"))
        + &table(&heads, &rows)
        + &note(&say(
            &format!(
                "停电时户最多的 {} 个部件（共 {} 个）。已停电的客户不再计入其后的故障。",
                rows.len(),
                points.len()
            ),
            &format!(
                "The {} of {} parts whose failing cost most customer-hours. Who is without supply already counts for the first fault alone.",
                rows.len(),
                points.len()
            ),
        ))
}

/// What the points that cost most in all `ways` cost in each.
pub(super) fn by_way(ways: &[Runs]) -> String {
    let mut points = BTreeMap::<&str, Vec<f64>>::new();
    for (k, runs) in ways.iter().enumerate() {
        for point in &runs.weakest {
            let hours = points.entry(&point.asset);
            let hours = hours.or_insert_with(|| vec![0.0; ways.len()]);
            hours[k] = point.customer_hours / runs.runs.len().max(1) as f64;
        }
    }
    if points.is_empty() {
        return String::new();
    }
    let mut points: Vec<(&str, Vec<f64>)> = points.into_iter().collect();
    let sum = |hours: &[f64]| hours.iter().sum::<f64>();
    points.sort_by(|a, b| sum(&b.1).total_cmp(&sum(&a.1)));
    let mut heads = vec![("", say("部件", "part"))];
    heads.extend(
        ways.iter()
            .map(|runs| ("number", text(&way(&runs.operations)))),
    );
    let rows = points.iter().take(MOST).map(|(asset, hours)| {
        let hours = hours.iter().map(|hours| format!("{hours:.1}"));
        std::iter::once(escape(asset)).chain(hours).collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    heading(&say("薄弱点", "Weakest points"))
        + &table(&heads, &rows)
        + &note(&say(
            &format!(
                "停电时户最多的 {} 个部件（共 {} 个），各方式下每次演练的时户。已停电的客户不再计入其后的故障。",
                rows.len(),
                points.len()
            ),
            &format!(
                "The {} of {} parts whose failing cost most, in customer-hours a run of each way. Who is without supply already counts for the first fault alone.",
                rows.len(),
                points.len()
            ),
        ))
}
