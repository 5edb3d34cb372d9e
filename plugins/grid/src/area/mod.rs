//! An area: everything below one supply node, checked and indexed.

pub mod raw;

use serde::{Deserialize, Serialize};

use crate::{Conductor, Connection, Phases, Text};

pub use raw::RawArea;

/// A checked area. References are indices into its own vectors.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// Id, unique in a district.
    pub id: String,
    /// Name shown to people.
    pub name: Text,
    /// Where the data come from.
    pub source: String,
    /// Under what licence.
    pub licence: String,
    /// The coordinate system, in words.
    pub coordinates: String,
    /// Nominal voltage between phases, V.
    pub nominal_v: f64,
    /// Nominal frequency, Hz.
    pub frequency_hz: f64,
    /// How neutral and customers are earthed.
    pub earthing: Earthing,
    /// Id of the 10 kV line it hangs on.
    pub line: Option<String>,
    /// Where it is fed.
    pub supply: Option<Supply>,
    /// Relief of the ground.
    pub relief: Option<raw::RawRelief>,
    /// Load profiles its loads refer to.
    pub profiles: Vec<Profile>,
    /// The network.
    pub network: Network,
    /// Transformers.
    pub transformers: Vec<Transformer>,
    /// Cabinets, branch boxes and meter boxes.
    pub boxes: Vec<BoxItem>,
    /// Meters.
    pub meters: Vec<Meter>,
    /// Customers.
    pub customers: Vec<Customer>,
    /// Loads and generators.
    pub loads: Vec<Load>,
    /// What the network stands in.
    pub surroundings: Surroundings,
}

/// Nodes and what lies between them: shared by areas and 10 kV lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// Electrical nodes.
    pub nodes: Vec<Node>,
    /// Lines and cables.
    pub sections: Vec<Section>,
    /// Switches, breakers and fuses.
    pub switches: Vec<Switch>,
    /// Earth electrodes.
    pub earths: Vec<Earth>,
}

/// What the network stands in.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Surroundings {
    /// Buildings.
    pub buildings: Vec<raw::RawBuilding>,
    /// Roads.
    pub roads: Vec<raw::RawRoad>,
    /// Fields.
    pub fields: Vec<Ring>,
    /// Trees.
    pub trees: Vec<raw::RawTree>,
    /// Rivers and ponds.
    pub water: Vec<raw::RawWater>,
}

/// A closed polygon, m; the last point joins the first.
pub type Ring = Vec<(f64, f64)>;

/// How an area is earthed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Earthing {
    /// Neutral earthed at the transformer only; every customer has an own
    /// equipment earth, which is a fault path and not a neutral shunt.
    #[default]
    #[serde(rename = "TT")]
    Tt,
    /// The PEN conductor is earthed again along the line.
    #[serde(rename = "TN-C-S")]
    TnCS,
}

/// A stiff voltage behind an impedance.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Voltage between phases, V.
    pub voltage_v: f64,
    /// Angle of phase a, degrees.
    #[serde(default)]
    pub angle_deg: f64,
    /// Positive-sequence resistance, Ω.
    pub r1_ohm: f64,
    /// Positive-sequence reactance, Ω.
    pub x1_ohm: f64,
    /// Zero-sequence resistance, Ω.
    pub r0_ohm: f64,
    /// Zero-sequence reactance, Ω.
    pub x0_ohm: f64,
}

/// Where an area is fed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Supply {
    /// Index of the node.
    pub node: usize,
    /// The source equivalent for use alone.
    pub source: Source,
}

/// A load profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Its id.
    pub id: String,
    /// Length of a step, s.
    pub step_s: u32,
    /// Factor on the load's nominal power, one a step, from midnight; not empty.
    pub values: Vec<f64>,
}

impl Profile {
    /// The factor at `second` of the simulation's day zero, repeating.
    pub fn at(&self, second: u64) -> f64 {
        let step = second / u64::from(self.step_s);
        self.values[(step % self.values.len() as u64) as usize]
    }
}

