//! All that bodies must remember.

use serde::{Deserialize, Serialize};

use super::rods::Engine;
use super::{Bodies, State};

/// All that the bodies of a district must remember to go on to the same bits.
#[derive(Clone, Serialize, Deserialize)]
pub struct BodyMemory(State);

impl Bodies {
    /// What they must remember after this step.
    pub fn memory(&self) -> BodyMemory {
        BodyMemory(self.state.clone())
    }

    /// Takes the state of `memory`, which bodies of the same lines and ground gave.
    pub fn recall(&mut self, memory: &BodyMemory) {
        self.state = memory.0.clone();
        self.engine = Engine::default();
    }
}
