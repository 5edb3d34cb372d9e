//! Names of things: ids as people write them, references as programs use them.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The kinds of things that have ids. An id is unique within its kind in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// An electrical node: a pole's top, a busbar, a box's terminals.
    Node,
    /// A span of line or a cable between two nodes.
    Section,
    /// A switch, breaker or fuse between two nodes.
    Switch,
    /// A distribution transformer.
    Transformer,
    /// A JP cabinet, branch box or meter box.
    Box,
    /// An electricity meter.
    Meter,
    /// A customer.
    Customer,
    /// A load or a generator.
    Load,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Self; 8] = [
        Self::Node,
        Self::Section,
        Self::Switch,
        Self::Transformer,
        Self::Box,
        Self::Meter,
        Self::Customer,
        Self::Load,
    ];

    /// The word used in `kind:id`.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Node => "node",
            Self::Section => "section",
            Self::Switch => "switch",
            Self::Transformer => "transformer",
            Self::Box => "box",
            Self::Meter => "meter",
            Self::Customer => "customer",
            Self::Load => "load",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

/// Which file of a district a thing belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Place {
    /// The 10 kV line with this index.
    Line(u16),
    /// The area with this index.
    Area(u16),
}

/// One thing of a district, cheap to copy, compare and send.
///
/// `index` counts the things of one kind in one file, in the order of the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AssetRef {
    /// The file it belongs to.
    pub place: Place,
    /// What it is.
    pub kind: Kind,
    /// Its position among its kind in that file.
    pub index: u32,
}

impl AssetRef {
    /// The thing of `kind` at `index` in area `area`.
    pub const fn in_area(area: u16, kind: Kind, index: u32) -> Self {
        Self {
            place: Place::Area(area),
            kind,
            index,
        }
    }

    /// The thing of `kind` at `index` on line `line`.
    pub const fn on_line(line: u16, kind: Kind, index: u32) -> Self {
        Self {
            place: Place::Line(line),
            kind,
            index,
        }
    }
}
