//! Which poles, trees and boxes a planner would begin with.
//!
//! The planner knows the records, and lives over them storms like the one that is expected,
//! none of which is scored. What falls is weighed by the customers that the wires on it
//! supply.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::Tick;
use taiqu_storm::{BLOCK_S, Setup, Storm};
use taiqu_structure::{Lines, Tree, Vector};

use crate::scenario::Scenario;
use crate::simulation;

/// How far their seeds are from those that are scored.
const APART: u64 = 1 << 40;

/// Poles, trees and boxes in the order in which a planner would see to them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ranking {
    /// All poles, by their nodes.
    pub poles: Vec<AssetRef>,
    /// The trees that would take supply if they fell, by area and index.
    pub trees: Vec<(u16, u32)>,
    /// The boxes and cabinets that water would reach.
    pub boxes: Vec<AssetRef>,
}

/// What a storm did to each pole: whether it fell, and the highest share of what it bears
/// that it came to; the spans that each tree which fell harmed; and the boxes that water
/// reached.
struct Passed {
    poles: Vec<(bool, f64)>,
    trees: Vec<((u16, u32), Vec<usize>)>,
    boxes: BTreeSet<AssetRef>,
}

impl Ranking {
    /// That of the records of a scenario by so many `storms`; of nothing where there is no
    /// storm. `lived` is told of each.
    pub fn of(scenario: &Scenario, storms: u32, lived: &(dyn Fn() + Sync)) -> Self {
        let Some(storm) = simulation::storm_of(scenario) else {
            return Self::default();
        };
        let setup = Setup {
            truth: scenario.records.clone(),
            ..storm
        };
        let storms = (0..u64::from(storms)).into_par_iter();
        let passed = storms.map(|k| {
            let seed = scenario.seed.wrapping_add(APART + k);
            let passed = pass(Setup {
                seed,
                ..setup.clone()
            });
            lived();
            passed
        });
        let passed: Vec<Passed> = passed.collect();
        let lines = Lines::of(&scenario.records, &scenario.catalogue);
        let supplied = supplied(&lines, &scenario.records);
        Self {
            poles: poles(&passed, &lines, &supplied),
            trees: trees(&passed, &scenario.records, (&lines, &supplied)),
            boxes: boxes(&passed, &scenario.records),
        }
    }
}

/// Lives a storm by itself, without what it does to supply.
fn pass(setup: Setup) -> Passed {
    let length_s = setup.length_s;
    let mut storm = Storm::new(setup);
    let mut boxes = BTreeSet::new();
    for tick in (0..length_s).step_by(BLOCK_S as usize) {
        storm.live(Tick(tick));
        boxes.extend(storm.water().reached());
    }
    let states = storm.standing().states().iter();
    let spans = &storm.standing().lines().spans;
    let trees = storm.fallen_trees().iter().map(|fallen| {
        let tree = Tree {
            height_m: fallen.height_m,
        };
        let hits = fallen.hits.iter().copied();
        let harmed = hits.filter(|&span| tree.harms(&spans[span])).collect();
        (fallen.tree, harmed)
    });
    Passed {
        poles: states.map(|pole| (pole.down, pole.utilisation)).collect(),
        trees: trees.collect(),
        boxes,
    }
}

/// Customers that each span supplies.
fn supplied(lines: &Lines, records: &District) -> Vec<f64> {
    let topology = Topology::of(records);
    let spans = lines.spans.iter();
    spans
        .map(|span| topology.customer_count(span.section) as f64)
        .collect()
}

/// Most customers that any of some spans supplies: those of the others are among them.
fn most(spans: impl Iterator<Item = usize>, supplied: &[f64]) -> f64 {
    spans.map(|span| supplied[span]).fold(0.0, f64::max)
}

