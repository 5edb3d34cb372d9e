//! When loads that may wait are held off, and let on again.

use serde::{Deserialize, Serialize};

/// How what carries too much is relieved; settings, all assumed but the hot spot.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Relieving {
    /// Current from which a fuse or breaker is relieved, pu of its rating.
    pub from_pu: f64,
    /// To what it is relieved, pu.
    pub to_pu: f64,
    /// What everything above a load may carry at most, with it, for it to be let on again, pu.
    pub room_pu: f64,
    /// Hot spot that no transformer is to reach, °C (IEC 60076-7: 120 in a usual day's
    /// course).
    pub hot_c: f64,
    /// How far ahead that is looked, s.
    pub ahead_s: u64,
    /// From when a load that may wait counts as on: its customer's power, pu of its own.
    pub on_pu: f64,
    /// How long an order needs until meters show what it did, s: a quarter hour, and its way.
    pub shows_s: u64,
    /// How long a load that was held off stays so at least, s.
    pub least_s: u64,
    /// How long one may be held off at most, all in all, s.
    pub most_s: u64,
}

impl Default for Relieving {
    fn default() -> Self {
        Self {
            from_pu: 1.0,
            to_pu: 0.95,
            room_pu: 0.85,
            hot_c: 120.0,
            ahead_s: 3600,
            on_pu: 0.7,
            shows_s: 1200,
            least_s: 3600,
            most_s: 6 * 3600,
        }
    }
}
