//! How long work is expected to take.

use serde::{Deserialize, Serialize};
use taiqu_link::Damage;

/// What the desk reckons with; settings of its own, beside what is true. Repairs after
/// common figures of low confidence (a span 1–2 h, a pole 4–8 h, a transformer 3–6 h, a box or meter
/// 1–2 h, a fuse 20–40 min), the others assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Effort {
    /// From the order to the wheels turning, s.
    pub set_out_s: f64,
    /// Driving, m/s.
    pub drive_m_s: f64,
    /// Walking with tools where no vehicle gets through, m/s.
    pub walk_m_s: f64,
    /// Finding the fault, s.
    pub search_s: f64,
    /// Making a place safe before the repair and closing again after it, s.
    pub secure_s: f64,
    /// Closing again and measuring where nothing must be made safe, s.
    pub restore_s: f64,
    /// A repair of which nothing is known, s.
    pub unknown_s: f64,
    /// A broken wire, s.
    pub broken_wire_s: f64,
    /// Wires that touch or leak, s.
    pub touching_wires_s: f64,
    /// A bad joint or open leads, s.
    pub joint_s: f64,
    /// Blown fuses, s.
    pub fuse_s: f64,
    /// A breaker, s.
    pub breaker_s: f64,
    /// A transformer, s.
    pub transformer_s: f64,
    /// A meter box, s.
    pub box_s: f64,
    /// A pole with the wires on both sides, s.
    pub pole_s: f64,
}

impl Default for Effort {
    fn default() -> Self {
        Self {
            set_out_s: 180.0,
            drive_m_s: 9.0,
            walk_m_s: 1.2,
            search_s: 600.0,
            secure_s: 1200.0,
            restore_s: 240.0,
            unknown_s: 1800.0,
            broken_wire_s: 5400.0,
            touching_wires_s: 3000.0,
            joint_s: 1800.0,
            fuse_s: 1500.0,
            breaker_s: 420.0,
            transformer_s: 15_000.0,
            box_s: 5400.0,
            pole_s: 18_000.0,
        }
    }
}

impl Effort {
    /// How long a crew is busy with what it is expected to find, s from its arrival.
    pub fn service_s(&self, expected: Option<Damage>) -> f64 {
        let repair_s = match expected {
            None => self.unknown_s,
            Some(Damage::BrokenWire) => self.broken_wire_s,
            Some(Damage::TouchingWires | Damage::LeakyLine) => self.touching_wires_s,
            Some(Damage::LooseJoint | Damage::OpenLeads) => self.joint_s,
            Some(Damage::BlownFuse) => self.fuse_s,
            Some(Damage::TrippedBreaker | Damage::OwnBreaker | Damage::LeakyPremises) => {
                self.breaker_s
            }
            Some(Damage::FailedTransformer) => self.transformer_s,
            Some(Damage::BurntBox) => self.box_s,
            Some(Damage::FallenPole) => self.pole_s,
        };
        let around_s = if expected.is_some_and(Damage::needs_isolation) {
            self.secure_s
        } else {
            self.restore_s
        };
        self.search_s + repair_s + around_s
    }
}
