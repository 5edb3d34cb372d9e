//! What is found on site to be otherwise than the records say.

use serde::{Deserialize, Serialize};

use crate::area::Network;
use crate::{AssetRef, Connection, District, Kind, Place};

/// Something that is so about a thing.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fact {
    /// How a switch stands as a rule.
    Position {
        /// The switch.
        switch: AssetRef,
        /// Whether it is closed.
        closed: bool,
    },
    /// The conductors that a load is connected to; its meter's too, where they were the
    /// same.
    Connected {
        /// The load.
        load: AssetRef,
        /// How it is connected.
        connection: Connection,
    },
    /// The length of a section; its impedance is in proportion.
    Length {
        /// The section.
        section: AssetRef,
        /// Its length, m.
        length_m: f64,
    },
    /// The nominal power of a load; below zero it generates.
    Power {
        /// The load.
        load: AssetRef,
        /// Its power, kW.
        kw: f64,
    },
    /// A thing was mended; what it is has not changed.
    Mended {
        /// The thing.
        part: AssetRef,
    },
    /// A thing was replaced by a new one of the same type.
    Replaced {
        /// The thing.
        part: AssetRef,
    },
}

/// A record that was put right: who, when and why, before and after.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amendment {
    /// When, s since the start.
    pub at_s: u64,
    /// Number of the crew that found it.
    pub crew: u16,
    /// Number of the work order it was found on.
    pub order: u32,
    /// What the records said; none for what they did not tell.
    pub before: Option<Fact>,
    /// What they say now.
    pub after: Fact,
}

impl Fact {
    /// The thing it is about.
    pub const fn asset(&self) -> AssetRef {
        match *self {
            Self::Position { switch, .. } => switch,
            Self::Connected { load, .. } | Self::Power { load, .. } => load,
            Self::Length { section, .. } => section,
            Self::Mended { part } | Self::Replaced { part } => part,
        }
    }

    /// Whether it can be: about the right kind of thing, with numbers that such things
    /// have.
    pub fn is_sound(&self) -> bool {
        let kind = self.asset().kind;
        match *self {
            Self::Position { .. } => kind == Kind::Switch,
            Self::Connected { .. } => kind == Kind::Load,
            Self::Length { length_m, .. } => {
                kind == Kind::Section && (1e-3..=1e5).contains(&length_m)
            }
            Self::Power { kw, .. } => kind == Kind::Load && kw.abs() <= 1e5,
            Self::Mended { .. } | Self::Replaced { .. } => true,
        }
    }
}

/// Relative difference below which lengths and powers are the same.
const SAME: f64 = 0.02;

impl District {
    /// What is on record about that which `fact` tells; none for what is not recorded.
    pub fn recorded(&self, fact: Fact) -> Option<Fact> {
        let asset = fact.asset();
        let index = asset.index as usize;
        let known = self.has(asset) && fact.is_sound();
        let load = || match asset.place {
            Place::Area(k) => Some(&self.areas[usize::from(k)].loads[index]),
            Place::Line(_) => None,
        };
        match fact {
            _ if !known => None,
            Fact::Position { switch, .. } => Some(Fact::Position {
                switch,
                closed: self.network(switch.place).switches[index].closed,
            }),
            Fact::Length { section, .. } => Some(Fact::Length {
                section,
                length_m: self.network(section.place).sections[index].length_m,
            }),
            Fact::Connected { load: asset, .. } => Some(Fact::Connected {
                load: asset,
                connection: load()?.connection,
            }),
            Fact::Power { load: asset, .. } => Some(Fact::Power {
                load: asset,
                kw: load()?.kw,
            }),
            Fact::Mended { .. } | Fact::Replaced { .. } => None,
        }
    }

    /// Whether `fact` tells something that the records do not say.
    pub fn differs(&self, fact: Fact) -> bool {
        let far = |a: f64, b: f64| (a - b).abs() > SAME * a.abs().max(b.abs());
        match (self.recorded(fact), fact) {
            (Some(Fact::Length { length_m: a, .. }), Fact::Length { length_m: b, .. })
            | (Some(Fact::Power { kw: a, .. }), Fact::Power { kw: b, .. }) => far(a, b),
            (Some(before), after) => before != after,
            (None, fact) => {
                let history = matches!(fact, Fact::Mended { .. } | Fact::Replaced { .. });
                history && self.has(fact.asset())
            }
        }
    }

