//! The work on incidents, and when supply is expected back.

use serde::{Deserialize, Serialize};
use taiqu_grid::topology::{Isolation, Topology};
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::{CrewReport, Damage, Tick};
use taiqu_powerflow::Switching;

use super::Inquiry;
use crate::cause::Cause;
use crate::incident::{Incident, Trouble};
use crate::progress::{Attendance, Burden, Step, Work};
use crate::restoration::Restoration;

/// Seconds after which an expectation is thought over though nothing was told: what has
/// lasted long lasts longer.
const AGAIN_S: u64 = 60;
/// What is far off is thought over more seldom: after this share of the time left, and at
/// the latest after so many seconds.
const AGAIN_SHARE: u64 = 50;
const AGAIN_AT_LATEST_S: u64 = 600;

impl Inquiry {
    /// The orders about incidents of this group, all work that is known to be needed, and
    /// what there is to cope with, as the desk has them.
    pub fn attend(
        &mut self,
        now: Tick,
        orders: impl Iterator<Item = Attendance>,
        works: &[Work],
        burden: Burden,
    ) {
        self.memory.burden = burden;
        self.memory.works.clear();
        let own = works.iter().filter(|work| self.records.has(work.part));
        self.memory.works.extend(own);
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

    /// When the last work is reckoned to be done that a customer's supply waits for, beside
    /// that on an incident itself.
    pub(crate) fn works_end(&self, customer: AssetRef, incident: &Incident) -> Option<Tick> {
        let works = self.memory.works.iter();
        let works = works.filter(|work| work.part != incident.part);
        let above = works
            .filter(|work| work.part == customer || self.topology.is_below(customer, work.part));
        above.map(|work| work.ends).max()
    }

    /// When supply is expected back to a customer whom an incident concerns and whose other
    /// work ends `after` that.
    pub(crate) fn expected(
        &self,
        incident: &Incident,
        after: Option<Tick>,
        now: Tick,
    ) -> Option<Restoration> {
        let own = incident.restoration?;
        let works = (
            self.watching.telling.works_early,
            self.watching.telling.works_late,
        );
        Some(after.map_or(own, |ends| own.not_before(ends, now, works)))
    }

    /// Thinks over when supply is expected back, if there is reason to; whether it did.
    pub fn foresee(&mut self, now: Tick) -> bool {
        let news = std::mem::take(&mut self.memory.moved);
        if !news && !now.0.is_multiple_of(AGAIN_S) {
            return false;
        }
        for k in 0..self.memory.incidents.len() {
            self.expect(k, now);
        }
        let cutting = self.cutting();
        let mut any = false;
        for k in 0..self.memory.incidents.len() {
            let restoration = self.with_others(k, &cutting);
            let incident = &mut self.memory.incidents[k];
            any |= incident.restoration != restoration;
            incident.restoration = restoration;
        }
        any
    }

    /// When the work on the incident with index `k` is expected to be done, where that has
    /// changed or was thought over a while ago.
    fn expect(&mut self, k: usize, now: Tick) {
        let incident = &mut self.memory.incidents[k];
        if !incident.is_open() {
            incident.expected = incident.restoration;
            self.memory.reckoned.remove(&incident.number);
            return;
        }
        let ground = Ground::of(incident);
        let left_s = incident
            .expected
            .map_or(0, |own| own.likely.0.saturating_sub(now.0));
        let again_s = (left_s / AGAIN_SHARE).clamp(AGAIN_S, AGAIN_AT_LATEST_S);
        let before = self.memory.reckoned.get(&incident.number);
        if before.is_some_and(|(at, before)| now.since(*at) < again_s && *before == ground) {
            return;
        }
        self.memory.reckoned.insert(incident.number, (now, ground));
        if incident.progress.found.is_none() {
            let on = self.memory.switching.as_ref();
            let isolation = isolation(&self.topology, &self.records, on, incident.part);
            incident.progress.sources = isolation.off.len() as u32;
        }
        incident.expected = Some(self.experience.expect(&self.records, incident, now));
    }

    /// When supply is expected back to those of an incident: not before all is repaired that
    /// takes theirs with others', or for which it must be taken from them.
    fn with_others(&self, k: usize, cutting: &[Cutting]) -> Option<Restoration> {
        let incidents = &self.memory.incidents;
        let own = incidents[k].expected?;
        if !incidents[k].is_open() {
            return Some(own);
        }
        let customers = &incidents[k].customers;
        let above = incidents.iter().filter(|other| {
            let is_other = other.number != incidents[k].number && other.is_open();
            is_other && is_above(other, customers)
        });
        let cut = cutting.iter().filter(|cutting| {
            cutting.number != incidents[k].number && self.cuts(cutting, customers, own.likely)
        });
        let cut = cut.map(|cutting| &incidents[cutting.number as usize - 1]);
        let others = above.chain(cut).filter_map(|other| other.expected);
        Some(others.fold(own, |own, other| Restoration {
            earliest: own.earliest.max(other.earliest),
            likely: own.likely.max(other.likely),
            latest: own.latest.max(other.latest),
            ..own
        }))
    }

    /// The work under way for which sources will probably be switched off.
    fn cutting(&self) -> Vec<Cutting> {
        let on = self.memory.switching.as_ref();
        let open = self.memory.incidents.iter().filter(|one| one.is_open());
        let soon = open.filter_map(|one| {
            let work = &one.progress;
            let from_ms = match work.now().1 {
                Step::Waiting | Step::Assigned => return None,
                Step::Driving => work.arrives_ms?,
                _ if work.restored_ms.is_some() => return None,
                _ => 0,
            };
            let isolates = self.experience.isolates(&self.records, one) >= 0.5;
            isolates.then(|| Cutting {
                number: one.number,
                from_ms,
                off: isolation(&self.topology, &self.records, on, one.part).off,
            })
        });
        soon.collect()
    }

    /// Whether `customers` will be switched off before `back` for other work.
    fn cuts(&self, cutting: &Cutting, customers: &[AssetRef], back: Tick) -> bool {
        let is_off = |&customer: &AssetRef| {
            let mut off = cutting.off.iter();
            off.any(|&point| self.topology.is_below(customer, point))
        };
        cutting.from_ms < back.ms() && customers.iter().all(is_off)
    }
}

/// Work for which sources will probably be switched off.
struct Cutting {
    /// The incident's number.
    number: u32,
    /// From when, ms.
    from_ms: u64,
    off: Vec<AssetRef>,
}

/// What an expectation rests on, beside the time and plans that move with every look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Ground {
    part: AssetRef,
    trouble: Trouble,
    held: (AssetRef, Option<Cause>),
    alone: bool,
    step: (u64, Step),
    arrives_ms: Option<u64>,
    is_planned: bool,
    climbs: Option<Tick>,
    found: Option<(AssetRef, Damage)>,
    off: u32,
    restored_ms: Option<u64>,
}

impl Ground {
    fn of(incident: &Incident) -> Self {
        let work = &incident.progress;
        Self {
            part: incident.part,
            trouble: incident.trouble,
            held: incident.held,
            alone: incident.told <= 1,
            step: work.now(),
            arrives_ms: work.arrives_ms,
            is_planned: work.planned.is_some(),
            climbs: work.climbs,
            found: work.found,
            off: work.off,
            restored_ms: work.restored_ms,
        }
    }
}

/// Whether `other` takes supply from all `customers`, and from more.
fn is_above(other: &Incident, customers: &[AssetRef]) -> bool {
    let more = other.customers.len() > customers.len();
    more && customers
        .iter()
        .all(|c| other.customers.binary_search(c).is_ok())
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
