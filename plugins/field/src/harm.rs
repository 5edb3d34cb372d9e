//! What is damaged beyond the positions of switches and broken wires.

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

/// All that is damaged.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Harm {
    /// Sections with conductors that touch.
    pub shorts: BTreeMap<AssetRef, Touching>,
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
    /// Transformers whose area terminal is dead.
    pub deaf: BTreeSet<AssetRef>,
    /// Transformers whose area terminal has no supply and no battery left.
    pub flat: BTreeSet<AssetRef>,
}

impl Harm {
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

    /// Whether a customer's loads get nothing, by damage or by the own breaker.
    pub fn starves(&self, district: &District, customer: AssetRef) -> bool {
        self.tripped.contains(&customer) || self.cuts_off(district, customer)
    }
}