    /// Puts `fact` on record; about a thing that is not, nothing happens.
    pub fn learn(&mut self, fact: Fact) {
        let asset = fact.asset();
        let index = asset.index as usize;
        if !self.has(asset) || !fact.is_sound() {
            return;
        }
        match (fact, asset.place) {
            (Fact::Position { closed, .. }, place) => {
                self.network_mut(place).switches[index].closed = closed;
            }
            (Fact::Length { length_m, .. }, place) => {
                let section = &mut self.network_mut(place).sections[index];
                let factor = length_m / section.length_m;
                section.length_m = length_m;
                for row in section.z_ohm.iter_mut().chain(&mut section.y_siemens) {
                    for entry in row {
                        *entry *= factor;
                    }
                }
            }
            (Fact::Connected { connection, .. }, Place::Area(k)) => {
                let area = &mut self.areas[usize::from(k)];
                let load = &mut area.loads[index];
                let has = area.network.nodes[load.node].phases;
                if !has.contains(connection.conductors()) {
                    return;
                }
                let before = std::mem::replace(&mut load.connection, connection);
                let customer = load.customer.map(|customer| &area.customers[customer]);
                // The meter sits in the same wires.
                if let Some(meter) = customer.and_then(|customer| customer.meter)
                    && area.meters[meter].connection == before
                {
                    area.meters[meter].connection = connection;
                }
            }
            (Fact::Power { kw, .. }, Place::Area(k)) => {
                self.areas[usize::from(k)].loads[index].kw = kw;
            }
            _ => {}
        }
    }

    fn network_mut(&mut self, place: Place) -> &mut Network {
        match place {
            Place::Line(k) => &mut self.lines[usize::from(k)].network,
            Place::Area(k) => &mut self.areas[usize::from(k)].network,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::topology::Topology;
    use crate::{Catalogue, generate, home};

    fn village() -> District {
        let catalogue = home::home().expect("a home").join("assets/catalogue");
        let catalogue = Catalogue::open(&catalogue)
            .into_result()
            .expect("a catalogue");
        let area = generate::village(30, 1).check(&catalogue);
        District::alone(area.into_result().expect("an area"))
    }

    #[test]
    fn what_is_learned_is_recorded_and_no_longer_differs() {
        let mut records = village();
        let at = |kind| AssetRef::in_area(0, kind, 0);
        let closed = records.areas[0].network.switches[0].closed;
        let load = records.areas[0].loads[0].clone();
        let phase = |word: &str| word.parse::<Connection>().expect("a connection");
        let other = [phase("an"), phase("bn")];
        let other = other.into_iter().find(|&c| c != load.connection);
        let facts = [
            Fact::Position {
                switch: at(Kind::Switch),
                closed: !closed,
            },
            Fact::Length {
                section: at(Kind::Section),
                length_m: 123.0,
            },
            Fact::Power {
                load: at(Kind::Load),
                kw: -4.0,
            },
            Fact::Connected {
                load: at(Kind::Load),
                connection: other.expect("another phase"),
            },
        ];
        for fact in facts {
            assert!(records.differs(fact), "{fact:?}");
            records.learn(fact);
            assert!(!records.differs(fact), "{fact:?}");
            assert_eq!(records.recorded(fact), Some(fact));
        }
        let area = &records.areas[0];
        let meter = area.loads[0].customer.and_then(|c| area.customers[c].meter);
        let meter = &area.meters[meter.expect("a meter")];
        assert_eq!(
            Some(meter.connection),
            other,
            "the meter is in the same wires"
        );
    }

    #[test]
    fn what_cannot_be_is_not_learned() {
        let before = village();
        let mut records = before.clone();
        let at = |kind, index| AssetRef::in_area(0, kind, index);
        for fact in [
            Fact::Length {
                section: at(Kind::Section, 0),
                length_m: f64::NAN,
            },
            Fact::Length {
                section: at(Kind::Load, 0),
                length_m: 10.0,
            },
            Fact::Power {
                load: at(Kind::Load, 100_000),
                kw: 1.0,
            },
        ] {
            assert!(!records.differs(fact), "{fact:?}");
            records.learn(fact);
        }
        assert!(records == before);
    }

    #[test]
    fn every_way_to_a_source_is_cut_off_once() {
        let records = village();
        let topology = Topology::of(&records);
        let is_on = |asset: AssetRef| match asset.kind {
            Kind::Switch => records.network(asset.place).switches[asset.index as usize].closed,
            _ => true,
        };
        let generators = records.areas[0].loads.iter().filter(|load| load.kw < 0.0);
        assert!(generators.count() > 0);
        for part in records.all(Kind::Section).chain(records.all(Kind::Box)) {
            let isolation = topology.isolation(&records, part, is_on);
            assert!(!isolation.off.is_empty(), "{}", records.name(part));
            let after = |asset: AssetRef| is_on(asset) && !isolation.off.contains(&asset);
            let left = topology.isolation(&records, part, after);
            assert_eq!(left.off, [], "{}", records.name(part));
            // Each of them is needed.
            for &point in &isolation.off {
                let but = |asset: AssetRef| asset == point || after(asset);
                let left = topology.isolation(&records, part, but);
                assert!(!left.off.is_empty(), "{}", records.name(point));
            }
        }
    }
}
