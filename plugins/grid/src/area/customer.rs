//! Boxes, meters and customers.

use serde::{Deserialize, Serialize};

use crate::{Connection, Text};

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
