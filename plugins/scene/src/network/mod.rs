//! The network as it stands: poles, spans, drops, cables, stations, boxes, meters.

mod boxes;
mod catenary;
mod forms;
mod jumpers;
mod poles;
mod positions;
mod slots;
mod spans;
mod stations;

use std::collections::BTreeMap;

use bevy::prelude::*;
use taiqu_grid::area::Section;
use taiqu_grid::{AssetRef, Catalogue, District, Kind, Place};

use crate::chunks::Chunks;
use crate::convert::MapFrame;
use crate::models::Models;
use crate::picking::Proxies;
use crate::terrain::Ground;

pub(crate) use catenary::catenary;
pub(crate) use forms::{Arm, Form, Forms, SUNK_M, Strand};
pub use positions::Positions;
pub use slots::{SECTION_SLOTS, Slots};

/// Voltage between phases above which a thing is 10 kV equipment, V.
const HIGH_FROM_V: f64 = 1000.0;

/// All that is known before the network is drawn.
#[derive(Clone, Copy, Debug)]
pub struct Site<'a> {
    /// The records.
    pub district: &'a District,
    /// Types of poles.
    pub catalogue: &'a Catalogue,
    /// Map and picture.
    pub frame: MapFrame,
    /// What it stands on.
    pub ground: &'a Ground,
    /// What it is made of.
    pub models: &'a Models,
    /// Whose state colours what.
    pub slots: &'a Slots,
    /// Where nodes are.
    pub positions: &'a Positions,
}

/// What the network is drawn into.
#[derive(Debug)]
pub struct Drawing<'a> {
    /// Meshes.
    pub chunks: &'a mut Chunks,
    /// What can be picked, and where things are.
    pub proxies: &'a mut Proxies,
}

/// Ends of a section.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum End {
    /// Nearer the source.
    From,
    /// The other.
    To,
}

/// Where the conductors a, b, c, n of a section's end are held.
pub type Grips = BTreeMap<(AssetRef, End), [Option<Vec3>; 4]>;

/// Draws everything; what poles and wires are made of, to draw them otherwise.
pub fn draw(site: &Site, drawing: &mut Drawing) -> Forms {
    let mut grips = Grips::new();
    let mut forms = Forms::default();
    let stations = stations::draw(site, drawing, &mut grips);
    let poles = poles::draw(site, &stations, (drawing, &mut forms), &mut grips);
    boxes::draw(site, &stations, drawing);
    spans::draw(site, &poles, &grips, (drawing, &mut forms));
    forms
}

impl Site<'_> {
    /// All sections with their references.
    fn sections(&self) -> impl Iterator<Item = (AssetRef, &Section)> + '_ {
        self.district.places().flat_map(move |place| {
            let sections = self.district.network(place).sections.iter().enumerate();
            sections.map(move |(index, section)| (asset(place, Kind::Section, index), section))
        })
    }

    /// The record of a section.
    fn section(&self, section: AssetRef) -> &Section {
        &self.district.network(section.place).sections[section.index as usize]
    }

    /// The node at an end of a section.
    fn node(&self, section: AssetRef, end: End) -> AssetRef {
        let record = self.section(section);
        let index = match end {
            End::From => record.from,
            End::To => record.to,
        };
        asset(section.place, Kind::Node, index)
    }

    /// Whether two nodes on one pole are one, or have a switch or an area's connection
    /// to its line between them.
    fn is_joined(&self, a: AssetRef, b: AssetRef) -> bool {
        if a.place != b.place {
            return self.is_high(a) && self.is_high(b);
        }
        let ends = [a.index as usize, b.index as usize];
        let mut switches = self.district.network(a.place).switches.iter();
        a == b || switches.any(|s| ends == [s.from, s.to] || ends == [s.to, s.from])
    }

    fn is_high(&self, node: AssetRef) -> bool {
        self.district.network(node.place).nodes[node.index as usize].nominal_v > HIGH_FROM_V
    }
}

fn asset(place: Place, kind: Kind, index: usize) -> AssetRef {
    AssetRef {
        place,
        kind,
        index: index as u32,
    }
}