/// An electrical node.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its id.
    pub id: String,
    /// Conductors that exist here.
    pub phases: Phases,
    /// Position (x east, y north), m.
    pub at: Option<(f64, f64)>,
    /// Nominal voltage between phases, V.
    pub nominal_v: f64,
    /// The catalogue's pole type that carries it.
    pub pole: Option<String>,
    /// Asset number.
    pub asset: String,
    /// Name shown to people.
    pub name: Text,
}

/// What carries a section.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Laying {
    /// Overhead line between poles.
    #[default]
    Overhead,
    /// Cable in the ground.
    Cable,
    /// Drop from the line to a building.
    Service,
}

/// A span of overhead line, a cable or a service drop.
#[derive(Clone, Debug, PartialEq)]
pub struct Section {
    /// Its id.
    pub id: String,
    /// Index of the node nearer the source.
    pub from: usize,
    /// Index of the other node.
    pub to: usize,
    /// Conductors it has.
    pub phases: Phases,
    /// Length along the conductor, m.
    pub length_m: f64,
    /// Its line type.
    pub line_type: String,
    /// What carries it.
    pub laying: Laying,
    /// Series impedance of the whole section, Ω, 4×4 in the order a, b, c, n; rows
    /// and columns of absent conductors are zero.
    pub z_ohm: [[num_complex::Complex64; 4]; 4],
    /// Shunt admittance of the whole section, S, same shape; half sits at each end.
    pub y_siemens: [[num_complex::Complex64; 4]; 4],
    /// Current each conductor may carry continuously, A, where known.
    pub ampacity_a: Option<f64>,
    /// Bends of a cable's trace between its ends, m.
    pub via: Vec<(f64, f64)>,
    /// Asset number.
    pub asset: String,
    /// Name shown to people.
    pub name: Text,
}

/// What a switch is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum SwitchKind {
    /// Opens under fault by itself (MCCB, MCB, recloser).
    Breaker,
    /// Opens and closes under load, by hand or motor.
    LoadSwitch,
    /// A visible break, never under load.
    Disconnector,
    /// Low-voltage gG fuse.
    Fuse,
    /// 10 kV drop-out fuse (跌落式熔断器), one a phase.
    DropOut,
}

/// A switch, breaker or fuse. Closed, it has no impedance.
#[derive(Clone, Debug, PartialEq)]
pub struct Switch {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: SwitchKind,
    /// Index of the node nearer the source.
    pub from: usize,
    /// Index of the other node.
    pub to: usize,
    /// Conductors it has.
    pub phases: Phases,
    /// Whether it is closed.
    pub closed: bool,
    /// The catalogue's device in it.
    pub device: Option<String>,
    /// Asset number.
    pub asset: String,
    /// Name shown to people.
    pub name: Text,
}

/// Winding connection and phase shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Vector {
    /// Delta–star, low voltage leads by 30°.
    Dyn11,
    /// Delta–star, low voltage lags by 30°.
    Dyn1,
    /// Star–star, high-voltage star point not connected.
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
}

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

/// An earth electrode.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Earth {
    /// Index of the node.
    pub node: usize,
    /// The conductor that is earthed.
    pub conductor: Conductor,
    /// Impedance to remote earth, Ω.
    pub z_ohm: num_complex::Complex64,
}

/// What a box is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BoxKind {
    /// JP cabinet under the transformer, or the low-voltage part of a box substation.
    Cabinet,
    /// Branch box: one cable in, several out.
    Branch,
    /// Meter box with this many positions.
    Meter {
        /// Places for meters.
        positions: u32,
    },
}

/// A cabinet, branch box or meter box.
#[derive(Clone, Debug, PartialEq)]
pub struct BoxItem {
    /// Its id.
    pub id: String,
    /// What it is.
    pub kind: BoxKind,
    /// Index of the node of its busbar or terminals.
    pub node: usize,
    /// The catalogue's type.
    pub model: Option<String>,
    /// Position of the middle of its back, m.
    pub at: Option<(f64, f64)>,
    /// Height of its bottom above the ground, m.
    pub height_m: f64,
    /// Heading of its front, degrees clockwise from north.
    pub heading_deg: f64,
    /// Asset number.
    pub asset: String,
    /// Name shown to people.
    pub name: Text,
}

