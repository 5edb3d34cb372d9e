//! An area file as it is written: names are strings, nothing is checked.
//!
//! Quantities carry their unit in the name. Positions are metres in the area's
//! coordinate system, x east and y north. Headings are degrees clockwise from
//! north.

use serde::{Deserialize, Serialize};

use crate::area::{
    BoxKind, BuildingStyle, Contact, Earthing, Importance, Laying, LoadModel, Ring, Source, Star,
    SwitchKind, VoltageBand, WaterKind,
};
use crate::{Connection, Phases, Text};

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

fn fifty() -> f64 {
    50.0
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

/// A line type given by numbers rather than taken from the catalogue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawLineCode {
    /// Its id.
    pub id: String,
    /// What carries it.
    #[serde(default)]
    pub laying: Laying,
    /// Series impedance.
    pub impedance: RawImpedance,
    /// Current it may carry continuously, A.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ampacity_a: Option<f64>,
}

/// Series impedance and shunt capacitance per kilometre.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum RawImpedance {
    /// Square matrices, one row and column a conductor.
    Matrix {
        /// Resistance, Ω/km.
        r_ohm_per_km: Vec<Vec<f64>>,
        /// Reactance, Ω/km.
        x_ohm_per_km: Vec<Vec<f64>>,
        /// Capacitance (Maxwell, off-diagonals negative), nF/km; empty means none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        c_nf_per_km: Vec<Vec<f64>>,
    },
    /// Sequence values, for as many phases as the section has.
    Sequence {
        /// Positive-sequence resistance, Ω/km.
        r1_ohm_per_km: f64,
        /// Positive-sequence reactance, Ω/km.
        x1_ohm_per_km: f64,
        /// Zero-sequence resistance, Ω/km.
        r0_ohm_per_km: f64,
        /// Zero-sequence reactance, Ω/km.
        x0_ohm_per_km: f64,
        /// Positive-sequence capacitance, nF/km.
        #[serde(default)]
        c1_nf_per_km: f64,
        /// Zero-sequence capacitance, nF/km.
        #[serde(default)]
        c0_nf_per_km: f64,
    },
}

/// A load profile: a factor per step, repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawProfile {
    /// Its id.
    pub id: String,
    /// Length of a step, s.
    pub step_s: u32,
    /// Factor on the load's nominal power, one a step, from midnight.
    pub values: Vec<f64>,
}

/// An electrical node.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawNode {
    /// Its id.
    pub id: String,
    /// Conductors that exist here.
    pub phases: Phases,
    /// Position (x east, y north), m.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<(f64, f64)>,
    /// Nominal voltage between phases, V, where it is not the area's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nominal_v: Option<f64>,
    /// The catalogue's pole type that carries it, if it is a pole's top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pole: Option<String>,
    /// Asset number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asset: String,
    /// Name shown to people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
}

/// A span of overhead line, a cable or a service drop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSection {
    /// Its id.
    pub id: String,
    /// Node at the end nearer the source.
    pub from: String,
    /// Node at the other end.
    pub to: String,
    /// Conductors it has.
    pub phases: Phases,
    /// Length along the conductor, m.
    pub length_m: f64,
    /// Line type: one of this area's line codes, or of the catalogue's.
    pub line_type: String,
    /// Bends of a cable's trace between its ends, m.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<(f64, f64)>,
    /// Asset number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asset: String,
    /// Name shown to people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
}

/// A switch, breaker or fuse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawSwitch {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: SwitchKind,
    /// Node at the end nearer the source.
    pub from: String,
    /// Node at the other end.
    pub to: String,
    /// Conductors it has.
    pub phases: Phases,
    /// Whether it is closed.
    #[serde(default = "yes")]
    pub closed: bool,
    /// The catalogue's device in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// Asset number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asset: String,
    /// Name shown to people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
}

fn yes() -> bool {
    true
}

/// A transformer between two nodes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTransformer {
    /// Its id.
    pub id: String,
    /// Node of the high-voltage terminals.
    pub hv: String,
    /// Node of the low-voltage terminals.
    pub lv: String,
    /// Its figures, or the catalogue's type.
    pub rating: RawRating,
    /// Ratio by which the tap changer raises the high-voltage turns, 1.0 in the middle.
    #[serde(default = "one")]
    pub tap: f64,
    /// How the low-voltage star point is connected.
    #[serde(default)]
    pub star: Star,
    /// Anti-float shunt of each winding, millionths of the rating (1 for `OpenDSS` imports).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub ppm_antifloat: f64,
    /// Position of the platform's middle, m; else the low-voltage node's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<(f64, f64)>,
    /// Heading of the platform's front, degrees clockwise from north.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub heading_deg: f64,
    /// Whether it stands in a box substation instead of on poles.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub box_substation: bool,
    /// Asset number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asset: String,
    /// Name shown to people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
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

/// A transformer's figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum RawRating {
    /// A type of the catalogue.
    Catalogue(String),
    /// Figures given here.
    Given(crate::area::Rating),
}

/// An earth electrode.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawEarth {
    /// The node.
    pub node: String,
    /// The conductor that is earthed, usually `n`.
    pub conductor: Phases,
    /// Resistance to remote earth, Ω.
    pub r_ohm: f64,
    /// Reactance to remote earth, Ω.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub x_ohm: f64,
}

/// A cabinet, branch box or meter box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawBox {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: BoxKind,
    /// The node of its busbar or terminals.
    pub node: String,
    /// The catalogue's type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Position of the middle of its back, m; else the node's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<(f64, f64)>,
    /// Height of its bottom above the ground, m.
    #[serde(default)]
    pub height_m: f64,
    /// Heading of its front, degrees clockwise from north.
    #[serde(default)]
    pub heading_deg: f64,
    /// Asset number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asset: String,
    /// Name shown to people.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
}

/// A meter.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawMeter {
    /// Its id.
    pub id: String,
    /// The box it is in. A gateway meter is in the cabinet.
    pub r#box: String,
    /// Its place in the box, from 1.
    #[serde(default)]
    pub position: u32,
    /// How it is connected.
    pub connection: Option<Connection>,
    /// The catalogue's type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Asset number (22 digits).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub asset: String,
    /// Communication address (12 digits).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub address: String,
}

/// A customer.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCustomer {
    /// Its id.
    pub id: String,
    /// Customer number.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub number: String,
    /// Name, never a real one.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub name: Text,
    /// Address.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub address: Text,
    /// The meter that counts for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meter: Option<String>,
    /// How much depends on its supply.
    #[serde(default)]
    pub importance: Importance,
    /// How it is reached.
    #[serde(default)]
    pub contact: Contact,
    /// Resistance of the equipment earth in a TT area, Ω: a fault path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub earth_ohm: Option<f64>,
}

/// A load, or a generator with negative power.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawLoad {
    /// Its id.
    pub id: String,
    /// The node it hangs on.
    pub node: String,
    /// How it is connected there.
    pub connection: Connection,
    /// Nominal active power, kW; negative generates.
    pub kw: f64,
    /// Nominal reactive power, kvar; positive lags.
    #[serde(default)]
    pub kvar: f64,
    /// Rated voltage over one of its branches, V; else the node's nominal one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rated_v: Option<f64>,
    /// How power depends on voltage.
    #[serde(default)]
    pub model: LoadModel,
    /// Voltages between which the model holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub band: Option<VoltageBand>,
    /// Its course over the day: one of this area's profiles, or of the catalogue's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// The customer it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub customer: Option<String>,
}

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
