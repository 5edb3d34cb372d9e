//! The work on incidents, and when supply is expected back.

use taiqu_grid::topology::{Isolation, Topology};
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::{CrewReport, Tick};
use taiqu_powerflow::Switching;

use super::Inquiry;
use crate::incident::Incident;
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
            incident.progress.planned = own.and_then(|one| one.arrives);
            incident.progress.climbs = own.and_then(|one| one.climbs);
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
            let isolation = isolation(&self.topology, &self.records, on, part);
            incident.progress.sources = isolation.off.len() as u32;
            incident.part = part;
            incident.probability = 1.0;
            incident.instead.clear();
            incident.causes.retain(|(cause, _)| cause.leaves(damage));
            let whole: f64 = incident.causes.iter().map(|(_, p)| p).sum();
            for (_, probability) in &mut incident.causes {
                *probability /= whole;
            }
        }
        if let CrewReport::Repaired | CrewReport::Restored = report {
            // What was read before tells nothing of now.
            self.memory.of_now.clear();
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
                let isolation = isolation(&self.topology, &self.records, on, part);
                incident.progress.sources = isolation.off.len() as u32;
            }
            incident.expected = Some(self.experience.expect(&self.records, incident, now));
        }
        for k in 0..self.memory.incidents.len() {
            let restoration = self.with_others(k);
            let incident = &mut self.memory.incidents[k];
            any |= incident.restoration != restoration;
            incident.restoration = restoration;
        }
        any
    }

    /// When supply is expected back to those of an incident: not before all is repaired that
    /// takes theirs with others', or for which it must be taken from them.
    fn with_others(&self, k: usize) -> Option<Restoration> {
        let incidents = &self.memory.incidents;
        let own = incidents[k].expected?;
        let customers = &incidents[k].customers;
        let others = incidents.iter().filter(|other| {
            let is_other = other.number != incidents[k].number && other.is_open();
            is_other && (is_above(other, customers) || self.will_cut(other, customers, own.likely))
        });
        let others = others.filter_map(|other| other.expected);
        Some(others.fold(own, |own, other| Restoration {
            earliest: own.earliest.max(other.earliest),
            likely: own.likely.max(other.likely),
            latest: own.latest.max(other.latest),
            ..own
        }))
    }

    /// Whether those who work on `other` will probably switch `customers` off before `back`.
    fn will_cut(&self, other: &Incident, customers: &[AssetRef], back: Tick) -> bool {
        let work = &other.progress;
        let soon = match work.now().1 {
            Step::Waiting | Step::Assigned => false,
            Step::Driving => work.arrives_ms.is_some_and(|at| at < back.ms()),
            _ => work.restored_ms.is_none(),
        };
        if !soon || self.experience.isolates(&self.records, other) < 0.5 {
            return false;
        }
        let on = self.memory.switching.as_ref();
        let off = isolation(&self.topology, &self.records, on, other.part).off;
        let is_off = |&customer: &AssetRef| {
            let mut off = off.iter();
            off.any(|&point| self.topology.is_below(customer, point))
        };
        customers.iter().all(is_off)
    }
}

/// Whether `other` takes supply from all `customers`, and from more.
fn is_above(other: &Incident, customers: &[AssetRef]) -> bool {
    let more = other.customers.len() > customers.len();
    more && customers.iter().all(|c| other.customers.contains(c))
}

/// What must be switched off before work on a part, by the records and the positions of
/// switches as they are believed.
fn isolation(
    topology: &Topology,
    records: &District,
    switching: Option<&Switching>,
    part: AssetRef,
) -> Isolation {
    let is_on = |asset: AssetRef| {
        let closed = |switching: &Switching| !switching.is_closed(asset).is_empty();
        asset.kind != Kind::Switch || switching.is_none_or(closed)
    };
    topology.isolation(records, part, is_on)
}
