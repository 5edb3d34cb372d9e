//! One group of a district, watched: what was heard, what it means, what to ask.

mod ask;
mod compare;
mod follow;
mod foresee;
mod keep;
mod take;
mod tell;
mod trips;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::{Deserialize, Serialize};
use taiqu_estimate::Picture;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Phases, Place};
use taiqu_link::metering::nominal_v;
use taiqu_link::{DateTime, Reading, Rhythm, Tick, WeatherReport};
use taiqu_powerflow::{Switching, Terminals};

use crate::belief::Belief;
use crate::cause::Circumstances;
use crate::evidence::{Heard, Hearing, Reliability};
use crate::explain::Story;
use crate::hazards::Hazards;
use crate::incident::{Incident, findings};
use crate::layout::Layout;
use crate::network::Unsound;
use crate::neutral::NeutralSettings;
use crate::notice::{Notice, Telling};
use crate::progress::{Attendance, Burden, Work};
use crate::restoration::Experience;

use foresee::Ground;
use keep::Unsettled;

/// Ratio to nominal from which a phase is live; a lower one does not come from load alone.
const LIVE_PU: f64 = 0.8;
/// Ratio to nominal from which a phase that is not live shares the voltage of another:
/// with one phase lost before a delta, two behind it have what is left in series.
const HALF_PU: f64 = 0.2;

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
    /// When those affected are told, and told again.
    pub telling: Telling,
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
    /// Transformers behind an open switch whose terminals spoke before it was opened.
    cut_off: BTreeSet<AssetRef>,
    /// When each meter was asked last, ms.
    asked: Vec<Option<u64>>,
    /// Meters to be asked whatever they would tell.
    wanted: Vec<usize>,
    /// Meters whose answer is awaited, and since when, ms.
    awaited: BTreeMap<usize, u64>,
    next_round_ms: Option<u64>,
    missed: Option<Tick>,
    switching: Option<Switching>,
    /// What the weather service told last, and when, ms.
    weather: Option<(u64, WeatherReport)>,
    changed: bool,
    /// Readings of one moment that are still coming in, by meter, and when the last came.
    sample: BTreeMap<usize, (u64, Reading)>,
    sampled: Tick,
    /// The last readings that may be of one moment, by meter, and when they were.
    of_now: BTreeMap<usize, (u64, Reading)>,
    /// Meters behind a neutral that is held to be broken.
    pushed: BTreeSet<usize>,
    /// Meters, customers and loads whose relay or switch was told to have moved last: when,
    /// ms, and whether it opened.
    cut: BTreeMap<AssetRef, (u64, bool)>,
    /// Telemetered switches that told that they are open, since when, ms, and on which
    /// phases.
    told_open: BTreeMap<AssetRef, (u64, Phases)>,
    /// Those of them that have tripped.
    tripped: BTreeMap<AssetRef, Phases>,
    /// Switches that somebody opened, with the incident that was worked on.
    laid_off: BTreeMap<AssetRef, Option<u32>>,
    incidents: Vec<Incident>,
    /// Of whom more is about to be heard.
    unsettled: Vec<Unsettled>,
    /// Orders about incidents, as the desk told last.
    attended: Vec<Attendance>,
    /// Work that is known to be needed.
    works: Vec<Work>,
    /// What there is to cope with now.
    burden: Burden,
    /// Whether something happened that changes when supply is expected back.
    moved: bool,
    /// When it was last reckoned from what that each incident's work is done, by number.
    reckoned: BTreeMap<u32, (Tick, Ground)>,
    notices: Vec<Notice>,
    /// The last notice that each customer was given, while it holds.
    noticed: BTreeMap<AssetRef, u32>,
}

/// A group that is watched.
#[derive(Clone, Debug)]
pub struct Inquiry {
    records: Arc<District>,
    start: DateTime,
    rhythm: Rhythm,
    watching: Watching,
    topology: Topology,
    experience: Arc<Experience>,
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
        experience: Arc<Experience>,
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
            topology: Topology::of(&records),
            experience,
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

    /// All notices so far, in the order of their numbers.
    pub fn notices(&self) -> &[Notice] {
        &self.memory.notices
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

    /// Draws the conclusions up to `now`, with what `picture` has; whether anything was
    /// concluded.
    pub fn conclude(&mut self, now: Tick, picture: &Picture, loading: f64) -> bool {
        self.miss_answers(now);
        self.miss_readings(now);
        self.memory.changed |= self.is_settled(now);
        let compared = self.compare(now, picture);
        if !std::mem::take(&mut self.memory.changed) {
            return compared;
        }
        self.view = self.judge();
        let found = match &self.view {
            Some((story, belief)) => findings(&self.layout, story, belief),
            None => Vec::new(),
        };
        let weather = self.memory.weather;
        let around = Circumstances {
            weather: weather.map_or(Circumstances::default().weather, |(_, report)| report),
            loading,
        };
        self.keep(now, found, &around);
        if self.view.is_some() && self.memory.next_round_ms.is_none() {
            self.memory.next_round_ms = Some(now.ms() + 1000 * self.watching.asking.settle_s);
        }
        true
    }

    fn judge(&self) -> Option<(Story, Belief)> {
        let meters = self.unexplained();
        let hearing = Hearing {
            meters: &meters,
            stations: &self.memory.stations,
        };
        let mut witnesses = hearing.witnesses(&self.layout, &self.watching.reliability);
        let trips = self.trips();
        if !trips.is_empty() {
            witnesses.get_or_insert_default().extend(trips);
        }
        let witnesses = witnesses?;
        // Where nobody told of anything, a fault is as rare as on any day.
        let layout = &self.layout;
        let mut told = hearing.told_of(layout);
        told.extend(self.memory.tripped.keys().map(|switch| switch.place));
        let unheard = |part: u32| match layout.assets[part as usize].place {
            Place::Line(_) => told.is_empty(),
            area @ Place::Area(_) => !told.contains(&area),
        };
        let network = layout.network.rarer(unheard, layout.unheard);
        Some((network.explain(&witnesses), network.believe(&witnesses)))
    }

    /// Whether nothing can be heard of an area, because its terminals say nothing.
    pub fn is_deaf(&self, place: Place, now: Tick) -> bool {
        let after_ms = 1000 * self.watching.asking.deaf_after_s;
        let stations = self.layout.stations.iter().zip(&self.memory.stations);
        let own = stations.filter(|(station, _)| station.transformer.place == place);
        let heard = own.map(|(_, heard)| heard.proved.map_or(0, |(at, ..)| at));
        heard.max().is_some_and(|last| last + after_ms < now.ms())
    }

    /// Whether a customer was disconnected by order or for arrears.
    pub fn is_disconnected(&self, customer: AssetRef) -> bool {
        let own = [Some(customer), self.records.meter_of(customer)];
        let last = own.into_iter().flatten();
        let last = last.filter_map(|asset| self.memory.cut.get(&asset));
        last.max().is_some_and(|&(_, opened)| opened)
    }

    /// When anything was last heard of those behind an incident, ms.
    pub(crate) fn last_heard(&self, incident: &Incident) -> Option<u64> {
        let meters = incident.customers.iter();
        let meters = meters.filter_map(|&customer| self.records.meter_of(customer));
        let heard = meters.filter_map(|meter| self.memory.meters[self.layout.meter(meter)?].last());
        heard.max()
    }

    /// When a customer's meter was last proved to have all its voltage; none where
    /// something speaks against it.
    pub(crate) fn proved_well(&self, customer: AssetRef) -> Option<u64> {
        let meter = self.records.meter_of(customer)?;
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
