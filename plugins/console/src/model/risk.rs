//! What a storm that is forecast will probably do.

use taiqu_grid::{AssetRef, Text};
use taiqu_link::DateTime;

/// What a storm that is forecast will probably do.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RiskView {
    /// When the wind is expected to be strongest, and that wind's median, m/s.
    pub peak: Option<(DateTime, f64)>,
    /// How many customers will lose supply, in the mean.
    pub expected_out: f64,
    /// What is endangered, the most endangered first.
    pub rows: Vec<RiskRow>,
}

/// One thing that is endangered.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskRow {
    /// The thing.
    pub asset: AssetRef,
    /// Key of what may happen to it.
    pub what: &'static str,
    /// Its name.
    pub name: Text,
    /// Name of its area or line.
    pub place: Text,
    /// How probably that happens.
    pub probability: f64,
}
