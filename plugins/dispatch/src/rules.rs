//! The rules that orders follow.

use serde::{Deserialize, Serialize};
use taiqu_grid::area::Importance;

/// Rules of dispatching; settings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rules {
    /// Within which a crew is promised on site from acceptance, s: 45 minutes in the city,
    /// 90 in the country, 120 far out.
    pub arrive_within_s: u64,
    /// How long an incident must be believed before a crew is sent, s. Assumed.
    pub confirm_s: u64,
    /// The same where a single meter told of it. Assumed.
    pub confirm_single_s: u64,
    /// How long an incident must go on after a crew has been there before another is
    /// sent, for each that was, s. Assumed.
    pub again_s: u64,
    /// From acceptance until an order can be with a crew, at each desk, s: 2 to 3 minutes
    /// are demanded locally.
    pub desk_s: u64,
    /// Writing a report for the other department, s. Assumed.
    pub report_s: u64,
    /// Driving, for estimates, m/s.
    pub speed_m_s: f64,
    /// Weight of an hour's danger against a customer's hour without supply. Assumed.
    pub danger: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            arrive_within_s: 90 * 60,
            confirm_s: 60,
            confirm_single_s: 240,
            again_s: 1200,
            desk_s: 150,
            report_s: 600,
            speed_m_s: 9.0,
            danger: 1000.0,
        }
    }
}

impl Rules {
    /// How much a customer's supply weighs, in ordinary customers. Assumed.
    pub const fn weight(importance: Importance) -> f64 {
        match importance {
            Importance::Normal => 1.0,
            Importance::School => 10.0,
            Importance::Utility => 20.0,
            Importance::Medical => 50.0,
            Importance::LifeSupport => 100.0,
        }
    }
}
