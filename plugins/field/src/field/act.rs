//! What actions do to the field.

use std::sync::Arc;

use taiqu_grid::{AssetRef, Kind, Phases, Place};
use taiqu_link::Refusal;

use super::Field;
use crate::event::Action;

impl Field {
    /// Loads that the scenario connects before anything else happens to them are
    /// not connected yet.
    pub(super) fn begin_disconnected(&mut self) {
        let mut met = vec![false; self.connected.len()];
        for event in self.setup.events.clone() {
            let (asset, connects) = match event.action {
                Action::ConnectLoad { load } => (load, true),
                Action::DisconnectLoad { load } => (load, false),
                _ => continue,
            };
            for k in self.loads_of(asset) {
                if !met[k] {
                    met[k] = true;
                    self.connected[k] = !connects;
                }
            }
        }
    }

    /// Does `action`, or says why it cannot be done.
    pub(super) fn act(&mut self, action: Action) -> Result<(), Refusal> {
        let truth = Arc::clone(&self.setup.truth);
        let asset = action.asset();
        if !truth.has(asset) {
            return Err(Refusal::NotThere);
        }
        let right = match action {
            Action::OpenSwitch { .. } | Action::CloseSwitch { .. } | Action::BlowFuse { .. } => {
                asset.kind == Kind::Switch
            }
            Action::Break { .. } | Action::Mend { .. } => asset.kind == Kind::Section,
            Action::SetTap { tap, .. } => {
                asset.kind == Kind::Transformer && (0.8..=1.2).contains(&tap)
            }
            Action::ConnectLoad { .. } | Action::DisconnectLoad { .. } => {
                matches!(asset.kind, Kind::Load | Kind::Customer)
            }
        };
        if !right {
            return Err(Refusal::NotPossible);
        }
        let network = truth.network(asset.place);
        match action {
            Action::OpenSwitch { phases, .. } | Action::BlowFuse { phases, .. } => {
                let closed = self.switching.switch(asset);
                *closed = closed.without(phases);
                self.reswitched = true;
            }
            Action::CloseSwitch { phases, .. } => {
                let has: Phases = network.switches[asset.index as usize].phases;
                let closed = self.switching.switch(asset);
                *closed = closed.union(phases.and(has));
                self.reswitched = true;
            }
            Action::Break { conductors, .. } => {
                let broken = self.switching.broken(asset);
                *broken = broken.union(conductors);
                self.reswitched = true;
            }
            Action::Mend { conductors, .. } => {
                let broken = self.switching.broken(asset);
                *broken = broken.without(conductors);
                self.reswitched = true;
            }
            Action::SetTap { tap, .. } => {
                *self.switching.tap(asset) = tap;
                self.reswitched = true;
            }
            Action::ConnectLoad { .. } => self.connect(asset, true),
            Action::DisconnectLoad { .. } => self.connect(asset, false),
        }
        Ok(())
    }

    fn connect(&mut self, asset: AssetRef, on: bool) {
        for k in self.loads_of(asset) {
            self.connected[k] = on;
            self.reloaded = true;
        }
    }

    /// Positions, among the model's loads, of a load or of a customer's loads.
    fn loads_of(&self, asset: AssetRef) -> Vec<usize> {
        let truth = &self.setup.truth;
        let belongs = |load: &AssetRef| match asset.kind {
            Kind::Customer => {
                let Place::Area(area) = load.place else {
                    return false;
                };
                let item = &truth.areas[usize::from(area)].loads[load.index as usize];
                load.place == asset.place && item.customer == Some(asset.index as usize)
            }
            _ => *load == asset,
        };
        let loads = self.model.loads().iter().enumerate();
        loads.filter(|(_, l)| belongs(l)).map(|(k, _)| k).collect()
    }
}
