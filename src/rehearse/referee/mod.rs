//! Watches both worlds: what was true, what was believed, and how far apart.

mod drowned;
mod fault;
mod ledger;
mod measures;
mod minute;
mod notices;
mod power;
mod warmth;

use std::collections::{BTreeMap, BTreeSet};

use bevy::ecs::change_detection::DetectChanges as _;
use bevy::ecs::world::World;
use serde::{Deserialize, Serialize};
use taiqu_dispatch::components::{Dispatch, Tasks};
use taiqu_dispatch::{Preparation, Task, WorkOrder};
use taiqu_estimate::components::{Abnormal, Belief, FindingKind};
use taiqu_estimate::customer_nominal_v;
use taiqu_field::{Crews, Field, Happening};
use taiqu_grid::components::Amendments;
use taiqu_grid::topology::Topology;
use taiqu_grid::{Amendment, AssetRef, Kind};
use taiqu_link::{SimClock, Tick};
use taiqu_outage::components::{Calls, Inquiries};
use taiqu_outage::{Answer, Call, Inquiry, Trouble};
use taiqu_risk::Risk;
use taiqu_risk::components::Ahead;

use super::summary::Energy;
use crate::scenario::Scenario;
use crate::simulation::Simulation;

pub use drowned::Drowned;
pub use fault::{Fault, Verdict, damage};
pub use ledger::{Ledger, Moved, Outage};
pub use measures::Measures;
pub use minute::Minute;
pub use notices::Notified;
pub use power::Power;
pub use warmth::{WarmSection, Warmth};

use fault::{Faults, Followed};

/// Limits of supply voltage, pu (GB/T 12325, 220 V +7/−10 %).
pub const VOLTAGE_LIMITS_PU: (f64, f64) = (0.90, 1.07);

/// A call and whether what was answered was so.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Judged {
    /// The call and its answer.
    pub call: Call,
    /// Whether what was told is so; none where nothing was.
    pub right: Option<bool>,
    /// Whether the cause that was told fits what is broken; none where no cause was.
    pub cause: Option<bool>,
}

/// Customers that were ever beyond the limits of voltage while supplied.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beyond {
    /// Those below.
    pub low: BTreeSet<AssetRef>,
    /// Those above.
    pub high: BTreeSet<AssetRef>,
}

impl Beyond {
    fn note(&mut self, customer: AssetRef, v: f64, nominal_v: f64) {
        let (low, high) = VOLTAGE_LIMITS_PU;
        if v < low * nominal_v {
            self.low.insert(customer);
        }
        if v > high * nominal_v {
            self.high.insert(customer);
        }
    }
}

/// Where a crew was at each time that it had moved, m.
pub type Track = Vec<(Tick, (f64, f64))>;

/// Seconds between two looks at where crews are.
const TRACK_S: u64 = 15;

/// What was seen last of one group of the district.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Seen {
    nominal_v: Vec<f64>,
    /// Between the terminals of supplied customers, V.
    voltage_v: Vec<f64>,
    power: Power,
    converged: bool,
}

/// What a referee has seen of a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Referee {
    customers: usize,
    /// Every minute, from tick 0.
    pub minutes: Vec<Minute>,
    /// What happened.
    pub happened: Vec<Happening>,
    /// Solves.
    pub solved: u64,
    /// Solves that did not converge.
    pub not_converged: u64,
    /// Energy so far.
    pub energy: Energy,
    /// Lowest true voltage of a supplied customer, V.
    pub lowest: Option<(AssetRef, f64)>,
    /// Highest true voltage, V.
    pub highest: Option<(AssetRef, f64)>,
    /// Who truly had too low or too high a voltage.
    pub beyond: Beyond,
    /// Of whom it was believed.
    pub believed_beyond: Beyond,
    /// Who was truly without supply.
    pub truth: Ledger,
    /// Of whom it was believed.
    pub belief: Ledger,
    /// Calls to the hotline, with their answers.
    pub calls: Vec<Judged>,
    /// Work orders at the end of the run.
    pub orders: Vec<WorkOrder>,
    /// Grid managers' tasks at the end of the run.
    pub tasks: Vec<Task>,
    /// How the records were put right.
    pub amendments: Vec<Amendment>,
    /// What was believed beside what was true, at the end of the run.
    pub verdicts: Vec<Verdict>,
    /// What became of the notices, at the end of the run.
    pub notified: Notified,
    /// Where the crews truly were.
    pub tracks: Vec<Track>,
    /// What the twin reckoned that storms to come would do, forecast by forecast.
    pub ahead: Vec<Risk>,
    /// How warm transformers and lines became.
    pub warmth: Warmth,
    /// What truly stood in water.
    pub drowned: BTreeMap<AssetRef, Drowned>,
    /// What the desk planned for them.
    pub prepared: Vec<Preparation>,
    /// What the desk did beside its orders, at the end of the run.
    pub measures: Measures,
    /// For how many minutes generator cars truly fed customers, all together.
    pub by_car_min: u64,
    faults: Faults,
    followed: Vec<Followed>,
    groups: Vec<Seen>,
    /// Who lost supply in the last tick and who has it again, group by group.
    moved: Vec<Moved>,
    /// When beliefs were looked at last, in the engine's count of changes.
    #[serde(skip)]
    looked: Option<[u32; 2]>,
}

