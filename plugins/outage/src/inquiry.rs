//! One group of a district, watched: what was heard, what it means, what to ask.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use taiqu_estimate::Picture;
use taiqu_grid::area::Importance;
use taiqu_grid::{AssetRef, Conductor, District, Kind, Phases, Place};
use taiqu_link::metering::{nominal_v, star_at};
use taiqu_link::{
    Command, Complaint, CrewReport, DateTime, MeterEventKind, Reading, Rhythm, Stamped, Tick,
    Uplink, WeatherReport,
};
use taiqu_powerflow::{Switching, Terminals};

use crate::belief::Belief;
use crate::cause::{Circumstances, causes};
use crate::evidence::{Heard, Hearing, Reliability};
use crate::explain::Story;
use crate::hazards::Hazards;
use crate::incident::{Finding, Incident, Trouble, findings};
use crate::layout::Layout;
use crate::network::Unsound;
use crate::neutral::{BrokenNeutral, NeutralSettings, Sounding, broken_neutral};

/// Ratio to nominal from which a phase is live; a lower one does not come from load alone.
const LIVE_PU: f64 = 0.8;
/// Ratio to nominal from which a phase that is not live shares the voltage of another:
/// with one phase lost before a delta, two behind it have what is left in series.
const HALF_PU: f64 = 0.2;

/// Seconds without another reading after which those of one moment are all there.
const SAMPLE_S: u64 = 4;
/// Readings that are older than the newest by more than this are of another moment, ms.
const MOMENT_MS: u64 = 20_000;

/// How a group is watched; settings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Watching {
    /// How far what is heard can be relied on.
    pub reliability: Reliability,
    /// How often things fail.
    pub hazards: Hazards,
    /// How meters are asked.
    pub asking: Asking,
    /// How a broken neutral is told.
    pub neutral: NeutralSettings,
}

/// How meters are asked; settings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Asking {
    /// Most questions in one round.
    pub budget: usize,
    /// From the first sign to the first round, s.
    pub settle_s: u64,
    /// From one round to the next, s.
    pub between_s: u64,
    /// After which a question counts as not answered, s.
    pub patience_s: u64,
    /// Before which a meter is not asked again, s.
    pub again_s: u64,
    /// After a quarter hour at which a reading that has not come is missed, s.
    pub missed_after_s: u64,
    /// After which an area's terminal that says nothing is held to be broken, and its
    /// meters' silence to mean nothing, s.
    pub deaf_after_s: u64,
}

impl Default for Asking {
    fn default() -> Self {
        Self {
            budget: 40,
            settle_s: 5,
            between_s: 20,
            patience_s: 8,
            again_s: 160,
            missed_after_s: 60,
            deaf_after_s: 150,
        }
    }
}

/// What was heard and concluded; all that an inquiry knows beside the records.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    meters: Vec<Heard>,
    stations: Vec<Heard>,
    /// When each meter was asked last, ms.
    asked: Vec<Option<u64>>,
    /// Meters to be asked whatever they would tell.
    wanted: Vec<usize>,
    /// Meters whose answer is awaited, and since when, ms.
    awaited: BTreeMap<usize, u64>,
    next_round_ms: Option<u64>,
    missed: Option<Tick>,
    switching: Option<Switching>,
    weather: Option<WeatherReport>,
    changed: bool,
    /// Readings of one moment that are still coming in, by meter, and when the last came.
    sample: BTreeMap<usize, (u64, Reading)>,
    sampled: Tick,
    /// Meters behind a neutral that is held to be broken.
    pushed: BTreeSet<usize>,
    /// Customers and loads that were disconnected by order.
    cut: BTreeSet<AssetRef>,
    incidents: Vec<Incident>,
}

/// A group that is watched.
#[derive(Clone, Debug)]
pub struct Inquiry {
    records: Arc<District>,
    start: DateTime,
    rhythm: Rhythm,
    watching: Watching,
    layout: Layout,
    terminals: Vec<(Terminals, f64)>,
    memory: Memory,
    /// What is believed while there is trouble.
    view: Option<(Story, Belief)>,
}

