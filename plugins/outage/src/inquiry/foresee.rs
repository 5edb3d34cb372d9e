//! The work on incidents, and when supply is expected back.

use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::{CrewReport, Tick};
use taiqu_powerflow::Switching;

use super::Inquiry;
use crate::progress::{Attendance, Step};

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
                continue;
            }
            if incident.progress.found.is_none() {
                let on = self.memory.switching.as_ref();
                let part = incident.part;
                incident.progress.sources = sources(&self.topology, &self.records, on, part);
            }
            let expected = self.experience.expect(&self.records, incident, now);
            any |= incident.restoration != Some(expected);
            incident.restoration = Some(expected);
        }
        any
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
