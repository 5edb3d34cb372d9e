//! The parts of a group of a district that may fail, as records have them.

use taiqu_estimate::Tree;
use taiqu_grid::area::Importance;
use taiqu_grid::{AssetRef, Conductor, Connection, District, Kind, Phases, Place};
use taiqu_link::metering::{metering_points, supply_points};
use taiqu_powerflow::{Model, Switching};

use crate::hazards::{Hazards, Shares, through_windings};
use crate::network::{Network, Part, Passage, Unsound};

/// Voltage between phases above which a node is of medium voltage, V.
const MEDIUM_VOLTAGE_V: f64 = 1000.0;
/// What a meter had said before its silence is at most so old, hours: it reads every
/// quarter.
const SILENCE_H: f64 = 0.25;
const YEAR_H: f64 = 8760.0;

/// What may fail, and who hangs behind it.
#[derive(Clone, Debug)]
pub struct Layout {
    /// The tree, with the probabilities of what may fail where a fault was heard of.
    pub network: Network,
    /// What these are to be multiplied by where nothing but silence was heard: faults that
    /// are expected in [`SILENCE_H`].
    pub unheard: f64,
    /// What each part is: a section, switch or transformer; a source's node; or a meter,
    /// for what leads from its box to it.
    pub assets: Vec<AssetRef>,
    /// Failures a year of the neutral of each part that several phases share; 0 where there
    /// is none.
    pub neutrals: Vec<f64>,
    /// Meters, in the order of `District::all`, but without those that no source reaches.
    pub meters: Vec<MeterPlace>,
    /// Customers, likewise.
    pub customers: Vec<CustomerPlace>,
    /// Transformers, likewise.
    pub stations: Vec<StationPlace>,
}

/// Where a meter hangs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeterPlace {
    /// The meter.
    pub meter: AssetRef,
    /// Its own part.
    pub part: u32,
    /// Its box.
    pub shelf: AssetRef,
    /// The part that its box hangs behind.
    pub shelf_part: u32,
    /// The node whose voltages it sees.
    pub node: AssetRef,
    /// Between which conductors it measures.
    pub connection: Connection,
}

/// Where a customer hangs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CustomerPlace {
    /// The customer.
    pub customer: AssetRef,
    /// The meter's part, or where there is none, the one that its node hangs behind.
    pub part: u32,
    /// The phases it needs.
    pub phases: Phases,
    /// How much depends on its supply.
    pub importance: Importance,
}

/// Where a transformer stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StationPlace {
    /// The transformer.
    pub transformer: AssetRef,
    /// The node at its low-voltage side.
    pub node: AssetRef,
    /// Its part; its low-voltage terminals are right behind.
    pub part: u32,
    /// The part that feeds it.
    pub fed_by: Option<u32>,
}

impl Layout {
    /// The parts of `records` as `switching` has them joined.
    ///
    /// # Errors
    /// The hazards give no probabilities.
    pub fn of(
        records: &District,
        switching: &Switching,
        hazards: &Hazards,
    ) -> Result<Self, Unsound> {
        let model = Model::new(records);
        let tree = Tree::of(records, &model, switching);
        let mut draft = Draft {
            records,
            hazards,
            parts: Vec::new(),
            assets: Vec::new(),
            neutrals: Vec::new(),
        };
        let mut behind = vec![None; tree.parent.len()];
        let mut stations = Vec::new();
        for &bus in &tree.order {
            let number = draft.parts.len() as u32;
            match tree.parent[bus] {
                None => draft.source(model.node(bus)),
                Some(parent) => {
                    let above = behind[parent.bus];
                    draft.link(above, parent.by, parent.through);
                    if parent.by.kind == Kind::Transformer {
                        stations.push(StationPlace {
                            transformer: parent.by,
                            node: model.node(bus),
                            part: number,
                            fed_by: above,
                        });
                    }
                }
            }
            behind[bus] = Some(number);
        }
        stations.sort_by_key(|station| station.transformer);
        let meters = draft.meters(|node| behind[model.bus(node)]);
        let customers = customers(records, &meters, |node| behind[model.bus(node)]);
        let a_year = draft.scale();
        Ok(Self {
            network: Network::new(draft.parts)?,
            unheard: (a_year * SILENCE_H / YEAR_H / hazards.faults_per_event).min(1.0),
            assets: draft.assets,
            neutrals: draft.neutrals,
            meters,
            customers,
            stations,
        })
    }

    /// The number of a meter among [`Self::meters`].
    pub fn meter(&self, meter: AssetRef) -> Option<usize> {
        self.meters.binary_search_by_key(&meter, |m| m.meter).ok()
    }

    /// The number of a transformer among [`Self::stations`].
    pub fn station(&self, transformer: AssetRef) -> Option<usize> {
        let of = |station: &StationPlace| station.transformer;
        self.stations.binary_search_by_key(&transformer, of).ok()
    }
}

struct Draft<'a> {
    records: &'a District,
    hazards: &'a Hazards,
    /// With failures a year in place of probabilities.
    parts: Vec<Part>,
    assets: Vec<AssetRef>,
    neutrals: Vec<f64>,
}

