//! An area being written: numbers its parts and gives them asset numbers.

use super::geometry::{Point, tenth};
use crate::area::RawArea;
use crate::area::SwitchKind;
use crate::area::raw::{RawNode, RawSection, RawSwitch};
use crate::{Phases, Text};

/// An area being written.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub area: RawArea,
    /// Six digits that set this area's numbers apart from those of others.
    pub key: u32,
    assets: u32,
}

/// What an asset number says it is, by two digits of our own.
#[derive(Clone, Copy, Debug)]
pub(super) enum Asset {
    Pole = 11,
    Wire = 12,
    Switch = 13,
    Transformer = 14,
    Box = 15,
    Meter = 16,
}

impl Draft {
    pub fn new(area: RawArea, key: u32) -> Self {
        Self {
            area,
            key: key % 1_000_000,
            assets: 0,
        }
    }

    /// The next asset number, 22 digits. Numbers that begin with 99 are given out
    /// to nobody.
    pub fn asset(&mut self, what: Asset) -> String {
        self.assets += 1;
        format!("99{:02}{:06}{:012}", what as u32, self.key, self.assets)
    }

    /// Adds a node and gives its id back.
    pub fn node(&mut self, id: &str, phases: Phases, at: Point, name: Text) -> String {
        self.area.nodes.push(RawNode {
            id: id.to_owned(),
            phases,
            at: Some((at.x, at.y)),
            name,
            ..RawNode::default()
        });
        id.to_owned()
    }

    /// Adds a pole's top.
    pub fn pole(&mut self, id: &str, at: Point, name: Text, pole: &str) -> String {
        let asset = self.asset(Asset::Pole);
        self.area.nodes.push(RawNode {
            id: id.to_owned(),
            phases: Phases::ABCN,
            at: Some((at.x, at.y)),
            pole: Some(pole.to_owned()),
            asset,
            name,
            ..RawNode::default()
        });
        id.to_owned()
    }

    /// Adds a section.
    pub fn section(&mut self, mut section: RawSection) {
        section.asset = self.asset(Asset::Wire);
        section.length_m = tenth(section.length_m).max(0.5);
        self.area.sections.push(section);
    }

    /// Adds a closed switch.
    pub fn switch(
        &mut self,
        id: &str,
        (kind, device): (SwitchKind, &str),
        [from, to]: [&str; 2],
        phases: Phases,
        name: Text,
    ) {
        let asset = self.asset(Asset::Switch);
        self.area.switches.push(RawSwitch {
            id: id.to_owned(),
            kind,
            from: from.to_owned(),
            to: to.to_owned(),
            phases,
            closed: true,
            device: Some(device.to_owned()),
            asset,
            name,
        });
    }
}
