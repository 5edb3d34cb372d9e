//! How generator cars are sent.

use serde::{Deserialize, Serialize};

/// How generator cars are sent; settings, all assumed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cars {
    /// How long coupling is reckoned to take, s.
    pub couple_s: u64,
    /// How long the mains must have been back before a car is taken off, s.
    pub settled_s: u64,
}

impl Default for Cars {
    fn default() -> Self {
        Self {
            couple_s: 900,
            settled_s: 600,
        }
    }
}
