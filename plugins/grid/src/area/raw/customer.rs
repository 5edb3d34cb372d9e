//! Boxes, meters, customers and loads, as written.

use serde::{Deserialize, Serialize};

use crate::area::{BoxKind, Contact, Importance, LoadModel, VoltageBand};
use crate::{Connection, Text};

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
    /// Whether the customer has agreed that the utility may put it off for a while.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deferrable: bool,
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
