//! What must be switched off before somebody works on a thing.

use super::Topology;
use crate::{AssetRef, District, Kind, Place};

impl Topology {
    /// All that may put voltage on a thing of `district`, which this is laid out from: the
    /// nearest switch above it, and what generates behind that switch.
    pub fn sources_of(&self, district: &District, asset: AssetRef) -> Vec<AssetRef> {
        let path = self.upstream(asset).into_iter();
        let above = path.into_iter().find(|asset| asset.kind == Kind::Switch);
        let behind = self.downstream(above.unwrap_or(asset)).iter().copied();
        let generates = |asset: &AssetRef| match (asset.kind, asset.place) {
            (Kind::Load, Place::Area(area)) => {
                let loads = &district.areas[usize::from(area)].loads;
                loads[asset.index as usize].kw < 0.0
            }
            _ => false,
        };
        above.into_iter().chain(behind.filter(generates)).collect()
    }
}