/// A meter.
#[derive(Clone, Debug, PartialEq)]
pub struct Meter {
    /// Its id.
    pub id: String,
    /// Index of the box it is in.
    pub box_index: usize,
    /// Its place in the box, from 1.
    pub position: u32,
    /// How it is connected.
    pub connection: Connection,
    /// The catalogue's type.
    pub model: Option<String>,
    /// Asset number.
    pub asset: String,
    /// Communication address.
    pub address: String,
}

/// How much depends on a customer's supply (GB/T 29328, with domestic additions).
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
pub enum Importance {
    /// An ordinary customer.
    #[default]
    Normal,
    /// School, kindergarten.
    School,
    /// Water works, pump, mobile base station, traffic lights.
    Utility,
    /// Clinic or hospital.
    Medical,
    /// A home with a ventilator or dialysis machine.
    LifeSupport,
}

/// How a customer is reached, without telling who it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Contact {
    /// By mobile phone.
    #[default]
    Mobile,
    /// By landline only.
    Landline,
    /// Through the village or housing committee.
    Committee,
    /// Not at all.
    None,
}

/// A customer.
#[derive(Clone, Debug, PartialEq)]
pub struct Customer {
    /// Its id.
    pub id: String,
    /// Customer number.
    pub number: String,
    /// Name.
    pub name: Text,
    /// Address.
    pub address: Text,
    /// Index of the meter that counts for it.
    pub meter: Option<usize>,
    /// How much depends on its supply.
    pub importance: Importance,
    /// How it is reached.
    pub contact: Contact,
    /// Resistance of the equipment earth in a TT area, Ω.
    pub earth_ohm: Option<f64>,
}

/// How a load's power depends on the voltage over it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum LoadModel {
    /// The same power at any voltage.
    #[default]
    ConstantPower,
    /// Power with the square of voltage.
    ConstantImpedance,
    /// Power with the voltage (constant current magnitude and power factor).
    ConstantCurrent,
    /// Shares of constant impedance, current and power; each triple sums to one.
    Zip {
        /// Shares of active power.
        p: [f64; 3],
        /// Shares of reactive power.
        q: [f64; 3],
        /// Voltage below which it switches off, pu of rated; 0 means never.
        #[serde(default)]
        cut_off: f64,
    },
    /// Power with a power of voltage.
    Exponential {
        /// Exponent of active power.
        p: f64,
        /// Exponent of reactive power.
        q: f64,
    },
}

/// Voltages between which a load model holds, pu of its rated voltage. Above
/// `max` the load is the constant impedance that draws its power at `max`; below
/// `min` its admittance goes linearly to the constant impedance that holds below
/// `low`.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VoltageBand {
    /// Below this, constant impedance.
    pub low: f64,
    /// Above this (and up to `max`), the model.
    pub min: f64,
    /// Above this, constant impedance.
    pub max: f64,
}

/// A load, or a generator with negative power.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// Its id.
    pub id: String,
    /// Index of the node it hangs on.
    pub node: usize,
    /// How it is connected there.
    pub connection: Connection,
    /// Nominal active power, kW.
    pub kw: f64,
    /// Nominal reactive power, kvar.
    pub kvar: f64,
    /// Rated voltage over one of its branches, V.
    pub rated_v: f64,
    /// How power depends on voltage.
    pub model: LoadModel,
    /// Voltages between which the model holds; without it the model always holds.
    pub band: Option<VoltageBand>,
    /// Index of its profile among the area's.
    pub profile: Option<usize>,
    /// Index of the customer it belongs to.
    pub customer: Option<usize>,
}

/// What a building looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BuildingStyle {
    /// Old single-storey house with a tiled roof.
    Cottage,
    /// Two- or three-storey village house.
    VillageHouse,
    /// Shop with a canopy.
    Shop,
    /// Slab block of flats.
    Slab,
    /// Point tower of flats.
    Tower,
    /// School, clinic, committee.
    Public,
    /// Workshop or small factory hall.
    Hall,
    /// Shed, pump house, garage.
    Shed,
}

/// What water is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WaterKind {
    /// A stream or river.
    River,
    /// A pond or lake.
    Pond,
}
