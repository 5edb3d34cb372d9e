//! A past restoration, and how like others it is.

use serde::{Deserialize, Serialize};
use taiqu_grid::area::{Laying, SwitchKind};
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::Damage;

use crate::cause::Cause;
use crate::incident::{Incident, Trouble};
use crate::progress::{Burden, Step};

/// What a fault is held to be in, as far as it matters to how long it lasts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// The leads of one meter, or the drop to it.
    Drop,
    /// An overhead low-voltage line.
    Line,
    /// A low-voltage cable.
    Cable,
    /// A low-voltage fuse.
    Fuse,
    /// A breaker or switch.
    Breaker,
    /// 10 kV drop-out fuses.
    DropOut,
    /// A transformer.
    Transformer,
    /// The 10 kV line.
    MediumVoltage,
    /// What is above all that is on record.
    Supply,
    /// A neutral.
    Neutral,
}

impl Sort {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Drop,
        Self::Line,
        Self::Cable,
        Self::Fuse,
        Self::Breaker,
        Self::DropOut,
        Self::Transformer,
        Self::MediumVoltage,
        Self::Supply,
        Self::Neutral,
    ];

    /// The sort of what an incident is held to be in.
    pub fn of(records: &District, part: AssetRef, trouble: Trouble) -> Self {
        if matches!(trouble, Trouble::BrokenNeutral { .. }) {
            return Self::Neutral;
        }
        let network = records.network(part.place);
        let index = part.index as usize;
        let medium = |node: usize| network.nodes[node].nominal_v > 1000.0;
        match part.kind {
            Kind::Section if medium(network.sections[index].from) => Self::MediumVoltage,
            Kind::Section => match network.sections[index].laying {
                Laying::Overhead => Self::Line,
                Laying::Cable => Self::Cable,
                Laying::Service => Self::Drop,
            },
            Kind::Switch => match network.switches[index].kind {
                SwitchKind::DropOut => Self::DropOut,
                _ if medium(network.switches[index].from) => Self::MediumVoltage,
                SwitchKind::Fuse => Self::Fuse,
                _ => Self::Breaker,
            },
            Kind::Transformer => Self::Transformer,
            Kind::Meter | Kind::Box => Self::Drop,
            _ => Self::Supply,
        }
    }
}

/// A past restoration, or one under way.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Case {
    /// What the fault was held to be in.
    pub sort: Sort,
    /// What was held for its most probable cause before anybody was there.
    pub cause: Option<Cause>,
    /// Whether a single meter or caller told of it.
    pub alone: bool,
    /// What there was to cope with when it was noticed.
    pub burden: Burden,
    /// What was found.
    pub damage: Option<Damage>,
    /// Sources that had to be switched off.
    pub sources: u32,
    /// The steps, and how long each took, s.
    pub steps: Vec<(Step, u32)>,
}

impl Case {
    /// How long it took in all, s.
    pub fn whole_s(&self) -> f64 {
        self.steps.iter().map(|&(_, s)| f64::from(s)).sum()
    }

    /// The past restoration that an incident is, up to when supply was on again; none while
    /// it goes on, or where no crew ended it.
    pub fn of(records: &District, incident: &Incident) -> Option<Self> {
        let work = &incident.progress;
        let ended = work.ended_ms()?;
        if incident.is_open() || work.now().1 != Step::Restoring {
            return None;
        }
        let ends = work.steps.iter().skip(1).map(|&(at, _)| at);
        let spans = work.steps.iter().zip(ends.chain([ended]));
        let steps = spans.map(|(&(at, step), end)| (step, (end.saturating_sub(at) / 1000) as u32));
        Some(Self {
            steps: steps.collect(),
            ..Self::begun(records, incident)
        })
    }

    /// What is known of an incident that goes on.
    pub(crate) fn begun(records: &District, incident: &Incident) -> Self {
        let work = &incident.progress;
        Self {
            sort: Sort::of(records, incident.held.0, incident.trouble),
            cause: incident.held.1,
            alone: incident.told <= 1,
            burden: incident.burden,
            damage: work.found.map(|(_, damage)| damage),
            sources: work.sources,
            steps: Vec::new(),
        }
    }

    /// How much it counts for one that is like `other`.
    pub(super) fn like(&self, other: &Self) -> f64 {
        let unless = |same: bool, less: f64| if same { 1.0 } else { less };
        // Once it is seen what is broken, why matters little.
        let cause = if other.damage.is_some() { 0.7 } else { 0.1 };
        let damage = match other.damage {
            // What was found says more than what was held.
            Some(_) => {
                unless(self.damage == other.damage, 1e-4) * unless(self.sort == other.sort, 0.5)
            }
            None => unless(self.sort == other.sort, 1e-3),
        };
        damage
            * unless(self.cause == other.cause, cause)
            * unless(self.alone == other.alone, 0.5)
            * self.burden.like(other.burden)
    }
}

/// How much a case counts for one with twice as many orders waiting, and for one with twice as
/// long to wait for the wind to fall, each and a little more.
const TWICE_AS_MANY: f64 = 0.4;
const TWICE_AS_LONG: f64 = 0.5;
/// How much a case in wind counts for one in none.
const OTHER_WEATHER: f64 = 1e-4;
/// So much more, s: quarters of an hour matter little.
const LITTLE_S: f64 = 1800.0;

impl Burden {
    /// How much one of two cases counts for the other, by what there was to cope with.
    fn like(self, other: Self) -> f64 {
        let many = |burden: Self| f64::from(1 + burden.waiting).log2();
        let weather = if (self.windy_s > 0) == (other.windy_s > 0) {
            1.0
        } else {
            OTHER_WEATHER
        };
        weather
            * TWICE_AS_MANY.powf((many(self) - many(other)).abs())
            * TWICE_AS_LONG.powf(self.longer(other).log2().abs())
    }

    /// How many times as long as for `other` the wind is to be waited for.
    pub(super) fn longer(self, other: Self) -> f64 {
        (f64::from(self.windy_s) + LITTLE_S) / (f64::from(other.windy_s) + LITTLE_S)
    }
}