impl Inquiry {
    /// The inquiry into one group, as `switching` has its records joined.
    ///
    /// # Errors
    /// The hazards give no probabilities.
    pub fn new(
        records: Arc<District>,
        (start, rhythm): (DateTime, Rhythm),
        switching: &Switching,
        watching: Watching,
    ) -> Result<Self, Unsound> {
        let layout = Layout::of(&records, switching, &watching.hazards)?;
        let memory = Memory {
            meters: vec![Heard::default(); layout.meters.len()],
            stations: vec![Heard::default(); layout.stations.len()],
            asked: vec![None; layout.meters.len()],
            switching: Some(switching.clone()),
            ..Memory::default()
        };
        Ok(Self {
            terminals: terminals(&records, &layout),
            records,
            start,
            rhythm,
            watching,
            layout,
            memory,
            view: None,
        })
    }

    /// The records of this group.
    pub fn records(&self) -> &District {
        &self.records
    }

    /// What may fail.
    pub const fn layout(&self) -> &Layout {
        &self.layout
    }

    /// The most probable story and what is believed of every part; none while all is
    /// well.
    pub const fn view(&self) -> Option<&(Story, Belief)> {
        self.view.as_ref()
    }

    /// All incidents so far, in the order of their numbers.
    pub fn incidents(&self) -> &[Incident] {
        &self.memory.incidents
    }

    /// What it must remember.
    pub const fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Takes what [`Self::memory`] gave.
    ///
    /// # Errors
    /// As for [`Self::new`].
    pub fn recall(&mut self, memory: &Memory) -> Result<(), Unsound> {
        self.memory.clone_from(memory);
        if let Some(switching) = &memory.switching {
            self.layout = Layout::of(&self.records, switching, &self.watching.hazards)?;
            self.terminals = terminals(&self.records, &self.layout);
        }
        self.view = self.judge();
        Ok(())
    }

    /// Switches stand otherwise than they did.
    ///
    /// # Errors
    /// As for [`Self::new`].
    pub fn rewire(&mut self, switching: &Switching) -> Result<(), Unsound> {
        if self.memory.switching.as_ref() == Some(switching) {
            return Ok(());
        }
        let layout = Layout::of(&self.records, switching, &self.watching.hazards)?;
        let before = std::mem::replace(&mut self.layout, layout);
        let memory = &mut self.memory;
        memory.switching = Some(switching.clone());
        let meters = self
            .layout
            .meters
            .iter()
            .map(|place| before.meter(place.meter));
        let meters: Vec<Option<usize>> = meters.collect();
        let of = |k: &Option<usize>| k.map(|k| memory.meters[k]).unwrap_or_default();
        let heard = meters.iter().map(of).collect();
        let asked = meters
            .iter()
            .map(|k| k.and_then(|k| memory.asked[k]))
            .collect();
        let stations = self.layout.stations.iter().map(|place| {
            let before = before.station(place.transformer);
            before.map(|k| memory.stations[k]).unwrap_or_default()
        });
        memory.stations = stations.collect();
        memory.meters = heard;
        memory.asked = asked;
        memory.awaited.clear();
        memory.wanted.clear();
        memory.changed = true;
        self.terminals = terminals(&self.records, &self.layout);
        Ok(())
    }

    /// Takes in one message.
    pub fn take(&mut self, message: &Stamped<Uplink>) {
        let at = message.event_ms;
        match message.body {
            Uplink::MeterReported { meter, reading }
            | Uplink::MeterAnswered { meter, reading, .. } => {
                self.take_reading(meter, message, &reading);
            }
            Uplink::MeterNoted {
                meter,
                event,
                phases,
                begins,
            } => self.take_event(meter, at, (event, phases, begins)),
            Uplink::TerminalReported {
                transformer,
                reading,
                ..
            } => self.take_sample(transformer, at, &reading),
            Uplink::TerminalNoted {
                transformer,
                supplied: false,
            } => {
                if let Some(k) = self.layout.station(transformer) {
                    self.memory.stations[k].prove(at, Phases::NONE, Phases::NONE, false);
                    self.memory.changed = true;
                }
            }
            Uplink::CallReceived {
                customer,
                near,
                complaint,
            } => self.take_call(customer, near, complaint, at),
            Uplink::WeatherObserved(report) => self.memory.weather = Some(report),
            Uplink::CrewReported {
                report:
                    CrewReport::FoundNothing {
                        target,
                        supplied: true,
                    },
                ..
            } => self.take_visit(target, at),
            Uplink::CommandDone {
                command: Command::DisconnectLoad { load },
                ..
            } => drop(self.memory.cut.insert(load)),
            Uplink::CommandDone {
                command: Command::ConnectLoad { load },
                ..
            } => drop(self.memory.cut.remove(&load)),
            Uplink::TerminalNoted { .. }
            | Uplink::SwitchMoved { .. }
            | Uplink::CommandDone { .. }
            | Uplink::CommandRefused { .. }
            | Uplink::CrewReported { .. } => {}
        }
    }

