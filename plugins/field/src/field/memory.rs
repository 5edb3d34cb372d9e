//! What a field remembers, to go on from there at another time.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Phases};
use taiqu_link::CrewId;
use taiqu_powerflow::{LoadPower, Options, Solver, Switching, WarmStart};

use super::Field;
use super::generators::Off;
use super::overload::Warmth;
use super::protect::Opening;
use super::reclose::Reclosing;
use crate::demand::Stores;
use crate::devices::{PhaseMove, State};
use crate::harm::Harm;
use crate::locks::Locks;
use crate::passers::Passers;
use crate::people::People;
use crate::relays::Relays;

/// All that a field knows after a tick beyond what it is made of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    next_event: usize,
    switching: Switching,
    connected: Vec<bool>,
    powers: Vec<LoadPower>,
    drawn: Vec<LoadPower>,
    stores: Stores,
    /// Where the last solve began: solving again from there finds the same to the
    /// last bit, with all that follows from it.
    began: WarmStart,
    harm: Harm,
    relays: Relays,
    box_locks: Locks,
    laid_off: BTreeSet<AssetRef>,
    locks: BTreeSet<(AssetRef, CrewId)>,
    openings: Vec<Opening>,
    warmth: Warmth,
    reclosing: Reclosing,
    generators: Off,
    /// The phase on which each phase switch stands, and the moves that are ordered.
    phases: Vec<(AssetRef, Phases)>,
    ordered: Vec<PhaseMove>,
    /// Whether the network is to be solved anew in the next tick.
    reloaded: bool,
    devices: State,
    people: People,
    passers: Passers,
}

impl Field {
    /// What it must remember after this tick.
    pub fn memory(&self) -> Memory {
        Memory {
            next_event: self.next_event,
            switching: self.switching.clone(),
            connected: self.connected.clone(),
            powers: self.powers.clone(),
            drawn: self.drawn.clone(),
            stores: self.demand.stores().clone(),
            began: self.began.clone(),
            harm: self.harm.clone(),
            relays: self.relays.clone(),
            box_locks: self.box_locks.clone(),
            laid_off: self.laid_off.clone(),
            locks: self.locks.clone(),
            openings: self.openings.clone(),
            warmth: self.overloads.warmth().clone(),
            reclosing: self.reclosers.state().clone(),
            generators: self.generators.off().clone(),
            phases: self.phases(),
            ordered: self.ordered.clone(),
            reloaded: self.reloaded,
            devices: self.devices.state().clone(),
            people: self.people.clone(),
            passers: self.passers.clone(),
        }
    }

    /// Takes the state of `memory`, which a field of the same setup gave.
    pub fn recall(&mut self, memory: &Memory) {
        if self.phases() != memory.phases {
            self.put_on(&memory.phases);
        }
        self.ordered.clone_from(&memory.ordered);
        self.moved.clear();
        self.next_event = memory.next_event;
        self.switching.clone_from(&memory.switching);
        self.connected.clone_from(&memory.connected);
        self.powers.clone_from(&memory.powers);
        self.drawn.clone_from(&memory.drawn);
        self.demand.recall(&memory.stores);
        self.began.clone_from(&memory.began);
        self.harm.clone_from(&memory.harm);
        self.relays.clone_from(&memory.relays);
        self.box_locks.clone_from(&memory.box_locks);
        self.laid_off.clone_from(&memory.laid_off);
        self.locks.clone_from(&memory.locks);
        self.starve();
        self.openings.clone_from(&memory.openings);
        self.overloads.recall(&memory.warmth);
        self.reclosers.recall(&memory.reclosing);
        self.generators.recall(&memory.generators);
        self.devices.recall(&memory.devices);
        self.people.clone_from(&memory.people);
        self.passers.clone_from(&memory.passers);
        self.solver = Solver::new(&self.model, &self.switching, Options::REAL);
        self.solver.restore(&self.began);
        self.solve();
        self.reswitched = false;
        self.reloaded = memory.reloaded;
        self.renewed = false;
        self.facts.clear();
        self.happened.clear();
    }
}
