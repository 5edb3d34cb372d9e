//! The figures of a run.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taiqu_dispatch::{About, OrderState, Step, TaskState, Ticket, WorkOrder};
use taiqu_grid::AssetRef;
use taiqu_link::Tick;

use super::log::Digests;
use super::referee::{Beyond, Ledger, Outage, Referee};
use super::stories::{Story, stories};
use super::weakest::{self, WeakPoint};
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

/// How reliable the supply was. An interruption is the loss of usable supply, of any phase,
/// for longer than 3 minutes; each figure is over all customers of the scenario.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Reliability {
    /// Customers with an interruption.
    pub interrupted_customers: usize,
    /// Interruptions, customer by customer.
    pub interruptions: usize,
    /// Customers with more than one.
    pub repeatedly_interrupted_customers: usize,
    /// Minutes of all of them.
    pub interrupted_customer_minutes: f64,
    /// The same in hours (停电时户数).
    pub interrupted_customer_hours: f64,
    /// Interruptions per customer (SAIFI).
    pub saifi: f64,
    /// Minutes per customer (SAIDI).
    pub saidi_min: f64,
    /// Minutes of each interruption (CAIDI); 0 if there was none.
    pub caidi_min: f64,
    /// Share of the run's customer-hours with supply (供电可靠率, ASAI).
    pub asai: f64,
    /// Customers that were ever below the lower limit while supplied.
    pub low_voltage_customers: usize,
    /// Customers that were ever above the upper limit.
    pub high_voltage_customers: usize,
}

impl Reliability {
    fn of((ledger, beyond): (&Ledger, &Beyond), customers: usize, length_s: u64) -> Self {
        let long: Vec<u64> = ledger.all().filter_map(Outage::counted_s).collect();
        let minutes = long.iter().sum::<u64>() as f64 / 60.0;
        let all = customers.max(1) as f64;
        let (once, again) = ledger.interrupted();
        Self {
            interrupted_customers: once,
            interruptions: long.len(),
            repeatedly_interrupted_customers: again,
            interrupted_customer_minutes: minutes,
            interrupted_customer_hours: minutes / 60.0,
            saifi: long.len() as f64 / all,
            saidi_min: minutes / all,
            caidi_min: minutes / long.len().max(1) as f64,
            asai: 1.0 - minutes * 60.0 / (all * length_s.max(1) as f64),
            low_voltage_customers: beyond.low.len(),
            high_voltage_customers: beyond.high.len(),
        }
    }
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
    /// Solves of a network.
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
    /// How reliable the supply truly was.
    #[serde(flatten)]
    pub truth: Reliability,
    /// How reliable the twin believes that it was.
    pub believed: Reliability,
    /// Faults that took supply or might have.
    pub faults: usize,
    /// Incidents as believed.
    pub incidents: usize,
    /// Incidents with no fault behind them.
    pub false_incidents: usize,
    /// Faults that took supply from somebody and that no incident was about.
    pub missed_faults: usize,
    /// Share of the incidents with a fault behind them that were held to be at the right
    /// place in the end; 1 if there was none.
    pub place_right: f64,
    /// Mean from a fault to its being noticed, minutes; null if none was.
    pub noticed_min: Option<f64>,
    /// Mean from a fault to the twin naming its place, minutes; null if it named none.
    pub named_min: Option<f64>,
    /// Mean from a fault to its being found on site, minutes; null if none was.
    pub located_min: Option<f64>,
    /// Calls to the hotline.
    pub calls: usize,
    /// Calls that were told something of their supply.
    pub calls_answered: usize,
    /// Calls to which what was told was true.
    pub calls_right: usize,
    /// Calls that were told a cause, and one that fits what was broken.
    pub calls_cause_right: usize,
    /// Notices that customers had, each counted.
    pub notices: usize,
    /// Those that were so when they came.
    pub notices_right: usize,
    /// Share of the notices about outages that are over whose outage ended within the time
    /// that was told; null if there were none.
    pub notices_in_time: Option<f64>,
    /// Median from a customer's outage to the first notice about it, minutes; null if there
    /// was none.
    pub told_after_min: Option<f64>,
    /// Work orders.
    pub orders: usize,
    /// Drives that ended without a repair.
    pub wasted_trips: usize,
    /// Share of the promises to arrive, of those that fell due, that were kept; 1 if none
    /// did.
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
    /// Early tasks for grid managers.
    pub manager_tasks: usize,
    /// Those of them that are done or gone.
    pub manager_tasks_over: usize,
    /// Mean from acceptance to arrival, minutes; null if nobody arrived.
    pub arrival_min: Option<f64>,
    /// Mean from the first acceptance about a fault to all having supply again, minutes; null
    /// if it never came to that.
    pub restored_min: Option<f64>,
    /// The same as the orders have it.
    pub believed_restored_min: Option<f64>,
    /// What it is promised to be on average, minutes: 180 in the city, 240 in the country.
    pub restored_goal_min: f64,
    /// Customers without supply at the end.
    pub still_out: usize,
    /// Longest time between a customer losing supply and the twin knowing it, s;
    /// none if nobody lost supply or the twin never knew.
    pub longest_unknown_s: Option<u64>,
    /// Minutes for which boxes and cabinets stood live in water, all together.
    pub live_in_water_min: u32,
    /// Hours for which generator cars fed customers, all together.
    pub by_car_hours: f64,
    /// Hours for which loads that may wait were put off, all together.
    pub put_off_hours: f64,
    /// The hottest spot of any transformer, °C; none where no extreme weather is lived.
    pub hottest_spot_c: Option<f64>,
    /// The hottest wire in the air or core of a cable, °C; none where no extreme weather is
    /// lived.
    pub hottest_line_c: Option<f64>,
    /// The parts that took supply, the one that cost most customer-hours first.
    pub weakest: Vec<WeakPoint>,
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
        let end = Tick(scenario.length_s);
        let of = |ledger, beyond| {
            Reliability::of((ledger, beyond), referee.customers(), scenario.length_s)
        };
        let orders = &referee.orders;
        let stories = stories(scenario, referee);
        let real = referee.verdicts.iter().filter(|v| v.fault.is_some());
        let placed: Vec<bool> = real.filter_map(|v| v.place).collect();
        let minutes = |of: fn(&Story) -> Option<u64>| {
            mean(stories.iter().filter_map(of).map(|s| s as f64 / 60.0))
        };
        let right = |of: fn(&super::referee::Judged) -> Option<bool>| {
            referee
                .calls
                .iter()
                .filter(|call| of(call) == Some(true))
                .count()
        };
        let goals = orders.iter().map(|order| order.limits.restore_s);
        let goal_s = goals
            .min()
            .unwrap_or(scenario.rules.restore_within_s.country);
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
            truth: of(&referee.truth, &referee.beyond),
            believed: of(&referee.belief, &referee.believed_beyond),
            faults: stories.len(),
            incidents: referee.verdicts.len(),
            false_incidents: referee
                .verdicts
                .iter()
                .filter(|v| v.fault.is_none())
                .count(),
            missed_faults: stories.iter().filter(|s| s.is_missed()).count(),
            place_right: share(placed.iter().copied()),
            noticed_min: minutes(|s| s.noticed_s),
            named_min: minutes(|s| s.named_s),
            located_min: minutes(|s| s.located_s),
            calls: referee.calls.len(),
            calls_answered: referee.calls.iter().filter(|c| c.right.is_some()).count(),
            calls_right: right(|call| call.right),
            calls_cause_right: right(|call| call.cause),
            notices: referee.notified.told,
            notices_right: referee.notified.right,
            notices_in_time: referee.notified.share_in_time(),
            told_after_min: referee.notified.median_s().map(|s| s as f64 / 60.0),
            orders: orders.len(),
            wasted_trips: orders.iter().filter(|order| is_wasted(order)).count(),
            arrived_in_time: share(orders.iter().filter_map(|order| kept(order, end))),
            deadlines: deadlines(orders, end),
            tickets: tickets(orders).count(),
            sources_found: tickets(orders)
                .flat_map(|ticket| &ticket.points)
                .filter(|point| !point.recorded)
                .count(),
            reopened: orders
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
            arrival_min: mean(orders.iter().filter_map(|order| {
                let at = order.when(OrderState::Arrived)?;
                Some(at.since(order.accepted) as f64 / 60.0)
            })),
            restored_min: minutes(|s| s.restored_s),
            believed_restored_min: minutes(|s| s.believed_restored_s),
            restored_goal_min: goal_s as f64 / 60.0,
            still_out: referee.truth.count(),
            longest_unknown_s: referee.truth.all().filter_map(Outage::unknown_s).max(),
            live_in_water_min: referee.drowned.values().map(|item| item.live_min).sum(),
            by_car_hours: referee.by_car_min as f64 / 60.0,
            put_off_hours: put_off_hours(scenario, referee),
            hottest_spot_c: referee.warmth.hottest_spot_c(),
            hottest_line_c: referee.warmth.hottest_line_c(),
            weakest: weakest::of_run(scenario, referee),
            events_crc32: digests.events_crc32,
            truth_crc32: digests.truth_crc32,
        }
    }
}