    fn take_reading(&mut self, meter: AssetRef, message: &Stamped<Uplink>, reading: &Reading) {
        let Some(k) = self.layout.meter(meter) else {
            return;
        };
        self.memory.awaited.remove(&k);
        self.memory.sample.insert(k, (message.event_ms, *reading));
        self.memory.sampled = Tick(message.arrival_ms / 1000);
        let (terminals, nominal) = &self.terminals[k];
        let (live, half) = sides(terminals, *nominal, reading);
        let all = self.own_phases(k);
        // Odd voltages wait for the others of the same moment.
        if live == all && half.is_empty() {
            self.prove(k, message.event_ms, live, half);
        }
    }

    /// The phases that a meter is on.
    fn own_phases(&self, k: usize) -> Phases {
        let conductors = self.layout.meters[k].connection.conductors();
        conductors.and(Phases::ABC)
    }

    fn prove(&mut self, k: usize, at: u64, live: Phases, half: Phases) {
        let all = self.own_phases(k);
        let news = self.is_news(k, live, all) || !half.is_empty();
        self.memory.meters[k].prove(at, live, half, live == all);
        self.memory.changed |= news;
    }

    /// Whether a reading tells something that was not expected.
    fn is_news(&self, k: usize, live: Phases, all: Phases) -> bool {
        let before = &self.memory.meters[k];
        let partly = before.proved.is_some_and(|(_, live, _)| live != all);
        live != all || partly || before.dark_since().is_some() || self.view.is_some()
    }

    fn take_event(
        &mut self,
        meter: AssetRef,
        at: u64,
        (event, phases, begins): (MeterEventKind, Phases, bool),
    ) {
        let Some(k) = self.layout.meter(meter) else {
            return;
        };
        let all = self.layout.meters[k]
            .connection
            .conductors()
            .and(Phases::ABC);
        let heard = &mut self.memory.meters[k];
        match (event, begins) {
            (MeterEventKind::PowerLost, true) => {
                heard.gasped = heard.gasped.max(Some(at));
                self.memory.changed = true;
            }
            (MeterEventKind::PowerLost, false) => {
                heard.prove(at, all, Phases::NONE, true);
                self.memory.changed = true;
            }
            (MeterEventKind::PhaseLost, true) => {
                heard.prove(at, all.without(phases), Phases::NONE, false);
                self.memory.changed = true;
            }
            // Voltages that are not as they should be: what are they?
            (
                MeterEventKind::VoltageLow
                | MeterEventKind::VoltageHigh
                | MeterEventKind::VoltageLost
                | MeterEventKind::VoltageUnbalance
                | MeterEventKind::PhaseLost,
                _,
            ) => self.want_all_beside(k),
            _ => {}
        }
    }

    /// Voltages are odd at a meter: what are they all over its area?
    fn want_all_beside(&mut self, k: usize) {
        let place = self.layout.meters[k].meter.place;
        let meters = 0..self.layout.meters.len();
        let beside = meters.filter(|&n| self.layout.meters[n].meter.place == place);
        self.memory.wanted.extend(beside);
    }

    fn take_sample(&mut self, transformer: AssetRef, at: u64, reading: &Reading) {
        let Some(k) = self.layout.station(transformer) else {
            return;
        };
        let node = self.layout.stations[k].node;
        let star = star_at(&self.records, node);
        let nominal = nominal_v(&self.records, node, star);
        let (live, half) = sides(&Terminals::of(star), nominal, reading);
        let before = self.memory.stations[k].proved;
        let same = before.is_some_and(|(_, was, halved)| (was, halved) == (live, half));
        let well = live == Phases::ABC;
        self.memory.stations[k].prove(at, live, half, well);
        self.memory.changed |= !same;
    }

