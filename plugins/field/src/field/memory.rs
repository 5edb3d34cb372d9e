//! What a field remembers, to go on from there at another time.

use serde::{Deserialize, Serialize};
use taiqu_grid::Phases;
use taiqu_powerflow::{LoadPower, Options, Solver, Switching, WarmStart};

use super::Field;

/// All that a field knows after a tick beyond what it is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    next_event: usize,
    switching: Switching,
    connected: Vec<bool>,
    powers: Vec<LoadPower>,
    /// Where the last solve began: solving again from there finds the same to the
    /// last bit, with all that follows from it.
    began: WarmStart,
    told: Vec<Option<Phases>>,
}

impl Field {
    /// What it must remember after this tick.
    pub fn memory(&self) -> Memory {
        Memory {
            next_event: self.next_event,
            switching: self.switching.clone(),
            connected: self.connected.clone(),
            powers: self.powers.clone(),
            began: self.began.clone(),
            told: self.devices.told(),
        }
    }

    /// Takes the state of `memory`, which a field of the same setup gave.
    pub fn recall(&mut self, memory: &Memory) {
        self.next_event = memory.next_event;
        self.switching.clone_from(&memory.switching);
        self.connected.clone_from(&memory.connected);
        self.powers.clone_from(&memory.powers);
        self.began.clone_from(&memory.began);
        self.devices.recall(&memory.told);
        self.solver = Solver::new(&self.model, &self.switching, Options::default());
        self.solver.restore(&self.began);
        self.solve();
        self.reswitched = false;
        self.reloaded = false;
        self.renewed = false;
        self.facts.clear();
        self.happened.clear();
    }
}
