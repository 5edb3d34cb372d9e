//! Watches both worlds: what was true, what was believed, and how far apart.

use std::collections::{BTreeMap, BTreeSet};

use bevy::ecs::world::World;
use serde::{Deserialize, Serialize};
use taiqu_dispatch::components::{Dispatch, Tasks};
use taiqu_dispatch::{Task, WorkOrder};
use taiqu_estimate::components::{Abnormal, Arrivals, Belief, FindingKind};
use taiqu_field::{Field, Happening};
use taiqu_grid::components::Amendments;
use taiqu_grid::{Amendment, AssetRef, Kind};
use taiqu_link::{SimClock, Tick, Uplink};
use taiqu_outage::components::{Calls, Inquiries};
use taiqu_outage::{Answer, Inquiry, Trouble};

use super::summary::Energy;
use crate::scenario::Scenario;
use crate::simulation::Simulation;

/// Seconds up to which an interruption is momentary and does not count (GB/T 43794).
const MOMENTARY_S: u64 = 180;

/// Limits of supply voltage, pu (GB/T 12325, 220 V +7/−10 %).
pub const VOLTAGE_LIMITS_PU: (f64, f64) = (0.90, 1.07);

/// What one minute looked like.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Minute {
    /// When.
    pub tick: Tick,
    /// Lowest, mean and highest true voltage of supplied customers, V.
    pub true_v: [f64; 3],
    /// Lowest, mean and highest voltage the twin believed of live customers, V.
    pub believed_v: [f64; 3],
    /// Loading the twin had of each transformer, pu.
    pub loading: Vec<f64>,
    /// True power at the sources, kW.
    pub source_kw: f64,
    /// True losses in lines and transformers, kW.
    pub loss_kw: f64,
    /// Customers truly without usable supply.
    pub out: usize,
    /// Customers believed without supply.
    pub believed_out: usize,
}

/// One customer without usable supply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outage {
    /// The customer.
    pub customer: AssetRef,
    /// The first tick without.
    pub from: Tick,
    /// The first tick with it again, or the last of the run.
    pub to: Tick,
    /// Whether it had supply again before the end.
    pub over: bool,
    /// The tick at which the twin knew.
    pub known: Option<Tick>,
}

impl Outage {
    /// How long, s.
    pub const fn seconds(&self) -> u64 {
        self.to.since(self.from)
    }

    /// How long, s, if it was more than momentary.
    pub fn counted_s(&self) -> Option<u64> {
        Some(self.seconds()).filter(|&s| s > MOMENTARY_S)
    }

    /// How long the twin did not know of it, s; none if it never did.
    pub fn unknown_s(&self) -> Option<u64> {
        self.known.map(|known| known.since(self.from))
    }
}

/// Customers who lost supply in the same tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Episode {
    /// The first tick without supply.
    pub from: Tick,
    /// The first tick at which all have it again, or the last of the run.
    pub to: Tick,
    /// Whether all had it again before the end.
    pub over: bool,
    /// When the twin knew of the first of them.
    pub known: Option<Tick>,
    /// The customers.
    pub customers: Vec<AssetRef>,
}

/// What was seen last of one group of the district.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
struct Seen {
    nominal_v: Vec<f64>,
    /// Between the terminals of supplied customers, V.
    voltage_v: Vec<f64>,
    power: Power,
    converged: bool,
}

/// Power of the whole network at one moment, W.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Power {
    /// Delivered by the sources.
    pub source_w: f64,
    /// At the low-voltage terminals of the transformers.
    pub gateway_w: f64,
    /// Drawn by loads, less what generators give.
    pub load_w: f64,
    /// Lost in lines and cables.
    pub line_w: f64,
    /// Lost in transformers.
    pub transformer_w: f64,
}

impl Power {
    fn of(field: &Field) -> Self {
        let solution = field.solution();
        Self {
            source_w: solution.source_w(),
            gateway_w: solution.gateway_w(),
            load_w: solution.load_w(),
            line_w: solution.line_w(),
            transformer_w: solution.transformer_w(),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            source_w: self.source_w + other.source_w,
            gateway_w: self.gateway_w + other.gateway_w,
            load_w: self.load_w + other.load_w,
            line_w: self.line_w + other.line_w,
            transformer_w: self.transformer_w + other.transformer_w,
        }
    }
}

