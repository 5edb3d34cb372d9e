//! The work on incidents, and when supply is expected back.

use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::{CrewReport, Tick};
use taiqu_powerflow::Switching;

use super::Inquiry;
use crate::progress::{Attendance, Step};
use crate::restoration::Restoration;

/// Seconds after which an expectation is thought over though nothing was told: what has
/// lasted long lasts longer.
const AGAIN_S: u64 = 60;

impl Inquiry {
    /// The orders about incidents of this group, as the desk has them.
    pub fn attend(&mut self, now: Tick, orders: impl Iterator<Item = Attendance>) {
        let orders: Vec<Attendance> = orders.collect();
        if self.memory.attended == orders {
            return;
        }
        let incidents = self.memory.incidents.iter_mut();
        for incident in incidents.filter(|incident| incident.is_open()) {
            let own = orders.iter().rev();
            let own = own.into_iter().find(|one| one.incident == incident.number);
            let own = own.map(|one| (one.order, one.crew));
            self.memory.moved |= incident.progress.attend(now.ms(), own);
        }
        self.memory.attended = orders;
    }

    /// A crew tells of the work on an incident.
    pub(super) fn follow_work(&mut self, k: usize, at: u64, report: CrewReport) {
        let Some(incident) = self.memory.incidents.get_mut(k) else {
            return;
        };
        if let CrewReport::Found { part, damage } = report
            && self.records.has(part)
        {
            let on = self.memory.switching.as_ref();
            incident.progress.sources = sources(&self.topology, &self.records, on, part);
            incident.part = part;
            incident.probability = 1.0;
            incident.instead.clear();
            incident.causes.retain(|(cause, _)| cause.leaves(damage));
            let whole: f64 = incident.causes.iter().map(|(_, p)| p).sum();
            for (_, probability) in &mut incident.causes {
                *probability /= whole;
            }
        }
        incident.progress.take(at, report);
        self.memory.moved = true;
    }

    /// Whether an incident goes on for which no crew is on its way.
    pub(super) fn is_anybody_waiting(&self) -> bool {
        let mut incidents = self.memory.incidents.iter();
        incidents.any(|i| i.is_open() && i.progress.now().1 < Step::Driving)
    }

    /// Thinks over when supply is expected back, if there is reason to; whether it did.
    pub fn foresee(&mut self, now: Tick) -> bool {
        let news = std::mem::take(&mut self.memory.moved);
        if !news && !now.0.is_multiple_of(AGAIN_S) {
            return false;
        }
        let mut any = false;
        for k in 0..self.memory.incidents.len() {
            let incident = &mut self.memory.incidents[k];
            if !incident.is_open() {
                incident.expected = incident.restoration;
                continue;
            }
            if incident.progress.found.is_none() {
                let on = self.memory.switching.as_ref();
                let part = incident.part;
                incident.progress.sources = sources(&self.topology, &self.records, on, part);
            }
            incident.expected = Some(self.experience.expect(&self.records, incident, now));
        }
        for k in 0..self.memory.incidents.len() {
            let restoration = self.with_those_above(k);
            let incident = &mut self.memory.incidents[k];
            any |= incident.restoration != restoration;
            incident.restoration = restoration;
        }
        any
    }

    /// When supply is expected back to those of an incident: not before all is repaired that
    /// takes theirs with others'.
    fn with_those_above(&self, k: usize) -> Option<Restoration> {
        let incidents = &self.memory.incidents;
        let own = incidents[k].expected?;
        let customers = &incidents[k].customers;
        let above = incidents.iter().filter(|other| {
            let more = other.customers.len() > customers.len();
            more && other.is_open() && customers.iter().all(|c| other.customers.contains(c))
        });
        let above = above.filter_map(|other| other.expected);
        Some(above.fold(own, |own, other| Restoration {
            earliest: own.earliest.max(other.earliest),
            likely: own.likely.max(other.likely),
            latest: own.latest.max(other.latest),
            ..own
        }))
    }
}

/// How many sources must be switched off before work on a part, by the records and the
/// positions of switches as they are believed.
fn sources(
    topology: &Topology,
    records: &District,
    switching: Option<&Switching>,
    part: AssetRef,
) -> u32 {
    let is_on = |asset: AssetRef| {
        let closed = |switching: &Switching| !switching.is_closed(asset).is_empty();
        asset.kind != Kind::Switch || switching.is_none_or(closed)
    };
    topology.isolation(records, part, is_on).off.len() as u32
}
