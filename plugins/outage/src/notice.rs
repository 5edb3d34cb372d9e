//! What those affected are told.
//!
//! A customer is told once of an outage, again when the time that was promised is missed or
//! moves by much, and once more when supply is back. Who depends on it for life is told at
//! once; the others when the first questions to meters are answered.

use serde::{Deserialize, Serialize};
use taiqu_grid::area::Contact;
use taiqu_grid::{AssetRef, Phases};
use taiqu_link::{Damage, Tick};

use crate::cause::Cause;
use crate::incident::Incident;
use crate::restoration::Restoration;

/// When those affected are told, and told again; settings, assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Telling {
    /// How long an outage must be believed before those who do not depend on it for life
    /// are told, s.
    pub settled_s: u64,
    /// How long at least between two notices of the same outage, s.
    pub again_s: u64,
    /// The same as a share of how long it has lasted.
    pub again_share: f64,
    /// By how much the time of supply must move, or be known closer, for another notice, s.
    pub moved_s: u64,
    /// The same as a share of the time that was left: who waits long plans by the hour.
    pub moved_share: f64,
    /// By which share of the time until then other work that supply waits for may end earlier.
    pub works_early: f64,
    /// The same, later.
    pub works_late: f64,
}

impl Default for Telling {
    fn default() -> Self {
        Self {
            settled_s: 60,
            again_s: 900,
            again_share: 0.1,
            moved_s: 1800,
            moved_share: 0.25,
            works_early: 0.3,
            works_late: 0.5,
        }
    }
}

/// What a notice says.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Said {
    /// There is an outage.
    Outage {
        /// What has failed.
        part: AssetRef,
        /// Its phases.
        phases: Phases,
        /// Probability that it is this part.
        probability: f64,
        /// The most probable cause, and its probability.
        cause: Option<(Cause, f64)>,
        /// What a crew has found.
        found: Option<Damage>,
        /// Since when, ms since the start.
        since_ms: u64,
        /// When supply is expected back.
        restoration: Option<Restoration>,
    },
    /// The neutral is broken: nothing is to be touched.
    Danger {
        /// Where.
        part: AssetRef,
    },
    /// Supply is back.
    Over,
}

impl Said {
    /// What is to be said of an incident that goes on to those whose supply is expected back
    /// then.
    pub(crate) fn of(incident: &Incident, restoration: Option<Restoration>) -> Self {
        let part = incident.part;
        if incident.is_dangerous() {
            return Self::Danger { part };
        }
        Self::Outage {
            part,
            phases: incident.phases,
            probability: incident.probability,
            cause: incident.causes.first().copied(),
            found: incident.progress.found.map(|(_, damage)| damage),
            since_ms: incident.began_ms,
            restoration,
        }
    }

    /// Whether somebody who was told `self` must be told `news` at `now`, `age_s` after.
    pub(crate) fn is_outdated(
        &self,
        news: &Self,
        (now, age_s): (Tick, u64),
        telling: &Telling,
    ) -> bool {
        let (
            Self::Outage {
                restoration,
                since_ms,
                ..
            },
            Self::Outage {
                restoration: new, ..
            },
        ) = (self, news)
        else {
            return std::mem::discriminant(self) != std::mem::discriminant(news);
        };
        let Some((old, new)) = restoration.zip(*new) else {
            return new.is_some();
        };
        let lasted_s = now.ms().saturating_sub(*since_ms) as f64 / 1000.0;
        let again_s = telling.again_s.max((telling.again_share * lasted_s) as u64);
        if age_s < again_s {
            return false;
        }
        let left_s = old.likely.0.saturating_sub(now.0) as f64;
        let moved_s = telling.moved_s.max((telling.moved_share * left_s) as u64);
        let width = |one: &Restoration| one.latest.since(one.earliest);
        let missed = now > old.latest;
        let far = old.likely.0.abs_diff(new.likely.0) > moved_s;
        let surer = width(&old) > width(&new) + 2 * moved_s;
        missed || far || surer
    }
}

/// A notice to customers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notice {
    /// Its number in its group, from 1.
    pub number: u32,
    /// The incident's number in its group.
    pub incident: u32,
    /// When it went out.
    pub at: Tick,
    /// What it says.
    pub said: Said,
    /// To whom and how, those on whose supply much depends first.
    pub to: Vec<(AssetRef, Contact)>,
    /// The notice that it takes the place of.
    pub replaces: Option<u32>,
    /// The notices that took its place, for some of them or all.
    pub replaced_by: Vec<u32>,
}
