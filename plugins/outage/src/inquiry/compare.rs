//! Readings beside each other, of one moment or since a neutral broke: whether that pushes
//! them apart.

use std::collections::BTreeSet;

use taiqu_estimate::Picture;
use taiqu_grid::{AssetRef, Conductor, Kind, Phases, Place};
use taiqu_link::metering::telemetered_switches;
use taiqu_link::{Reading, Rhythm, Tick};

use super::{Inquiry, LIVE_PU, sides};
use crate::cause::{Circumstances, causes};
use crate::incident::{Incident, Trouble};
use crate::neutral::{BrokenNeutral, Sounding, broken_neutral};

/// Seconds without another reading after which those of one moment are all there.
const SAMPLE_S: u64 = 4;
/// Readings that are older than the newest by more than this are of another moment, ms.
const MOMENT_MS: u64 = 20_000;

/// Voltage up to which a phase is dead, pu of nominal: on one whose conductor is open there is
/// what the others' currents leave on the neutral.
const DEAD_PU: f64 = 0.05;

impl Inquiry {
    /// When all readings of one moment are there, finds out whether a broken neutral
    /// pushes them apart, and what the odd ones prove; whether there were any.
    pub(super) fn compare(&mut self, now: Tick, picture: &Picture) -> bool {
        if self.memory.sample.is_empty() || now.since(self.memory.sampled) < SAMPLE_S {
            return false;
        }
        let sample = std::mem::take(&mut self.memory.sample);
        let of_now = &mut self.memory.of_now;
        for (&k, &read) in &sample {
            let last = of_now.entry(k).or_insert(read);
            if last.0 <= read.0 {
                *last = read;
            }
        }
        let newest = of_now.values().map(|(at, _)| *at).max().unwrap_or(0);
        // What was read since a neutral broke tells of it until it is read anew.
        let broken = self.memory.incidents.iter().find(|one| is_neutral(one));
        let since = broken.map_or(newest, |incident| incident.began_ms.min(newest));
        let since = since.max(newest.saturating_sub(1000 * Rhythm::QUARTER_S));
        of_now.retain(|_, (at, _)| *at + MOMENT_MS >= since);
        // Where the transformer itself gives odd voltages, the neutral is not to blame.
        let odd: BTreeSet<Place> = (self.layout.stations.iter().zip(&self.memory.stations))
            .filter(|(_, heard)| heard.proved.is_some_and(|(_, live, _)| live != Phases::ABC))
            .map(|(station, _)| station.transformer.place)
            .collect();
        let of_now = self.memory.of_now.iter();
        let soundings: Vec<Sounding> = of_now
            .filter(|(k, _)| !odd.contains(&self.layout.meters[**k].meter.place))
            .flat_map(|(&k, (_, reading))| self.sound(k, reading, picture))
            .collect();
        let is_new = broken.is_none();
        let found = broken_neutral(&self.layout, &soundings, &self.watching.neutral);
        let found = found.filter(|found| !is_new || self.is_plain(found));
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
        true
    }

    /// Whether a phase that is lost does not explain it as well.
    fn is_plain(&self, found: &BrokenNeutral) -> bool {
        let place = self.layout.assets[found.part as usize].place;
        let mut meters = self.layout.meters.iter().zip(&self.memory.meters);
        let is_dark =
            meters.any(|(own, heard)| own.meter.place == place && heard.dark_since().is_some());
        !is_dark || found.shift_v >= self.watching.neutral.from_dark_v
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
            // What is dead or has half its voltage, or is held to, tells nothing of the neutral.
            phase < 3 && expected[k] > LIVE_PU * nominal && reading.voltage_v[k] > DEAD_PU * nominal
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
        let pushed = &self.memory.pushed;
        let sounded: BTreeSet<usize> = soundings.iter().map(|s| s.meter).collect();
        // A few of the meters behind it do not unsay what all of them said.
        let few = 2 * sounded.intersection(pushed).count() < pushed.len();
        let open = self.memory.incidents.iter_mut().find(|one| is_neutral(one));
        if open.is_some() && few {
            return;
        }
        let number = open.map(|incident| incident.number);
        let before = number.map(|number| self.memory.incidents[number as usize - 1].clone());
        let cut_off = before.as_ref().map_or_else(BTreeSet::new, |incident| {
            self.cut_off(incident.number, &incident.customers)
        });
        let Some(found) = found else {
            if let Some(number) = number {
                let incident = &mut self.memory.incidents[number as usize - 1];
                if cut_off.is_empty() {
                    incident.ended = Some(now);
                } else {
                    incident.made_safe = true;
                    incident.customers = cut_off.into_iter().collect();
                }
                self.memory.changed = true;
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
        let customers = customers.map(|c| c.customer).chain(cut_off);
        let customers: BTreeSet<AssetRef> = customers.collect();
        let told = soundings
            .iter()
            .filter(|s| pushed.contains(&s.meter))
            .count();
        let part = layout.assets[found.part as usize];
        let count = self.memory.incidents.len() as u32;
        let burden = self.memory.burden;
        let before = before.unwrap_or_else(|| Incident {
            burden,
            ..Incident::new(count + 1, now, at, part)
        });
        let number = before.number;
        let seen = before.progress.found.is_some();
        let around = Circumstances::default();
        let neutral = Phases::only(Conductor::N);
        let causes = causes(&self.records, part, neutral, &around);
        let incident = Incident {
            trouble: Trouble::BrokenNeutral {
                shift_v: found.shift_v,
            },
            part: if seen { before.part } else { part },
            phases: neutral,
            probability: if seen { 1.0 } else { found.probability },
            instead: if seen { Vec::new() } else { found.instead },
            told: told as u32,
            held: (part, causes.first().map(|(cause, _)| *cause)),
            causes: if seen { before.causes } else { causes },
            open_first: self.opens(part),
            ..before
        };
        if number > count {
            self.memory.incidents.push(incident);
        } else {
            self.memory.incidents[number as usize - 1] = incident;
        }
        self.concern(number as usize - 1, customers.into_iter().collect());
        self.memory.changed |= self.memory.pushed != pushed;
        self.memory.pushed = pushed;
        self.memory.moved = true;
    }

    /// Those whose supply was taken off for their safety may have it again: with what
    /// voltages?
    pub(super) fn ask_made_safe(&mut self) {
        let safe = self.memory.incidents.iter();
        let safe = safe.filter(|incident| incident.is_open() && incident.made_safe);
        let customers = safe.flat_map(|incident| &incident.customers);
        let meters = customers.filter_map(|&customer| self.records.meter_of(customer));
        let meters: Vec<usize> = meters.filter_map(|m| self.layout.meter(m)).collect();
        for k in meters {
            self.memory.asked[k] = None;
            self.memory.wanted.push(k);
        }
    }

    /// What takes the supply off a part: the nearest switch above it in its area that the
    /// control room can open, else the nearest of all.
    fn opens(&self, part: AssetRef) -> Option<AssetRef> {
        let path = self.topology.upstream(part).into_iter();
        let switches = path.filter(|asset| asset.kind == Kind::Switch && asset.place == part.place);
        let switches: Vec<AssetRef> = switches.collect();
        let told = telemetered_switches(&self.records);
        let remote = switches.iter().find(|switch| told.contains(switch));
        remote.or(switches.first()).copied()
    }
}

/// Whether it is a broken neutral that goes on.
pub(super) const fn is_neutral(incident: &Incident) -> bool {
    incident.is_open() && matches!(incident.trouble, Trouble::BrokenNeutral { .. })
}
