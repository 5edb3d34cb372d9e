//! Nodes and what lies between them: shared by areas and 10 kV lines.

use num_complex::Complex64;
use serde::{Deserialize, Serialize};

use crate::{Conductor, Phases, Text};

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
    /// Wind for which that pole was founded, 10-minute mean, m/s, where it is not the
    /// district's.
    pub footing_m_s: Option<f64>,
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
    pub z_ohm: [[Complex64; 4]; 4],
    /// Shunt admittance of the whole section, S, same shape; half sits at each end.
    pub y_siemens: [[Complex64; 4]; 4],
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
    /// What that may carry for good, A.
    pub rated_a: Option<f64>,
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
    pub z_ohm: Complex64,
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
