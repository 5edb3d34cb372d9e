//! The twin's picture in plain Rust: messages in, a power flow over what they told.

mod doubt;
mod memory;
mod take;

use std::collections::BTreeSet;
use std::sync::Arc;

use num_complex::Complex64;
use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, District, Kind, Phases};
use taiqu_link::metering::star_at;
use taiqu_link::{DateTime, Reading, Rhythm, Tick, WeatherReport};
use taiqu_powerflow::{
    LoadPower, Model, Options, Outcome, Solution, Solver, Switching, Terminals, WarmStart,
};

use crate::allocate;
use crate::metered::Metered;
use crate::supplies::Index;
use crate::tree::Tree;

pub use memory::Memory;

/// What an area's terminal told last of a transformer.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sample {
    /// When it was taken.
    pub at: Tick,
    /// Voltages and powers of the phases.
    pub reading: Reading,
    /// Currents of a, b, c, n, A.
    pub current_a: [f64; 4],
    /// Position of the tap changer.
    pub tap: f64,
}

/// What a meter told last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Word {
    /// When, and what.
    pub reading: Option<(Tick, Reading)>,
    /// Whether it owes a reading that its neighbours gave.
    pub silent: bool,
    /// Whether its voltage is not what the power flow finds, so that it is believed
    /// over it.
    pub unexplained: bool,
}

/// A transformer as the picture has it.
#[derive(Clone, Debug)]
pub(crate) struct Station {
    pub(crate) transformer: AssetRef,
    pub(crate) node: AssetRef,
    pub(crate) terminals: Terminals,
    pub(crate) sample: Option<Sample>,
}

/// Difference between a reading and the power flow that is not explained by
/// anything the twin knows, pu.
const UNEXPLAINED_PU: f64 = 0.05;

/// What the utility believes of one group of a district, which no wire joins to the
/// others.
#[derive(Clone, Debug)]
pub struct Picture {
    pub(crate) records: Arc<District>,
    pub(crate) start: DateTime,
    rhythm: Rhythm,
    pub(crate) metered: Metered,
    pub(crate) index: Index,
    model: Model,
    /// Positions as recorded, told or acknowledged.
    pub(crate) known: Switching,
    tree: Tree,
    solver: Solver,
    /// Where the last solve began.
    began: WarmStart,
    pub(crate) outcome: Outcome,
    pub(crate) powers: Vec<LoadPower>,
    pub(crate) words: Vec<Word>,
    pub(crate) stations: Vec<Station>,
    pub(crate) weather: Option<WeatherReport>,
    /// What each station delivered beyond the metered loads below it in the last
    /// solve, W and var by phase.
    pub(crate) losses: Vec<[(f64, f64); 3]>,
    /// Tick of the last solve.
    pub(crate) solved_at: Tick,
    /// Loads whose disconnection was acknowledged.
    pub(crate) cut: BTreeSet<AssetRef>,
    /// Places believed open because of silence.
    believed: Vec<(AssetRef, Phases)>,
    reswitched: bool,
    told: bool,
    asked: Option<Tick>,
}

impl Picture {
    /// What the records alone let believe of all groups of a district, at tick 0.
    pub fn all(records: &District, start: DateTime) -> Vec<Self> {
        let groups = records.groups();
        let count = groups.len();
        let pictures = groups.iter().enumerate().map(|(k, places)| {
            let own = Arc::new(records.only(places));
            Self::new(own, start, Rhythm::of(k, count))
        });
        pictures.collect()
    }

    fn new(records: Arc<District>, start: DateTime, rhythm: Rhythm) -> Self {
        let metered = Metered::of(&records);
        let model = Model::new(&metered.district);
        let known = Switching::of(&records);
        let tree = Tree::of(&records, &model, &known);
        let solver = Solver::new(&model, &known, Options::default());
        let stations = records.all(Kind::Transformer).map(|transformer| {
            let node = low_side(&records, transformer);
            Station {
                transformer,
                node,
                terminals: Terminals::of(star_at(&records, node)),
                sample: None,
            }
        });
        Self {
            stations: stations.collect(),
            words: vec![Word::default(); metered.slots.len()],
            powers: Vec::new(),
            weather: None,
            losses: Vec::new(),
            solved_at: Tick(0),
            cut: BTreeSet::new(),
            believed: Vec::new(),
            outcome: Outcome::default(),
            reswitched: false,
            told: true,
            asked: None,
            index: Index::of(&records, &metered),
            records,
            start,
            rhythm,
            metered,
            model,
            known,
            tree,
            began: solver.warm_start(),
            solver,
        }
    }

