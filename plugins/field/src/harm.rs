//! What is damaged beyond the positions of switches and broken wires, and who is fed meanwhile.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, District, Phases};
use taiqu_link::Tampering;

/// Conductors that touch each other, or earth.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Touching {
    /// Which.
    pub conductors: Phases,
    /// Whether earth is touched too.
    pub earth: bool,
}

/// A leak to earth.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Leak {
    /// The conductors that leak, each by itself; of a customer, the first of the own.
    pub conductors: Phases,
    /// Resistance from a conductor to earth, or to what the customer's earth holds, Ω.
    pub ohm: f64,
}

/// All that is damaged.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Harm {
    /// Sections with conductors that touch.
    pub shorts: BTreeMap<AssetRef, Touching>,
    /// Sections and customers with a leak to earth.
    pub leaks: BTreeMap<AssetRef, Leak>,
    /// Failed transformers.
    pub failed: BTreeSet<AssetRef>,
    /// Burnt boxes.
    pub burnt: BTreeSet<AssetRef>,
    /// Meters whose leads are open.
    pub cut: BTreeSet<AssetRef>,
    /// Customers whose own breaker is open.
    pub tripped: BTreeSet<AssetRef>,
    /// Meters that say nothing.
    pub mute: BTreeSet<AssetRef>,
    /// Meters that are tampered with, and how.
    pub tampered: BTreeSet<(AssetRef, Tampering)>,
    /// Poles that have fallen, by the nodes that have them on record.
    pub fallen: BTreeSet<AssetRef>,
    /// Transformers whose area terminal is dead.
    pub deaf: BTreeSet<AssetRef>,
    /// Customers whom a generator car feeds.
    pub by_car: BTreeSet<AssetRef>,
    /// Transformers whose area terminal has no supply and no battery left.
    pub flat: BTreeSet<AssetRef>,
}

impl Harm {
    /// Whether there is anything for which protection acts while it has voltage.
    pub fn is_fault(&self) -> bool {
        !self.shorts.is_empty() || !self.leaks.is_empty() || !self.failed.is_empty()
    }

    /// Whether nothing comes through to or from a meter.
    pub fn cuts(&self, district: &District, meter: AssetRef) -> bool {
        self.cut.contains(&meter)
            || district
                .shelf_of(meter)
                .is_some_and(|shelf| self.burnt.contains(&shelf))
    }

    /// Whether a customer is cut off by damage at or before the meter.
    pub fn cuts_off(&self, district: &District, customer: AssetRef) -> bool {
        if self.cut.is_empty() && self.burnt.is_empty() {
            return false;
        }
        district
            .meter_of(customer)
            .is_some_and(|meter| self.cuts(district, meter))
    }

    /// Whether a customer's loads get nothing from the mains, by damage, by the own breaker,
    /// or because a generator car feeds them.
    pub fn starves(&self, district: &District, customer: AssetRef) -> bool {
        self.tripped.contains(&customer)
            || self.by_car.contains(&customer)
            || self.cuts_off(district, customer)
    }
}
