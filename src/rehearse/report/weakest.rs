//! Where the network is weakest.

use super::page::{heading, note, table};
use super::say::{escape, say};
use crate::rehearse::WeakPoint;

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
