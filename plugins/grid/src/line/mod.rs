//! A 10 kV line: substation bus, sections, switches, and where each area hangs.

pub mod raw;

use crate::Text;
use crate::area::{Network, Supply};

pub use raw::RawLine;

/// A checked 10 kV line.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Id, unique in a district.
    pub id: String,
    /// Name shown to people.
    pub name: Text,
    /// Name of the substation it leaves.
    pub substation: Text,
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
    /// The substation bus and what feeds it.
    pub supply: Supply,
    /// The line itself.
    pub network: Network,
    /// Where areas hang.
    pub taps: Vec<Tap>,
}

/// Where an area hangs on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tap {
    /// Id of the area.
    pub area: String,
    /// Index of the line's node that is the area's supply node.
    pub node: usize,
}
