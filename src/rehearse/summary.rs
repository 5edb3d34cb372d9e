//! The figures of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taiqu_dispatch::{OrderState, Step, TaskState, Ticket, WorkOrder};
use taiqu_grid::AssetRef;
use taiqu_grid::topology::Topology;
use taiqu_link::Tick;

use super::log::Digests;
use super::referee::{Outage, Referee};
use crate::scenario::Scenario;

/// Energy over the whole run, kWh.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Energy {
    /// Delivered by the sources.
    pub source_kwh: f64,
    /// Passed at the low-voltage terminals of the transformers.
    pub gateway_kwh: f64,
    /// Drawn by loads, less what generators gave.
    pub load_kwh: f64,
    /// Lost in lines and cables.
    pub line_loss_kwh: f64,
    /// Lost in transformers.
    pub transformer_loss_kwh: f64,
}

/// The result of a rehearsal, as `summary.json` has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// The scenario's id.
    pub scenario: String,
    /// What the calendar showed at the beginning.
    pub start: String,
    /// Length, s.
    pub length_s: u64,
    /// The seed.
    pub seed: u64,
    /// The way of organising.
    pub operations: String,
    /// The version of the program.
    pub version: String,
    /// Customers.
    pub customers: usize,
    /// Ticks in which the network had to be solved, and those of them without a
    /// solution.
    pub solved: u64,
    /// Solves that did not converge.
    pub not_converged: u64,
    /// Energy.
    pub energy: Energy,
    /// Lowest true voltage between a supplied customer's own terminals, V.
    pub vmin_v: f64,
    /// The customer that had it.
    pub vmin_customer: String,
    /// Highest true voltage, V.
    pub vmax_v: f64,
    /// The customer that had it.
    pub vmax_customer: String,
    /// Customers that were ever below the lower limit while supplied.
    pub low_voltage_customers: usize,
    /// Customers that were ever above the upper limit.
    pub high_voltage_customers: usize,
    /// Customers ever without usable supply.
    pub interrupted_customers: usize,
    /// Customer-minutes without usable supply (停电时户数 × 60).
    pub interrupted_customer_minutes: f64,
    /// Interruptions longer than 3 minutes per customer (SAIFI).
    pub saifi: f64,
    /// Minutes of them per customer (SAIDI).
    pub saidi_min: f64,
    /// Minutes of each counted interruption (CAIDI); 0 if there was none.
    pub caidi_min: f64,
    /// Calls to the hotline.
    pub calls: u64,
    /// Calls that were told something of their supply.
    pub calls_answered: u64,
    /// Calls to which what was told was true.
    pub calls_right: u64,
    /// Work orders.
    pub orders: usize,
    /// Drives that ended without a repair.
    pub wasted_trips: usize,
    /// Share of the orders with a crew on site that had it within the promise; 1 if there
    /// was none.
    pub arrived_in_time: f64,
    /// Deadlines of all orders, by step: how many were kept, and how many were missed.
    pub deadlines: BTreeMap<Step, (usize, usize)>,
    /// Tickets that were issued.
    pub tickets: usize,
    /// Sources that no record had and testers found.
    pub sources_found: usize,
    /// Orders opened again because a caller was still without supply.
    pub reopened: usize,
    /// Records that were put right by what crews saw.
    pub amendments: usize,
    /// Early tasks for grid managers, and those of them that are done or gone.
    pub manager_tasks: usize,
    /// Tasks that are done or gone.
    pub manager_tasks_over: usize,
    /// Mean from acceptance to arrival, minutes; 0 if nobody arrived.
    pub arrival_min: f64,
    /// Mean from the loss of supply to the fault being found on site, minutes; 0 if none
    /// was.
    pub located_min: f64,
    /// Customers without supply at the end.
    pub still_out: usize,
    /// Longest time between a customer losing supply and the twin knowing it, s;
    /// none if nobody lost supply or the twin never knew.
    pub longest_unknown_s: Option<u64>,
    /// CRC-32 of `events.jsonl`.
    pub events_crc32: u32,
    /// CRC-32 of `truth.jsonl`.
    pub truth_crc32: u32,
}

