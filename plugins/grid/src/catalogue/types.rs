//! Checked equipment types.

use serde::{Deserialize, Serialize};

use super::raw::Material;
use crate::Conductor as PhaseConductor;
use crate::area::{Laying, Rating};
use crate::impedance::Impedance;

/// A single conductor.
#[derive(Clone, Debug, PartialEq)]
pub struct Conductor {
    /// Its id.
    pub id: String,
    /// What it is made of.
    pub material: Material,
    /// Nominal cross-section, mm².
    pub mm2: f64,
    /// Whether it is insulated.
    pub insulated: bool,
    /// Direct-current resistance at 20 °C, Ω/km.
    pub r20_ohm_per_km: f64,
    /// What that grows by for each kelvin, 1/K.
    pub per_k: f64,
    /// Resistance at the temperature for which impedances are computed, Ω/km.
    pub r_ohm_per_km: f64,
    /// Geometric mean radius, m.
    pub gmr_m: f64,
    /// Diameter of the metal, m.
    pub metal_m: f64,
    /// Outer diameter, m.
    pub outer_m: f64,
    /// Current it may carry continuously, A.
    pub ampacity_a: f64,
    /// Temperature that it may have continuously, °C.
    pub limit_c: f64,
    /// Breaking force, N, where known.
    pub breaking_n: Option<f64>,
    /// Mass, kg/m, where known.
    pub kg_per_m: Option<f64>,
    /// Where the figures come from.
    pub source: String,
}

/// A line, cable or service drop.
#[derive(Clone, Debug, PartialEq)]
pub struct LineType {
    /// Its id.
    pub id: String,
    /// What carries it.
    pub laying: Laying,
    /// Rated voltage between phases, V; none where given by an area's own code.
    pub rated_v: Option<f64>,
    /// Series impedance and capacitance.
    pub impedance: Impedance,
    /// Current each conductor may carry continuously, A.
    pub ampacity_a: Option<f64>,
    /// Temperature that they may have continuously, °C.
    pub limit_c: Option<f64>,
    /// The wires of an overhead line or service drop, in the order a, b, c, n.
    pub wires: Vec<Wire>,
    /// Outer diameter of a cable, m; 0 for wires.
    pub outer_m: f64,
    /// Where the figures come from.
    pub source: String,
}

/// A wire of an overhead line.
#[derive(Clone, Debug, PartialEq)]
pub struct Wire {
    /// Which of a, b, c, n it is.
    pub phase: PhaseConductor,
    /// Id of the conductor it is made of.
    pub conductor: String,
    /// Position across the line, m, to the right when facing the load.
    pub x_m: f64,
    /// Height above the lowest wire, m.
    pub y_m: f64,
    /// Outer diameter, m.
    pub outer_m: f64,
}

/// A transformer type.
#[derive(Clone, Debug, PartialEq)]
pub struct TransformerType {
    /// Its id.
    pub id: String,
    /// Its figures.
    pub rating: Rating,
    /// Where the figures come from.
    pub source: String,
}

/// A pole type.
#[derive(Clone, Debug, PartialEq)]
pub struct PoleType {
    /// Its id.
    pub id: String,
    /// Length, m.
    pub length_m: f64,
    /// Depth in the ground, m.
    pub buried_m: f64,
    /// Diameter of the tip, m.
    pub tip_m: f64,
    /// Diameter of the butt, m.
    pub butt_m: f64,
    /// Bending moment at the ground line at which it cracks, Nm; it breaks at twice that.
    pub crack_nm: f64,
    /// Where the figures come from.
    pub source: String,
}

/// What a device is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum DeviceKind {
    /// Low-voltage fuse gG.
    Fuse,
    /// Miniature circuit breaker.
    Mcb,
    /// Moulded-case circuit breaker.
    Mccb,
    /// 10 kV drop-out fuse.
    DropOut,
    /// Load switch.
    LoadSwitch,
    /// Disconnector.
    Disconnector,
    /// 10 kV breaker on a pole or in the substation.
    Recloser,
}

/// When a breaker opens at once: multiples of the rated current.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Magnetic {
    /// Below this it does not.
    pub no_trip: f64,
    /// Above this it does.
    pub trip: f64,
}

/// Between what currents a fuse melts (IEC 60269-1, gates of gG links).
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Melting {
    /// What it carries for 10 s and for 0.1 s, A.
    pub carries_a: (f64, f64),
    /// What melts it within 5 s and within 0.1 s, A.
    pub melts_a: (f64, f64),
    /// Energy that does not melt it in 0.01 s, and energy that does, kA²s.
    pub ka2s: (f64, f64),
}

/// Between what currents the link of an expulsion fuse melts (ANSI C37.42, type K): the
/// least that may, and the most that need be, A.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expulsion {
    /// In 300 s.
    pub in_300_s: (f64, f64),
    /// In 10 s.
    pub in_10_s: (f64, f64),
    /// In 0.1 s.
    pub in_100_ms: (f64, f64),
}

/// A residual-current release.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Residual {
    /// Residual current at which it opens, mA.
    pub ma: f64,
    /// Delay, s.
    pub delay_s: f64,
}

/// The overcurrent protection of a 10 kV breaker (GB/T 14285): definite times, and closing
/// again once.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relay {
    /// Current from which it opens after a delay, A, and the delay, s.
    pub delayed: (f64, f64),
    /// Current from which it opens at once, A.
    pub at_once_a: f64,
    /// After how long it closes again, s; none where it does not.
    #[serde(default)]
    pub recloses_after_s: Option<f64>,
}

/// A switch, breaker or fuse.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DeviceType {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: DeviceKind,
    /// Rated current, A.
    pub rated_a: f64,
    /// Largest current it can break, kA; 0 means none.
    #[serde(default)]
    pub breaking_ka: f64,
    /// When it melts, if it is a fuse.
    #[serde(default)]
    pub melting: Option<Melting>,
    /// When its link melts, if it is a drop-out fuse.
    #[serde(default)]
    pub expulsion: Option<Expulsion>,
    /// When it opens at once.
    #[serde(default)]
    pub magnetic: Option<Magnetic>,
    /// Its residual-current release.
    #[serde(default)]
    pub residual: Option<Residual>,
    /// Its relay, if it is a 10 kV breaker.
    #[serde(default)]
    pub relay: Option<Relay>,
}

/// A cabinet, branch box or meter box.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BoxType {
    /// Its id.
    pub id: String,
    /// Places for meters; 0 for other boxes.
    #[serde(default)]
    pub positions: u32,
    /// Outgoing ways; 0 for meter boxes.
    #[serde(default)]
    pub ways: u32,
    /// Width, depth and height, m.
    pub size_m: (f64, f64, f64),
    /// Usual height of its bottom above the ground, m.
    pub height_m: f64,
}

/// A meter.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeterType {
    /// Its id.
    pub id: String,
    /// Phases it measures, 1 or 3.
    pub phases: u32,
    /// Basic current, A.
    pub basic_a: f64,
    /// Largest current, A.
    pub max_a: f64,
    /// Whether it is fed by current transformers.
    #[serde(default)]
    pub transformer_operated: bool,
    /// Accuracy class of active energy, %.
    pub class_pct: f64,
}

/// A bank of capacitors that is switched in steps.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BankType {
    /// Its id.
    pub id: String,
    /// Rated voltage between phases, V.
    pub rated_v: f64,
    /// Its steps at that voltage, in the order in which they are switched in, kvar.
    pub steps_kvar: Vec<f64>,
    /// Seconds after which a step that was switched off is discharged.
    pub discharge_s: u64,
}
