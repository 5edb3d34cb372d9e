//! Nodes and what lies between them, as written.

use serde::{Deserialize, Serialize};

use super::{is_zero, one, yes};
use crate::area::{Laying, Rating, Star, SwitchKind};
use crate::{PhaseOrder, Phases, Text};

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
    /// Wind for which that pole was founded, 10-minute mean, m/s, where it is not the
    /// district's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footing_m_s: Option<f64>,
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
    /// Phases to which the low-voltage terminals a, b, c are connected.
    #[serde(default, skip_serializing_if = "PhaseOrder::is_straight")]
    pub lv_order: PhaseOrder,
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

/// A transformer's figures.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum RawRating {
    /// A type of the catalogue.
    Catalogue(String),
    /// Figures given here.
    Given(Rating),
}
