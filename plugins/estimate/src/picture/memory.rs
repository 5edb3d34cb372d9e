//! What a picture remembers, to go on from there at another time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Phases};
use taiqu_link::{Tampering, Tick, WeatherReport};
use taiqu_powerflow::{LoadPower, Switching, WarmStart};

use super::{Picture, Sample, Word};
use crate::habits::Habit;

/// All that a picture knows after a tick beyond the records.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    known: Switching,
    cut: BTreeMap<AssetRef, (Tick, bool)>,
    forced: BTreeMap<AssetRef, (u64, bool)>,
    tampered: BTreeMap<(AssetRef, Tampering), (u64, bool)>,
    banks: BTreeMap<AssetRef, (u64, u8)>,
    supposed: Vec<(AssetRef, Phases)>,
    words: Vec<Word>,
    habits: Vec<Habit>,
    odd: Vec<(usize, f64)>,
    samples: Vec<Option<Sample>>,
    weather: Option<(Tick, WeatherReport)>,
    moved: BTreeMap<AssetRef, [u64; 4]>,
    losses: Vec<[(f64, f64); 3]>,
    powers: Vec<LoadPower>,
    /// Where the last solve began: solving again from there finds the same to the
    /// last bit.
    began: WarmStart,
    solved_at: Tick,
}

impl Picture {
    /// What it must remember after this tick.
    pub fn memory(&self) -> Memory {
        Memory {
            known: self.known.clone(),
            cut: self.cut.clone(),
            forced: self.forced.clone(),
            tampered: self.tampered.clone(),
            banks: self.banks.clone(),
            supposed: self.supposed.clone(),
            words: self.words.clone(),
            habits: self.habits.clone(),
            odd: self.odd.clone(),
            samples: self.stations.iter().map(|s| s.sample).collect(),
            weather: self.weather,
            moved: self.moved.clone(),
            losses: self.losses.clone(),
            powers: self.powers.clone(),
            began: self.began.clone(),
            solved_at: self.solved_at,
        }
    }

    /// Takes the state of `memory`, which a picture of the same records gave.
    pub fn recall(&mut self, memory: &Memory) {
        self.known.clone_from(&memory.known);
        self.cut.clone_from(&memory.cut);
        self.forced.clone_from(&memory.forced);
        self.tampered.clone_from(&memory.tampered);
        self.banks.clone_from(&memory.banks);
        self.supposed.clone_from(&memory.supposed);
        self.words.clone_from(&memory.words);
        self.habits.clone_from(&memory.habits);
        self.odd.clone_from(&memory.odd);
        for (station, &sample) in self.stations.iter_mut().zip(&memory.samples) {
            station.sample = sample;
        }
        self.weather = memory.weather;
        self.moved.clone_from(&memory.moved);
        self.losses.clone_from(&memory.losses);
        self.powers.clone_from(&memory.powers);
        self.began.clone_from(&memory.began);
        self.solved_at = memory.solved_at;
        self.rewire();
        self.solver.restore(&self.began);
        self.outcome = self.solver.solve(&self.powers);
        self.told = false;
        self.reswitched = false;
    }
}