impl Referee {
    /// A referee before the first tick.
    pub fn new(scenario: &Scenario) -> Self {
        Self {
            customers: scenario.truth.all(Kind::Customer).count(),
            minutes: Vec::new(),
            happened: Vec::new(),
            solved: 0,
            not_converged: 0,
            energy: Energy::default(),
            lowest: None,
            highest: None,
            beyond: Beyond::default(),
            believed_beyond: Beyond::default(),
            truth: Ledger::default(),
            belief: Ledger::default(),
            calls: Vec::new(),
            orders: Vec::new(),
            tasks: Vec::new(),
            amendments: Vec::new(),
            verdicts: Vec::new(),
            notified: Notified::default(),
            tracks: Vec::new(),
            ahead: Vec::new(),
            warmth: Warmth::default(),
            drowned: BTreeMap::new(),
            prepared: Vec::new(),
            measures: Measures::default(),
            by_car_min: 0,
            faults: Faults::default(),
            followed: Vec::new(),
            groups: Vec::new(),
            moved: Vec::new(),
            looked: None,
        }
    }

    /// Looks at both worlds after a tick.
    pub fn watch(&mut self, twin: &World) {
        let tick = twin.resource::<SimClock>().tick;
        let simulation = twin.resource::<Simulation>();
        let fields = simulation.truth();
        self.groups.resize(fields.len(), Seen::default());
        self.moved.resize(fields.len(), Moved::default());
        for (group, field) in fields.iter().enumerate() {
            self.happened.extend(field.happened());
            self.faults.take(tick, field);
            self.moved[group] = if field.is_renewed() {
                self.look(tick, group, field)
            } else {
                Moved::default()
            };
        }
        if tick.0 > 0 {
            self.count_energy();
        }
        self.judge_answers(tick, twin);
        self.look_at_belief(tick, twin);
        if let Some(risk) = &twin.resource::<Ahead>().0
            && self.ahead.last().is_none_or(|last| last.at < risk.at)
        {
            self.ahead.push(risk.clone());
        }
        if let Some(plan) = twin.resource::<Dispatch>().0.preparation()
            && self.prepared.last().is_none_or(|last| last.at < plan.at)
        {
            self.prepared.push(plan.clone());
        }
        if tick.0.is_multiple_of(TRACK_S) {
            let crews = simulation.crews().into_iter();
            let positions = crews.flat_map(Crews::positions);
            for (k, (at, _)) in positions.enumerate() {
                if k == self.tracks.len() {
                    self.tracks.push(Track::new());
                }
                let track = &mut self.tracks[k];
                if track.last().is_none_or(|&(_, last)| last != at) {
                    track.push((tick, at));
                }
            }
        }
        if tick.0.is_multiple_of(60) {
            let fed = fields
                .iter()
                .map(|field| field.damage().by_car.len() as u64);
            self.by_car_min += fed.sum::<u64>();
            if let Some(storm) = simulation.storm() {
                drowned::look(tick, storm, fields, &mut self.drowned);
            }
            let true_v = self.groups.iter().flat_map(|seen| &seen.voltage_v);
            let true_v: Vec<f64> = true_v.copied().collect();
            let out = [&self.truth, &self.belief].map(Ledger::count);
            let minute = Minute::of(tick, twin, (&true_v, self.power()), out);
            self.minutes.push(minute);
        }
    }

