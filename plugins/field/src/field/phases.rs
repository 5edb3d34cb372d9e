//! What phase switches do to the field.

use std::sync::Arc;

use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Phases};
use taiqu_link::Tick;
use taiqu_link::metering::{SupplyPoint, supply_points};
use taiqu_powerflow::{Model, Terminals};

use super::Field;

impl Field {
    /// Makes the moves that are ordered. They take some 20 ms, far less than a tick: nobody
    /// is without supply, but inverters lose the voltage they follow, and wait. A switch
    /// that burns with its box moves no more.
    pub(super) fn switch_phases(&mut self, tick: Tick) {
        self.moved = std::mem::take(&mut self.ordered);
        let burnt = &self.harm.burnt;
        self.moved.retain(|m| !burnt.contains(&m.cabinet));
        let moved: Vec<(AssetRef, Phases)> = self.moved.iter().map(|m| (m.cabinet, m.to)).collect();
        if moved.is_empty() {
            return;
        }
        self.put_on(&moved);
        for &(cabinet, _) in &moved {
            let loads = self.model.loads().iter().enumerate();
            let behind = loads.filter(|(_, load)| self.setup.truth.box_of(**load) == Some(cabinet));
            let behind: Vec<usize> = behind.map(|(k, _)| k).collect();
            self.generators.interrupt(tick, &behind);
        }
        self.reswitched = true;
    }

    /// The phase on which each phase switch stands.
    pub(super) fn phases(&self) -> Vec<(AssetRef, Phases)> {
        let truth = &self.setup.truth;
        let switches = truth.phase_switches();
        let stands = switches.filter_map(|cabinet| Some((cabinet, truth.phase_of(cabinet)?)));
        stands.collect()
    }

    /// Puts what is in boxes on other phases, and remakes all that rests on it.
    pub(super) fn put_on(&mut self, phases: &[(AssetRef, Phases)]) {
        let truth = Arc::make_mut(&mut self.setup.truth);
        for &(cabinet, phase) in phases {
            truth.put_on(cabinet, phase);
        }
        self.model = Model::new(truth);
        self.topology = Arc::new(Topology::of(truth));
        self.supplies = supplies(truth);
        self.generators.reconnect(truth, &self.model);
        self.devices.reconnect(truth);
    }
}

/// Where all customers are supplied.
pub(super) fn supplies(truth: &District) -> Vec<(SupplyPoint, Terminals)> {
    let points = supply_points(truth).into_iter();
    points.map(|p| (p, Terminals::of(p.connection))).collect()
}
