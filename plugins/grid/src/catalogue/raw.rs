//! Catalogue files as they are written.
//!
//! Figures come in groups of one source. A group names in `doubtful` those of its
//! fields that rest on memory or estimate and that a utility should replace by its
//! own.

use serde::{Deserialize, Serialize};

use super::types::{BankType, BoxType, DeviceType, MeterType};
use crate::Phases;
use crate::area::raw::RawProfile;
use crate::area::{Laying, Vector};

/// A whole catalogue file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct RawCatalogue {
    /// For what conditions impedances are computed; given once in all files.
    pub conditions: Option<Conditions>,
    /// Single conductors.
    pub conductors: Vec<ConductorGroup>,
    /// Lines and service drops made of single conductors.
    pub overhead: Vec<OverheadGroup>,
    /// Cables.
    pub cables: Vec<CableGroup>,
    /// Transformers.
    pub transformers: Vec<TransformerGroup>,
    /// Poles.
    pub poles: Vec<PoleGroup>,
    /// Switches, breakers and fuses.
    pub devices: Vec<Group<DeviceType>>,
    /// Cabinets, branch boxes and meter boxes.
    pub boxes: Vec<Group<BoxType>>,
    /// Meters.
    pub meters: Vec<Group<MeterType>>,
    /// Capacitor banks.
    pub banks: Vec<Group<BankType>>,
    /// Load profiles.
    pub profiles: Vec<RawProfile>,
}

impl RawCatalogue {
    /// Adds what another file holds.
    pub fn append(&mut self, mut other: Self) {
        self.conditions = self.conditions.take().or(other.conditions);
        self.conductors.append(&mut other.conductors);
        self.overhead.append(&mut other.overhead);
        self.cables.append(&mut other.cables);
        self.transformers.append(&mut other.transformers);
        self.poles.append(&mut other.poles);
        self.devices.append(&mut other.devices);
        self.boxes.append(&mut other.boxes);
        self.meters.append(&mut other.meters);
        self.banks.append(&mut other.banks);
        self.profiles.append(&mut other.profiles);
    }
}

/// For what conditions impedances are computed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Conditions {
    /// Where the figures come from.
    pub source: String,
    /// Frequency, Hz.
    pub frequency_hz: f64,
    /// Temperature of the conductors, °C.
    pub conductor_c: f64,
    /// Resistivity of the earth, Ωm.
    pub earth_ohm_m: f64,
    /// Temperature coefficient of aluminium at 20 °C, 1/K.
    pub aluminium_per_k: f64,
    /// Temperature coefficient of copper at 20 °C, 1/K.
    pub copper_per_k: f64,
}

/// What a conductor is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Material {
    /// Aluminium, with or without a steel core.
    Aluminium,
    /// Copper.
    Copper,
}

/// Conductors of one series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConductorGroup {
    /// Where the figures come from.
    pub source: String,
    /// Fields to be replaced by better figures.
    #[serde(default)]
    pub doubtful: Vec<String>,
    /// Ids are `series-area`, as in `JKLYJ-70`.
    pub series: String,
    /// What it is made of.
    pub material: Material,
    /// Whether it is insulated.
    pub insulated: bool,
    /// Temperature that they may have continuously, °C.
    pub limit_c: f64,
    /// Geometric mean radius over half the metal's diameter.
    pub gmr_factor: f64,
    /// The sizes.
    pub sizes: Vec<RawConductor>,
}

/// One size of a conductor.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawConductor {
    /// Nominal cross-section, mm².
    pub mm2: f64,
    /// Direct-current resistance at 20 °C, Ω/km.
    pub r20_ohm_per_km: f64,
    /// Diameter of the metal, mm.
    pub metal_mm: f64,
    /// Outer diameter, mm.
    pub outer_mm: f64,
    /// Current it may carry continuously, A.
    pub ampacity_a: f64,
    /// Breaking force, N.
    #[serde(default)]
    pub breaking_n: Option<f64>,
    /// Mass, kg/km.
    #[serde(default)]
    pub kg_per_km: Option<f64>,
}