/// What a referee has seen of a run.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Referee {
    customers: usize,
    /// Every minute, from tick 0.
    pub minutes: Vec<Minute>,
    /// What happened.
    pub happened: Vec<Happening>,
    /// Solves, and those that did not converge.
    pub solved: u64,
    /// Solves that did not converge.
    pub not_converged: u64,
    /// Energy so far.
    pub energy: Energy,
    /// Lowest true voltage of a supplied customer, V.
    pub lowest: Option<(AssetRef, f64)>,
    /// Highest true voltage, V.
    pub highest: Option<(AssetRef, f64)>,
    /// Customers that were below the limits.
    pub low: BTreeSet<AssetRef>,
    /// Customers that were above the limits.
    pub high: BTreeSet<AssetRef>,
    /// Calls to the hotline.
    pub calls: u64,
    /// Those that were told something of their supply.
    pub calls_answered: u64,
    /// Those to whom what was told was true.
    pub calls_right: u64,
    /// Work orders at the end of the run.
    pub orders: Vec<WorkOrder>,
    /// Grid managers' tasks at the end of the run.
    pub tasks: Vec<Task>,
    /// How the records were put right.
    pub amendments: Vec<Amendment>,
    open: BTreeMap<AssetRef, Outage>,
    closed: Vec<Outage>,
    groups: Vec<Seen>,
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
            low: BTreeSet::new(),
            high: BTreeSet::new(),
            calls: 0,
            calls_answered: 0,
            calls_right: 0,
            orders: Vec::new(),
            tasks: Vec::new(),
            amendments: Vec::new(),
            open: BTreeMap::new(),
            closed: Vec::new(),
            groups: Vec::new(),
        }
    }

    /// Looks at both worlds after a tick.
    pub fn watch(&mut self, twin: &World) {
        let clock = twin.resource::<SimClock>();
        let fields = twin.resource::<Simulation>().truth();
        self.groups.resize(fields.len(), Seen::default());
        for (group, field) in fields.iter().enumerate() {
            self.happened.extend(field.happened());
            if field.is_renewed() {
                self.look(clock.tick, group, field);
            }
        }
        if clock.tick.0 > 0 {
            self.count_energy();
        }
        let arrived = twin.resource::<Arrivals>().0.iter();
        let calls = arrived.filter(|m| matches!(m.body, Uplink::CallReceived { .. }));
        self.calls += calls.count() as u64;
        self.judge_answers(twin);
        self.compare(clock.tick, twin);
        if clock.tick.0.is_multiple_of(60) {
            let minute = self.minute(clock.tick, twin);
            self.minutes.push(minute);
        }
        for outage in self.open.values_mut() {
            outage.to = clock.tick;
        }
    }

    /// Whether what callers were told is so: who was told of an outage has one, and what
    /// was named is broken or open; who was told to have supply has it.
    fn judge_answers(&mut self, twin: &World) {
        let fields = twin.resource::<Simulation>().truth();
        let tick = twin.resource::<SimClock>().tick;
        for call in twin.resource::<Calls>().of(tick) {
            let out = |customer: AssetRef| self.open.contains_key(&customer);
            let right = match call.answer {
                Answer::NotKnownYet => continue,
                Answer::Outage { part, .. } => {
                    let of = |field: &&Field| field.district().has(part);
                    let field = fields.iter().find(of);
                    let broken = field.is_some_and(|f| f.damage_at(part).is_some());
                    broken && call.customer.is_none_or(out)
                }
                Answer::Danger { .. } => fields.iter().any(Field::has_broken_neutral),
                Answer::Supplied { .. } | Answer::Disconnected => !call.customer.is_some_and(out),
            };
            self.calls_answered += 1;
            self.calls_right += u64::from(right);
        }
    }

    /// Takes in what there is at the end of a run.
    pub fn conclude(&mut self, twin: &World) {
        self.orders = twin.resource::<Dispatch>().0.orders().to_vec();
        self.tasks = twin.resource::<Tasks>().0.tasks().to_vec();
        self.amendments
            .clone_from(&twin.resource::<Amendments>().all);
    }

    /// What went out together, each with its customers: the beginnings of outages that
    /// had one cause.
    pub fn episodes(&self) -> Vec<Episode> {
        let mut episodes: BTreeMap<Tick, Episode> = BTreeMap::new();
        for outage in self.outages() {
            let episode = episodes.entry(outage.from).or_insert_with(|| Episode {
                from: outage.from,
                to: outage.to,
                over: true,
                known: None,
                customers: Vec::new(),
            });
            episode.to = episode.to.max(outage.to);
            episode.over &= outage.over;
            let known = [episode.known, outage.known].into_iter().flatten();
            episode.known = known.min();
            episode.customers.push(outage.customer);
        }
        episodes.into_values().collect()
    }

    /// Number of customers.
    pub const fn customers(&self) -> usize {
        self.customers
    }

    /// All outages, those that are over first.
    pub fn outages(&self) -> impl Iterator<Item = &Outage> {
        self.closed.iter().chain(self.open.values())
    }

    /// Number of customers that were ever without usable supply.
    pub fn interrupted(&self) -> usize {
        let customers: BTreeSet<AssetRef> = self.outages().map(|o| o.customer).collect();
        customers.len()
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
    fn look(&mut self, tick: Tick, group: usize, field: &Field) {
        let seen = &mut self.groups[group];
        seen.converged = field.outcome().converged;
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
                let (low, high) = VOLTAGE_LIMITS_PU;
                if v < low * nominal {
                    self.low.insert(customer);
                }
                if v > high * nominal {
                    self.high.insert(customer);
                }
                if self.lowest.is_none_or(|(_, least)| v < least) {
                    self.lowest = Some((customer, v));
                }
                if self.highest.is_none_or(|(_, most)| v > most) {
                    self.highest = Some((customer, v));
                }
            }
        }
        self.note_outages(tick, field, &out);
    }

    /// Notes who of a group lost supply and who has it again.
    fn note_outages(&mut self, tick: Tick, field: &Field, out: &[AssetRef]) {
        let back: Vec<AssetRef> = self
            .open
            .keys()
            .filter(|&&customer| field.district().has(customer))
            .filter(|customer| out.binary_search(customer).is_err())
            .copied()
            .collect();
        for customer in back {
            if let Some(mut outage) = self.open.remove(&customer) {
                outage.to = tick;
                outage.over = true;
                self.closed.push(outage);
            }
        }
        for &customer in out {
            self.open.entry(customer).or_insert(Outage {
                customer,
                from: tick,
                to: tick,
                over: false,
                known: None,
            });
        }
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

    /// Notes which outages the twin has come to know.
    fn compare(&mut self, tick: Tick, twin: &World) {
        if self.open.values().all(|outage| outage.known.is_some()) {
            return;
        }
        for customer in believed_out(twin) {
            if let Some(outage) = self.open.get_mut(&customer) {
                outage.known.get_or_insert(tick);
            }
        }
    }

    fn minute(&self, tick: Tick, twin: &World) -> Minute {
        let parts = &twin.resource::<Belief>().0;
        let customers = parts.iter().flat_map(|part| &part.states.customers);
        let customers = customers.flatten();
        let live = customers.clone().filter(|state| state.live);
        let believed: Vec<f64> = live.map(|state| state.voltage_v).collect();
        let transformers = parts.iter().flat_map(|part| &part.states.transformers);
        let true_v = self.groups.iter().flat_map(|seen| &seen.voltage_v);
        let true_v: Vec<f64> = true_v.copied().collect();
        let power = self.power();
        Minute {
            tick,
            true_v: spread(&true_v),
            believed_v: spread(&believed),
            loading: transformers.map(|t| t.loading).collect(),
            source_kw: power.source_w / 1e3,
            loss_kw: (power.line_w + power.transformer_w) / 1e3,
            out: self.open.len(),
            believed_out: believed_out(twin).len(),
        }
    }
}

