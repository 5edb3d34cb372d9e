//! The weather on site, and what it has broken there, as an eye would see it.

use taiqu_grid::{AssetRef, Phases};

/// The weather over the district.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weather {
    /// Where the wind blows to at 10 m, m/s: east, north.
    pub wind_m_s: (f64, f64),
    /// Rain, mm/h.
    pub rain_mm_h: f64,
    /// Share of the sky that clouds cover, 0 to 1.
    pub cloud: f64,
    /// Ice around wires, m.
    pub ice_m: f64,
    /// The last flash of lightning to the ground.
    pub strike: Option<Strike>,
}

/// A flash of lightning to the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strike {
    /// When, simulated s since the start.
    pub at_s: f64,
    /// Where on the map, m.
    pub at: (f64, f64),
}

/// What does not stand or hang as it was built.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Damage {
    /// Poles that lie or lean.
    pub poles: Vec<FallenPole>,
    /// Trees that lie.
    pub trees: Vec<FallenTree>,
    /// Sections with wires on the ground, or between poles that lean.
    pub wires: Vec<WireDown>,
}

/// Water that stands where usually there is none, or higher than usual.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pool {
    /// Its level over the plane of the map, m.
    pub level_m: f64,
    /// The middles of the squares of ground that it covers or reaches, m.
    pub squares: Vec<(f64, f64)>,
    /// Their side, m.
    pub side_m: f64,
}

/// A point on site, m: east, north, and over the ground there.
pub type Place = [f64; 3];

/// How what stood has come to lie, or is falling.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lie {
    /// Where it broke: below it stands.
    pub hinge: Place,
    /// Its top.
    pub top: Place,
}

/// A pole that lies or leans.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FallenPole {
    /// The node that has it on record.
    pub node: AssetRef,
    /// Where to, east and north; somewhere where nobody knows.
    pub towards: Option<(f64, f64)>,
    /// How, where its fall was lived.
    pub lie: Option<Lie>,
}

/// A tree that lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FallenTree {
    /// Its area and its index there.
    pub tree: (u16, u32),
    /// Where its top points to, east and north.
    pub towards: (f64, f64),
    /// How, where its fall was lived.
    pub lie: Option<Lie>,
}

/// A section whose wires do not hang as they did.
#[derive(Clone, Debug, PartialEq)]
pub struct WireDown {
    /// The section.
    pub section: AssetRef,
    /// The conductors that lie there, or hang otherwise.
    pub conductors: Phases,
    /// Those of them that are broken.
    pub broken: Phases,
    /// Whether one of them lies there and has voltage.
    pub live: bool,
    /// Whether all of them still hang, between poles that lean.
    pub hangs: bool,
    /// How they hang and lie, where their fall was lived: the middle of all.
    pub pieces: Vec<Piece>,
}

/// What is left of the wires of a section, in one piece.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// From the side of the section's beginning to that of its end.
    pub points: Vec<Place>,
    /// Whether each of these is still held.
    pub held: [bool; 2],
}

impl Damage {
    /// Whether all stands and hangs as it was built.
    pub const fn is_none(&self) -> bool {
        self.poles.is_empty() && self.trees.is_empty() && self.wires.is_empty()
    }

    /// Whether the same has come down in `other`, if it lies otherwise.
    pub fn is_of_same(&self, other: &Self) -> bool {
        let poles = |damage: &Self| {
            damage
                .poles
                .iter()
                .map(|pole| pole.node)
                .collect::<Vec<_>>()
        };
        let trees = |damage: &Self| {
            damage
                .trees
                .iter()
                .map(|tree| tree.tree)
                .collect::<Vec<_>>()
        };
        let wires = |damage: &Self| {
            let bare = |wire: &WireDown| WireDown {
                pieces: Vec::new(),
                ..*wire
            };
            damage.wires.iter().map(bare).collect::<Vec<_>>()
        };
        poles(self) == poles(other) && trees(self) == trees(other) && wires(self) == wires(other)
    }
}
