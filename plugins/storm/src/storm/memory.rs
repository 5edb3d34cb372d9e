//! What a storm must remember, and taking it back.

use serde::{Deserialize, Serialize};

use super::Storm;
use crate::deeds::Deed;
use crate::lightning::Stroke;
use crate::standing::{Fallen, Standing};
use crate::trees::FallenTree;
use crate::{heat, water};

/// All that a storm must remember.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    standing: Fallen,
    trees: Vec<bool>,
    settled: Vec<bool>,
    fallen: Vec<FallenTree>,
    ice_m: f64,
    water: water::Memory,
    heat: heat::Memory,
    due: Vec<(f64, Deed)>,
    strokes: Vec<Stroke>,
}

impl Storm {
    /// What it must remember after this tick.
    pub fn memory(&self) -> Memory {
        Memory {
            standing: self.standing.fallen(),
            trees: self.trees.fallen().to_vec(),
            settled: self.settled.clone(),
            fallen: self.fallen.clone(),
            ice_m: self.ice_m,
            water: self.water.memory(),
            heat: self.heat.memory(),
            due: self.due.clone(),
            strokes: self.strokes.clone(),
        }
    }

    /// Takes the state of `memory`, which a storm of the same setup gave.
    pub fn recall(&mut self, memory: &Memory) {
        self.stand(&memory.standing);
        self.trees.restore(memory.trees.clone());
        self.settled.clone_from(&memory.settled);
        self.fallen.clone_from(&memory.fallen);
        self.ice_m = memory.ice_m;
        self.water.recall(&memory.water);
        self.heat.recall(&memory.heat);
        self.due.clone_from(&memory.due);
        self.strokes.clone_from(&memory.strokes);
    }

    /// Sets up what stands anew, of which that has `fallen`.
    pub(super) fn stand(&mut self, fallen: &Fallen) {
        let lines = self.standing.lines().clone();
        self.standing = Standing::new(lines, &self.setup.extremes.ground, self.setup.seed);
        self.standing.recall(fallen);
    }
}
