//! An area: everything below one supply node, checked and indexed.

mod control;
mod customer;
mod load;
mod network;
pub mod raw;
mod surroundings;
mod transformer;

use serde::{Deserialize, Serialize};

use crate::Text;

pub use control::{Bank, PhaseSwitch};
pub use customer::{BoxItem, BoxKind, Contact, Customer, Importance, Meter};
pub use load::{Load, LoadModel, Profile, VoltageBand};
pub use network::{Earth, Laying, Network, Node, Section, Source, Supply, Switch, SwitchKind};
pub use raw::RawArea;
pub use surroundings::{BuildingStyle, Ring, Surroundings, WaterKind};
pub use transformer::{Rating, Star, Transformer, Vector};

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
    /// How far it lies from those who serve it.
    pub location: Location,
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
    /// Loads and generators, and after them the capacitor banks.
    pub loads: Vec<Load>,
    /// Capacitor banks.
    pub banks: Vec<Bank>,
    /// Phase switches.
    pub phase_switches: Vec<PhaseSwitch>,
    /// What the network stands in.
    pub surroundings: Surroundings,
}

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

/// Where an area lies; what customers are promised depends on it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Location {
    /// In a city.
    City,
    /// In the country.
    #[default]
    Country,
    /// Far out.
    Remote,
}