/// The customers of whom the twin holds that they lack supply, all of it or a phase.
fn believed_out(twin: &World) -> BTreeSet<AssetRef> {
    let abnormal = twin.resource::<Abnormal>().0.iter();
    let dead = abnormal.filter(|f| f.kind == FindingKind::Dead && f.asset.kind == Kind::Customer);
    let dead = dead.map(|finding| finding.asset);
    let inquiries = twin.resource::<Inquiries>().0.iter();
    let open = inquiries.flat_map(Inquiry::incidents);
    let open = open.filter(|i| i.is_open() && i.trouble == Trouble::NoSupply);
    let lacking = open.flat_map(|incident| &incident.customers);
    // Who is disconnected lacks no supply that could come back by a repair.
    let disconnected = |customer: &AssetRef| {
        let all = &twin.resource::<Inquiries>().0;
        all.iter().any(|inquiry| inquiry.is_disconnected(*customer))
    };
    let out = dead.chain(lacking.copied());
    out.filter(|customer| !disconnected(customer)).collect()
}

/// Lowest, mean and highest; zeros of nothing.
fn spread(values: &[f64]) -> [f64; 3] {
    if values.is_empty() {
        return [0.0; 3];
    }
    let low = values.iter().copied().fold(f64::MAX, f64::min);
    let high = values.iter().copied().fold(f64::MIN, f64::max);
    let mean = values.iter().sum::<f64>() / values.len() as f64;
    [low, mean, high]
}