/// Hours for which loads that may wait were put off.
fn put_off_hours(scenario: &Scenario, referee: &Referee) -> f64 {
    let held = referee.measures.held.iter();
    let end = Tick(scenario.length_s);
    let seconds = held.map(|one| one.until.unwrap_or(end).since(one.since));
    seconds.sum::<u64>() as f64 / 3600.0
}

fn tickets(orders: &[WorkOrder]) -> impl Iterator<Item = &Ticket> {
    orders.iter().filter_map(|order| order.ticket.as_ref())
}

/// Deadlines kept and missed, by step.
fn deadlines(orders: &[WorkOrder], end: Tick) -> BTreeMap<Step, (usize, usize)> {
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

/// The mean; none of nothing.
fn mean(values: impl Iterator<Item = f64>) -> Option<f64> {
    let (sum, count) = values.fold((0.0, 0_u32), |(sum, count), v| (sum + v, count + 1));
    (count > 0).then(|| sum / f64::from(count))
}

/// The share that holds; 1 of nothing.
fn share(holds: impl Iterator<Item = bool>) -> f64 {
    let (kept, all) = holds.fold((0_u32, 0_u32), |(kept, all), holds| {
        (kept + u32::from(holds), all + 1)
    });
    if all == 0 {
        1.0
    } else {
        f64::from(kept) / f64::from(all)
    }
}

/// Whether a crew drove for nothing: it found nothing, could not repair what it found, or
/// was called back on its way.
pub(super) fn is_wasted(order: &WorkOrder) -> bool {
    use OrderState::{Fruitless, HandedOver, UnderWay, Withdrawn};
    let drove = order.when(UnderWay).is_some();
    // That nothing is wrong is what a look after the storm is for.
    let looks = matches!(order.about, About::Dried(_) | About::Patrol(_));
    let looks = looks && order.state == Fruitless;
    drove && !looks && matches!(order.state, Fruitless | HandedOver | Withdrawn)
}

/// Whether the promise to arrive was kept; none while it is not due, and where it became
/// void.
pub(super) fn kept(order: &WorkOrder, end: Tick) -> Option<bool> {
    match order.when(OrderState::Arrived) {
        Some(at) => Some(at <= order.arrive_by),
        None if order.state == OrderState::Withdrawn || end < order.arrive_by => None,
        None => Some(false),
    }
}
