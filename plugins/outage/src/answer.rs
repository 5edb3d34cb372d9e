//! What the hotline tells a caller.

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Phases};
use taiqu_link::{Complaint, Tick};

use crate::cause::Cause;
use crate::incident::Incident;
use crate::inquiry::Inquiry;
use crate::restoration::Restoration;

/// Proof of voltage that is older than this is not told, s: a reading and what it may be
/// late.
const FRESH_S: u64 = 1000;

/// A call and what was answered.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Call {
    /// When.
    pub at: Tick,
    /// Whose number the caller gave.
    pub customer: Option<AssetRef>,
    /// The box nearest to the address that the caller gave.
    pub near: Option<AssetRef>,
    /// What the caller complained of.
    pub complaint: Complaint,
    /// What was answered.
    pub answer: Answer,
}

/// What is known of a caller's supply.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answer {
    /// There is no supply, or a phase lacks, because of an incident.
    Outage {
        /// The incident's number in its group.
        incident: u32,
        /// What has failed.
        part: AssetRef,
        /// Its phases.
        phases: Phases,
        /// Probability that it is this part.
        probability: f64,
        /// The most probable cause, and its probability.
        cause: Option<(Cause, f64)>,
        /// Since when, ms since the start.
        since_ms: u64,
        /// When a meter or caller behind it was last heard, ms since the start.
        as_of_ms: u64,
        /// When supply is expected back.
        restoration: Option<Restoration>,
    },
    /// The neutral is broken: nothing is to be touched, the supply is being cut.
    Danger {
        /// The incident's number in its group.
        incident: u32,
    },
    /// The meter has voltage: the customer's own breaker is the first thing to look at.
    Supplied {
        /// When it was measured, ms since the start.
        as_of_ms: u64,
    },
    /// It was disconnected by order.
    Disconnected,
    /// Nothing is known yet.
    NotKnownYet,
}

impl Inquiry {
    /// What to tell a caller who gave the customer's number, or only a place nearby.
    pub fn answer(&self, customer: Option<AssetRef>, near: Option<AssetRef>, now: Tick) -> Answer {
        let records = self.records();
        let beside = |customer: AssetRef| {
            let meter = records.meter_of(customer);
            near.is_some() && meter.and_then(|meter| records.shelf_of(meter)) == near
        };
        let concerns = |incident: &&Incident| {
            let mut customers = incident.customers.iter();
            let concerned = match customer {
                Some(customer) => customers.any(|&c| c == customer),
                None => customers.any(|&c| beside(c)),
            };
            incident.is_open() && concerned
        };
        if let Some(incident) = self.incidents().iter().rev().find(concerns) {
            return self.told_of(incident, customer, now);
        }
        let Some(customer) = customer else {
            return Answer::NotKnownYet;
        };
        if self.is_disconnected(customer) {
            return Answer::Disconnected;
        }
        match self.proved_well(customer) {
            Some(as_of_ms) if as_of_ms + 1000 * FRESH_S >= now.ms() => {
                Answer::Supplied { as_of_ms }
            }
            _ => Answer::NotKnownYet,
        }
    }

    fn told_of(&self, incident: &Incident, customer: Option<AssetRef>, now: Tick) -> Answer {
        let number = incident.number;
        let after = customer.and_then(|customer| self.works_end(customer, incident));
        if incident.is_dangerous() {
            return Answer::Danger { incident: number };
        }
        Answer::Outage {
            incident: number,
            part: incident.part,
            phases: incident.phases,
            probability: incident.probability,
            cause: incident.causes.first().copied(),
            since_ms: incident.began_ms,
            as_of_ms: self.last_heard(incident).unwrap_or(incident.began_ms),
            restoration: self.expected(incident, after, now),
        }
    }
}
