//! What devices in the field measure and tell.

mod balance;
mod bank;
mod carrier;
mod clock;
mod glitches;
mod meter;
mod terminal;

use std::collections::BTreeSet;

use num_complex::Complex64;
use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Catalogue, District, Kind, Phases, Place};
use taiqu_link::metering::{metering_points, telemetered_switches};
use taiqu_link::{DateTime, Letter, MeterEventKind, Reading, Rhythm, Source, Tick, Uplink, Way};
use taiqu_powerflow::{Solution, Switching, Terminals};

use crate::field::Fact;
use crate::harm::Harm;
use crate::relays::Relays;
use balance::Balance;
use bank::BankState;
use carrier::Carrier;
use clock::NextReading;
use glitches::Glitches;
use meter::{Condition, Meter};
use terminal::AreaTerminal;

pub use balance::{BalanceSettings, PhaseMove};
pub use bank::TerminalSettings;
pub use meter::MeterSettings;

/// Voltage that an electricity meter needs to work, V.
const METER_WORKS_FROM_V: f64 = 100.0;

/// All devices that report.
#[derive(Clone, Debug)]
pub struct Devices {
    meters: Vec<Meter>,
    terminals: Vec<AreaTerminal>,
    switches: Vec<AssetRef>,
    carrier: Carrier,
    settings: MeterSettings,
    control: TerminalSettings,
    seed: u64,
    glitches: Glitches,
    state: State,
}

/// What devices know between ticks.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct State {
    meters: Vec<Condition>,
    /// Since when each terminal has had no supply, s; none for one that has.
    unsupplied_s: Vec<Option<u64>>,
    /// The position that each telemetered switch told last.
    told: Vec<Option<Phases>>,
    /// The bank of each terminal.
    banks: Vec<BankState>,
    /// The evenness of each terminal's currents.
    balances: Vec<Balance>,
    /// Second at which a meter has something to note.
    due: Option<u64>,
    /// Second at which the next meter reads.
    reads: u64,
}

/// The network as devices find it.
#[derive(Clone, Copy)]
pub struct Site<'a> {
    /// The true district.
    pub district: &'a District,
    /// Voltages.
    pub solution: Solution<'a>,
    /// Currents out of the conductors into each load, A.
    pub currents: &'a [[Complex64; 4]],
    /// What is open and broken.
    pub switching: &'a Switching,
    /// What is damaged.
    pub harm: &'a Harm,
}

impl Site<'_> {
    fn is_heard(&self, place: Place) -> bool {
        is_heard(self.district, self.harm, place)
    }
}

/// Whether a terminal is dead or has nothing left to speak with.
fn is_silent(harm: &Harm, transformer: AssetRef) -> bool {
    harm.deaf.contains(&transformer) || harm.flat.contains(&transformer)
}

/// Whether an area's words get out and in: one of its terminals works.
pub fn is_heard(district: &District, harm: &Harm, place: Place) -> bool {
    let Place::Area(area) = place else {
        return true;
    };
    let count = district.areas[usize::from(area)].transformers.len() as u32;
    let works = |k| {
        let transformer = AssetRef::in_area(area, Kind::Transformer, k);
        !is_silent(harm, transformer)
    };
    count == 0 || (0..count).any(works)
}

impl Devices {
    /// The devices of `district`; `seed` decides how meters err.
    pub fn new(
        district: &District,
        catalogue: &Catalogue,
        (settings, control): (&MeterSettings, &TerminalSettings),
        seed: u64,
    ) -> Self {
        let first_load = first_loads(district);
        let meters = metering_points(district).into_iter().map(|point| {
            let position = |load: &AssetRef| first_load[area_of(*load)] + load.index as usize;
            let loads = point.loads.iter().map(position).collect();
            Meter::of((district, catalogue), point, loads, settings, seed)
        });
        let meters: Vec<Meter> = meters.collect();
        let terminals = district.all(Kind::Transformer);
        let terminals = terminals.map(|t| AreaTerminal::of(district, t, (&first_load, &meters)));
        let terminals: Vec<AreaTerminal> = terminals.collect();
        let switches = telemetered_switches(district);
        let state = State {
            meters: meters.iter().map(Meter::at_start).collect(),
            unsupplied_s: vec![None; terminals.len()],
            told: vec![None; switches.len()],
            banks: vec![BankState::default(); terminals.len()],
            balances: vec![Balance::default(); terminals.len()],
            due: None,
            reads: 0,
        };
        Self {
            carrier: Carrier::of(district, terminals.iter().map(|t| t.node)),
            meters,
            terminals,
            switches,
            settings: *settings,
            control: *control,
            seed,
            glitches: Glitches::default(),
            state,
        }
    }