    fn take_call(
        &mut self,
        customer: Option<AssetRef>,
        near: Option<AssetRef>,
        complaint: Complaint,
        at: u64,
    ) {
        let dark = matches!(complaint, Complaint::NoPower | Complaint::PartPower);
        let meter = customer.and_then(|customer| meter_of(&self.records, customer));
        if let Some(k) = meter.and_then(|meter| self.layout.meter(meter)) {
            if complaint == Complaint::NoPower {
                let heard = &mut self.memory.meters[k];
                heard.called = heard.called.max(Some(at));
                self.memory.changed = true;
            }
            if dark {
                self.memory.wanted.push(k);
            } else {
                self.want_all_beside(k);
            }
        } else if let Some(shelf) = near.filter(|_| dark) {
            // Somebody at this box: whose meter it is its meters tell.
            let own =
                (0..self.layout.meters.len()).filter(|&k| self.layout.meters[k].shelf == shelf);
            self.memory.wanted.extend(own);
        }
    }

    /// A crew found supply, and nothing wrong, where it was sent.
    fn take_visit(&mut self, target: AssetRef, at: u64) {
        let network = &self.layout.network;
        let Some(part) = self.layout.assets.iter().position(|&asset| asset == target) else {
            return;
        };
        for k in 0..self.layout.meters.len() {
            let own = self.layout.meters[k].part;
            let mut path = std::iter::successors(Some(own), |&k| network.above(k));
            let behind = path.any(|above| above as usize == part);
            let dark = self.memory.meters[k].dark_since().is_some();
            let phases = self.own_phases(k);
            if behind && dark {
                self.memory.meters[k].seen(at, phases);
                self.memory.changed = true;
            }
        }
    }

    /// Draws the conclusions up to `now`, with what `picture` has; whether anything was
    /// concluded.
    pub fn conclude(&mut self, now: Tick, picture: &Picture, loading: f64) -> bool {
        self.miss_answers(now);
        self.miss_readings(now);
        self.compare(now, picture);
        if !std::mem::take(&mut self.memory.changed) {
            return false;
        }
        self.view = self.judge();
        let found = match &self.view {
            Some((story, belief)) => findings(&self.layout, story, belief),
            None => Vec::new(),
        };
        let weather = self.memory.weather;
        let around = Circumstances {
            weather: weather.unwrap_or(Circumstances::default().weather),
            loading,
        };
        self.keep(now, found, &around);
        if self.view.is_some() && self.memory.next_round_ms.is_none() {
            self.memory.next_round_ms = Some(now.ms() + 1000 * self.watching.asking.settle_s);
        }
        true
    }

    /// When all readings of one moment are there, finds out whether a broken neutral
    /// pushes them apart, and what the odd ones prove.
    fn compare(&mut self, now: Tick, picture: &Picture) {
        if self.memory.sample.is_empty() || now.since(self.memory.sampled) < SAMPLE_S {
            return;
        }
        let sample = std::mem::take(&mut self.memory.sample);
        let newest = sample.values().map(|(at, _)| *at).max().unwrap_or(0);
        let of_now = sample
            .iter()
            .filter(|(_, (at, _))| at + MOMENT_MS >= newest);
        // Where the transformer itself gives odd voltages, the neutral is not to blame.
        let odd: BTreeSet<Place> = (self.layout.stations.iter().zip(&self.memory.stations))
            .filter(|(_, heard)| heard.proved.is_some_and(|(_, live, _)| live != Phases::ABC))
            .map(|(station, _)| station.transformer.place)
            .collect();
        let soundings: Vec<Sounding> = of_now
            .filter(|(k, _)| !odd.contains(&self.layout.meters[**k].meter.place))
            .flat_map(|(&k, (_, reading))| self.sound(k, reading, picture))
            .collect();
        let shared = |part: u32| self.layout.shared_neutral[part as usize];
        let settings = &self.watching.neutral;
        let found = broken_neutral(&self.layout, shared, &soundings, settings);
        self.keep_neutral(now, newest, found, &soundings);
        for (k, (at, reading)) in sample {
            let all = self.own_phases(k);
            let (terminals, nominal) = &self.terminals[k];
            let (live, half) = sides(terminals, *nominal, &reading);
            if self.memory.pushed.contains(&k) && reading.voltage_v.iter().any(|&v| v > 0.0) {
                self.prove(k, at, all, Phases::NONE);
            } else {
                self.prove(k, at, live, half);
            }
        }
    }

