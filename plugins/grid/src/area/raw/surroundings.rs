//! What a network stands in, as written.

use serde::{Deserialize, Serialize};

use crate::Text;
use crate::area::{BuildingStyle, Ring, WaterKind};

/// A building.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawBuilding {
    /// Middle of its footprint, m.
    pub at: (f64, f64),
    /// Width (along the front), depth and height to the eaves, m.
    pub size_m: (f64, f64, f64),
    /// Heading of its front, degrees clockwise from north.
    pub heading_deg: f64,
    /// What it looks like.
    pub style: BuildingStyle,
}

/// A road along a line.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRoad {
    /// Its middle line, m.
    pub points: Vec<(f64, f64)>,
    /// Width, m.
    pub width_m: f64,
    /// Name shown to people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
}

/// A tree.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTree {
    /// Position of its stem, m.
    pub at: (f64, f64),
    /// Height, m.
    pub height_m: f64,
}

/// Water.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawWater {
    /// River or pond.
    pub kind: WaterKind,
    /// Its shore, m.
    pub ring: Ring,
}

/// Gentle hills, the same for everyone who computes them from these numbers.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawRelief {
    /// Height from trough to crest, m.
    pub height_m: f64,
    /// Distance between crests, m.
    pub wavelength_m: f64,
    /// Chooses the hills.
    pub seed: u64,
}