fn poles(passed: &[Passed], lines: &Lines, supplied: &[f64]) -> Vec<AssetRef> {
    let weighed = lines.poles.iter().enumerate().map(|(k, pole)| {
        let customers = most(pole.holds.iter().map(|hold| hold.span), supplied);
        let fell = passed.iter().filter(|storm| storm.poles[k].0).count() as f64;
        let strained: f64 = passed.iter().map(|storm| storm.poles[k].1).sum();
        (pole.node, fell * customers, strained * customers)
    });
    let mut weighed: Vec<(AssetRef, f64, f64)> = weighed.collect();
    weighed.sort_by(|a, b| {
        let by_falls = b.1.total_cmp(&a.1);
        by_falls.then(b.2.total_cmp(&a.2)).then(a.0.cmp(&b.0))
    });
    weighed.into_iter().map(|(pole, ..)| pole).collect()
}

fn trees(
    passed: &[Passed],
    records: &District,
    (lines, supplied): (&Lines, &[f64]),
) -> Vec<(u16, u32)> {
    let mut fell = BTreeMap::<(u16, u32), f64>::new();
    for (tree, spans) in passed.iter().flat_map(|storm| &storm.trees) {
        *fell.entry(*tree).or_default() += most(spans.iter().copied(), supplied);
    }
    let areas = records.areas.iter().enumerate();
    let all = areas.flat_map(|(area, item)| {
        let trees = item.surroundings.trees.iter().enumerate();
        trees.map(move |(index, tree)| ((area as u16, index as u32), tree))
    });
    let weighed = all.map(|(key, tree)| {
        let beside = beside(tree.at.into(), tree.height_m, lines);
        let fell = fell.get(&key).copied().unwrap_or(0.0);
        (key, fell, most(beside, supplied))
    });
    let mut weighed: Vec<((u16, u32), f64, f64)> = weighed
        .filter(|&(.., threatened)| threatened > 0.0)
        .collect();
    // Of equals the first stays the first.
    weighed.sort_by(|a, b| b.1.total_cmp(&a.1).then(b.2.total_cmp(&a.2)));
    weighed.into_iter().map(|(tree, ..)| tree).collect()
}

/// The boxes that water reached, those first whose failing most customers would feel: all
/// behind what opens for it.
fn boxes(passed: &[Passed], records: &District) -> Vec<AssetRef> {
    let topology = Topology::of(records);
    let mut reached = BTreeMap::<AssetRef, usize>::new();
    for cabinet in passed.iter().flat_map(|storm| &storm.boxes) {
        *reached.entry(*cabinet).or_default() += 1;
    }
    let weighed = reached.into_iter().map(|(cabinet, times)| {
        let mut path = topology.upstream(cabinet).into_iter();
        let opens = path.find(|above| above.kind == Kind::Switch);
        let customers = topology.customer_count(opens.unwrap_or(cabinet));
        (cabinet, times * customers)
    });
    let mut weighed: Vec<(AssetRef, usize)> = weighed.collect();
    // Of equals the first stays the first.
    weighed.sort_by_key(|&(_, weight)| std::cmp::Reverse(weight));
    weighed.into_iter().map(|(cabinet, _)| cabinet).collect()
}

/// The spans that a tree at a place would harm if it fell their way.
fn beside(at: Vector, height_m: f64, lines: &Lines) -> impl Iterator<Item = usize> {
    let tree = Tree { height_m };
    let spans = lines.spans.iter().enumerate();
    let threatened = spans.filter(move |&(index, span)| {
        let ends = [0, 1].map(|end| span.height_m(end, &lines.poles, index));
        let Some(reach_m) = tree.reach_m(f64::midpoint(ends[0], ends[1])) else {
            return false;
        };
        let along = (at - span.at[0]).dot(span.ahead());
        let nearest = span.at[0] + span.ahead() * along.clamp(0.0, span.length_m());
        let apart = (nearest - at).length();
        apart < reach_m + Tree::CROWN * height_m && tree.harms(span)
    });
    threatened.map(|(index, _)| index)
}