    /// What a meter reads beside what it should.
    fn sound(&self, meter: usize, reading: &Reading, picture: &Picture) -> Vec<Sounding> {
        let place = &self.layout.meters[meter];
        let expected = picture.expected_v(place.meter);
        let Some(expected) = expected.filter(|_| !place.connection.is_delta()) else {
            return Vec::new();
        };
        let (terminals, nominal) = &self.terminals[meter];
        let pairs = (0..terminals.len()).filter_map(|k| Some((k, terminals.from(k)?)));
        let there = pairs.filter(|&(k, phase)| {
            // What is dead, or held to be, tells nothing of the neutral.
            phase < 3 && expected[k] > HALF_PU * nominal && reading.voltage_v[k] > 0.0
        });
        let soundings = there.map(|(k, phase)| Sounding {
            meter,
            phase,
            read_v: reading.voltage_v[k],
            expected_v: expected[k],
        });
        soundings.collect()
    }

    /// Opens, corrects or ends the incident of a broken neutral.
    fn keep_neutral(
        &mut self,
        now: Tick,
        at: u64,
        found: Option<BrokenNeutral>,
        soundings: &[Sounding],
    ) {
        let is_neutral = |incident: &&mut Incident| {
            incident.is_open() && matches!(incident.trouble, Trouble::BrokenNeutral { .. })
        };
        let pushed = &self.memory.pushed;
        let sounded: BTreeSet<usize> = soundings.iter().map(|s| s.meter).collect();
        // A few of the meters behind it do not unsay what all of them said.
        let few = 2 * sounded.intersection(pushed).count() < pushed.len();
        let open = self.memory.incidents.iter_mut().find(is_neutral);
        if open.is_some() && few {
            return;
        }
        let Some(found) = found else {
            if let Some(incident) = open {
                incident.ended = Some(now);
                self.memory.pushed.clear();
            }
            return;
        };
        let layout = &self.layout;
        let behind = |part: u32| {
            let mut path = std::iter::successors(Some(part), |&k| layout.network.above(k));
            path.any(|k| k == found.part)
        };
        let meters = (0..layout.meters.len()).filter(|&k| behind(layout.meters[k].part));
        let pushed: BTreeSet<usize> = meters.collect();
        let customers = layout.customers.iter().filter(|c| behind(c.part));
        let important = customers
            .clone()
            .filter(|c| c.importance != Importance::Normal);
        let told = soundings
            .iter()
            .filter(|s| pushed.contains(&s.meter))
            .count();
        let part = layout.assets[found.part as usize];
        let before = open.map(|incident| (incident.number, incident.began_ms, incident.noticed));
        let count = self.memory.incidents.len() as u32;
        let (number, began_ms, noticed) = before.unwrap_or((count + 1, at, now));
        let around = Circumstances::default();
        let incident = Incident {
            number,
            began_ms,
            noticed,
            ended: None,
            trouble: Trouble::BrokenNeutral {
                shift_v: found.shift_v,
            },
            part,
            phases: Phases::only(Conductor::N),
            probability: found.probability,
            instead: found.instead,
            important: important.map(|c| (c.customer, c.importance)).collect(),
            customers: customers.map(|c| c.customer).collect(),
            told: told as u32,
            causes: causes(&self.records, part, Phases::only(Conductor::N), &around),
        };
        if number > count {
            self.memory.incidents.push(incident);
        } else {
            self.memory.incidents[number as usize - 1] = incident;
        }
        self.memory.pushed = pushed;
    }

    fn judge(&self) -> Option<(Story, Belief)> {
        let hearing = Hearing {
            meters: &self.memory.meters,
            stations: &self.memory.stations,
        };
        let witnesses = hearing.witnesses(&self.layout, &self.watching.reliability)?;
        let network = &self.layout.network;
        Some((network.explain(&witnesses), network.believe(&witnesses)))
    }

    /// Meters that were asked and have not answered in time.
    fn miss_answers(&mut self, now: Tick) {
        let patience_ms = 1000 * self.watching.asking.patience_s;
        let awaited = &mut self.memory.awaited;
        let late = awaited.extract_if(.., |_, since| *since + patience_ms <= now.ms());
        for (k, since) in late.collect::<Vec<_>>() {
            if !self.is_deaf(self.layout.meters[k].meter.place, now) {
                self.memory.meters[k].miss(since);
                self.memory.changed = true;
            }
        }
    }

