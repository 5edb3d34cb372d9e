//! What repairs take, and where it lies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taiqu_grid::area::{Laying, SwitchKind};
use taiqu_grid::{AssetRef, District, Kind, Text};

use crate::Damage;

/// What is carried in vehicles and kept in depots.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Material {
    /// A set of three low-voltage fuse links.
    FuseLink,
    /// A set of three drop-out fuse links, 10 kV.
    DropOutLink,
    /// Low-voltage wire for one span, with its clamps.
    Wire,
    /// A length of low-voltage cable with two joints.
    Cable,
    /// 10 kV wire for one span.
    LineWire,
    /// Connectors for one joint.
    Connector,
    /// A miniature breaker, or a set of leads with its terminals.
    Breaker,
    /// A meter box with its breakers and meters.
    MeterBox,
    /// A distribution transformer.
    Transformer,
    /// A pole.
    Pole,
}

impl Material {
    /// All of them, in their order.
    pub const ALL: [Self; 10] = [
        Self::FuseLink,
        Self::DropOutLink,
        Self::Wire,
        Self::Cable,
        Self::LineWire,
        Self::Connector,
        Self::Breaker,
        Self::MeterBox,
        Self::Transformer,
        Self::Pole,
    ];
}

/// So much of each material; in files a map of those there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "BTreeMap<Material, u16>", into = "BTreeMap<Material, u16>")]
pub struct Stock([u16; Material::ALL.len()]);

impl From<BTreeMap<Material, u16>> for Stock {
    fn from(map: BTreeMap<Material, u16>) -> Self {
        let mut stock = Self::default();
        for (material, count) in map {
            stock.0[material as usize] = count;
        }
        stock
    }
}

impl From<Stock> for BTreeMap<Material, u16> {
    fn from(stock: Stock) -> Self {
        stock.iter().collect()
    }
}

impl Stock {
    /// Nothing at all.
    pub const NONE: Self = Self([0; Material::ALL.len()]);

    /// So many of each.
    pub fn of(parts: &[(Material, u16)]) -> Self {
        parts.iter().copied().collect::<BTreeMap<_, _>>().into()
    }

    /// What a crew's vehicle carries by custom. Assumed.
    pub fn of_vehicle() -> Self {
        Self::of(&[
            (Material::FuseLink, 4),
            (Material::DropOutLink, 2),
            (Material::Wire, 2),
            (Material::Cable, 1),
            (Material::LineWire, 1),
            (Material::Connector, 8),
            (Material::Breaker, 6),
            (Material::MeterBox, 1),
        ])
    }

    /// How much there is of one.
    pub const fn count(&self, material: Material) -> u16 {
        self.0[material as usize]
    }

    /// What there is, in the order of the materials.
    pub fn iter(&self) -> impl Iterator<Item = (Material, u16)> {
        let all = Material::ALL.into_iter().zip(self.0);
        all.filter(|(_, count)| *count > 0)
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        *self == Self::NONE
    }

    /// Whether this is enough where `needed` is.
    pub fn covers(&self, needed: &Self) -> bool {
        needed.less(self).is_empty()
    }

    /// Both together.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        self.each(other, u16::saturating_add)
    }

    /// What is left when `other` is taken away, or of it as much as there is.
    #[must_use]
    pub fn less(&self, other: &Self) -> Self {
        self.each(other, u16::saturating_sub)
    }

    /// So many times as much.
    #[must_use]
    pub fn times(&self, count: u16) -> Self {
        self.each(self, |mine, _| mine.saturating_mul(count))
    }

    /// As much as both have.
    #[must_use]
    pub fn common(&self, other: &Self) -> Self {
        self.each(other, u16::min)
    }

    /// As much as either has.
    #[must_use]
    pub fn or(&self, other: &Self) -> Self {
        self.each(other, u16::max)
    }

    /// What is left when all of what `other` has any of is taken away.
    #[must_use]
    pub fn without(&self, other: &Self) -> Self {
        self.each(other, |mine, theirs| if theirs > 0 { 0 } else { mine })
    }

    fn each(&self, other: &Self, of: impl Fn(u16, u16) -> u16) -> Self {
        let mut made = self.0;
        for (mine, theirs) in made.iter_mut().zip(other.0) {
            *mine = of(*mine, theirs);
        }
        Self(made)
    }
}

/// Number of a depot: its place in the scenario's list.
pub type DepotId = u16;

/// Where material is kept.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Depot {
    /// Its id.
    pub id: String,
    /// Name shown to people.
    pub name: Text,
    /// Where it is, m.
    pub at: (f64, f64),
    /// What it has.
    pub stock: Stock,
}

