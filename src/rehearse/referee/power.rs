//! Power of the whole network.

use serde::{Deserialize, Serialize};
use taiqu_field::Field;

/// Power of the whole network at one moment, W.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Power {
    /// Delivered by the sources.
    pub source_w: f64,
    /// At the low-voltage terminals of the transformers.
    pub gateway_w: f64,
    /// Drawn by loads, less what generators give.
    pub load_w: f64,
    /// Lost in lines and cables.
    pub line_w: f64,
    /// Lost in transformers.
    pub transformer_w: f64,
}

impl Power {
    pub(super) fn of(field: &Field) -> Self {
        let solution = field.solution();
        Self {
            source_w: solution.source_w(),
            gateway_w: solution.gateway_w(),
            load_w: solution.load_w(),
            line_w: solution.line_w(),
            transformer_w: solution.transformer_w(),
        }
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self {
            source_w: self.source_w + other.source_w,
            gateway_w: self.gateway_w + other.gateway_w,
            load_w: self.load_w + other.load_w,
            line_w: self.line_w + other.line_w,
            transformer_w: self.transformer_w + other.transformer_w,
        }
    }
}
