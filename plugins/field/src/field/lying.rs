//! What of the lines lies on the ground, as an eye on site sees it.

use std::collections::{BTreeMap, BTreeSet};

use taiqu_grid::area::Laying;
use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::Tick;
use taiqu_link::metering::to_neutral_v;

use super::{Fact, Field};
use crate::passers::Outdoors;

/// Ratio to nominal from which a wire on the ground is dangerous.
const LIVE_PU: f64 = 0.2;

/// A section with wires on the ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lying {
    /// The section.
    pub section: AssetRef,
    /// The conductors that lie there.
    pub conductors: Phases,
    /// Those of them that are broken.
    pub broken: Phases,
    /// Whether one of them has voltage, from either end.
    pub live: bool,
}

impl Field {
    /// Poles that have fallen, by the nodes that have them on record.
    pub const fn fallen(&self) -> &BTreeSet<AssetRef> {
        &self.harm.fallen
    }

    /// Overhead wires and drops on the ground: broken ones, those that touch earth, and all
    /// of a pole that has fallen.
    pub fn lying(&self) -> Vec<Lying> {
        let broken = self.switching.all_broken();
        let broken = broken.map(|(section, broken)| (section, (broken, broken)));
        let mut lying: BTreeMap<AssetRef, (Phases, Phases)> = broken.collect();
        for (&section, touching) in self.harm.shorts.iter().filter(|(_, how)| how.earth) {
            let (conductors, _) = lying.entry(section).or_default();
            *conductors = conductors.union(touching.conductors);
        }
        for &pole in &self.harm.fallen {
            for &section in self.poles.held(pole) {
                let all = self.section(section).phases;
                let (conductors, _) = lying.entry(section).or_default();
                *conductors = conductors.union(all);
            }
        }
        let overhead = |section: &AssetRef| self.section(*section).laying != Laying::Cable;
        let lying = lying.into_iter().filter(|(section, _)| overhead(section));
        let whole = lying.map(|(section, (conductors, broken))| Lying {
            section,
            conductors,
            broken,
            live: self.is_live(section, conductors),
        });
        whole.collect()
    }

    /// Lets people pass by what lies on the ground, and call.
    pub(super) fn pass(&mut self, tick: Tick, facts: &mut Vec<Fact>) {
        let lying = self.lying().into_iter();
        let lying: Vec<(Lying, AssetRef)> =
            lying.map(|one| (one, self.plate_at(one.section))).collect();
        let around = Outdoors {
            hour: self.time(tick).second_of_day() as f64 / 3600.0,
            wind_m_s: self.weather(tick).wind_m_s,
        };
        let how = (&self.setup.calls.passers, self.setup.seed);
        self.passers.call(tick, around, how, &lying, facts);
    }

    /// The pole whose number is read where a section lies: the farther one, else the
    /// nearer, else where it ends.
    fn plate_at(&self, section: AssetRef) -> AssetRef {
        let end = AssetRef {
            kind: Kind::Node,
            index: self.section(section).to as u32,
            ..section
        };
        let poles = self.poles.holding(section);
        let other = poles.first().filter(|_| !poles.contains(&end));
        other.copied().unwrap_or(end)
    }

    fn section(&self, section: AssetRef) -> &taiqu_grid::area::Section {
        &self.setup.truth.network(section.place).sections[section.index as usize]
    }

    /// Whether one of these conductors has voltage at an end of a section.
    fn is_live(&self, section: AssetRef, conductors: Phases) -> bool {
        let nodes = &self.setup.truth.network(section.place).nodes;
        let record = self.section(section);
        [record.from, record.to].into_iter().any(|index| {
            let node = AssetRef {
                kind: Kind::Node,
                index: index as u32,
                ..section
            };
            let least = LIVE_PU * to_neutral_v(nodes[index].nominal_v);
            let voltages = self.solver.solution().node(node);
            let has = |k: usize| voltages.get(k).is_some_and(|v| v.norm() >= least);
            conductors
                .and(Phases::ABC)
                .iter()
                .any(|phase| has(phase.index()))
        })
    }
}