    /// Whether what callers were told is so: who was told of an outage has one, and what
    /// was named is broken or open; who was told to have supply has it.
    fn judge_answers(&mut self, tick: Tick, twin: &World) {
        let fields = twin.resource::<Simulation>().truth();
        for &call in twin.resource::<Calls>().of(tick) {
            let out = |customer: AssetRef| self.truth.is_out(customer);
            let (right, cause) = match call.answer {
                Answer::NotKnownYet => (None, None),
                Answer::Outage { part, cause, .. } => {
                    let named = cause.map(|(cause, _)| cause);
                    let faults = &self.faults.all;
                    let (there, fits) = fault::is_told_right(fields, faults, part, named);
                    let right = there && call.customer.is_none_or(out);
                    (Some(right), named.map(|_| right && fits))
                }
                Answer::Danger { .. } => {
                    let broken = Some(fields.iter().any(Field::has_broken_neutral));
                    (broken, broken)
                }
                Answer::Supplied { .. } | Answer::Disconnected => {
                    (Some(!call.customer.is_some_and(out)), None)
                }
            };
            self.calls.push(Judged { call, right, cause });
        }
    }

    /// Takes in what there is at the end of a run of `truth`.
    pub fn conclude(&mut self, twin: &World) {
        let storm = twin.resource::<Simulation>().storm();
        self.warmth = storm.map(Warmth::of).unwrap_or_default();
        let tick = twin.resource::<SimClock>().tick;
        for ledger in [&mut self.truth, &mut self.belief] {
            for outage in ledger.open_mut() {
                outage.to = tick;
            }
        }
        let desk = &twin.resource::<Dispatch>().0;
        self.orders = desk.orders().to_vec();
        self.measures = Measures::of(desk);
        self.tasks = twin.resource::<Tasks>().0.tasks().to_vec();
        self.amendments
            .clone_from(&twin.resource::<Amendments>().all);
        let fields = twin.resource::<Simulation>().truth();
        let topologies: Vec<&Topology> = fields.iter().map(Field::topology).collect();
        let followed = std::mem::take(&mut self.followed).into_iter();
        let judged = followed.filter_map(|followed| {
            let group = followed.group;
            let own = |fault: &Fault| fields[group].district().has(fault.part());
            let topology = topologies.get(group)?;
            followed.judge(topology, &self.faults.all, own, &self.truth)
        });
        self.verdicts = judged.collect();
        let outages: Vec<Outage> = self.truth.all().copied().collect();
        let inquiries = &twin.resource::<Inquiries>().0;
        self.notified = Notified::judge(inquiries, &outages, &self.faults.all);
    }

    /// What failed, or looked like it.
    pub fn faults(&self) -> &[Fault] {
        &self.faults.all
    }

    /// Who lost supply in the last tick and who has it again, group by group.
    pub fn moved(&self) -> &[Moved] {
        &self.moved
    }

    /// Number of customers.
    pub const fn customers(&self) -> usize {
        self.customers
    }

    /// Power of all groups together.
    pub fn power(&self) -> Power {
        let groups = self.groups.iter().map(|seen| seen.power);
        groups.fold(Power::default(), Power::and)
    }

    /// Whether the last solve of every group had a solution.
    pub fn converged(&self) -> bool {
        self.groups.iter().all(|seen| seen.converged)
    }

    /// Takes in a new solution of one group's field.
    fn look(&mut self, tick: Tick, group: usize, field: &Field) -> Moved {
        let seen = &mut self.groups[group];
        seen.converged = field.outcome().settled;
        seen.power = Power::of(field);
        self.solved += 1;
        self.not_converged += u64::from(!seen.converged);
        if seen.nominal_v.is_empty() {
            seen.nominal_v = field.supply_nominals().collect();
        }
        let out = field.out();
        seen.voltage_v.clear();
        let supplies = field.supplies().zip(field.supply_voltages());
        for ((point, voltages), &nominal) in supplies.zip(&seen.nominal_v) {
            let customer = point.customer;
            if out.binary_search(&customer).is_ok() {
                continue;
            }
            for v in voltages {
                seen.voltage_v.push(v);
                self.beyond.note(customer, v, nominal);
                if self.lowest.is_none_or(|(_, least)| v < least) {
                    self.lowest = Some((customer, v));
                }
                if self.highest.is_none_or(|(_, most)| v > most) {
                    self.highest = Some((customer, v));
                }
            }
        }
        let out: BTreeMap<AssetRef, Tick> = out.into_iter().map(|c| (c, tick)).collect();
        let moved = self.truth.note(tick, |c| field.district().has(c), &out);
        for &customer in &moved.lost {
            let fault = self.faults.of(field, customer);
            if let Some(outage) = self.truth.of_mut(customer) {
                outage.fault = fault;
                // It may have been believed before it was so.
                outage.known = self.belief.is_out(customer).then_some(tick);
            }
        }
        moved
    }

