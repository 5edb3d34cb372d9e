//! Watches both worlds: what was true, what was believed, and how far apart.

use std::collections::{BTreeMap, BTreeSet};

use bevy::ecs::world::World;
use taiqu_estimate::components::{Abnormal, Belief, FindingKind};
use taiqu_field::{Field, Happening};
use taiqu_grid::{AssetRef, Kind};
use taiqu_link::{SimClock, Tick};

use super::summary::Energy;
use crate::scenario::Scenario;
use crate::simulation::Simulation;

/// Seconds up to which an interruption is momentary and does not count (GB/T 43794).
const MOMENTARY_S: u64 = 180;

/// Limits of supply voltage, pu (GB/T 12325, 220 V +7/−10 %).
pub const VOLTAGE_LIMITS_PU: (f64, f64) = (0.90, 1.07);

/// What one minute looked like.
#[derive(Clone, Debug, PartialEq)]
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
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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

/// What a referee has seen of a run.
#[derive(Debug)]
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
    open: BTreeMap<AssetRef, Outage>,
    closed: Vec<Outage>,
    power: [f64; 5],
    nominal_v: Vec<f64>,
    true_v: [f64; 3],
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
            open: BTreeMap::new(),
            closed: Vec::new(),
            power: [0.0; 5],
            nominal_v: Vec::new(),
            true_v: [0.0; 3],
        }
    }

    /// Looks at both worlds after a tick.
    pub fn watch(&mut self, twin: &World) {
        let clock = twin.resource::<SimClock>();
        let Some(field) = twin.resource::<Simulation>().truth() else {
            return;
        };
        self.happened.extend(field.happened());
        if field.is_renewed() {
            self.look(clock.tick, field);
        }
        if clock.tick.0 > 0 {
            self.count_energy();
        }
        self.compare(clock.tick, twin);
        if clock.tick.0.is_multiple_of(60) {
            let minute = self.minute(clock.tick, twin);
            self.minutes.push(minute);
        }
        for outage in self.open.values_mut() {
            outage.to = clock.tick;
        }
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

    /// Takes in a new solution of the field.
    fn look(&mut self, tick: Tick, field: &Field) {
        self.solved += 1;
        self.not_converged += u64::from(!field.outcome().converged);
        let solution = field.solution();
        self.power = [
            solution.source_w(),
            solution.gateway_w(),
            solution.load_w(),
            solution.line_w(),
            solution.transformer_w(),
        ];
        if self.nominal_v.is_empty() {
            self.nominal_v = field.supply_nominals().collect();
        }
        let out = field.out();
        let mut of_supplied = Vec::with_capacity(self.customers);
        let supplies = field.supplies().zip(field.supply_voltages());
        for ((point, voltages), &nominal) in supplies.zip(&self.nominal_v) {
            let customer = point.customer;
            if out.binary_search(&customer).is_ok() {
                continue;
            }
            for v in voltages {
                of_supplied.push(v);
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
        self.true_v = spread(&of_supplied);
        self.note_outages(tick, &out);
    }

    fn note_outages(&mut self, tick: Tick, out: &[AssetRef]) {
        let back: Vec<AssetRef> = self
            .open
            .keys()
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
        let kwh = self.power.map(|w| w / 3.6e6);
        self.energy.source_kwh += kwh[0];
        self.energy.gateway_kwh += kwh[1];
        self.energy.load_kwh += kwh[2];
        self.energy.line_loss_kwh += kwh[3];
        self.energy.transformer_loss_kwh += kwh[4];
    }

    /// Notes which outages the twin has come to know.
    fn compare(&mut self, tick: Tick, twin: &World) {
        if self.open.values().all(|outage| outage.known.is_some()) {
            return;
        }
        let abnormal = &twin.resource::<Abnormal>().0;
        for finding in abnormal.iter().filter(|f| f.kind == FindingKind::Dead) {
            if let Some(outage) = self.open.get_mut(&finding.asset) {
                outage.known.get_or_insert(tick);
            }
        }
    }

    fn minute(&self, tick: Tick, twin: &World) -> Minute {
        let states = &twin.resource::<Belief>().states;
        let customers = states.customers.iter().flatten();
        let live = customers.clone().filter(|state| state.live);
        let believed: Vec<f64> = live.map(|state| state.voltage_v).collect();
        Minute {
            tick,
            true_v: self.true_v,
            believed_v: spread(&believed),
            loading: states.transformers.iter().map(|t| t.loading).collect(),
            source_kw: self.power[0] / 1e3,
            loss_kw: (self.power[3] + self.power[4]) / 1e3,
            out: self.open.len(),
            believed_out: customers.filter(|state| !state.live).count(),
        }
    }
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
