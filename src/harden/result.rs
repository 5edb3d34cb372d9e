//! What was found out.

use serde::Serialize;
use taiqu_grid::Text;

use super::measure::Planned;
use super::{Costs, Hardening};
use crate::rehearse::{Outcome, Spread};

/// What was found out, as `summary.json` has it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Hardened {
    /// The scenario's id.
    pub scenario: String,
    /// The way of organising.
    pub operations: String,
    /// The version of the program.
    pub version: String,
    /// The first seed; the others follow it.
    pub seed: u64,
    /// Storms that were scored.
    pub runs: u32,
    /// Storms of other seeds that poles and trees were chosen by.
    pub planned_by: u32,
    /// What measures cost, and how far they go.
    pub costs: Costs,
    /// The network as it is.
    pub as_is: Figures,
    /// Each measure alone, then all together where there are several.
    pub cases: Vec<Case>,
    /// Each storm over the network as it is.
    pub as_is_runs: Vec<Lived>,
}

/// A measure, or all of them.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Case {
    /// Its name.
    pub name: Text,
    /// What it changes: the thing, what was, what would be.
    pub changes: Vec<String>,
    /// What it costs, yuan.
    pub yuan: f64,
    /// The network with it.
    pub hardened: Figures,
    /// What it saves, run by run: as it is, less as it would be. The interval is of the
    /// mean of the pairs' differences, by Student's law.
    pub saved: Figures,
    /// Customer-hours that a yuan saves.
    pub customer_hours_per_yuan: PerYuan,
    /// Each storm.
    pub runs: Vec<Lived>,
}

/// How figures spread over the runs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Figures {
    /// Customer-hours without supply.
    pub customer_hours: Spread,
    /// Customers interrupted.
    pub interrupted_customers: Spread,
    /// Faults that took supply or might have.
    pub faults: Spread,
    /// Poles that the storm felled.
    pub fallen_poles: Spread,
    /// Customers without supply at the end.
    pub still_out: Spread,
}

/// A storm over a network.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Lived {
    /// The seed.
    pub seed: u64,
    /// Customer-hours without supply.
    pub customer_hours: f64,
    /// Customers interrupted.
    pub interrupted_customers: usize,
    /// Faults that took supply or might have.
    pub faults: usize,
    /// Poles that the storm felled.
    pub fallen_poles: usize,
    /// Customers without supply at the end.
    pub still_out: usize,
    /// Customers truly without supply in each minute.
    #[serde(skip)]
    pub out: Vec<usize>,
}

/// What a yuan does: the mean, and half of its 95 % interval; none of a single pair.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct PerYuan {
    /// Mean.
    pub mean: f64,
    /// Half of the interval.
    pub half_interval: Option<f64>,
}

impl Hardened {
    /// What the outcomes `lived` say of what was `planned`: over the network as it is
    /// first, then over each of it.
    pub(super) fn of(
        hardening: &Hardening,
        planned: Vec<Planned>,
        lived: Vec<Vec<Outcome>>,
    ) -> Self {
        let scenario = &hardening.scenario;
        let mut all = lived
            .into_iter()
            .map(|runs| runs.into_iter().map(Lived::of).collect::<Vec<Lived>>());
        let as_is_runs = all.next().unwrap_or_default();
        let cases = planned.into_iter().zip(all).map(|(planned, runs)| {
            let saved = Figures::saved(&as_is_runs, &runs);
            let hours = saved.customer_hours;
            Case {
                name: planned.name,
                changes: planned
                    .changes
                    .iter()
                    .map(|change| change.describe(&scenario.records))
                    .collect(),
                yuan: planned.yuan,
                hardened: Figures::of(&runs),
                saved,
                customer_hours_per_yuan: PerYuan {
                    mean: hours.mean / planned.yuan,
                    half_interval: hours.half_interval.map(|half| half / planned.yuan),
                },
                runs,
            }
        });
        Self {
            scenario: scenario.id.clone(),
            operations: scenario.operations.word().into(),
            version: env!("CARGO_PKG_VERSION").into(),
            seed: scenario.seed,
            runs: hardening.runs,
            planned_by: hardening.chosen_by(),
            costs: hardening.costs,
            as_is: Figures::of(&as_is_runs),
            cases: cases.collect(),
            as_is_runs,
        }
    }
}

impl Figures {
    fn of(runs: &[Lived]) -> Self {
        Self::by(|of| runs.iter().map(of).collect())
    }

    fn saved(before: &[Lived], after: &[Lived]) -> Self {
        Self::by(|of| {
            let pairs = before.iter().zip(after);
            pairs
                .map(|(before, after)| of(before) - of(after))
                .collect()
        })
    }

    fn by(values: impl Fn(fn(&Lived) -> f64) -> Vec<f64>) -> Self {
        let spread = |of| Spread::of(&values(of));
        Self {
            customer_hours: spread(|run| run.customer_hours),
            interrupted_customers: spread(|run| run.interrupted_customers as f64),
            faults: spread(|run| run.faults as f64),
            fallen_poles: spread(|run| run.fallen_poles as f64),
            still_out: spread(|run| run.still_out as f64),
        }
    }
}

impl Lived {
    fn of(outcome: Outcome) -> Self {
        let Outcome {
            summary,
            out,
            fallen_poles,
        } = outcome;
        Self {
            seed: summary.seed,
            customer_hours: summary.truth.interrupted_customer_hours,
            interrupted_customers: summary.truth.interrupted_customers,
            faults: summary.faults,
            fallen_poles,
            still_out: summary.still_out,
            out,
        }
    }
}
