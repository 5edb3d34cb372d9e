//! Transformers.

use serde::{Deserialize, Serialize};

use crate::{PhaseOrder, Text};

/// A transformer.
#[derive(Clone, Debug, PartialEq)]
pub struct Transformer {
    /// Its id.
    pub id: String,
    /// Index of the high-voltage node.
    pub hv: usize,
    /// Index of the low-voltage node.
    pub lv: usize,
    /// Its figures.
    pub rating: Rating,
    /// The catalogue's type, where it is one.
    pub model: Option<String>,
    /// Ratio by which the tap changer raises the high-voltage turns.
    pub tap: f64,
    /// How the low-voltage star point is connected.
    pub star: Star,
    /// Phases to which the low-voltage terminals a, b, c are connected.
    pub lv_order: PhaseOrder,
    /// Anti-float shunt of each winding, millionths of the rating.
    pub ppm_antifloat: f64,
    /// Position of the platform's middle, m.
    pub at: Option<(f64, f64)>,
    /// Heading of the platform's front, degrees clockwise from north.
    pub heading_deg: f64,
    /// Whether it stands in a box substation instead of on poles.
    pub box_substation: bool,
    /// Asset number.
    pub asset: String,
    /// Name shown to people.
    pub name: Text,
}

impl Rating {
    /// Rated current of the low-voltage winding, A.
    pub fn rated_a(&self) -> f64 {
        self.kva * 1e3 / (3.0_f64.sqrt() * self.lv_v)
    }
}

/// A transformer's figures.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rating {
    /// Rated power, kVA.
    pub kva: f64,
    /// Rated high voltage between phases, V.
    pub hv_v: f64,
    /// Rated low voltage between phases, V.
    pub lv_v: f64,
    /// Connection and phase shift.
    pub vector: Vector,
    /// Short-circuit voltage, reactive part, % of rating.
    pub x_pct: f64,
    /// Short-circuit voltage, resistive part of both windings, % of rating.
    pub r_pct: f64,
    /// No-load loss, % of rating.
    #[serde(default)]
    pub no_load_pct: f64,
    /// Magnetising current, reactive part, % of rating.
    #[serde(default)]
    pub magnetising_pct: f64,
    /// What the low-voltage star of a Yyn0 transformer shows to zero-sequence
    /// currents, whose flux the core's limbs leave through air and tank: resistance
    /// and reactance, % of rating, no-load branch included. Without it only the
    /// no-load branch is there, as in three single-phase units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero_pct: Option<(f64, f64)>,
}

/// Winding connection and phase shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Vector {
    /// Delta–star, low voltage leads by 30°.
    Dyn11,
    /// Delta–star, low voltage lags by 30°.
    Dyn1,
    /// Star–star, high-voltage star point on its node's conductor n, or not connected
    /// where there is none.
    Yyn0,
    /// Star–star, high-voltage star point earthed.
    YNyn0,
    /// Delta–delta.
    Dd0,
    /// Star (earthed)–delta, low voltage lags by 30°.
    YNd1,
    /// Star (earthed)–delta, low voltage leads by 30°.
    YNd11,
}

/// How a transformer's low-voltage star point is connected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Star {
    /// To the node's conductor n; earths of the node are separate.
    #[default]
    Neutral,
    /// To remote earth through an impedance, with no conductor n.
    Earth {
        /// Resistance, Ω.
        r_ohm: f64,
        /// Reactance, Ω.
        x_ohm: f64,
    },
    /// Not connected.
    Open,
}