impl Summary {
    /// The figures that `referee` has of a run of `scenario`.
    pub(super) fn of(scenario: &Scenario, referee: &Referee, digests: Digests) -> Self {
        let truth = &scenario.truth;
        let name =
            |asset: Option<AssetRef>| asset.map_or_else(String::new, |asset| truth.name(asset));
        let long: Vec<u64> = referee.outages().filter_map(Outage::counted_s).collect();
        let customers = referee.customers().max(1) as f64;
        Self {
            scenario: scenario.id.clone(),
            start: scenario.start.to_string(),
            length_s: scenario.length_s,
            seed: scenario.seed,
            operations: scenario.operations.word().into(),
            version: env!("CARGO_PKG_VERSION").into(),
            customers: referee.customers(),
            solved: referee.solved,
            not_converged: referee.not_converged,
            energy: referee.energy,
            vmin_v: referee.lowest.map_or(0.0, |(_, v)| v),
            vmin_customer: name(referee.lowest.map(|(asset, _)| asset)),
            vmax_v: referee.highest.map_or(0.0, |(_, v)| v),
            vmax_customer: name(referee.highest.map(|(asset, _)| asset)),
            low_voltage_customers: referee.low.len(),
            high_voltage_customers: referee.high.len(),
            interrupted_customers: referee.interrupted(),
            interrupted_customer_minutes: referee.outages().map(Outage::seconds).sum::<u64>()
                as f64
                / 60.0,
            saifi: long.len() as f64 / customers,
            saidi_min: long.iter().sum::<u64>() as f64 / 60.0 / customers,
            caidi_min: mean(long.iter().map(|&s| s as f64 / 60.0)),
            calls: referee.calls,
            calls_answered: referee.calls_answered,
            calls_right: referee.calls_right,
            orders: referee.orders.len(),
            wasted_trips: referee
                .orders
                .iter()
                .filter(|order| is_wasted(order))
                .count(),
            arrived_in_time: in_time(&referee.orders),
            deadlines: deadlines(scenario, &referee.orders),
            tickets: tickets(&referee.orders).count(),
            sources_found: tickets(&referee.orders)
                .flat_map(|ticket| &ticket.points)
                .filter(|point| !point.recorded)
                .count(),
            reopened: referee
                .orders
                .iter()
                .filter(|order| order.state == OrderState::Reopened)
                .count(),
            amendments: referee.amendments.len(),
            manager_tasks: referee.tasks.len(),
            manager_tasks_over: referee
                .tasks
                .iter()
                .filter(|task| task.state != TaskState::Open)
                .count(),
            arrival_min: mean(
                arrivals(&referee.orders).map(|(order, at)| at.since(order.accepted) as f64 / 60.0),
            ),
            located_min: mean(located(scenario, referee).into_iter()),
            still_out: referee.outages().filter(|outage| !outage.over).count(),
            longest_unknown_s: referee.outages().filter_map(Outage::unknown_s).max(),
            events_crc32: digests.events_crc32,
            truth_crc32: digests.truth_crc32,
        }
    }
}

fn tickets(orders: &[WorkOrder]) -> impl Iterator<Item = &Ticket> {
    orders.iter().filter_map(|order| order.ticket.as_ref())
}

/// Deadlines kept and missed, by step.
fn deadlines(scenario: &Scenario, orders: &[WorkOrder]) -> BTreeMap<Step, (usize, usize)> {
    let end = Tick(scenario.length_s);
    let mut counts = BTreeMap::new();
    for deadline in orders.iter().flat_map(WorkOrder::deadlines) {
        let (kept, missed) = counts.entry(deadline.step).or_insert((0, 0));
        match deadline.kept(end) {
            Some(true) => *kept += 1,
            Some(false) => *missed += 1,
            None => {}
        }
    }
    counts
}

/// The mean; 0 of nothing.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), v| (sum + v, count + 1));
    sum / f64::from(count.max(1))
}

/// Whether a crew drove for nothing: it found nothing, could not repair what it found, or
/// was called back on its way.
fn is_wasted(order: &WorkOrder) -> bool {
    use OrderState::{Fruitless, HandedOver, UnderWay, Withdrawn};
    let drove = order.when(UnderWay).is_some();
    drove && matches!(order.state, Fruitless | HandedOver | Withdrawn)
}

/// The orders with a crew on site, and when it came.
fn arrivals(orders: &[WorkOrder]) -> impl Iterator<Item = (&WorkOrder, Tick)> {
    let arrived = |order: &WorkOrder| order.when(OrderState::Arrived);
    orders
        .iter()
        .filter_map(move |order| Some((order, arrived(order)?)))
}

fn in_time(orders: &[WorkOrder]) -> f64 {
    let (kept, all) = arrivals(orders).fold((0_u32, 0_u32), |(kept, all), (order, at)| {
        (kept + u32::from(at <= order.arrive_by), all + 1)
    });
    if all == 0 {
        1.0
    } else {
        f64::from(kept) / f64::from(all)
    }
}

/// For what went out together: minutes until a crew found a fault that those customers
/// hang behind, or at their own meters.
fn located(scenario: &Scenario, referee: &Referee) -> Vec<f64> {
    let topology = Topology::of(&scenario.truth);
    let concerns =
        |part: AssetRef, customer: AssetRef| part == customer || topology.is_below(customer, part);
    let minutes = referee.episodes().into_iter().filter_map(|episode| {
        let found = referee.orders.iter().filter_map(|order| {
            let (part, _) = order.found?;
            let at = order.when(OrderState::Located)?;
            let known = scenario.truth.has(part) && at >= episode.from;
            let own = known && episode.customers.iter().any(|&c| concerns(part, c));
            own.then_some(at)
        });
        let first = found.min()?;
        Some(first.since(episode.from) as f64 / 60.0)
    });
    minutes.collect()
}