    /// What devices must remember between ticks.
    pub const fn state(&self) -> &State {
        &self.state
    }

    /// Takes what [`Self::state`] gave.
    pub fn recall(&mut self, state: &State) {
        self.state.clone_from(state);
        self.glitches = Glitches::default();
    }

    /// Meters find themselves connected as `district` has it now.
    pub fn reconnect(&mut self, district: &District) {
        for (meter, point) in self.meters.iter_mut().zip(metering_points(district)) {
            meter.terminals = Terminals::of(point.connection);
        }
    }

    /// Telemetered switches that moved, or never told where they stand.
    pub fn switches(&mut self, tick: Tick, switching: &Switching, facts: &mut Vec<Fact>) {
        for (&switch, told) in self.switches.iter().zip(&mut self.state.told) {
            let closed = switching.is_closed(switch);
            if *told != Some(closed) {
                *told = Some(closed);
                let fact = Uplink::SwitchMoved { switch, closed };
                facts.push(Letter::by_modem(Source::Device(switch), tick.ms(), fact));
            }
        }
    }

    /// What meters and terminals feel of a new solution: who lost voltage gasps, who has
    /// it again says so, and what will have to be noted if it lasts.
    pub fn feel(&mut self, tick: Tick, site: Site<'_>, facts: &mut Vec<Fact>) {
        let mut lost = Vec::new();
        let mut back = Vec::new();
        let mut powered = BTreeSet::new();
        for (k, device) in self.meters.iter().enumerate() {
            let condition = &mut self.state.meters[k];
            let truth = device.truth(site);
            let works = truth.voltage_v.iter().any(|&v| v >= METER_WORKS_FROM_V);
            match (condition.powered, works) {
                (true, false) => lost.push(k),
                (false, true) => back.push(k),
                _ => {}
            }
            condition.powered = works;
            if works {
                powered.insert(device.node);
                let conditions = device.conditions(&device.shows(&truth));
                condition.watch(tick.0, conditions);
            } else {
                *condition = condition.dead();
            }
        }
        self.state.due = self.state.meters.iter().filter_map(Condition::due).min();
        for k in lost {
            let device = &self.meters[k];
            let whole = (site.district, site.switching);
            if let Some(heard) = self.carrier.heard(device.node, &powered, whole) {
                let relayed = heard.relayed;
                self.gasp(k, tick, site, Way::LastGasp { relayed }, facts);
            }
        }
        for k in back {
            self.come_back(k, tick, site, facts);
        }
    }

    /// The meter's module is pulled out, and gasps though it has voltage.
    pub fn unplug(&self, meter: AssetRef, tick: Tick, site: Site<'_>, facts: &mut Vec<Fact>) {
        if let Some(k) = self.position(meter)
            && self.state.meters[k].powered
        {
            self.gasp(k, tick, site, Way::LastGasp { relayed: true }, facts);
        }
    }

    /// Meter `k` says that it has voltage again.
    fn come_back(&self, k: usize, tick: Tick, site: Site<'_>, facts: &mut Vec<Fact>) {
        let level = self.carrier.hops(self.meters[k].node);
        let back = power_lost(&self.meters[k], false);
        self.say(k, tick, site, Way::Return { level }, back, facts);
    }

    fn gasp(&self, k: usize, tick: Tick, site: Site<'_>, way: Way, facts: &mut Vec<Fact>) {
        let lost = power_lost(&self.meters[k], true);
        self.say(k, tick, site, way, lost, facts);
    }

    /// Meters note that their relay has opened or closed, at once or when they have voltage
    /// again.
    pub fn relays(&mut self, tick: Tick, site: Site<'_>, relays: &Relays, facts: &mut Vec<Fact>) {
        for k in 0..self.meters.len() {
            let meter = self.meters[k].asset;
            let open = relays.is_open(meter);
            let condition = &mut self.state.meters[k];
            if !condition.powered || condition.relay_open == open {
                continue;
            }
            condition.relay_open = open;
            let event = if open {
                MeterEventKind::Tripped
            } else {
                MeterEventKind::Closed
            };
            let fact = Uplink::MeterNoted {
                meter,
                event,
                phases: own_phases(&self.meters[k]),
                begins: true,
            };
            self.say(k, tick, site, Way::Event, fact, facts);
        }
    }

    /// Whether a meter hears what is said over the carrier.
    pub fn hears(&self, meter: AssetRef, district: &District, harm: &Harm) -> bool {
        let Some(k) = self.position(meter) else {
            return true;
        };
        let mute = harm.mute.contains(&meter);
        self.state.meters[k].powered && !mute && is_heard(district, harm, meter.place)
    }

