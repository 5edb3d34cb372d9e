//! When supply is cut off before water comes, and put on again.

use serde::{Deserialize, Serialize};
use taiqu_grid::area::Importance;

/// How supply is cut off before water comes; settings, all assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Shutting {
    /// From which probability that water reaches a box its supply is to be cut off.
    pub likely: f64,
    /// Below which a box for which that was so is left alone again.
    pub unlikely: f64,
    /// How long before water is expected customers are told, s.
    pub warn_s: u64,
    /// How long after they were told supply may be cut off, s.
    pub told_s: u64,
    /// How near to live parts water may come first, by what was observed, m.
    pub near_m: f64,
    /// The same where somebody on whose supply more depends is behind.
    pub near_important_m: f64,
    /// How far water must have fallen below live parts, m, and for how long, s, before
    /// somebody is sent to look.
    pub clear_m: f64,
    /// For how long, s.
    pub clear_s: u64,
}

impl Default for Shutting {
    fn default() -> Self {
        Self {
            likely: 0.5,
            unlikely: 0.3,
            warn_s: 2 * 3600,
            told_s: 600,
            near_m: 0.12,
            near_important_m: 0.06,
            clear_m: 0.15,
            clear_s: 1800,
        }
    }
}

impl Shutting {
    /// How near water may come to what customers of this importance depend on, m.
    pub fn near_m(&self, most: Importance) -> f64 {
        if most > Importance::Normal {
            self.near_important_m
        } else {
            self.near_m
        }
    }
}
