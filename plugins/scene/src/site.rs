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
}

/// What does not stand or hang as it was built.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Damage {
    /// Poles that lie.
    pub poles: Vec<FallenPole>,
    /// Trees that lie.
    pub trees: Vec<FallenTree>,
    /// Sections with wires on the ground.
    pub wires: Vec<WireDown>,
}

/// A pole that lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FallenPole {
    /// The node that has it on record.
    pub node: AssetRef,
    /// Where to, east and north; somewhere where nobody knows.
    pub towards: Option<(f64, f64)>,
}

/// A tree that lies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct FallenTree {
    /// Its area and its index there.
    pub tree: (u16, u32),
    /// Where its top points to, east and north.
    pub towards: (f64, f64),
}

/// A section with wires on the ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WireDown {
    /// The section.
    pub section: AssetRef,
    /// The conductors that lie there.
    pub conductors: Phases,
    /// Those of them that are broken.
    pub broken: Phases,
    /// Whether one of them has voltage.
    pub live: bool,
}

impl Damage {
    /// Whether all stands and hangs as it was built.
    pub const fn is_none(&self) -> bool {
        self.poles.is_empty() && self.trees.is_empty() && self.wires.is_empty()
    }
}
