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
    /// Poles that may fall, the most endangered first.
    pub poles: Vec<RiskRow>,
    /// Sections that may fail, likewise.
    pub sections: Vec<RiskRow>,
    /// Customers who may lose supply, likewise.
    pub customers: Vec<RiskRow>,
}

impl RiskView {
    /// The lists with the keys of their headings.
    pub fn lists(&self) -> [(&'static str, &[RiskRow]); 3] {
        [
            ("risk.poles", &self.poles),
            ("risk.sections", &self.sections),
            ("risk.customers", &self.customers),
        ]
    }
}

/// One thing that is endangered.
#[derive(Clone, Debug, PartialEq)]
pub struct RiskRow {
    /// The thing.
    pub asset: AssetRef,
    /// Its name.
    pub name: Text,
    /// Name of its area or line.
    pub place: Text,
    /// How probably it happens.
    pub probability: f64,
}
