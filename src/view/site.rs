//! The weather on site and what it has broken, from the simulated field and its storm.

use std::collections::BTreeMap;

use taiqu_field::Field;
use taiqu_grid::AssetRef;
use taiqu_link::SimClock;
use taiqu_scene::{Damage, FallenPole, FallenTree, Weather, WireDown};
use taiqu_storm::Storm;

use crate::simulation::Simulation;

/// The weather over the middle of the district; that of a calm day where no storm is
/// simulated.
pub fn weather(simulation: &Simulation, clock: &SimClock) -> Weather {
    let Some(storm) = simulation.storm() else {
        return Weather::default();
    };
    let wind = storm.wind(clock.tick);
    let report = simulation
        .truth()
        .first()
        .map(|field| field.weather(clock.tick));
    Weather {
        wind_m_s: (wind.x, wind.y),
        rain_mm_h: report.map_or(0.0, |report| report.rain_mm_h),
        cloud: report.map_or(0.0, |report| report.cloud),
        ice_m: storm.ice_m(),
    }
}

/// What does not stand or hang as it was built.
pub fn damage(simulation: &Simulation) -> Damage {
    let fields = simulation.truth();
    let storm = simulation.storm();
    let towards = storm.map_or_else(BTreeMap::new, towards);
    let fallen = fields.iter().flat_map(Field::fallen);
    let poles = fallen.map(|&node| FallenPole {
        node,
        towards: towards.get(&node).copied(),
    });
    let trees = storm.iter().flat_map(|storm| storm.fallen_trees());
    let trees = trees.map(|tree| {
        let top = tree.top + tree.at * -1.0;
        FallenTree {
            tree: tree.tree,
            towards: (top.x, top.y),
        }
    });
    let wires = fields.iter().flat_map(Field::lying);
    let wires = wires.map(|lying| WireDown {
        section: lying.section,
        conductors: lying.conductors,
        broken: lying.broken,
        live: lying.live,
    });
    Damage {
        poles: poles.collect(),
        trees: trees.collect(),
        wires: wires.collect(),
    }
}

/// Where each pole that a storm felled lies.
fn towards(storm: &Storm) -> BTreeMap<AssetRef, (f64, f64)> {
    let standing = storm.standing();
    let poles = standing.lines().poles.iter().zip(standing.states());
    let down = poles.filter(|(_, state)| state.down);
    let lies = down.map(|(pole, state)| {
        let towards = state.felled_by_nm.direction();
        (pole.node, (towards.x, towards.y))
    });
    lies.collect()
}