    /// Whether nothing can be heard of an area, because its terminals say nothing.
    pub fn is_deaf(&self, place: Place, now: Tick) -> bool {
        let after_ms = 1000 * self.watching.asking.deaf_after_s;
        let stations = self.layout.stations.iter().zip(&self.memory.stations);
        let own = stations.filter(|(station, _)| station.transformer.place == place);
        let heard = own.map(|(_, heard)| heard.proved.map_or(0, |(at, ..)| at));
        heard.max().is_some_and(|last| last + after_ms < now.ms())
    }

    /// Meters that owe a reading of the last quarter hour.
    fn miss_readings(&mut self, now: Tick) {
        let since_s = self.rhythm.since_quarter_s(self.start.plus(now.0));
        if since_s < self.watching.asking.missed_after_s || now.0 < since_s {
            return;
        }
        let quarter = Tick(now.0 - since_s);
        if self.memory.missed == Some(quarter) {
            return;
        }
        self.memory.missed = Some(quarter);
        for k in 0..self.layout.meters.len() {
            let part = self.layout.meters[k].part as usize;
            let known = self
                .view
                .as_ref()
                .is_some_and(|(story, _)| story.live[part].is_empty());
            let deaf = self.is_deaf(self.layout.meters[k].meter.place, now);
            let heard = &mut self.memory.meters[k];
            let owes = heard.proved.is_none_or(|(at, ..)| at < quarter.ms());
            if owes && !known && !deaf {
                heard.miss(quarter.ms());
                self.memory.wanted.push(k);
                self.memory.changed = true;
            }
        }
    }

    /// The meters to ask now.
    pub fn questions(&mut self, now: Tick) -> Vec<AssetRef> {
        let asking = self.watching.asking;
        let due = self.memory.next_round_ms.is_some_and(|at| at <= now.ms());
        if now.0.is_multiple_of(asking.between_s) {
            // Who failed to answer once is asked again.
            let heard = self.memory.meters.iter().enumerate();
            let in_doubt = heard.filter(|(_, heard)| heard.in_vain == 1);
            self.memory.wanted.extend(in_doubt.map(|(k, _)| k));
        }
        if !due && self.memory.wanted.is_empty() {
            return Vec::new();
        }
        let free = |k: &usize| {
            let last = self.memory.asked[*k];
            last.is_none_or(|at| at + 1000 * asking.again_s <= now.ms())
        };
        let mut chosen: Vec<usize> = std::mem::take(&mut self.memory.wanted);
        chosen.sort_unstable();
        chosen.dedup();
        chosen.retain(free);
        if due {
            let left = asking.budget.saturating_sub(chosen.len());
            if let Some((_, belief)) = &self.view {
                let answers = self.watching.reliability.answers;
                let may = |k: usize| free(&k) && !chosen.contains(&k);
                chosen.extend(self.layout.questions(belief, may, answers, left));
            }
            let again = self.view.is_some();
            self.memory.next_round_ms = again.then(|| now.ms() + 1000 * asking.between_s);
        }
        for &k in &chosen {
            self.memory.asked[k] = Some(now.ms());
            self.memory.awaited.insert(k, now.ms());
        }
        chosen
            .into_iter()
            .map(|k| self.layout.meters[k].meter)
            .collect()
    }

    /// Brings the incidents in line with what was found.
    fn keep(&mut self, now: Tick, found: Vec<Finding>, around: &Circumstances) {
        let mut taken = vec![false; found.len()];
        let open: Vec<usize> = (0..self.memory.incidents.len())
            .filter(|&k| {
                let incident = &self.memory.incidents[k];
                incident.is_open() && incident.trouble == Trouble::NoSupply
            })
            .collect();
        for k in open {
            let incident = &self.memory.incidents[k];
            let same = (0..found.len())
                .filter(|&n| !taken[n])
                .map(|n| (kinship(incident, &found[n]), n))
                .filter(|&(kinship, _)| kinship > 0.0)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            if let Some((_, n)) = same {
                taken[n] = true;
                self.update(k, &found[n], around);
            } else {
                self.memory.incidents[k].ended = Some(now);
            }
        }
        for (finding, _) in found.iter().zip(&taken).filter(|(_, taken)| !**taken) {
            let number = self.memory.incidents.len() as u32 + 1;
            self.memory.incidents.push(Incident {
                number,
                began_ms: now.ms(),
                noticed: now,
                ended: None,
                trouble: Trouble::NoSupply,
                part: finding.asset,
                phases: finding.phases,
                probability: 0.0,
                instead: Vec::new(),
                customers: Vec::new(),
                important: Vec::new(),
                told: 0,
                causes: Vec::new(),
            });
            self.update(number as usize - 1, finding, around);
        }
    }

