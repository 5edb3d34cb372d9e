//! The twin's picture in plain Rust: messages in, a power flow over what they told.

mod memory;
mod take;
mod usage;

use std::collections::BTreeMap;
use std::sync::Arc;

use num_complex::Complex64;
use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, District, Kind, Phases};
use taiqu_link::metering::star_at;
use taiqu_link::{DateTime, Reading, Tampering, Tick, WeatherReport};
use taiqu_powerflow::{
    LoadPower, Model, Options, Outcome, Solution, Solver, Switching, Terminals, WarmStart,
};

use crate::allocate;
use crate::habits::Habit;
use crate::metered::{Metered, Slot};
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
    /// Whether its leads are supposed open.
    pub cut: bool,
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
    pub(crate) weather: Option<(Tick, WeatherReport)>,
    /// What each station delivered beyond the metered loads below it in the last
    /// solve, W and var by phase.
    pub(crate) losses: Vec<[(f64, f64); 3]>,
    /// Tick of the last solve.
    pub(crate) solved_at: Tick,
    /// Loads that were told to be disconnected or connected again: when, and whether they
    /// are off.
    pub(crate) cut: BTreeMap<AssetRef, (Tick, bool)>,
    /// Boxes whose lock told something last: when, ms, and whether it was that it was forced.
    pub(crate) forced: BTreeMap<AssetRef, (u64, bool)>,
    /// Meters that told of tampering: when last, ms, and whether it goes on.
    pub(crate) tampered: BTreeMap<(AssetRef, Tampering), (u64, bool)>,
    /// Steps in use of each capacitor bank that told: when, ms, and how many.
    pub(crate) banks: BTreeMap<AssetRef, (u64, u8)>,
    /// When the conductors of switches were told of last, ms.
    pub(crate) moved: BTreeMap<AssetRef, [u64; 4]>,
    /// What is supposed open beyond what is known.
    supposed: Vec<(AssetRef, Phases)>,
    /// What was used behind each meter.
    habits: Vec<Habit>,
    /// Meters behind which use is odd, with its ratio to the usual.
    odd: Vec<(usize, f64)>,
    reswitched: bool,
    told: bool,
}

impl Picture {
    /// What the records alone let believe of all groups of a district, at tick 0.
    pub fn all(records: &District, start: DateTime) -> Vec<Self> {
        let groups = records.groups().into_iter();
        let pictures = groups.map(|places| Self::new(Arc::new(records.only(&places)), start));
        pictures.collect()
    }

