//! Incidents, kept in line with what was found.

use taiqu_link::Tick;

use super::Inquiry;
use crate::cause::{Circumstances, causes};
use crate::incident::{Finding, Incident, Trouble};

impl Inquiry {
    /// Brings the incidents in line with what was found.
    pub(super) fn keep(&mut self, now: Tick, found: Vec<Finding>, around: &Circumstances) {
        self.memory.moved = true;
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
            let behind = self.is_anybody_waiting();
            self.memory.incidents.push(Incident {
                behind,
                ..Incident::new(number, now, now.ms(), finding.asset)
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
        let causes = causes(&self.records, finding.asset, finding.phases, around);
        let incident = &mut self.memory.incidents[k];
        incident.began_ms = incident
            .began_ms
            .min(began)
            .min(station.unwrap_or(u64::MAX));
        incident.phases = finding.phases;
        incident.customers.clone_from(&finding.customers);
        incident.important.clone_from(&finding.important);
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
