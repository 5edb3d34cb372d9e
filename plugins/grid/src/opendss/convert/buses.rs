//! The buses of a deck: which conductors they have, what joins them, how far from
//! the source they are, at what voltage.

use std::collections::{BTreeMap, HashMap, VecDeque};

use crate::area::raw::RawNode;
use crate::{Conductor, Phases};

/// The buses, in the order in which elements name them.
#[derive(Debug, Default)]
pub struct Buses {
    names: Vec<String>,
    phases: Vec<Phases>,
    /// What leads away from each bus: to which, and to what voltage if it changes.
    ways: Vec<Vec<(usize, Option<f64>)>>,
    index: HashMap<String, usize>,
}

impl Buses {
    fn bus(&mut self, name: &str) -> usize {
        if let Some(&index) = self.index.get(name) {
            return index;
        }
        let index = self.names.len();
        self.names.push(name.to_owned());
        self.phases.push(Phases::NONE);
        self.ways.push(Vec::new());
        self.index.insert(name.to_owned(), index);
        index
    }

    /// Notes that bus `name` has `conductors`.
    pub fn use_conductors(&mut self, name: &str, conductors: Phases) {
        let bus = self.bus(name);
        self.phases[bus] = self.phases[bus].union(conductors);
    }

    /// Whether something uses `conductor` of bus `name`.
    pub fn has(&self, name: &str, conductor: Conductor) -> bool {
        let bus = self.index.get(name);
        bus.is_some_and(|&bus| self.phases[bus].has(conductor))
    }

    /// Notes that the two buses are joined; each end's voltage is given if the join
    /// is a transformer.
    pub fn join(&mut self, ends: [&str; 2], voltages: Option<[f64; 2]>) {
        let [from, to] = ends.map(|name| self.bus(name));
        self.ways[from].push((to, voltages.map(|[_, to_v]| to_v)));
        self.ways[to].push((from, voltages.map(|[from_v, _]| from_v)));
    }

    /// Walks from the source outwards.
    pub fn walk(self, source: &str, source_v: f64) -> Walk {
        let mut steps = vec![usize::MAX; self.names.len()];
        let mut voltages: Vec<Option<f64>> = vec![None; self.names.len()];
        let mut queue = VecDeque::new();
        if let Some(&root) = self.index.get(source) {
            steps[root] = 0;
            voltages[root] = Some(source_v);
            queue.push_back(root);
        }
        while let Some(bus) = queue.pop_front() {
            for &(next, voltage) in &self.ways[bus] {
                if steps[next] == usize::MAX {
                    steps[next] = steps[bus] + 1;
                    voltages[next] = voltage.or(voltages[bus]);
                    queue.push_back(next);
                }
            }
        }
        Walk {
            buses: self,
            steps,
            voltages,
        }
    }
}

/// The buses with their distance from the source and their voltages.
#[derive(Debug)]
pub struct Walk {
    buses: Buses,
    steps: Vec<usize>,
    voltages: Vec<Option<f64>>,
}

impl Walk {
    /// Whether bus `from` is farther from the source than bus `to`.
    pub fn is_backward(&self, from: &str, to: &str) -> bool {
        let steps = |name: &str| self.buses.index.get(name).map(|&bus| self.steps[bus]);
        steps(from) > steps(to)
    }

    /// The voltage that most buses have, the lower one where two are as frequent.
    pub fn nominal_v(&self) -> Option<f64> {
        let mut counts: BTreeMap<u64, usize> = BTreeMap::new();
        for voltage in self.voltages.iter().flatten() {
            *counts.entry(voltage.to_bits()).or_default() += 1;
        }
        // Positive floats order like their bits.
        let most = counts.into_iter().rev().max_by_key(|&(_, count)| count);
        most.map(|(bits, _)| f64::from_bits(bits))
    }

    /// The area's nodes.
    pub fn nodes(self, nominal_v: f64, at: &BTreeMap<String, (f64, f64)>) -> Vec<RawNode> {
        let Buses { names, phases, .. } = self.buses;
        let items = names.into_iter().zip(phases).zip(self.voltages);
        items
            .map(|((name, phases), voltage)| RawNode {
                at: at.get(&name).copied(),
                nominal_v: voltage.filter(|voltage| voltage.to_bits() != nominal_v.to_bits()),
                phases,
                id: name,
                ..RawNode::default()
            })
            .collect()
    }
}