    fn update(&mut self, k: usize, finding: &Finding, around: &Circumstances) {
        let signs = finding
            .meters
            .iter()
            .filter_map(|&k| self.memory.meters[k].dark_since());
        let (told, began) = signs.fold((0, u64::MAX), |(n, first), at| (n + 1, first.min(at)));
        let station = self
            .layout
            .station(finding.asset)
            .map(|k| &self.memory.stations[k]);
        let station = station.and_then(|heard| heard.proved).map(|(at, ..)| at);
        let incident = &mut self.memory.incidents[k];
        incident.began_ms = incident
            .began_ms
            .min(began)
            .min(station.unwrap_or(u64::MAX));
        incident.part = finding.asset;
        incident.phases = finding.phases;
        incident.probability = finding.probability;
        incident.instead.clone_from(&finding.instead);
        incident.customers.clone_from(&finding.customers);
        incident.important.clone_from(&finding.important);
        incident.told = incident.told.max(told);
        incident.causes = causes(&self.records, finding.asset, finding.phases, around);
    }

    /// Whether a customer was disconnected by order.
    pub(crate) fn is_disconnected(&self, customer: AssetRef) -> bool {
        self.memory.cut.contains(&customer)
    }

    /// When a customer's meter was last proved to have all its voltage; none where
    /// something speaks against it.
    pub(crate) fn proved_well(&self, customer: AssetRef) -> Option<u64> {
        let meter = meter_of(&self.records, customer)?;
        let k = self.layout.meter(meter)?;
        let heard = &self.memory.meters[k];
        // That the customer called is what the question is about.
        let silent = heard
            .gasped
            .is_some_and(|at| heard.proved.is_none_or(|(p, ..)| at > p));
        let well = heard.odd_since.is_none() && !silent && heard.in_vain < 2;
        heard.proved.filter(|_| well).map(|(at, ..)| at)
    }

    /// What must be open for the most probable story: sections and switches, and meters
    /// whose leads are.
    pub fn open_parts(&self) -> Vec<(AssetRef, Phases)> {
        let Some((story, _)) = &self.view else {
            return Vec::new();
        };
        let parts = story.lost.iter().zip(&self.layout.assets);
        let lost = parts.filter(|(lost, _)| !lost.is_empty());
        lost.map(|(&lost, &asset)| (asset, lost)).collect()
    }
}

/// How much a finding has in common with an incident.
fn kinship(incident: &Incident, finding: &Finding) -> f64 {
    let both = incident.customers.iter();
    let both = both
        .filter(|c| finding.customers.binary_search(c).is_ok())
        .count();
    let fewer = incident.customers.len().min(finding.customers.len()).max(1);
    let same = incident.part == finding.asset && incident.phases == finding.phases;
    both as f64 / fewer as f64 + f64::from(u8::from(same))
}

/// The phases on which a reading shows voltage, and those with about half of it.
fn sides(terminals: &Terminals, nominal: f64, reading: &Reading) -> (Phases, Phases) {
    let (mut live, mut half) = (Phases::NONE, Phases::NONE);
    for k in 0..terminals.len() {
        let Some(conductor) = terminals.from(k) else {
            continue;
        };
        let phase = Phases::from_bits(1 << conductor).and(Phases::ABC);
        let pu = reading.voltage_v[k] / nominal;
        if pu >= LIVE_PU {
            live = live.union(phase);
        } else if pu >= HALF_PU {
            half = half.union(phase);
        }
    }
    (live, half)
}

/// The terminals of all meters, with the nominal voltage between them, V.
fn terminals(records: &District, layout: &Layout) -> Vec<(Terminals, f64)> {
    let meters = layout.meters.iter().map(|place| {
        let nominal = nominal_v(records, place.node, place.connection);
        (Terminals::of(place.connection), nominal)
    });
    meters.collect()
}

fn meter_of(records: &District, customer: AssetRef) -> Option<AssetRef> {
    let Place::Area(area) = customer.place else {
        return None;
    };
    let item = records.areas.get(usize::from(area))?;
    let meter = item.customers.get(customer.index as usize)?.meter?;
    Some(AssetRef::in_area(area, Kind::Meter, meter as u32))
}
