//! Where a network is weakest: whose failing cost customers most supply.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::Summary;
use super::referee::Referee;
use crate::scenario::Scenario;

/// A part that failed, and what that cost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct WeakPoint {
    /// The part.
    pub asset: String,
    /// How often it failed.
    pub failures: usize,
    /// Customers whose supply it took for more than a moment, each time counted.
    pub customers: usize,
    /// How long they were without, all together, h.
    pub customer_hours: f64,
}

/// The parts that took supply in a run, the one that cost most first. Who is without supply
/// already loses nothing by another fault: it is all the first one's cost.
pub(super) fn of_run(scenario: &Scenario, referee: &Referee) -> Vec<WeakPoint> {
    let mut by_fault = BTreeMap::<usize, (usize, u64)>::new();
    for outage in referee.truth.all() {
        if let (Some(fault), Some(seconds)) = (outage.fault, outage.counted_s()) {
            let (customers, all_s) = by_fault.entry(fault).or_default();
            *customers += 1;
            *all_s += seconds;
        }
    }
    let faults = referee.faults();
    let points = by_fault
        .into_iter()
        .map(|(fault, (customers, all_s))| WeakPoint {
            asset: scenario.truth.name(faults[fault].part()),
            failures: 1,
            customers,
            customer_hours: all_s as f64 / 3600.0,
        });
    joined(points)
}

/// The same over several runs, all together.
pub(super) fn of_runs(runs: &[Summary]) -> Vec<WeakPoint> {
    joined(runs.iter().flat_map(|run| &run.weakest).cloned())
}

/// Those of the same part as one, the one that cost most first.
fn joined(points: impl Iterator<Item = WeakPoint>) -> Vec<WeakPoint> {
    let mut all = BTreeMap::<String, WeakPoint>::new();
    for point in points {
        let own = all.entry(point.asset.clone()).or_default();
        *own = WeakPoint {
            asset: point.asset,
            failures: own.failures + point.failures,
            customers: own.customers + point.customers,
            customer_hours: own.customer_hours + point.customer_hours,
        };
    }
    let mut all: Vec<WeakPoint> = all.into_values().collect();
    // Of equals the first stays the first.
    all.sort_by(|a, b| b.customer_hours.total_cmp(&a.customer_hours));
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(asset: &str, customer_hours: f64) -> WeakPoint {
        WeakPoint {
            asset: asset.into(),
            failures: 1,
            customers: 2,
            customer_hours,
        }
    }

    #[test]
    fn what_fails_twice_is_one_point_and_the_dearest_comes_first() {
        let all = [point("a", 1.0), point("b", 3.0), point("a", 2.5)];
        let joined = joined(all.into_iter());
        assert_eq!(joined[0].asset, "a");
        assert_eq!((joined[0].failures, joined[0].customers), (2, 4));
        assert!((joined[0].customer_hours - 3.5).abs() < 1e-9);
        assert_eq!(joined[1], point("b", 3.0));
    }
}