impl Draft<'_> {
    fn push(&mut self, asset: AssetRef, part: Part, conductors: Phases) {
        let phases = conductors.and(Phases::ABC);
        let shared = conductors.has(Conductor::N) && phases.len() > 1;
        // A section's breaks as often as a phase does. Nothing switches or fuses a neutral:
        // it passes beside, through clamps.
        let neutral = match asset.kind {
            Kind::Section => part.losses.iter().map(|(_, rate)| rate).sum(),
            _ => self.hazards.joint,
        };
        self.neutrals.push(if shared { neutral } else { 0.0 });
        self.parts.push(part);
        self.assets.push(asset);
    }

    fn source(&mut self, node: AssetRef) {
        let (rate, shares) = self.hazards.supply();
        let part = part(None, Phases::ABC, shares, rate);
        self.push(node, part, Phases::ABC);
    }

    fn link(&mut self, above: Option<u32>, by: AssetRef, through: Phases) {
        let network = self.records.network(by.place);
        let index = by.index as usize;
        let made = match (by.kind, by.place) {
            (Kind::Section, _) => {
                let section = &network.sections[index];
                let medium = network.nodes[section.from].nominal_v > MEDIUM_VOLTAGE_V;
                let (laying, length_m) = (section.laying, section.length_m);
                let (rate, shares) = self.hazards.section(laying, length_m, medium);
                part(above, through, shares, rate)
            }
            (Kind::Transformer, Place::Area(area)) => {
                let transformer = &self.records.areas[usize::from(area)].transformers[index];
                let (rate, shares) = self.hazards.transformer();
                let order = transformer.lv_order.phases().map(Conductor::index);
                Part {
                    passage: through_windings(transformer.rating.vector, order),
                    ..part(above, Phases::ABC, shares, rate)
                }
            }
            _ => {
                let (rate, shares) = self.hazards.switch(network.switches[index].kind);
                part(above, through, shares, rate)
            }
        };
        // A transformer's star point is joined to the neutral next to it.
        let wires = by.kind != Kind::Transformer;
        self.push(by, made, if wires { through } else { Phases::ABC });
    }

    /// Each meter becomes a part of its own.
    fn meters(&mut self, behind: impl Fn(AssetRef) -> Option<u32>) -> Vec<MeterPlace> {
        let mut places = Vec::new();
        for point in metering_points(self.records) {
            // What a gateway meter tells, the terminal beside it tells too.
            if point.gateway.is_some() {
                continue;
            }
            let Some(above) = behind(point.node) else {
                continue;
            };
            let Place::Area(area) = point.meter.place else {
                continue;
            };
            let item = &self.records.areas[usize::from(area)].meters[point.meter.index as usize];
            let (rate, shares) = self.hazards.meter();
            places.push(MeterPlace {
                meter: point.meter,
                part: self.parts.len() as u32,
                shelf: AssetRef {
                    kind: Kind::Box,
                    index: item.box_index as u32,
                    ..point.meter
                },
                shelf_part: above,
                node: point.node,
                connection: point.connection,
            });
            let phases = point.connection.conductors();
            let own = part(Some(above), phases, shares, rate);
            self.push(point.meter, own, phases.and(Phases::ABC));
        }
        places
    }

    /// Turns failures a year into the probabilities that each part loses something in one
    /// event. Returns the failures a year of all.
    fn scale(&mut self) -> f64 {
        let losses = self.parts.iter().flat_map(|part| &part.losses);
        let whole: f64 = losses.map(|(_, rate)| rate).sum();
        let factor = self.hazards.faults_per_event / whole.max(f64::MIN_POSITIVE);
        for part in &mut self.parts {
            for (_, rate) in &mut part.losses {
                *rate = (*rate * factor).min(0.25);
            }
        }
        whole
    }
}

fn part(above: Option<u32>, phases: Phases, shares: Shares, rate: f64) -> Part {
    Part {
        above,
        passage: Passage::wires(phases),
        losses: shares.of(phases, rate),
    }
}

fn customers(
    records: &District,
    meters: &[MeterPlace],
    behind: impl Fn(AssetRef) -> Option<u32>,
) -> Vec<CustomerPlace> {
    let places = supply_points(records).into_iter().filter_map(|point| {
        let Place::Area(area) = point.customer.place else {
            return None;
        };
        let item = &records.areas[usize::from(area)].customers[point.customer.index as usize];
        let by_meter = item.meter.and_then(|meter| {
            let meter = AssetRef {
                kind: Kind::Meter,
                index: meter as u32,
                ..point.customer
            };
            let found = meters.binary_search_by_key(&meter, |m| m.meter).ok()?;
            Some(meters[found].part)
        });
        Some(CustomerPlace {
            customer: point.customer,
            part: by_meter.or_else(|| behind(point.node))?,
            phases: point.connection.conductors().and(Phases::ABC),
            importance: item.importance,
        })
    });
    places.collect()
}
