//! An area file as it is written: names are strings, nothing is checked.
//!
//! Quantities carry their unit in the name. Positions are metres in the area's
//! coordinate system, x east and y north. Headings are degrees clockwise from
//! north.

mod control;
mod customer;
mod network;
mod surroundings;

use serde::{Deserialize, Serialize};

use crate::Text;
use crate::area::{Earthing, Location, Ring, Source};

pub use control::{RawBank, RawPhaseSwitch};
pub use customer::{RawBox, RawCustomer, RawLoad, RawMeter, RawProfile};
pub use network::{
    RawEarth, RawImpedance, RawLineCode, RawNode, RawRating, RawSection, RawSwitch, RawTransformer,
};
pub use surroundings::{RawBuilding, RawRelief, RawRoad, RawTree, RawWater};

/// A whole area file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawArea {
    /// Id of the area, unique in a district.
    pub id: String,
    /// Name shown to people.
    pub name: Text,
    /// Where the data come from.
    pub source: String,
    /// Under what licence.
    pub licence: String,
    /// The coordinate system, in words; positions are metres in it.
    #[serde(default)]
    pub coordinates: String,
    /// Nominal voltage between phases, V: 380 here, 416 for the IEEE feeder.
    pub nominal_v: f64,
    /// Nominal frequency, Hz.
    #[serde(default = "fifty")]
    pub frequency_hz: f64,
    /// How neutral and customers are earthed.
    pub earthing: Earthing,
    /// How far it lies from those who serve it.
    #[serde(default, skip_serializing_if = "is_country")]
    pub location: Location,
    /// Id of the 10 kV line it hangs on, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
    /// The node where it is fed, and the source equivalent for use alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supply: Option<RawSupply>,
    /// Relief of the ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relief: Option<RawRelief>,
    /// Line types of this area alone; sections look here first, then in the catalogue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub line_codes: Vec<RawLineCode>,
    /// Load profiles of this area alone; loads look here first, then in the catalogue.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub profiles: Vec<RawProfile>,
    /// Electrical nodes.
    #[serde(default)]
    pub nodes: Vec<RawNode>,
    /// Lines and cables.
    #[serde(default)]
    pub sections: Vec<RawSection>,
    /// Switches, breakers and fuses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub switches: Vec<RawSwitch>,
    /// Transformers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub transformers: Vec<RawTransformer>,
    /// Earth electrodes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earths: Vec<RawEarth>,
    /// Cabinets, branch boxes and meter boxes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub boxes: Vec<RawBox>,
    /// Meters.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub meters: Vec<RawMeter>,
    /// Customers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub customers: Vec<RawCustomer>,
    /// Loads and generators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub loads: Vec<RawLoad>,
    /// Capacitor banks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub banks: Vec<RawBank>,
    /// Phase switches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub phase_switches: Vec<RawPhaseSwitch>,
    /// Buildings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buildings: Vec<RawBuilding>,
    /// Roads.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roads: Vec<RawRoad>,
    /// Fields, as polygons.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Ring>,
    /// Trees.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trees: Vec<RawTree>,
    /// Rivers and ponds.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub water: Vec<RawWater>,
}

/// Where the area is fed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSupply {
    /// The node that meets the line, or carries the source when alone.
    pub node: String,
    /// The source equivalent for use alone.
    pub source: Source,
}

fn fifty() -> f64 {
    50.0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes by reference"
)]
fn is_country(location: &Location) -> bool {
    *location == Location::Country
}

fn yes() -> bool {
    true
}

fn one() -> f64 {
    1.0
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes by reference"
)]
fn is_zero(value: &f64) -> bool {
    *value == 0.0
}