    fn new(records: Arc<District>, start: DateTime) -> Self {
        let metered = Metered::of(&records);
        let model = Model::new(&metered.district);
        let known = Switching::of(&records);
        let tree = Tree::of(&records, &model, &known);
        let solver = Solver::new(&model, &known, Options::REAL);
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
            cut: BTreeMap::new(),
            forced: BTreeMap::new(),
            tampered: BTreeMap::new(),
            banks: BTreeMap::new(),
            moved: BTreeMap::new(),
            supposed: Vec::new(),
            habits: vec![Habit::default(); metered.slots.len()],
            odd: Vec::new(),
            outcome: Outcome::default(),
            reswitched: false,
            told: true,
            index: Index::of(&records, &metered),
            records,
            start,
            metered,
            model,
            known,
            tree,
            began: solver.warm_start(),
            solver,
        }
    }

    /// Takes other records of the same things; what was told stays.
    pub fn amend(&mut self, records: Arc<District>) {
        let before = std::mem::replace(self, Self::new(records, self.start));
        for (station, old) in self.stations.iter_mut().zip(before.stations) {
            station.sample = old.sample;
        }
        self.words = before.words;
        self.weather = before.weather;
        self.losses = before.losses;
        self.cut = before.cut;
        self.forced = before.forced;
        self.banks = before.banks;
        self.moved = before.moved;
        self.supposed = before.supposed;
        self.habits = before.habits;
        self.odd = before.odd;
        self.known = before.known;
        // Where a switch was not told to stand, it stands as is right on record now.
        for switch in self.records.all(Kind::Switch) {
            let item = |records: &District| {
                records.network(switch.place).switches[switch.index as usize].closed
            };
            if item(&self.records) != item(&before.records) {
                let network = self.records.network(switch.place);
                let has = network.switches[switch.index as usize].phases;
                let closed = if item(&self.records) {
                    has
                } else {
                    Phases::NONE
                };
                *self.known.switch(switch) = closed;
            }
        }
        self.reswitched = true;
    }

    /// The records of this group alone.
    pub fn records(&self) -> &District {
        &self.records
    }

    /// The same, to be kept.
    pub fn records_of(&self) -> Arc<District> {
        Arc::clone(&self.records)
    }

    /// Brings the picture up to `now`; returns whether anything was solved.
    pub fn estimate(&mut self, now: Tick) -> bool {
        if !self.told && !self.reswitched {
            return false;
        }
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
        self.solver = Solver::new(&self.model, &state, Options::REAL);
    }

    /// Positions as known, less what is supposed open.
    fn state(&self) -> Switching {
        let mut state = self.known.clone();
        for &(asset, phases) in &self.supposed {
            match asset.kind {
                Kind::Section => {
                    let broken = state.broken(asset);
                    *broken = broken.union(phases);
                }
                Kind::Switch => {
                    let closed = state.switch(asset);
                    *closed = closed.without(phases);
                }
                // A transformer or a source is taken off by what is next to it.
                Kind::Transformer | Kind::Node => {
                    for (link, phases) in self.next_to(asset, phases) {
                        if link.kind == Kind::Switch {
                            let closed = state.switch(link);
                            *closed = closed.without(phases);
                        } else {
                            let broken = state.broken(link);
                            *broken = broken.union(phases);
                        }
                    }
                }
                _ => {}
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

    /// The voltages that a meter should read by the last solve, V, one for each branch of
    /// its connection; where the transformer's terminal reads otherwise than was found
    /// there, by as much more.
    pub fn expected_v(&self, meter: AssetRef) -> Option<[f64; 3]> {
        let slots = &self.metered.slots;
        let found = slots.binary_search_by(|slot| slot.point.meter.cmp(&meter));
        let slot = &slots[found.ok()?];
        let more = self
            .feeder_of(slot.point.node)
            .map(|k| self.terminal_has_more(k));
        let voltages = slot.terminals.voltages(self.voltages(slot.point.node));
        Some(std::array::from_fn(|k| {
            let phase = slot
                .terminals
                .from(k)
                .filter(|_| !slot.point.connection.is_delta());
            let more = more.zip(phase).map_or(0.0, |(more, phase)| more[phase]);
            voltages[k].norm() + more
        }))
    }

    /// What the terminal of station `k` reads beyond the last solve, V by phase; nothing
    /// where either has no voltage.
    fn terminal_has_more(&self, k: usize) -> [f64; 3] {
        let station = &self.stations[k];
        let found = station.terminals.voltages(self.voltages(station.node));
        std::array::from_fn(|phase| {
            let read = station
                .sample
                .map_or(0.0, |sample| sample.reading.voltage_v[phase]);
            let found = found[phase].norm();
            if read > 0.0 && found > 0.0 {
                read - found
            } else {
                0.0
            }
        })
    }

    /// How the last solve ended.
    pub const fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// What the weather service told last.
    pub const fn weather(&self) -> Option<WeatherReport> {
        match self.weather {
            Some((_, report)) => Some(report),
            None => None,
        }
    }

    /// What each meter and each transformer's terminal told last: when, and what.
    #[allow(clippy::type_complexity, reason = "two lists of the same shape")]
    pub fn last_words(&self) -> (Vec<Option<(Tick, Reading)>>, Vec<Option<(Tick, Reading)>>) {
        let meters = self.words.iter().map(|word| word.reading);
        let stations = self.stations.iter();
        let samples = stations.map(|station| station.sample.map(|s| (s.at, s.reading)));
        (meters.collect(), samples.collect())
    }

    /// Positions as recorded, told or acknowledged.
    pub const fn known(&self) -> &Switching {
        &self.known
    }

    /// What is supposed open beyond what is known.
    pub fn supposed(&self) -> &[(AssetRef, Phases)] {
        &self.supposed
    }

    /// Supposes that exactly these are open beyond what is known: sections, switches,
    /// transformers, sources' nodes, and meters whose leads are.
    pub fn suppose(&mut self, open: Vec<(AssetRef, Phases)>) {
        if open == self.supposed {
            return;
        }
        self.supposed = open;
        let cut = |meter: &AssetRef| self.supposed.iter().any(|(asset, _)| asset == meter);
        for (slot, word) in self.metered.slots.iter().zip(&mut self.words) {
            word.cut = cut(&slot.point.meter);
        }
        self.reswitched = true;
    }

    /// The sections and switches at a node, or at a transformer's low-voltage side, with
    /// those of `phases` that they have.
    fn next_to(&self, asset: AssetRef, phases: Phases) -> Vec<(AssetRef, Phases)> {
        let node = if asset.kind == Kind::Transformer {
            low_side(&self.records, asset)
        } else {
            asset
        };
        let network = self.records.network(node.place);
        let at = node.index as usize;
        let link = |kind, index: u32| AssetRef {
            kind,
            index,
            ..node
        };
        let sections = (0_u32..).zip(&network.sections);
        let sections = sections.filter(|(_, s)| s.from == at || s.to == at);
        let sections = sections.map(|(k, s)| (link(Kind::Section, k), s.phases));
        let switches = (0_u32..).zip(&network.switches);
        let switches = switches.filter(|(_, s)| s.from == at || s.to == at);
        let switches = switches.map(|(k, s)| (link(Kind::Switch, k), s.phases));
        let all = sections.chain(switches);
        all.map(|(link, has)| (link, has.and(phases))).collect()
    }

    /// The energised conductors at a node.
    pub(crate) fn live(&self, node: AssetRef) -> Phases {
        self.solver.solution().live(self.model.bus(node))
    }

    /// The transformer that feeds a node, as its position among all transformers.
    pub(crate) fn feeder_of(&self, node: AssetRef) -> Option<usize> {
        self.tree.transformer[self.model.bus(node)]
    }

    /// Whether a load was disconnected.
    pub(crate) fn is_cut(&self, load: AssetRef) -> bool {
        self.cut.get(&load).is_some_and(|&(_, off)| off)
    }

    /// Whether all behind a meter went off or on again since it was read.
    pub(crate) fn moved_since(&self, slot: &Slot, read: Option<Tick>) -> Option<bool> {
        if self.cut.is_empty() || slot.point.loads.is_empty() {
            return None;
        }
        let moves: Option<Vec<(Tick, bool)>> = slot
            .point
            .loads
            .iter()
            .map(|load| self.cut.get(load).copied())
            .collect();
        let moves = moves?;
        let later = moves
            .iter()
            .any(|&(at, _)| read.is_none_or(|read| at > read));
        let off = moves.iter().all(|&(_, off)| off);
        (later || off).then_some(off)
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