/// Lines of one arrangement of wires.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OverheadGroup {
    /// Where the arrangement comes from.
    pub source: String,
    /// Fields to be replaced by better figures.
    #[serde(default)]
    pub doubtful: Vec<String>,
    /// Between poles, or a drop to a building.
    pub laying: Laying,
    /// Rated voltage between phases, V.
    pub rated_v: f64,
    /// Mean height of the wires above the ground, m.
    pub height_m: f64,
    /// The wires: conductor, position across the line (x, to the right facing the
    /// load) and above the lowest wire (y), m.
    pub wires: Vec<(Phases, f64, f64)>,
    /// The types: id, conductor of the phases, conductor of the neutral if any.
    pub types: Vec<RawOverhead>,
}

/// One line type: which conductors hang in the arrangement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawOverhead {
    /// Its id.
    pub id: String,
    /// Conductor of the phases.
    pub phase: String,
    /// Conductor of the neutral; else that of the phases.
    #[serde(default)]
    pub neutral: Option<String>,
}

/// Cables of one series.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CableGroup {
    /// Where the figures come from.
    pub source: String,
    /// Fields to be replaced by better figures.
    #[serde(default)]
    pub doubtful: Vec<String>,
    /// In the ground, or a drop to a building.
    pub laying: Laying,
    /// What the cores are made of.
    pub material: Material,
    /// Rated voltage between phases, V.
    pub rated_v: f64,
    /// Temperature that the cores may have continuously, °C.
    pub limit_c: f64,
    /// The cores: `abcn`, `abc` or `an`.
    pub cores: Phases,
    /// The types.
    pub types: Vec<RawCable>,
}

/// One cable type.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawCable {
    /// Its id.
    pub id: String,
    /// Cross-section of a phase core, mm².
    pub mm2: f64,
    /// Direct-current resistance of a phase core at 20 °C, Ω/km.
    pub r20_ohm_per_km: f64,
    /// The same of a neutral core of another size, Ω/km.
    #[serde(default)]
    pub neutral_r20_ohm_per_km: Option<f64>,
    /// Reactance a core, Ω/km.
    pub x_ohm_per_km: f64,
    /// Capacitance of a core to the screen, nF/km.
    #[serde(default)]
    pub c_nf_per_km: f64,
    /// Outer diameter, mm.
    pub outer_mm: f64,
    /// Current it may carry continuously, A.
    pub ampacity_a: f64,
}

/// Transformers of one series and connection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TransformerGroup {
    /// Where the figures come from.
    pub source: String,
    /// Fields to be replaced by better figures.
    #[serde(default)]
    pub doubtful: Vec<String>,
    /// Ids are `series-kva`, as in `S13-400`.
    pub series: String,
    /// Connection and phase shift.
    pub vector: Vector,
    /// Rated high voltage between phases, V.
    pub hv_v: f64,
    /// Rated low voltage between phases, V.
    pub lv_v: f64,
    /// Zero-sequence reactance seen from the low-voltage star, in short-circuit
    /// reactances: of Yyn0 alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zero_times: Option<f64>,
    /// The sizes.
    pub sizes: Vec<RawTransformerSize>,
}

/// One size of a transformer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTransformerSize {
    /// Rated power, kVA.
    pub kva: f64,
    /// No-load loss, W.
    pub p0_w: f64,
    /// Load loss at rated current, W.
    pub pk_w: f64,
    /// Short-circuit voltage, %.
    pub uk_pct: f64,
    /// No-load current, %.
    pub i0_pct: f64,
}

/// Poles of one length and tip diameter, in several classes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PoleGroup {
    /// Where the figures come from.
    pub source: String,
    /// Fields to be replaced by better figures.
    #[serde(default)]
    pub doubtful: Vec<String>,
    /// Ids are `series-length-class`, as in `RC150-10-D`.
    pub series: String,
    /// Length, m.
    pub length_m: f64,
    /// Depth in the ground, m.
    pub buried_m: f64,
    /// Diameter of the tip, mm.
    pub tip_mm: f64,
    /// Diameter grows by a metre in this many metres of length.
    pub taper: f64,
    /// Arm of the bending moment: from the ground line to the test load, m.
    pub arm_m: f64,
    /// The classes: letter, and load at the tip at which it cracks, kN.
    pub classes: Vec<(String, f64)>,
}

/// Things of one source whose records are written out.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Group<T> {
    /// Where the figures come from.
    pub source: String,
    /// Fields to be replaced by better figures.
    #[serde(default)]
    pub doubtful: Vec<String>,
    /// The things.
    pub types: Vec<T>,
}
