//! What must be proved before a repair may begin.

use serde::{Deserialize, Serialize};
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Kind, Place};

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
    /// What the records require for work at `part`: the switch that feeds it, and all
    /// that generates behind that.
    pub fn at(records: &District, topology: &Topology, part: AssetRef) -> Self {
        let path = topology.upstream(part).into_iter();
        let above = path.into_iter().find(|asset| asset.kind == Kind::Switch);
        let behind = topology.downstream(above.unwrap_or(part)).iter().copied();
        let generates = |asset: &AssetRef| match (asset.kind, asset.place) {
            (Kind::Load, Place::Area(area)) => {
                let loads = &records.areas[usize::from(area)].loads;
                loads[asset.index as usize].kw < 0.0
            }
            _ => false,
        };
        Self {
            required: above.into_iter().chain(behind.filter(generates)).collect(),
            ..Self::default()
        }
    }

    /// Whether all sources are proved off, the place is tested dead and earthed.
    pub fn is_proved(&self) -> bool {
        let off = |point: &AssetRef| self.isolated.contains(point);
        self.required.iter().all(off) && self.tested && self.earthed
    }
}