    fn count_energy(&mut self) {
        let power = self.power();
        let kwh = |w: f64| w / 3.6e6;
        self.energy.source_kwh += kwh(power.source_w);
        self.energy.gateway_kwh += kwh(power.gateway_w);
        self.energy.load_kwh += kwh(power.load_w);
        self.energy.line_loss_kwh += kwh(power.line_w);
        self.energy.transformer_loss_kwh += kwh(power.transformer_w);
    }

    /// Takes in what the twin has come to believe, where anything of it is new.
    fn look_at_belief(&mut self, tick: Tick, twin: &World) {
        for part in twin
            .resource::<Belief>()
            .0
            .iter()
            .filter(|part| part.renewed)
        {
            let records = part.picture.records();
            let states = records.all(Kind::Customer).zip(&part.states.customers);
            for (customer, state) in states {
                if let Some(state) = state.filter(|state| state.live) {
                    let nominal_v = customer_nominal_v(records, customer);
                    self.believed_beyond
                        .note(customer, state.voltage_v, nominal_v);
                }
            }
        }
        let changed = [
            twin.resource_ref::<Inquiries>().last_changed().get(),
            twin.resource_ref::<Abnormal>().last_changed().get(),
        ];
        if self.looked == Some(changed) {
            return;
        }
        self.looked = Some(changed);
        self.follow_incidents(tick, twin);
        let moved = self.belief.note(tick, |_| true, &believed_out(tick, twin));
        for customer in moved.lost {
            if let Some(outage) = self.truth.of_mut(customer) {
                outage.known.get_or_insert(tick);
            }
        }
    }

    /// Notes incidents that are new or held to be elsewhere.
    fn follow_incidents(&mut self, tick: Tick, twin: &World) {
        let inquiries = twin.resource::<Inquiries>().0.iter().enumerate();
        let incidents = inquiries.flat_map(|(k, i)| i.incidents().iter().map(move |i| (k, i)));
        for (group, incident) in incidents {
            let mut known = self.followed.iter();
            let known = known.position(|followed| followed.is(group, incident.number));
            let known = known.unwrap_or_else(|| {
                self.followed.push(Followed::new(group));
                self.followed.len() - 1
            });
            self.followed[known].take(tick, incident);
        }
    }
}

/// The customers of whom the twin holds that they lack supply, all of it or a phase, and
/// since when: since the first sign, of whom an incident is believed to have darkened when
/// it is noticed.
fn believed_out(tick: Tick, twin: &World) -> BTreeMap<AssetRef, Tick> {
    let abnormal = twin.resource::<Abnormal>().0.iter();
    let dead = abnormal.filter(|f| f.kind == FindingKind::Dead && f.asset.kind == Kind::Customer);
    let dead = dead.map(|finding| (finding.asset, finding.since));
    let inquiries = twin.resource::<Inquiries>().0.iter();
    let open = inquiries.flat_map(Inquiry::incidents);
    let open = open.filter(|i| i.is_open() && i.trouble == Trouble::NoSupply);
    // Who is disconnected lacks no supply that could come back by a repair.
    let disconnected = |customer: &AssetRef| {
        let all = &twin.resource::<Inquiries>().0;
        all.iter().any(|inquiry| inquiry.is_disconnected(*customer))
    };
    let lacking = open.flat_map(|incident| {
        let new = incident.noticed == tick;
        let since = if new {
            Tick(incident.began_ms / 1000)
        } else {
            tick
        };
        incident
            .customers
            .iter()
            .map(move |&customer| (customer, since))
    });
    let mut out = BTreeMap::new();
    for (customer, since) in dead.chain(lacking) {
        if disconnected(&customer) {
            continue;
        }
        let first = out.entry(customer).or_insert(since);
        *first = since.min(*first);
    }
    out
}
