//! Notices to customers, held against what those who had them lived through.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;
use taiqu_link::{Action, Tick};
use taiqu_outage::{Inquiry, Notice, Said};

use super::fault::Fault;
use super::ledger::Outage;

/// How long after supply is back it may be said that it is not, and the other way round, s:
/// meters tell it within so long.
const FRESH_S: u64 = 120;

/// What became of one run's notices. Every customer who has one counts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Notified {
    /// Notices that customers had.
    pub told: usize,
    /// Those that were so when they came.
    pub right: usize,
    /// Those about outages that ended within the run.
    pub ended: usize,
    /// Of these, those whose outage ended within the time that was told.
    pub in_time: usize,
    /// From an outage to the first notice about it, s, by customer.
    pub after_s: Vec<u64>,
}

impl Notified {
    /// Judges all notices of `inquiries` by the outages and faults that there truly were.
    pub fn judge(inquiries: &[Inquiry], truth: &[Outage], faults: &[Fault]) -> Self {
        let mut judged = Self::default();
        let mut outages = BTreeMap::<AssetRef, Vec<&Outage>>::new();
        for outage in truth {
            outages.entry(outage.customer).or_default().push(outage);
        }
        let mut told = BTreeMap::<AssetRef, Vec<Tick>>::new();
        for notice in inquiries.iter().flat_map(Inquiry::notices) {
            for &(customer, _) in &notice.to {
                let own = outages.get(&customer).map_or(&[][..], Vec::as_slice);
                judged.take(notice, own, faults);
                if notice.said != Said::Over {
                    told.entry(customer).or_default().push(notice.at);
                }
            }
        }
        for outage in truth {
            let own = told.get(&outage.customer).into_iter().flatten();
            let first = own.filter(|at| (outage.from..=outage.to).contains(at));
            let after_s = first.min().map(|at| at.since(outage.from));
            judged.after_s.extend(after_s);
        }
        judged
    }

    /// Seconds from an outage to the first notice, of half of those who had one at most.
    pub fn median_s(&self) -> Option<u64> {
        let mut after = self.after_s.clone();
        after.sort_unstable();
        after.get(after.len() / 2).copied()
    }

    /// Share of the times told that held; none where no outage ended.
    pub fn share_in_time(&self) -> Option<f64> {
        (self.ended > 0).then(|| self.in_time as f64 / self.ended as f64)
    }

    /// Judges a notice to a customer who had these outages of `own`.
    fn take(&mut self, notice: &Notice, own: &[&Outage], faults: &[Fault]) {
        self.told += 1;
        let is_out = |outage: &&&Outage| {
            let until = Tick(outage.to.0 + FRESH_S);
            (outage.from..=until).contains(&notice.at)
        };
        let outage = own.iter().find(is_out);
        match notice.said {
            Said::Outage { restoration, .. } => {
                self.right += usize::from(outage.is_some());
                let ended = outage.filter(|outage| outage.over);
                if let (Some(ended), Some(told)) = (ended, restoration) {
                    self.ended += 1;
                    let in_time = (told.earliest..=told.latest).contains(&ended.to);
                    self.in_time += usize::from(in_time);
                }
            }
            Said::Danger { .. } => {
                let lasts = |fault: &&Fault| {
                    let until = fault.mended.unwrap_or(Tick(u64::MAX));
                    (fault.at()..=until).contains(&notice.at)
                };
                let mut neutrals = faults.iter().filter(lasts);
                let broken = neutrals.any(|fault| breaks_neutral(fault.happened.action));
                self.right += usize::from(broken);
            }
            Said::Over => {
                let lasting = own.iter().any(|outage| {
                    let from = Tick(outage.from.0 + FRESH_S);
                    (from..outage.to).contains(&notice.at)
                });
                self.right += usize::from(!lasting);
            }
        }
    }
}

fn breaks_neutral(action: Action) -> bool {
    match action {
        Action::Break { conductors, .. } => conductors.has(taiqu_grid::Conductor::N),
        _ => false,
    }
}
