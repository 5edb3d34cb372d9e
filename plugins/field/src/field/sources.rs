//! What a tester finds, and what is locked open.

use taiqu_grid::{AssetRef, Kind};
use taiqu_link::CrewId;

use super::Field;

impl Field {
    /// What may truly put voltage on a thing now: closed switches on a way to the
    /// substation, and generators that are connected. That a generator would go off by
    /// itself is not relied on.
    pub fn sources_at(&self, part: AssetRef) -> Vec<AssetRef> {
        let is_on = |asset: AssetRef| match asset.kind {
            Kind::Switch => !self.switching.is_closed(asset).is_empty(),
            _ => self.is_connected(asset),
        };
        self.topology.isolation(&self.setup.truth, part, is_on).off
    }

    /// A crew locks a switch or generator open.
    pub fn lock(&mut self, asset: AssetRef, crew: CrewId) {
        self.locks.insert((asset, crew));
    }

    /// It takes its lock off; whether another crew's is still there.
    pub fn unlock(&mut self, asset: AssetRef, crew: CrewId) -> bool {
        self.locks.remove(&(asset, crew));
        self.is_locked(asset)
    }

    /// Whether a switch or generator is locked open, or any generator of a customer.
    pub fn is_locked(&self, asset: AssetRef) -> bool {
        let mut locks = self.locks.iter();
        locks.any(|&(locked, _)| locked == asset || self.belongs(locked, asset))
    }

    /// Whether a load is connected.
    fn is_connected(&self, load: AssetRef) -> bool {
        let known = self.model.loads().iter().position(|&other| other == load);
        known.is_some_and(|k| self.connected[k])
    }
}
