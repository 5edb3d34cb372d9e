//! Loads that may wait are held off while what feeds them carries too much.
//!
//! The customer side knows who agreed to wait, the network side what is too warm: only who
//! sees both can bring them together.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Kind, Place};
use taiqu_link::{Command, Tick};

use super::Desk;
use crate::operations::Operations;
use crate::relieving::Relieving;

/// Something that more load flows through than it bears, as it is believed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strained {
    /// A transformer, or a switch with a fuse or breaker in it.
    pub part: AssetRef,
    /// Current magnitudes of a, b and c, A.
    pub amps: [f64; 3],
    /// What it is to carry at most for now, A.
    pub bears_a: f64,
}

/// A load that is held off.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// The load.
    pub load: AssetRef,
    /// For what.
    pub part: AssetRef,
    /// Since when.
    pub since: Tick,
    /// When it was let on again.
    pub until: Option<Tick>,
}

impl Desk {
    /// All loads that were or are held off.
    pub fn held(&self) -> &[Held] {
        &self.memory.held
    }

    /// How what carries too much is relieved.
    pub const fn relieving(&self) -> Relieving {
        self.rules.relieving
    }

    /// Whether anybody agreed to wait, and one desk sees that and what carries too much.
    pub fn may_relieve(&self) -> bool {
        let mut loads = self.records.areas.iter().flat_map(|area| &area.loads);
        self.operations != Operations::Siloed && loads.any(|load| load.deferrable)
    }

    /// Thinks over, once a minute, which loads wait: by what each switch and transformer
    /// carries and bears, and by the power of each customer, kW. Where nobody sees both who
    /// agreed to wait and what carries too much, nothing is done.
    pub fn relieve(
        &mut self,
        now: Tick,
        carried: &[Strained],
        customer_kw: &BTreeMap<AssetRef, f64>,
    ) {
        if !self.may_relieve() {
            return;
        }
        self.let_on(now, carried);
        for strained in carried {
            if strained.excess_a(self.rules.relieving.from_pu).is_some() {
                self.hold_off(now, strained, customer_kw);
            }
        }
    }

    /// Holds loads off below a part, on its most loaded phase, until it carries less.
    fn hold_off(&mut self, now: Tick, strained: &Strained, customer_kw: &BTreeMap<AssetRef, f64>) {
        let rules = self.rules.relieving;
        let Some((phase, excess_a)) = strained.excess_a(rules.to_pu) else {
            return;
        };
        // What meters do not show yet has been done already.
        let fresh = |held: &&Held| held.until.is_none() && now.since(held.since) < rules.shows_s;
        let held = self.memory.held.iter().filter(fresh);
        let done = held.filter(|held| self.topology.is_below(held.load, strained.part));
        let done_a: f64 = done.filter_map(|held| self.amps(held.load, phase)).sum();
        let mut left_a = excess_a - done_a;
        let mut may: Vec<(f64, AssetRef)> = self.on(now, (strained.part, phase), customer_kw);
        while left_a > 0.0 && !may.is_empty() {
            // The smallest that is enough, or else the largest.
            may.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let enough = may.partition_point(|&(amps, _)| amps < left_a);
            let (amps, load) = may.remove(enough.min(may.len() - 1));
            left_a -= amps;
            self.memory.held.push(Held {
                load,
                part: strained.part,
                since: now,
                until: None,
            });
            self.memory.commands.push(Command::DisconnectLoad { load });
        }
    }

    /// The loads below a part that may wait, are on by what their customers draw, and draw
    /// from `phase`, each with its current there, A.
    fn on(
        &self,
        now: Tick,
        (part, phase): (AssetRef, usize),
        customer_kw: &BTreeMap<AssetRef, f64>,
    ) -> Vec<(f64, AssetRef)> {
        let Place::Area(area) = part.place else {
            return Vec::new();
        };
        let records = &self.records.areas[usize::from(area)];
        let loads = records.loads.iter().zip(0..).filter_map(|(item, index)| {
            let load = AssetRef::in_area(area, Kind::Load, index);
            let customer = AssetRef::in_area(area, Kind::Customer, item.customer? as u32);
            let draws = *customer_kw.get(&customer)? >= self.rules.relieving.on_pu * item.kw;
            let may = item.deferrable && draws && self.may_wait(now, load);
            let below = may && self.topology.is_below(load, part);
            below.then(|| self.amps(load, phase).map(|amps| (amps, load)))?
        });
        loads.collect()
    }

    /// The current of a load in a phase at its full power, A; none where it has none there.
    fn amps(&self, load: AssetRef, phase: usize) -> Option<f64> {
        let Place::Area(area) = load.place else {
            return None;
        };
        let item = &self.records.areas[usize::from(area)].loads[load.index as usize];
        let phases = item.connection.phases();
        let own = phases.bits() & (1 << phase) != 0;
        let share = item.kw.hypot(item.kvar) / f64::from(phases.len() as u32);
        own.then(|| share * 1e3 / item.rated_v)
    }

    /// Loads that have waited are let on again where all above them bear it, one a minute
    /// behind each part; and at last in any case.
    fn let_on(&mut self, now: Tick, carried: &[Strained]) {
        let rules = self.rules.relieving;
        let by_part: BTreeMap<AssetRef, &Strained> = carried.iter().map(|s| (s.part, s)).collect();
        let mut given = Vec::new();
        for k in 0..self.memory.held.len() {
            let Held {
                load,
                part,
                since,
                until,
            } = self.memory.held[k];
            let waited_s = now.since(since);
            if until.is_some() {
                continue;
            }
            let enough = self.waited_s(now, load) >= rules.most_s;
            if !enough && (waited_s < rules.least_s || given.contains(&part)) {
                continue;
            }
            let fits = |above: &AssetRef| {
                by_part.get(above).is_none_or(|strained| {
                    (0..3).all(|phase| {
                        let more = self.amps(load, phase).unwrap_or_default();
                        strained.amps[phase] + more <= rules.room_pu * strained.bears_a
                    })
                })
            };
            let recent = self.memory.held.iter().any(|held| {
                held.part == part
                    && held
                        .until
                        .is_some_and(|at| now.since(at) < rules.shows_s / 4)
            });
            let above = self.topology.upstream(load);
            if enough || (!recent && above.iter().all(fits)) {
                self.memory.held[k].until = Some(now);
                self.memory.commands.push(Command::ConnectLoad { load });
                given.push(part);
            }
        }
    }

    /// For how long a load has been held off, all in all, s.
    fn waited_s(&self, now: Tick, load: AssetRef) -> u64 {
        let own = self.memory.held.iter().filter(|held| held.load == load);
        own.map(|held| held.until.unwrap_or(now).since(held.since))
            .sum()
    }

    /// Whether a load is on, and may still be held off.
    fn may_wait(&self, now: Tick, load: AssetRef) -> bool {
        let mut own = self.memory.held.iter().filter(|held| held.load == load);
        own.all(|held| held.until.is_some())
            && self.waited_s(now, load) < self.rules.relieving.most_s
    }
}

impl Strained {
    /// The most loaded phase, from 0, and by how much more than `pu` of what the part bears
    /// it carries, A; none where it does not.
    fn excess_a(&self, pu: f64) -> Option<(usize, f64)> {
        let excess = self.amps.map(|amps| amps - pu * self.bears_a);
        let most = (0..3).max_by(|&a, &b| excess[a].total_cmp(&excess[b]))?;
        (excess[most] > 0.0).then_some((most, excess[most]))
    }
}
