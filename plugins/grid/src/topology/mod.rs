//! The district as one graph from the substation to the customer, and tracing
//! through it.
//!
//! Everything hangs in one tree: substation bus – section – node – switch – … –
//! transformer – cabinet – node – … – branch box – … – meter box – meter – customer –
//! load. An area's supply node hangs on the line's node that it taps. The tree is
//! laid out in preorder (an Euler tour), so that all that is below a thing is one
//! slice, and all that is above it a walk over parents.

mod build;
mod graph;
mod live;
mod sources;
mod spanning;

use crate::{AssetRef, District, Kind, Place};

pub use live::Live;
pub use sources::Isolation;
pub(crate) use spanning::{Edge, Spanning};

/// No position.
const NONE: u32 = u32::MAX;

/// A district's tree and graph.
///
/// Loops and islands do not keep it from being one: of a loop, the section that
/// closes it hangs on its own as a leaf, and an island has its own root. Open
/// switches belong to the tree only where nothing else leads.
#[derive(Clone, Debug, Default)]
pub struct Topology {
    numbering: Numbering,
    /// All things in preorder.
    order: Vec<AssetRef>,
    /// Position in `order` of each thing, by its number.
    position: Vec<u32>,
    /// Position of the parent, by position.
    parent: Vec<u32>,
    /// Position after the last thing below, by position.
    end: Vec<u32>,
    /// Number of customers before each position, and in all.
    customers: Vec<u32>,
    loops: Vec<AssetRef>,
    islands: Vec<AssetRef>,
    network: live::Network,
}

impl Topology {
    /// Lays out a district.
    pub fn of(district: &District) -> Self {
        build::build(district)
    }

    /// All that lies between a thing and its source, nearest first, the source's node
    /// last. The thing itself is not among it.
    pub fn upstream(&self, asset: AssetRef) -> Vec<AssetRef> {
        let mut path = Vec::with_capacity(64);
        let mut at = self.parent[self.at(asset)];
        while at != NONE {
            path.push(self.order[at as usize]);
            at = self.parent[at as usize];
        }
        path
    }

    /// What directly supplies a thing; none for a source or the root of an island.
    pub fn parent(&self, asset: AssetRef) -> Option<AssetRef> {
        let parent = self.parent[self.at(asset)];
        self.order.get(parent as usize).copied()
    }

    /// Everything and everyone below a thing, in preorder, without itself.
    pub fn downstream(&self, asset: AssetRef) -> &[AssetRef] {
        let at = self.at(asset);
        &self.order[at + 1..self.end[at] as usize]
    }

    /// Whether `below` lies below `above`.
    pub fn is_below(&self, below: AssetRef, above: AssetRef) -> bool {
        let (below, above) = (self.at(below), self.at(above));
        above < below && below < self.end[above] as usize
    }

    /// The customers below a thing, in preorder.
    pub fn customers(&self, asset: AssetRef) -> impl Iterator<Item = AssetRef> + '_ {
        let below = self.downstream(asset).iter().copied();
        below.filter(|asset| asset.kind == Kind::Customer)
    }

    /// Number of customers below a thing.
    pub fn customer_count(&self, asset: AssetRef) -> usize {
        let at = self.at(asset);
        (self.customers[self.end[at] as usize] - self.customers[at + 1]) as usize
    }

    /// Sections, closed switches and transformers that close a loop.
    pub fn loops(&self) -> &[AssetRef] {
        &self.loops
    }

    /// The root node of each part that no source reaches.
    pub fn islands(&self) -> &[AssetRef] {
        &self.islands
    }

    fn at(&self, asset: AssetRef) -> usize {
        self.position[self.numbering.number(asset)] as usize
    }
}

/// Numbers all things of a district consecutively: by place, kind and index.
#[derive(Clone, Debug, Default)]
struct Numbering {
    lines: usize,
    /// First number of each kind, by place.
    first: Vec<[u32; Kind::ALL.len()]>,
    count: usize,
}

impl Numbering {
    fn of(district: &District) -> Self {
        let mut numbering = Self {
            lines: district.lines.len(),
            ..Self::default()
        };
        for place in district.places() {
            numbering.first.push(Kind::ALL.map(|kind| {
                let first = numbering.count as u32;
                numbering.count += district.count(place, kind);
                first
            }));
        }
        numbering
    }

    fn number(&self, asset: AssetRef) -> usize {
        let place = match asset.place {
            Place::Line(k) => usize::from(k),
            Place::Area(k) => self.lines + usize::from(k),
        };
        (self.first[place][asset.kind as usize] + asset.index) as usize
    }
}
