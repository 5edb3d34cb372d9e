//! What must be proved before a repair may begin.

use serde::{Deserialize, Serialize};
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District};

/// Which sources must be off, and what has been proved.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Safety {
    /// Switches and generators that may put voltage on the place, by the records.
    pub required: Vec<AssetRef>,
    /// Those that are reported off and locked.
    pub isolated: Vec<AssetRef>,
    /// Whether every conductor was tested dead.
    pub tested: bool,
    /// Whether earths are on.
    pub earthed: bool,
    /// Whether work was permitted.
    pub permitted: bool,
}

impl Safety {
    /// What the records require for work at `part`.
    pub fn at(records: &District, topology: &Topology, part: AssetRef) -> Self {
        Self {
            required: topology.sources_of(records, part),
            ..Self::default()
        }
    }

    /// Whether all sources are proved off, the place is tested dead and earthed.
    pub fn is_proved(&self) -> bool {
        let off = |point: &AssetRef| self.isolated.contains(point);
        self.required.iter().all(off) && self.tested && self.earthed
    }
}