    /// Meters note what has lasted.
    pub fn note(&mut self, tick: Tick, site: Site<'_>, facts: &mut Vec<Fact>) {
        if self.state.due.is_none_or(|due| due > tick.0) {
            return;
        }
        for k in 0..self.meters.len() {
            for (event, phases, begins) in self.state.meters[k].notes(tick.0) {
                let fact = Uplink::MeterNoted {
                    meter: self.meters[k].asset,
                    event,
                    phases,
                    begins,
                };
                self.say(k, tick, site, Way::Event, fact, facts);
            }
        }
        self.state.due = self.state.meters.iter().filter_map(Condition::due).min();
    }

    /// Meters that were asked answer, if they can.
    pub fn answer(
        &self,
        tick: Tick,
        site: Site<'_>,
        questions: &[(u64, AssetRef)],
        facts: &mut Vec<Fact>,
    ) {
        for &(question, meter) in questions {
            let Some(k) = self.position(meter) else {
                continue;
            };
            if self.state.meters[k].powered {
                let fact = Uplink::MeterAnswered {
                    meter,
                    question,
                    reading: self.meters[k].shows(&self.meters[k].truth(site)),
                };
                self.say(k, tick, site, Way::Answer, fact, facts);
            }
        }
    }

    /// The instant samples of all meters that have voltage and whose clock shows the quarter
    /// hour; at tick 0 of all, as their first.
    pub fn read(
        &mut self,
        tick: Tick,
        place: (DateTime, Rhythm),
        site: Site<'_>,
        facts: &mut Vec<Fact>,
    ) {
        if tick.0 > 0 && tick.0 < self.state.reads {
            return;
        }
        let mut reads = u64::MAX;
        for k in 0..self.meters.len() {
            let device = &self.meters[k];
            let condition = &self.state.meters[k];
            let due = condition.reading.at_s <= tick.0;
            if due && condition.powered {
                let fact = Uplink::MeterReported {
                    meter: device.asset,
                    reading: device.shows(&device.truth(site)),
                };
                let event_ms = 1000 * condition.reading.quarter_s;
                self.say_of(k, (tick, event_ms), site, Way::Reading, fact, facts);
            }
            if due {
                self.plan_reading(k, tick, place);
            }
            reads = reads.min(self.state.meters[k].reading.at_s);
        }
        self.state.reads = reads;
    }

    fn plan_reading(&mut self, k: usize, tick: Tick, place: (DateTime, Rhythm)) {
        let condition = &mut self.state.meters[k];
        let error_ms = condition.clock.error_ms(tick, self.meters[k].drift_ms);
        condition.reading = NextReading::after(tick, error_ms, place);
    }

    /// Once a day the area's terminal tells all its meters the time.
    pub fn tell_time(
        &mut self,
        tick: Tick,
        place: (DateTime, Rhythm),
        (district, harm): (&District, &Harm),
    ) {
        let now_s = place.0.second_of_day() + tick.0;
        let (day, second) = (now_s / 86_400, now_s % 86_400);
        if second != (self.settings.time_told_h * 3600.0) as u64 {
            return;
        }
        for k in 0..self.meters.len() {
            let device = &self.meters[k];
            let drift_ms = device.drift_ms;
            let hears = self.hears(device.asset, district, harm);
            if hears && self.state.meters[k].clock.hear(tick, day, drift_ms) {
                self.plan_reading(k, tick, place);
                self.state.reads = self.state.reads.min(self.state.meters[k].reading.at_s);
            }
        }
    }

    /// Meters that gasp though they have voltage, and say later that it is back.
    pub fn glitch(&mut self, tick: Tick, start: DateTime, site: Site<'_>, facts: &mut Vec<Fact>) {
        let entities = self
            .meters
            .iter()
            .map(|m| (area_of(m.asset) as u16, m.asset.index));
        let chance = (self.settings.false_gasps, self.seed);
        let due = self.glitches.at(tick, start, chance, entities);
        for (k, back) in due {
            if !self.state.meters[k].powered {
                continue;
            }
            if back {
                self.come_back(k, tick, site, facts);
            } else {
                self.gasp(k, tick, site, Way::LastGasp { relayed: true }, facts);
            }
        }
    }

    /// Sends what meter `k` says of this moment by its clock, if its module and its area's
    /// terminal work.
    fn say(
        &self,
        k: usize,
        tick: Tick,
        site: Site<'_>,
        way: Way,
        body: Uplink,
        facts: &mut Vec<Fact>,
    ) {
        let clock = self.state.meters[k].clock;
        let event_ms = clock.shows_ms(tick, self.meters[k].drift_ms);
        self.say_of(k, (tick, event_ms), site, way, body, facts);
    }