    /// The records of this group alone.
    pub fn records(&self) -> &District {
        &self.records
    }

    /// Brings the picture up to `now`; returns whether anything was solved.
    pub fn estimate(&mut self, now: Tick) -> bool {
        self.miss_readings(now);
        if !self.told && !self.reswitched {
            return false;
        }
        self.believe();
        if self.reswitched {
            self.rewire();
        }
        self.began = self.solver.warm_start();
        self.powers = allocate::powers(self, now);
        self.outcome = self.solver.solve(&self.powers);
        self.told = false;
        self.reswitched = false;
        self.losses = allocate::losses_of(self);
        self.solved_at = now;
        self.compare(now);
        true
    }

    /// Takes what the records let expect at `now`, whoever owes a reading.
    pub(crate) fn expect(&mut self, now: Tick) {
        self.powers = allocate::powers(self, now);
        self.outcome = self.solver.solve(&self.powers);
        self.solved_at = now;
    }

    /// Tree and factors for the positions as they are believed now.
    fn rewire(&mut self) {
        self.tree = Tree::of(&self.records, &self.model, &self.known);
        let state = self.state();
        self.solver = Solver::new(&self.model, &state, Options::default());
    }

    /// Positions as known, less what silence says.
    fn state(&self) -> Switching {
        let mut state = self.known.clone();
        for &(asset, phases) in &self.believed {
            if asset.kind == Kind::Section {
                let broken = state.broken(asset);
                *broken = broken.union(phases);
            } else {
                let closed = state.switch(asset);
                *closed = closed.without(phases);
            }
        }
        state
    }

    /// Marks the meters whose voltage the power flow does not explain.
    fn compare(&mut self, now: Tick) {
        let solution = self.solver.solution();
        for (slot, word) in self.metered.slots.iter().zip(&mut self.words) {
            let Some((_, reading)) = word.reading.filter(|&(at, _)| at == now) else {
                continue;
            };
            let found = slot.terminals.voltages(solution.node(slot.point.node));
            let allowed = UNEXPLAINED_PU * slot.nominal_v;
            word.unexplained = (0..slot.terminals.len())
                .any(|k| (found[k].norm() - reading.voltage_v[k]).abs() > allowed);
        }
    }

    /// Voltages and currents of the last solve.
    pub fn solution(&self) -> Solution<'_> {
        self.solver.solution()
    }

    /// How the last solve ended.
    pub const fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What the weather service told last.
    pub const fn weather(&self) -> Option<WeatherReport> {
        self.weather
    }

    /// Positions as recorded, told or acknowledged.
    pub const fn known(&self) -> &Switching {
        &self.known
    }

    /// Sections and switches that must be open for silence to be explained.
    pub fn believed_open(&self) -> &[(AssetRef, Phases)] {
        &self.believed
    }

    /// The energised conductors at a node.
    pub(crate) fn live(&self, node: AssetRef) -> Phases {
        self.solver.solution().live(self.model.bus(node))
    }

    /// The transformer that feeds a node, as its position among all transformers.
    pub(crate) fn feeder_of(&self, node: AssetRef) -> Option<usize> {
        self.tree.transformer[self.model.bus(node)]
    }

    /// Voltages of a node to remote earth, V.
    pub(crate) fn voltages(&self, node: AssetRef) -> [Complex64; 4] {
        self.solver.solution().node(node)
    }
}

/// The node at a transformer's low-voltage side.
pub(crate) fn low_side(records: &District, transformer: AssetRef) -> AssetRef {
    let lv = match transformer.place {
        taiqu_grid::Place::Area(k) => {
            records.areas[usize::from(k)].transformers[transformer.index as usize].lv
        }
        taiqu_grid::Place::Line(_) => 0,
    };
    AssetRef {
        kind: Kind::Node,
        index: lv as u32,
        ..transformer
    }
}
