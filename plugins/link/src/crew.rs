//! What crews are told and what they tell.

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Text};

/// Number of a crew: its place in the scenario's list.
pub type CrewId = u16;

/// What a crew can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Skills {
    /// Meters, meter boxes and what is behind them.
    pub customer: bool,
    /// Low-voltage lines, fuses and breakers.
    pub low_voltage: bool,
    /// 10 kV lines, drop-out fuses and transformers.
    pub medium_voltage: bool,
}

impl Skills {
    /// All of them.
    pub const ALL: Self = Self {
        customer: true,
        low_voltage: true,
        medium_voltage: true,
    };

    /// What either can do.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            customer: self.customer || other.customer,
            low_voltage: self.low_voltage || other.low_voltage,
            medium_voltage: self.medium_voltage || other.medium_voltage,
        }
    }

    /// Whether this is enough where `needed` is.
    pub const fn cover(self, needed: Self) -> bool {
        (self.customer || !needed.customer)
            && (self.low_voltage || !needed.low_voltage)
            && (self.medium_voltage || !needed.medium_voltage)
    }
}

/// A crew and its vehicle.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crew {
    /// Its id.
    pub id: String,
    /// Name shown to people.
    pub name: Text,
    /// What it can do.
    pub skills: Skills,
    /// Where it waits, m.
    pub base: (f64, f64),
    /// Hours of the day from and to which it is on shift; the same for always.
    #[serde(default)]
    pub shift: (f64, f64),
}

/// What is found broken on site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Damage {
    /// Conductors of a section are broken.
    BrokenWire,
    /// Conductors of a section touch each other or earth.
    TouchingWires,
    /// A joint of a section is bad.
    LooseJoint,
    /// Fuses have blown.
    BlownFuse,
    /// A breaker has tripped.
    TrippedBreaker,
    /// A transformer has failed.
    FailedTransformer,
    /// A meter box has burnt.
    BurntBox,
    /// What leads to a meter is open.
    OpenLeads,
    /// The customer's own breaker is open.
    OwnBreaker,
}

impl Damage {
    /// What is needed to repair it.
    pub const fn needs(self, medium_voltage: bool) -> Skills {
        let mut needs = Skills {
            customer: false,
            low_voltage: false,
            medium_voltage,
        };
        match self {
            Self::BurntBox | Self::OpenLeads | Self::OwnBreaker => needs.customer = true,
            Self::FailedTransformer => needs.medium_voltage = true,
            _ => needs.low_voltage = !medium_voltage,
        }
        needs
    }

    /// Whether the place must be isolated, tested dead and earthed for it.
    pub const fn needs_isolation(self) -> bool {
        matches!(
            self,
            Self::BrokenWire
                | Self::TouchingWires
                | Self::LooseJoint
                | Self::FailedTransformer
                | Self::BurntBox
        )
    }
}

/// What a crew is told.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum CrewOrder {
    /// Drive to a thing and find out what is wrong there, or at others that it may be
    /// instead.
    Go {
        /// Number of the work order.
        order: u32,
        /// The thing.
        target: AssetRef,
        /// Others, the most probable first.
        also: [Option<AssetRef>; 4],
        /// Whether to look up and down the line too.
        around: bool,
    },
    /// All sources are proved off, the place is tested dead and earthed: work may begin.
    Permit {
        /// Number of the work order.
        order: u32,
    },
    /// Leave it.
    Return {
        /// Number of the work order.
        order: u32,
    },
}

/// What a crew tells.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum CrewReport {
    /// It drives, and expects to arrive in so many seconds.
    SetOut {
        /// Seconds.
        arrives_in_s: u32,
    },
    /// Where it is.
    At {
        /// East, m.
        x_m: f64,
        /// North, m.
        y_m: f64,
    },
    /// It is there.
    Arrived,
    /// It found what is broken.
    Found {
        /// The thing.
        part: AssetRef,
        /// What is wrong with it.
        damage: Damage,
    },
    /// There is nothing wrong that it could find.
    FoundNothing {
        /// Where it was sent.
        target: AssetRef,
        /// Whether there is supply.
        supplied: bool,
    },
    /// It cannot repair what it found.
    HandsOver,
    /// A source is switched off and locked: a switch, or a generator or load that feeds
    /// back.
    Isolated {
        /// The switch, or the load.
        point: AssetRef,
    },
    /// Every conductor is tested dead.
    TestedDead,
    /// Earths are on.
    Earthed,
    /// It repairs.
    Repairing,
    /// It is repaired.
    Repaired,
    /// Earths are off, all have left.
    Cleared,
    /// Supply is on again and measured.
    Restored,
    /// It is free, and back where it waits or on the way there.
    Free,
}
