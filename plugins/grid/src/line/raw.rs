//! A line file as it is written.

use serde::{Deserialize, Serialize};

use crate::Text;
use crate::area::raw::{RawEarth, RawLineCode, RawNode, RawSection, RawSupply, RawSwitch};

/// A whole line file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawLine {
    /// Id of the line, unique in a district.
    pub id: String,
    /// Name shown to people.
    pub name: Text,
    /// Name of the substation it leaves.
    pub substation: Text,
    /// Where the data come from.
    pub source: String,
    /// Under what licence.
    pub licence: String,
    /// The coordinate system, in words; the same as that of its areas.
    #[serde(default)]
    pub coordinates: String,
    /// Nominal voltage between phases, V.
    pub nominal_v: f64,
    /// Nominal frequency, Hz.
    pub frequency_hz: f64,
    /// The substation bus and what feeds it.
    pub supply: RawSupply,
    /// Line types of this line alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub line_codes: Vec<RawLineCode>,
    /// Electrical nodes.
    pub nodes: Vec<RawNode>,
    /// Lines and cables.
    pub sections: Vec<RawSection>,
    /// Switches and drop-out fuses.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub switches: Vec<RawSwitch>,
    /// Earth electrodes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earths: Vec<RawEarth>,
    /// Where areas hang.
    pub taps: Vec<RawTap>,
}

/// Where an area hangs on a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawTap {
    /// Id of the area.
    pub area: String,
    /// The line's node that is the area's supply node.
    pub node: String,
}
