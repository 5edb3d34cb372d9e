//! Breakers that opened by themselves.
//!
//! A telemetered switch that tells that it is open, and that nobody opened, has tripped:
//! that is a fault like others, and not how the network is joined.

use std::borrow::Cow;
use std::collections::BTreeSet;

use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::{Source, Tick};
use taiqu_powerflow::Switching;

use super::Inquiry;
use super::compare::is_neutral;
use crate::evidence::Heard;
use crate::network::{Witness, index};
use crate::progress::Attendance;

/// How long is waited for the word of somebody who opened it, ms.
const WORD_MS: u64 = 10_000;
/// Around when a neutral broke its meters may have lost their voltage by it, ms.
const PUSHED_MS: u64 = 300_000;
/// Likelihood that what opened had no voltage before it: what trips, trips of current.
const IDLE: f64 = 0.05;

impl Inquiry {
    /// A switch told where it stands, or a crew did.
    pub(super) fn take_position(
        &mut self,
        (at, source): (u64, Source),
        switch: AssetRef,
        closed: Phases,
    ) {
        if !self.records.has(switch) {
            return;
        }
        let item = &self.records.network(switch.place).switches[switch.index as usize];
        let open = if item.closed {
            item.phases.without(closed).and(Phases::ABC)
        } else {
            Phases::NONE
        };
        if open.is_empty() {
            self.memory.told_open.remove(&switch);
            self.memory.laid_off.remove(&switch);
        } else if let Source::Device(_) = source {
            self.memory.told_open.entry(switch).or_insert((at, open)).1 = open;
        } else {
            let order =
                |one: &&Attendance| matches!(source, Source::Crew(c) if one.crew == Some(c));
            let order = self.memory.attended.iter().find(order);
            let incident = order.map(|order| order.incident);
            // Who works on something else there too says nothing against it.
            let by = self.memory.laid_off.entry(switch).or_insert(incident);
            *by = incident.or(*by);
            self.memory.changed = true;
        }
    }

    /// The control room opened a switch, perhaps for an incident's sake.
    pub(super) fn take_opened(&mut self, switch: AssetRef) {
        let mut incidents = self.memory.incidents.iter_mut();
        let own = incidents.find(|one| one.is_open() && one.open_first == Some(switch));
        let number = own.map(|incident| {
            incident.made_safe = true;
            incident.number
        });
        self.memory.laid_off.entry(switch).or_insert(number);
        self.memory.of_now.clear();
        self.memory.moved = true;
    }

    /// Customers whom those have cut off who work on an incident. It keeps those of `before`
    /// whom work on nothing that is known to be one has cut off since; and, as that somebody
    /// opened a switch may be heard a little later than that it is open, those whom that cut
    /// off until then.
    pub(super) fn cut_off(&self, incident: u32, before: &[AssetRef]) -> BTreeSet<AssetRef> {
        let memory = &self.memory;
        let below = |switch: &AssetRef| {
            let below = self.topology.downstream(*switch).iter().copied();
            below.filter(|asset| asset.kind == Kind::Customer)
        };
        let laid_off_for = |work: Option<u32>| {
            let laid_off = memory.laid_off.iter();
            laid_off.filter(move |(_, by)| **by == work).map(|(k, _)| k)
        };
        let unexplained = memory.told_open.keys().filter(|switch| {
            !memory.laid_off.contains_key(switch) && !memory.tripped.contains_key(switch)
        });
        let other = unexplained.chain(laid_off_for(None));
        let kept = other.flat_map(below).filter(|c| before.contains(c));
        let supplied = &self.layout.customers;
        let is_off = |c: &AssetRef| supplied.binary_search_by_key(c, |s| s.customer).is_err();
        let own = laid_off_for(Some(incident)).flat_map(below);
        own.chain(kept).filter(is_off).collect()
    }

    /// Those that have tripped, as far as is known at `now`.
    fn tripped(&self, now: Tick) -> impl Iterator<Item = (AssetRef, Phases)> {
        let open = self.memory.told_open.iter();
        let tripped = open.filter(move |(switch, (at, _))| {
            at + WORD_MS <= now.ms() && !self.memory.laid_off.contains_key(switch)
        });
        tripped.map(|(&switch, &(_, phases))| (switch, phases))
    }

    /// How the network is joined, without what has tripped.
    pub(super) fn untripped<'a>(&mut self, now: Tick, known: &'a Switching) -> Cow<'a, Switching> {
        let tripped: Vec<(AssetRef, Phases)> = self.tripped(now).collect();
        let mut joined = Cow::Borrowed(known);
        for &(switch, phases) in &tripped {
            let closed = joined.to_mut().switch(switch);
            *closed = closed.union(phases);
        }
        let tripped = tripped.into_iter().collect();
        if self.memory.tripped != tripped {
            self.memory.tripped = tripped;
            self.memory.changed = true;
        }
        joined
    }

    /// What was heard of meters, without what has a reason that is known. Where a switch has
    /// tripped, that no last gasp came from behind it means nothing: nobody with voltage was
    /// left to pass it on. Behind a broken neutral the heavy phases have too little for
    /// their meters.
    pub(super) fn unexplained(&self) -> Cow<'_, [Heard]> {
        let mut heard = Cow::Borrowed(self.memory.meters.as_slice());
        let broken = self.memory.incidents.iter().find(|one| is_neutral(one));
        if let Some(broken) = broken {
            for &k in &self.memory.pushed {
                heard.to_mut()[k]
                    .excuse(broken.began_ms.saturating_sub(PUSHED_MS)..broken.began_ms + PUSHED_MS);
            }
        }
        if self.memory.tripped.is_empty() {
            return heard;
        }
        let (network, assets) = (&self.layout.network, &self.layout.assets);
        for (k, place) in self.layout.meters.iter().enumerate() {
            let mut path = std::iter::successors(Some(place.part), |&k| network.above(k));
            if path.any(|part| self.memory.tripped.contains_key(&assets[part as usize])) {
                heard.to_mut()[k].mute = true;
            }
        }
        heard
    }

    /// What their words say: behind them there is no voltage, before them there was.
    pub(super) fn trips(&self) -> Vec<Witness> {
        let mut witnesses = Vec::new();
        for (&switch, &phases) in &self.memory.tripped {
            let part = self.layout.assets.iter().position(|&one| one == switch);
            let Some(part) = part.map(|part| part as u32) else {
                continue;
            };
            let lost = index(phases);
            let doubt = self.watching.reliability.misread;
            witnesses.push(Witness {
                behind: part,
                likelihood: std::array::from_fn(
                    |set: usize| {
                        if set & lost == 0 { 1.0 } else { doubt }
                    },
                ),
            });
            witnesses.extend(self.layout.network.above(part).map(|behind| Witness {
                behind,
                likelihood: std::array::from_fn(
                    |set: usize| {
                        if set & lost == lost { 1.0 } else { IDLE }
                    },
                ),
            }));
        }
        witnesses
    }
}
