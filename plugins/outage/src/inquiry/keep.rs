//! Incidents, kept in line with what was found.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;
use taiqu_grid::area::Importance;
use taiqu_link::Tick;

use super::Inquiry;
use crate::cause::{Circumstances, causes};
use crate::incident::{Finding, Incident, Trouble};

/// Seconds within which those say so who have supply again.
pub(super) const RETURN_S: u64 = 200;
/// Seconds within which the last gasps of one fault come in.
const GASPING_S: u64 = 12;

/// Customers of whom more is about to be heard: no new incident is made of them before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(super) struct Unsettled {
    customers: Vec<AssetRef>,
    until: Tick,
}

impl Inquiry {
    /// Brings the incidents in line with what was found.
    pub(super) fn keep(&mut self, now: Tick, found: Vec<Finding>, around: &Circumstances) {
        self.memory.moved = true;
        let mut taken = vec![false; found.len()];
        let mut open: Vec<usize> = (0..self.memory.incidents.len())
            .filter(|&k| {
                let incident = &self.memory.incidents[k];
                incident.is_open() && incident.trouble == Trouble::NoSupply
            })
            .collect();
        // Of what a crew has seen the place is certain.
        open.sort_by_key(|&k| self.memory.incidents[k].progress.found.is_none());
        let dark = found.iter().flat_map(|finding| &finding.customers);
        let dark: BTreeSet<AssetRef> = dark.copied().collect();
        for k in open {
            let incident = &self.memory.incidents[k];
            let before = incident.customers.clone();
            let same = (0..found.len())
                .filter(|&n| !taken[n])
                .map(|n| (kinship(incident, &found[n]), n))
                .filter(|&(kinship, _)| kinship > 0.0)
                .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
            if let Some((_, n)) = same {
                taken[n] = true;
                self.update(k, &found[n], around);
            }
            let mut customers = self.cut_off(self.memory.incidents[k].number, &before);
            let incident = &self.memory.incidents[k];
            if same.is_some() {
                customers.extend(&incident.customers);
            } else if incident.progress.found.is_some() && incident.progress.restored_ms.is_none() {
                // Another fault above it hides it; what was seen there is so all the same.
                customers.extend(before.iter().filter(|c| dark.contains(c)));
            }
            if customers.is_empty() {
                self.memory.incidents[k].ended = Some(now);
            } else {
                self.concern(k, customers.into_iter().collect());
            }
            let incident = &self.memory.incidents[k];
            let still = |c: &AssetRef| incident.is_open() && incident.customers.contains(c);
            let gone = before.iter().filter(|c| !still(c));
            let gone: Vec<AssetRef> = gone.copied().collect();
            if !gone.is_empty() {
                let back = gone.iter().filter_map(|&c| self.proved_well(c));
                let back: Vec<u64> = back.collect();
                self.memory.incidents[k].progress.back_ms.extend(back);
                self.ask_rest(&before);
                self.wait_for(before, Tick(now.0 + RETURN_S));
            }
        }
        for (finding, _) in found.iter().zip(&taken).filter(|(_, taken)| !**taken) {
            if self.is_unsettled(now, finding) {
                continue;
            }
            let number = self.memory.incidents.len() as u32 + 1;
            let burden = self.memory.burden;
            self.memory.incidents.push(Incident {
                burden,
                ..Incident::new(number, now, now.ms(), finding.asset)
            });
            self.update(number as usize - 1, finding, around);
        }
    }

    /// Some of them have supply again: have the others too?
    fn ask_rest(&mut self, customers: &[AssetRef]) {
        let meters = customers.iter().filter_map(|&c| self.records.meter_of(c));
        let meters = meters.filter_map(|meter| self.layout.meter(meter));
        for k in meters.collect::<Vec<_>>() {
            if self.memory.meters[k].troubled_since().is_some() {
                self.memory.asked[k] = None;
                self.memory.wanted.push(k);
            }
        }
    }

    pub(super) fn wait_for(&mut self, customers: Vec<AssetRef>, until: Tick) {
        self.memory.unsettled.push(Unsettled { customers, until });
    }

    /// Whether more is about to be heard of those whom it would have out: they begin to
    /// have supply again, or the last gasps of a fault still come in, which may be one with
    /// another.
    fn is_unsettled(&mut self, now: Tick, finding: &Finding) -> bool {
        let unsettled = self.memory.unsettled.iter();
        let mut known = unsettled.filter(|one| {
            let mut customers = finding.customers.iter();
            customers.all(|c| one.customers.contains(c))
        });
        if let Some(one) = known.next_back() {
            return now < one.until;
        }
        let mut others = self.memory.incidents.iter();
        let gasping = others.any(|one| one.is_open() && now.since(one.noticed) < GASPING_S);
        if gasping {
            self.wait_for(finding.customers.clone(), Tick(now.0 + GASPING_S));
        }
        gasping
    }

    /// Whether the time is over at `now` in which more was about to be heard of somebody.
    pub(super) fn is_settled(&mut self, now: Tick) -> bool {
        let unsettled = &mut self.memory.unsettled;
        // What is over is known to be so for a while.
        unsettled.retain(|one| now.0 < one.until.0 + RETURN_S);
        unsettled.iter().any(|one| one.until == now)
    }

    /// Has the incident with index `k` concern `customers`.
    pub(super) fn concern(&mut self, k: usize, customers: Vec<AssetRef>) {
        let all = customers.iter().map(|&c| (c, self.reach(c).0));
        let mut important: Vec<_> = all.filter(|(_, i)| *i != Importance::Normal).collect();
        important.sort_by_key(|&(customer, importance)| (Reverse(importance), customer));
        let incident = &mut self.memory.incidents[k];
        incident.important = important;
        incident.customers = customers;
    }

    fn update(&mut self, k: usize, finding: &Finding, around: &Circumstances) {
        let signs = finding
            .meters
            .iter()
            .filter_map(|&k| self.memory.meters[k].troubled_since());
        let (told, began) = signs.fold((0, u64::MAX), |(n, first), at| (n + 1, first.min(at)));
        let station = self
            .layout
            .station(finding.asset)
            .map(|k| &self.memory.stations[k]);
        let station = station.and_then(|heard| heard.proved).map(|(at, ..)| at);
        let causes = causes(&self.records, finding.asset, finding.phases, around);
        self.concern(k, finding.customers.clone());
        let incident = &mut self.memory.incidents[k];
        incident.began_ms = incident
            .began_ms
            .min(began)
            .min(station.unwrap_or(u64::MAX));
        incident.phases = finding.phases;
        incident.told = incident.told.max(told);
        // What a crew has seen is not guessed at any more.
        if incident.progress.found.is_none() {
            incident.part = finding.asset;
            incident.probability = finding.probability;
            incident.instead.clone_from(&finding.instead);
            incident.held = (finding.asset, causes.first().map(|(cause, _)| *cause));
            incident.causes = causes;
        }
    }
}

/// How much a finding has in common with an incident. What a crew has seen is no other
/// fault that takes many more.
fn kinship(incident: &Incident, finding: &Finding) -> f64 {
    let both = incident.customers.iter();
    let both = both
        .filter(|c| finding.customers.binary_search(c).is_ok())
        .count();
    let (own, its) = (incident.customers.len(), finding.customers.len());
    let same = incident.part == finding.asset && incident.phases == finding.phases;
    let seen = incident.progress.found.is_some();
    if seen && !same && its > 2 * own.max(1) {
        return 0.0;
    }
    both as f64 / own.min(its).max(1) as f64 + f64::from(u8::from(same))
}