    fn say_of(
        &self,
        k: usize,
        (tick, event_ms): (Tick, u64),
        site: Site<'_>,
        way: Way,
        body: Uplink,
        facts: &mut Vec<Fact>,
    ) {
        let device = &self.meters[k];
        let mute = site.harm.mute.contains(&device.asset);
        if !mute && site.is_heard(device.asset.place) {
            facts.push(Letter {
                source: Source::Device(device.asset),
                shelf: device.shelf,
                way,
                left_ms: tick.ms(),
                event_ms,
                body,
            });
        }
    }

    fn position(&self, meter: AssetRef) -> Option<usize> {
        self.meters.binary_search_by_key(&meter, |m| m.asset).ok()
    }
}

impl Meter {
    /// What is true at its terminals.
    fn truth(&self, site: Site<'_>) -> Reading {
        if site.harm.cuts(site.district, self.asset) {
            return Reading::default();
        }
        let voltages = self.terminals.voltages(site.solution.node(self.node));
        let current = match self.gateway {
            Some(transformer) => site.solution.transformer_current(transformer).1,
            None => sum(self.loads.iter().map(|&k| site.currents[k])),
        };
        if self.is_delta {
            delta_reading(&self.terminals, voltages, current)
        } else {
            star_reading(&self.terminals, voltages, current)
        }
    }
}

fn power_lost(meter: &Meter, begins: bool) -> Uplink {
    Uplink::MeterNoted {
        meter: meter.asset,
        event: MeterEventKind::PowerLost,
        phases: own_phases(meter),
        begins,
    }
}

fn own_phases(meter: &Meter) -> Phases {
    let conductors = (0..meter.terminals.len()).filter_map(|k| meter.terminals.from(k));
    let phases = conductors.map(|c| Phases::from_bits(1 << c));
    phases.fold(Phases::NONE, Phases::union)
}

/// Each element sees its phase's voltage to neutral and its phase's current.
fn star_reading(
    terminals: &Terminals,
    voltages: [Complex64; 3],
    current: [Complex64; 4],
) -> Reading {
    let mut powers = [Complex64::ZERO; 3];
    for (k, power) in powers.iter_mut().enumerate() {
        if let Some(conductor) = terminals.from(k) {
            *power = voltages[k] * current[conductor].conj();
        }
    }
    reading(voltages, powers)
}

/// A single pair carries its own current; a three-wire meter knows the whole power
/// by two elements, to the third conductor (Blondel), and spreads it evenly.
fn delta_reading(
    terminals: &Terminals,
    voltages: [Complex64; 3],
    current: [Complex64; 4],
) -> Reading {
    let mut powers = [Complex64::ZERO; 3];
    match [0, 1, 2].map(|k| terminals.from(k)) {
        [Some(a), Some(b), Some(_)] => {
            let whole = voltages[1] * current[b].conj() - voltages[2] * current[a].conj();
            powers = [whole / 3.0; 3];
        }
        [Some(from), ..] => powers[0] = voltages[0] * current[from].conj(),
        _ => {}
    }
    reading(voltages, powers)
}

fn reading(voltages: [Complex64; 3], powers: [Complex64; 3]) -> Reading {
    Reading {
        voltage_v: voltages.map(Complex64::norm),
        power_w: powers.map(|s| s.re),
        reactive_var: powers.map(|s| s.im),
    }
}

fn rounded(reading: &Reading) -> Reading {
    Reading {
        voltage_v: reading.voltage_v.map(|v| round(v, 10.0)),
        power_w: reading.power_w.map(|p| round(p, 10.0)),
        reactive_var: reading.reactive_var.map(|q| round(q, 10.0)),
    }
}

/// `value` to the resolution of 1/`per_unit`; never a negative zero.
fn round(value: f64, per_unit: f64) -> f64 {
    (value * per_unit).round() / per_unit + 0.0
}

fn sum(currents: impl Iterator<Item = [Complex64; 4]>) -> [Complex64; 4] {
    currents.fold([Complex64::ZERO; 4], |mut whole, part| {
        for (w, p) in whole.iter_mut().zip(part) {
            *w += p;
        }
        whole
    })
}

/// Position of each area's first load among the model's loads.
fn first_loads(district: &District) -> Vec<usize> {
    let mut next = 0;
    let areas = district.areas.iter();
    areas
        .map(|area| {
            let first = next;
            next += area.loads.len();
            first
        })
        .collect()
}

/// Index of the area of a thing that only areas have.
fn area_of(asset: AssetRef) -> usize {
    match asset.place {
        Place::Area(k) | Place::Line(k) => usize::from(k),
    }
}
