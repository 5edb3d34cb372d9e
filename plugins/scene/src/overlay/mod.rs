//! Overlays: one quantity at a time painted on the network, with its legend.

mod condition;
mod legend;
mod painter;
mod quantity;
mod risk;
mod state;
mod suspects;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use bevy::prelude::*;
use taiqu_grid::AssetRef;

pub use legend::{Category, Legend, Scale, Stop};
pub(crate) use state::recolour;

/// The quantity painted on the network.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Overlay {
    /// Nothing but what is abnormal.
    #[default]
    Normal,
    /// Voltage between phase and neutral, of the worst phase.
    Voltage,
    /// Voltage of phase a.
    VoltageA,
    /// Voltage of phase b.
    VoltageB,
    /// Voltage of phase c.
    VoltageC,
    /// Loading of lines and transformers.
    Loading,
    /// With or without voltage.
    Energised,
    /// Phases by their colours.
    Phase,
    /// Unbalance of the currents.
    Unbalance,
    /// Current in the neutral.
    Neutral,
    /// How probably each part has failed.
    Failed,
    /// How probably a storm that is forecast brings it down, puts it under water, or makes it
    /// dark.
    Risk,
    /// What is known to be broken, held to be, and not known at all.
    Damage,
}

impl Overlay {
    /// All overlays, in the order of their digits 0 to 9, and those without.
    pub const ALL: [Self; 13] = [
        Self::Normal,
        Self::Voltage,
        Self::VoltageA,
        Self::VoltageB,
        Self::VoltageC,
        Self::Loading,
        Self::Energised,
        Self::Phase,
        Self::Unbalance,
        Self::Neutral,
        Self::Failed,
        Self::Risk,
        Self::Damage,
    ];

    /// The word used on the command line and as key of its texts.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Normal => "normal",
            Self::Voltage => "voltage",
            Self::VoltageA => "voltage-a",
            Self::VoltageB => "voltage-b",
            Self::VoltageC => "voltage-c",
            Self::Loading => "loading",
            Self::Energised => "energised",
            Self::Phase => "phase",
            Self::Unbalance => "unbalance",
            Self::Neutral => "neutral",
            Self::Failed => "failed",
            Self::Risk => "risk",
            Self::Damage => "damage",
        }
    }
}

impl fmt::Display for Overlay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Overlay {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|overlay| overlay.word() == text)
            .ok_or_else(|| {
                let words = Self::ALL.map(Self::word).join(", ");
                format!("`{text}` is not an overlay; choose one of {words}")
            })
    }
}

/// The meters behind the windows of each building, in the order of the district's
/// buildings; its windows are lit after dark while one of them has voltage.
#[derive(Resource, Clone, Debug, Default)]
pub(crate) struct Windows(pub Vec<BTreeSet<AssetRef>>);
