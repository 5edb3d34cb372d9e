//! A district: 10 kV lines and areas that are looked at together.

mod groups;
mod open;
mod phases;
mod site;

use crate::area::{Area, Importance, Network};
use crate::line::Line;
use crate::{AssetRef, Kind, Place};

pub use open::open;

/// Lines and areas with unified ids. Where a line names an area as a tap, the
/// area's supply node *is* the line's node; otherwise the area is fed by its own
/// source equivalent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct District {
    /// 10 kV lines.
    pub lines: Vec<Line>,
    /// Areas.
    pub areas: Vec<Area>,
}

impl District {
    /// A single area, fed by its own source equivalent.
    pub fn alone(area: Area) -> Self {
        Self {
            lines: Vec::new(),
            areas: vec![area],
        }
    }

    /// The network of one file.
    pub fn network(&self, place: Place) -> &Network {
        match place {
            Place::Line(k) => &self.lines[usize::from(k)].network,
            Place::Area(k) => &self.areas[usize::from(k)].network,
        }
    }

    /// Id of the file a thing belongs to.
    pub fn place_id(&self, place: Place) -> &str {
        match place {
            Place::Line(k) => &self.lines[usize::from(k)].id,
            Place::Area(k) => &self.areas[usize::from(k)].id,
        }
    }

    /// All places, lines first.
    pub fn places(&self) -> impl Iterator<Item = Place> {
        let lines = (0..self.lines.len()).map(|k| Place::Line(k as u16));
        lines.chain((0..self.areas.len()).map(|k| Place::Area(k as u16)))
    }

    /// Line, and its node, on which area `area` hangs.
    pub fn tap_of(&self, area: u16) -> Option<(u16, usize)> {
        let id = &self.areas[usize::from(area)].id;
        self.lines.iter().enumerate().find_map(|(k, line)| {
            let tap = line.taps.iter().find(|tap| tap.area == *id)?;
            Some((k as u16, tap.node))
        })
    }

    /// The bare id of a thing.
    pub fn id(&self, asset: AssetRef) -> &str {
        let index = asset.index as usize;
        let network = self.network(asset.place);
        match (asset.kind, asset.place) {
            (Kind::Node, _) => &network.nodes[index].id,
            (Kind::Section, _) => &network.sections[index].id,
            (Kind::Switch, _) => &network.switches[index].id,
            (kind, Place::Area(k)) => {
                let area = &self.areas[usize::from(k)];
                match kind {
                    Kind::Transformer => &area.transformers[index].id,
                    Kind::Box => &area.boxes[index].id,
                    Kind::Meter => &area.meters[index].id,
                    Kind::Customer => &area.customers[index].id,
                    _ => &area.loads[index].id,
                }
            }
            (_, Place::Line(_)) => "",
        }
    }

    /// The unified name `area/kind:id` of a thing.
    pub fn name(&self, asset: AssetRef) -> String {
        let place = self.place_id(asset.place);
        format!("{place}/{}:{}", asset.kind, self.id(asset))
    }

    /// How much depends on a customer's supply; ordinary for all else.
    pub fn importance(&self, asset: AssetRef) -> Importance {
        match (asset.kind, asset.place) {
            (Kind::Customer, Place::Area(k)) => {
                self.areas[usize::from(k)].customers[asset.index as usize].importance
            }
            _ => Importance::Normal,
        }
    }

    /// The meter of a customer.
    pub fn meter_of(&self, customer: AssetRef) -> Option<AssetRef> {
        let Place::Area(area) = customer.place else {
            return None;
        };
        let item = self.areas.get(usize::from(area))?;
        let meter = item.customers.get(customer.index as usize)?.meter?;
        Some(AssetRef::in_area(area, Kind::Meter, meter as u32))
    }

    /// The box that a meter is in.
    pub fn shelf_of(&self, meter: AssetRef) -> Option<AssetRef> {
        let Place::Area(area) = meter.place else {
            return None;
        };
        let item = self.areas.get(usize::from(area))?;
        let shelf = item.meters.get(meter.index as usize)?.box_index;
        Some(AssetRef::in_area(area, Kind::Box, shelf as u32))
    }

    /// Number of things of `kind` in `place`.
    pub fn count(&self, place: Place, kind: Kind) -> usize {
        let network = self.network(place);
        match (kind, place) {
            (Kind::Node, _) => network.nodes.len(),
            (Kind::Section, _) => network.sections.len(),
            (Kind::Switch, _) => network.switches.len(),
            (kind, Place::Area(k)) => {
                let area = &self.areas[usize::from(k)];
                match kind {
                    Kind::Transformer => area.transformers.len(),
                    Kind::Box => area.boxes.len(),
                    Kind::Meter => area.meters.len(),
                    Kind::Customer => area.customers.len(),
                    _ => area.loads.len(),
                }
            }
            (_, Place::Line(_)) => 0,
        }
    }

    /// Whether there is such a thing.
    pub fn has(&self, asset: AssetRef) -> bool {
        let there = match asset.place {
            Place::Line(k) => usize::from(k) < self.lines.len(),
            Place::Area(k) => usize::from(k) < self.areas.len(),
        };
        there && (asset.index as usize) < self.count(asset.place, asset.kind)
    }

    /// All things of `kind`, in order.
    pub fn all(&self, kind: Kind) -> impl Iterator<Item = AssetRef> + '_ {
        self.places().flat_map(move |place| {
            (0..self.count(place, kind) as u32).map(move |index| AssetRef { place, kind, index })
        })
    }

    /// The things that `name` may mean: `area/kind:id`, `kind:id`, or a bare id.
    pub fn find(&self, name: &str) -> Vec<AssetRef> {
        let (place, rest) = match name.split_once('/') {
            Some((place, rest)) => (Some(place), rest),
            None => (None, name),
        };
        let word_and_id = rest.split_once(':').and_then(|(word, id)| {
            let kind = Kind::ALL.into_iter().find(|kind| kind.word() == word)?;
            Some((Some(kind), id))
        });
        let (only, id) = word_and_id.unwrap_or((None, rest));
        Kind::ALL
            .into_iter()
            .filter(|&kind| only.is_none_or(|only| only == kind))
            .flat_map(|kind| self.all(kind))
            .filter(|asset| place.is_none_or(|place| self.place_id(asset.place) == place))
            .filter(|&asset| self.id(asset) == id)
            .collect()
    }
}
