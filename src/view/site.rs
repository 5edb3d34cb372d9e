//! The weather on site and what it has broken, from the simulated field and its storm.

use std::collections::{BTreeMap, BTreeSet};

use taiqu_field::Field;
use taiqu_grid::{AssetRef, Phases};
use taiqu_link::SimClock;
use taiqu_scene::{Damage, FallenPole, FallenTree, Lie, Pool, Strike, Weather, WireDown};
use taiqu_storm::{Storm, Stroke};

use super::falls::Falls;
use crate::simulation::Simulation;

/// Lean from which a pole is drawn otherwise than it was built, rad.
const SEEN_RAD: f64 = 0.01;
/// Least time between two flashes that are shown, s of the eye: more than three a second
/// are not safe to look at.
const APART_S: f64 = 1.0;

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
        strike: last_strike(storm.strokes(), clock),
    }
}

/// The last of the `strokes` up to the end of this tick that is shown: those too soon after
/// one that is, at the speed at which time goes, are not.
fn last_strike(strokes: &[Stroke], clock: &SimClock) -> Option<Strike> {
    let until_s = clock.tick.next().0 as f64;
    let apart_s = APART_S * f64::from(clock.speed);
    let mut last: Option<Strike> = None;
    for stroke in strokes.iter().take_while(|stroke| stroke.at_s < until_s) {
        if last.is_none_or(|last| stroke.at_s - last.at_s >= apart_s) {
            last = Some(Strike {
                at_s: stroke.at_s,
                at: (stroke.at.x, stroke.at.y),
            });
        }
    }
    last
}

/// What does not stand or hang as it was built, as far as it was lived as `falls` tell.
pub fn damage(simulation: &Simulation, falls: &Falls) -> Damage {
    let fields = simulation.truth();
    let storm = simulation.storm();
    let towards = storm.map_or_else(BTreeMap::new, towards);
    let fallen = fields.iter().flat_map(Field::fallen);
    let poles = fallen.map(|&node| FallenPole {
        node,
        towards: towards.get(&node).copied(),
        lie: falls.pole(node),
    });
    let trees = storm.iter().flat_map(|storm| storm.fallen_trees());
    let trees = trees.map(|tree| {
        let top = tree.top + tree.at * -1.0;
        FallenTree {
            tree: tree.tree,
            towards: (top.x, top.y),
            lie: falls.tree(tree.tree),
        }
    });
    let wires = fields.iter().flat_map(Field::lying);
    let wires = wires.map(|lying| WireDown {
        section: lying.section,
        conductors: lying.conductors,
        broken: lying.broken,
        live: lying.live,
        hangs: false,
        pieces: falls.wires(lying.section),
    });
    let mut damage = Damage {
        poles: poles.collect(),
        trees: trees.collect(),
        wires: wires.collect(),
    };
    if let Some(storm) = storm {
        lean(storm, &mut damage);
    }
    damage
}

/// Adds the poles that lean and the wires that they still hold.
fn lean(storm: &Storm, damage: &mut Damage) {
    let standing = storm.standing();
    let lines = standing.lines();
    let lying: BTreeSet<AssetRef> = damage.wires.iter().map(|wire| wire.section).collect();
    let mut hanging = BTreeMap::new();
    for (pole, state) in lines.poles.iter().zip(standing.states()) {
        let lean_rad = state.lean_rad();
        if lean_rad < SEEN_RAD {
            continue;
        }
        let towards = state.most_nm.direction();
        let top = pole.at + towards * (pole.top_m * lean_rad.sin());
        damage.poles.push(FallenPole {
            node: pole.node,
            towards: Some((towards.x, towards.y)),
            lie: Some(Lie {
                hinge: [pole.at.x, pole.at.y, 0.0],
                top: [top.x, top.y, pole.top_m * lean_rad.cos()],
            }),
        });
        for hold in &pole.holds {
            let span = &lines.spans[hold.span];
            let wires = span.wires.iter().map(|wire| Phases::only(wire.phase));
            let held: &mut Phases = hanging.entry(span.section).or_default();
            *held = wires.fold(*held, Phases::union);
        }
    }
    hanging.retain(|section, _| !lying.contains(section));
    let hanging = hanging.into_iter().map(|(section, conductors)| WireDown {
        section,
        conductors,
        broken: Phases::NONE,
        live: false,
        hangs: true,
        pieces: Vec::new(),
    });
    damage.wires.extend(hanging);
}

/// The water that stands where usually there is none.
pub fn water(simulation: &Simulation) -> Vec<Pool> {
    let Some(storm) = simulation.storm() else {
        return Vec::new();
    };
    let (basins, flood) = storm.water().stands();
    let (land, of_cell) = (&basins.land, basins.of_cells());
    let mut pools = vec![Pool::default(); basins.count()];
    let is_under = |cell: usize| land.height_m[cell] < flood.levels_m()[of_cell[cell]];
    let flooded = |cell: &usize| is_under(*cell) && land.body[*cell].is_none();
    for cell in (0..of_cell.len()).filter(flooded) {
        pools[of_cell[cell]].side_m = land.cell_m;
    }
    for (cell, &basin) in of_cell.iter().enumerate() {
        let pool = &mut pools[basin];
        // The shore lies somewhere on the first dry square.
        let mut beside = land.around(cell).filter(|&other| of_cell[other] == basin);
        let reached = is_under(cell) || beside.any(is_under);
        if pool.side_m > 0.0 && reached {
            pool.level_m = flood.levels_m()[basin];
            pool.squares.push(land.middle(cell));
        }
    }
    pools.retain(|pool| pool.side_m > 0.0);
    pools
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

#[cfg(test)]
mod tests {
    use taiqu_link::{ClockRequest, Tick};
    use taiqu_structure::Vector;

    use super::*;

    #[test]
    fn lightning_shows_when_it_strikes_and_not_too_often() {
        let stroke = |at_s: f64| Stroke {
            at_s,
            at: Vector::new(at_s, 0.0),
            peak_ka: 30.0,
        };
        let strokes = [3.5, 4.2, 9.0].map(stroke);
        let start = "2026-07-22T18:00:00".parse().expect("a time");
        let mut clock = SimClock::new(start, 3600);
        let mut at = |tick: u64, speed: u32| {
            clock.tick = Tick(tick);
            clock.obey(ClockRequest::Speed(speed));
            last_strike(&strokes, &clock).map(|strike| strike.at)
        };
        assert_eq!(at(2, 1), None);
        assert_eq!(at(3, 1), Some((3.5, 0.0)));
        // The second comes within a second of the first.
        assert_eq!(at(5, 1), Some((3.5, 0.0)));
        assert_eq!(at(9, 1), Some((9.0, 0.0)));
        // Ten times as fast they are all within a second.
        assert_eq!(at(9, 10), Some((3.5, 0.0)));
    }
}
