//! The same storms over the network as it is and as it would be.

use std::sync::Arc;

use rayon::prelude::*;
use taiqu_grid::District;

use super::Change;
use super::measure::Planned;
use super::steps::Steps;
use crate::rehearse::{self, Outcome, RehearseError};
use crate::scenario::Scenario;

/// The outcomes over the network as it is, and then with each of what is `planned`: of every
/// seed in its order. On the threads of the pool that it is called in.
pub(super) fn lived(
    scenario: &Scenario,
    planned: &[Planned],
    runs: u32,
    steps: &Steps<'_>,
) -> Result<Vec<Vec<Outcome>>, RehearseError> {
    let changed = planned
        .iter()
        .map(|planned| hardened(scenario, &planned.changes));
    let all: Vec<Scenario> = std::iter::once(scenario.clone()).chain(changed).collect();
    let each = (0..all.len()).flat_map(|case| (0..runs).map(move |k| (case, k)));
    let each: Vec<(usize, u32)> = each.collect();
    let one = |(case, k): (usize, u32)| {
        let mut own = all[case].clone();
        own.seed = own.seed.wrapping_add(u64::from(k));
        let outcome = rehearse::figures(&own)?;
        steps.step();
        Ok(outcome)
    };
    let outcomes: Result<Vec<Outcome>, RehearseError> = each.into_par_iter().map(one).collect();
    Ok(outcomes?
        .chunks(runs.max(1) as usize)
        .map(<[Outcome]>::to_vec)
        .collect())
}

/// The scenario with `changes` in truth and records.
pub fn hardened(scenario: &Scenario, changes: &[Change]) -> Scenario {
    let changed = |district: &Arc<District>| {
        let mut district = District::clone(district);
        for change in changes {
            change.make(&mut district, &scenario.catalogue);
        }
        Arc::new(district)
    };
    Scenario {
        records: changed(&scenario.records),
        truth: changed(&scenario.truth),
        ..scenario.clone()
    }
}