/// What each repair takes; settings, all assumed: one set for one place.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Bill {
    /// A broken overhead wire of low voltage.
    pub broken_wire: Stock,
    /// A broken low-voltage cable.
    pub broken_cable: Stock,
    /// A broken 10 kV wire.
    pub broken_line: Stock,
    /// Wires that touch.
    pub touching_wires: Stock,
    /// A bad joint.
    pub loose_joint: Stock,
    /// Blown low-voltage fuses.
    pub blown_fuse: Stock,
    /// Blown drop-out fuses.
    pub blown_drop_out: Stock,
    /// A tripped breaker: it is closed again.
    pub tripped_breaker: Stock,
    /// A failed transformer.
    pub failed_transformer: Stock,
    /// A burnt box.
    pub burnt_box: Stock,
    /// Open leads to a meter.
    pub open_leads: Stock,
    /// A customer's own breaker: it is closed again.
    pub own_breaker: Stock,
    /// A line that leaks: what has lost its insulation is made anew.
    pub leaky_line: Stock,
    /// A leak in a customer's installation: what leaks is taken off.
    pub leaky_premises: Stock,
    /// A fallen pole with what it held.
    pub fallen_pole: Stock,
}

impl Default for Bill {
    fn default() -> Self {
        let one = |material| Stock::of(&[(material, 1)]);
        Self {
            broken_wire: one(Material::Wire),
            broken_cable: one(Material::Cable),
            broken_line: one(Material::LineWire),
            touching_wires: one(Material::Connector),
            loose_joint: one(Material::Connector),
            blown_fuse: one(Material::FuseLink),
            blown_drop_out: one(Material::DropOutLink),
            tripped_breaker: Stock::NONE,
            failed_transformer: Stock::of(&[
                (Material::Transformer, 1),
                (Material::DropOutLink, 1),
            ]),
            burnt_box: one(Material::MeterBox),
            open_leads: one(Material::Breaker),
            own_breaker: Stock::NONE,
            leaky_line: one(Material::Connector),
            leaky_premises: Stock::NONE,
            fallen_pole: Stock::of(&[(Material::Pole, 1), (Material::Wire, 1)]),
        }
    }
}

/// What a broken thing is, as far as its repair depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Make {
    /// Whether it is of 10 kV.
    pub medium_voltage: bool,
    /// Whether it is a cable.
    pub cable: bool,
}

impl Make {
    /// What a thing of `district` is.
    pub fn of(district: &District, part: AssetRef) -> Self {
        let network = district.network(part.place);
        let index = part.index as usize;
        let is_high = |node: usize| network.nodes[node].nominal_v > 1000.0;
        let (medium_voltage, cable) = match part.kind {
            Kind::Section => {
                let section = &network.sections[index];
                (is_high(section.from), section.laying == Laying::Cable)
            }
            Kind::Switch => {
                let switch = &network.switches[index];
                (
                    switch.kind == SwitchKind::DropOut || is_high(switch.from),
                    false,
                )
            }
            Kind::Transformer => (true, false),
            Kind::Node => (is_high(index), false),
            _ => (false, false),
        };
        Self {
            medium_voltage,
            cable,
        }
    }
}

impl Bill {
    /// What the repair of `damage` to a thing takes.
    pub const fn of(&self, damage: Damage, make: Make) -> Stock {
        match damage {
            Damage::BrokenWire if make.medium_voltage => self.broken_line,
            Damage::BrokenWire if make.cable => self.broken_cable,
            Damage::BrokenWire => self.broken_wire,
            Damage::TouchingWires => self.touching_wires,
            Damage::LooseJoint => self.loose_joint,
            Damage::BlownFuse if make.medium_voltage => self.blown_drop_out,
            Damage::BlownFuse => self.blown_fuse,
            Damage::TrippedBreaker => self.tripped_breaker,
            Damage::FailedTransformer => self.failed_transformer,
            Damage::BurntBox => self.burnt_box,
            Damage::OpenLeads => self.open_leads,
            Damage::OwnBreaker => self.own_breaker,
            Damage::LeakyLine => self.leaky_line,
            Damage::LeakyPremises => self.leaky_premises,
            Damage::FallenPole => self.fallen_pole,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stock_is_a_map_of_what_there_is() {
        let stock: Stock = serde_json::from_str(r#"{"Wire": 2, "Pole": 1}"#).expect("a stock");
        assert_eq!(
            stock,
            Stock::of(&[(Material::Wire, 2), (Material::Pole, 1)])
        );
        assert_eq!(stock.iter().count(), 2);
        assert!(serde_json::from_str::<Stock>(r#"{"Gold": 2}"#).is_err());
        let bytes = postcard::to_stdvec(&stock).expect("bytes");
        assert_eq!(postcard::from_bytes::<Stock>(&bytes), Ok(stock));
    }

    #[test]
    fn what_is_used_up_is_gone() {
        let van = Stock::of(&[(Material::Wire, 1)]);
        let needed = Stock::of(&[(Material::Wire, 2)]);
        assert!(!van.covers(&needed));
        assert_eq!(needed.less(&van), van);
        assert_eq!(van.less(&needed), Stock::NONE);
        assert!(van.with(&van).covers(&needed));
    }
}
