//! The water over a district: what it reaches, and which roads it closes.
//!
//! What has live parts leaks to earth as soon as water touches them, and its conductors are
//! joined a hand's breadth deeper. What drowned stays faulty when the water falls: somebody
//! has to come, once it can be reached.

use rand_distr::{Distribution as _, LogNormal};
use serde::{Deserialize, Serialize};
use taiqu_field::Course;
use taiqu_grid::area::BoxKind;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Kind, Phases, Place};
use taiqu_link::{Action, chance};
use taiqu_structure::water::{Basins, Drainage, Flood, Land, Sky};

use crate::deeds::Deed;
use crate::noise::{Purpose, stream};

/// What a wet box leaks through, Ω: enough for any residual-current device to see.
const LEAK_OHM: f64 = 300.0;
/// How far over the lowest live parts conductors are joined, m.
const JOINS_M: (f64, f64) = (0.1, 0.2);
/// Depth at which a transformer on the ground fails: median, m, and spread of the logarithm
/// (ERAD, pad-mounted).
const DROWNS: (f64, f64) = (0.9, 0.5);
/// Depth from which a vehicle does not pass, and below which it does again, m.
const ROAD_M: (f64, f64) = (0.3, 0.2);
/// Length of the pieces of road that are looked at, m.
const PIECE_M: f64 = 25.0;
/// How far water must fall below live parts before they can be worked at, m.
const CLEAR_M: f64 = 0.1;
/// Until a drowned area terminal has been replaced, from when the water is gone, s; assumed.
const REPLACED_S: f64 = 12.0 * 3600.0;

/// How water rises in a scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Flooding {
    /// How it runs off.
    pub drainage: Drainage,
    /// How far rivers stand above their usual level, m, over the hours.
    pub river_m: Course,
}

/// The water over a district, and what stands in it.
#[derive(Clone, Debug)]
pub struct Water {
    flooding: Flooding,
    basins: Basins,
    flood: Flood,
    parts: Vec<Part>,
    roads: Vec<Road>,
}

/// All that it must remember.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    flood: Flood,
    parts: Vec<Reach>,
    closed: Vec<bool>,
}

/// How far the water has come at a box.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
enum Reach {
    #[default]
    Dry,
    Wet,
    Joined,
    Drowned,
}

/// A box or cabinet.
#[derive(Clone, Debug)]
struct Part {
    cabinet: AssetRef,
    basin: usize,
    /// Height of its lowest live parts, m.
    live_m: f64,
    /// The same at which its conductors are joined, and its transformer fails.
    joins_m: f64,
    drowns_m: f64,
    /// The sections whose ends are in it, with their conductors.
    sections: Vec<(AssetRef, Phases)>,
    /// The transformers whose low-voltage side it is, and whether they stand on the ground.
    stations: Vec<(AssetRef, bool)>,
    reach: Reach,
}

/// A piece of road.
#[derive(Clone, Debug)]
struct Road {
    basin: usize,
    lowest_m: f64,
    ends: [(f64, f64); 2],
    closed: bool,
}

impl Water {
    /// Dry ground, and rivers and ponds as usual.
    pub fn new(truth: &District, flooding: &Flooding, seed: u64) -> Self {
        let basins = Basins::of(Land::of(truth, flooding.drainage.cell_m));
        let topology = Topology::of(truth);
        let parts = truth.all(Kind::Box);
        let parts = parts.filter_map(|cabinet| part(truth, &topology, &basins, cabinet, seed));
        Self {
            flood: Flood::new(&basins),
            parts: parts.collect(),
            roads: roads(truth, &basins),
            flooding: flooding.clone(),
            basins,
        }
    }

    /// The ground, and the water in its basins.
    pub const fn stands(&self) -> (&Basins, &Flood) {
        (&self.basins, &self.flood)
    }

    /// The boxes and cabinets whose live parts water has reached.
    pub fn reached(&self) -> impl Iterator<Item = AssetRef> + '_ {
        let parts = self.parts.iter();
        let under = parts.filter(|part| self.flood.levels_m()[part.basin] >= part.live_m);
        under.map(|part| part.cabinet)
    }

    /// Lives a minute that begins at `at_s`, in this rain, and says what follows.
    pub fn live(&mut self, at_s: f64, hour: f64, rain_mm_h: f64) -> Vec<(f64, Deed)> {
        let sky = Sky {
            rain_mm_h,
            river_m: self.flooding.river_m.at(hour, 0.0),
        };
        let drainage = &self.flooding.drainage;
        self.flood.live(&self.basins, drainage, sky, 60.0);
        let mut deeds = Vec::new();
        for part in &mut self.parts {
            part.live(self.flood.levels_m()[part.basin], at_s, &mut deeds);
        }
        for road in &mut self.roads {
            let depth_m = self.flood.levels_m()[road.basin] - road.lowest_m;
            let closed = depth_m > if road.closed { ROAD_M.1 } else { ROAD_M.0 };
            if closed != road.closed {
                road.closed = closed;
                let [from, to] = road.ends;
                let blocked = closed;
                deeds.push((at_s, Deed::Road { from, to, blocked }));
            }
        }
        deeds
    }

    /// What it must remember.
    pub fn memory(&self) -> Memory {
        Memory {
            flood: self.flood.clone(),
            parts: self.parts.iter().map(|part| part.reach).collect(),
            closed: self.roads.iter().map(|road| road.closed).collect(),
        }
    }

    /// Takes what water of the same setup remembered.
    pub fn recall(&mut self, memory: &Memory) {
        self.flood.clone_from(&memory.flood);
        for (part, &reach) in self.parts.iter_mut().zip(&memory.parts) {
            part.reach = reach;
        }
        for (road, &closed) in self.roads.iter_mut().zip(&memory.closed) {
            road.closed = closed;
        }
    }
}

impl Part {
    /// What follows from water at this level.
    fn live(&mut self, level_m: f64, at_s: f64, deeds: &mut Vec<(f64, Deed)>) {
        let mut all = |of: &dyn Fn(AssetRef, Phases) -> Deed| {
            let sections = self.sections.iter();
            deeds.extend(sections.map(|&(section, conductors)| (at_s, of(section, conductors))));
        };
        if self.reach == Reach::Dry && level_m >= self.live_m {
            self.reach = Reach::Wet;
            all(&|part, _| Deed::Water { part, under: true });
            all(&|section, conductors| {
                Deed::Harm(Action::Leak {
                    section,
                    conductors,
                    ohm: LEAK_OHM,
                })
            });
        }
        if self.reach == Reach::Wet && level_m >= self.joins_m {
            self.reach = Reach::Joined;
            all(&|section, conductors| {
                Deed::Harm(Action::Short {
                    section,
                    conductors,
                    earth: true,
                })
            });
            for &(transformer, _) in &self.stations {
                deeds.push((at_s, Deed::Harm(Action::KillTerminal { transformer })));
            }
        }
        if self.reach == Reach::Joined && level_m >= self.drowns_m {
            self.reach = Reach::Drowned;
            let grounded = self.stations.iter().filter(|(_, grounded)| *grounded);
            deeds.extend(
                grounded.map(|&(transformer, _)| (at_s, Deed::Harm(Action::Fail { transformer }))),
            );
        }
        if self.reach != Reach::Dry && level_m < self.live_m - CLEAR_M {
            if self.reach >= Reach::Joined {
                for &(transformer, _) in &self.stations {
                    let revive = Deed::Harm(Action::ReviveTerminal { transformer });
                    deeds.push((at_s + REPLACED_S, revive));
                }
            }
            self.reach = Reach::Dry;
            for &(part, _) in &self.sections {
                deeds.push((at_s, Deed::Water { part, under: false }));
            }
        }
    }
}

/// A box with what hangs on it; none where it has no place.
fn part(
    truth: &District,
    topology: &Topology,
    basins: &Basins,
    cabinet: AssetRef,
    seed: u64,
) -> Option<Part> {
    let Place::Area(area) = cabinet.place else {
        return None;
    };
    let item = &truth.areas[usize::from(area)];
    let own = &item.boxes[cabinet.index as usize];
    let at = truth.site(cabinet)?;
    let basin = basins.at(at)?;
    let ground_m = basins.land.ground_m(at);
    let mut random = stream(seed, Purpose::Water, cabinet);
    let joins = JOINS_M.0 + (JOINS_M.1 - JOINS_M.0) * chance::unit(&mut random);
    let drowns = LogNormal::new(DROWNS.0.ln(), DROWNS.1).map(|depth| depth.sample(&mut random));
    let stations = match own.kind {
        BoxKind::Cabinet => {
            let stations = item.transformers.iter().enumerate();
            let own = stations.filter(|(_, station)| station.lv == own.node);
            own.map(|(k, station)| {
                let transformer = AssetRef::in_area(area, Kind::Transformer, k as u32);
                (transformer, station.box_substation)
            })
            .collect()
        }
        BoxKind::Branch | BoxKind::Meter { .. } => Vec::new(),
    };
    let live_m = ground_m + own.height_m;
    Some(Part {
        cabinet,
        basin,
        live_m,
        joins_m: live_m + joins,
        drowns_m: ground_m + drowns.unwrap_or(DROWNS.0),
        sections: sections(truth, topology, cabinet),
        stations,
        reach: Reach::Dry,
    })
}

/// The section that feeds a box; of a station's cabinet those that leave it.
fn sections(truth: &District, topology: &Topology, cabinet: AssetRef) -> Vec<(AssetRef, Phases)> {
    let above = |asset: AssetRef| {
        let path = topology.upstream(asset).into_iter();
        let kinds = [Kind::Section, Kind::Transformer, Kind::Box];
        path.into_iter().find(|above| kinds.contains(&above.kind))
    };
    let sections: Vec<AssetRef> = match above(cabinet) {
        Some(feeds) if feeds.kind == Kind::Section => vec![feeds],
        _ => truth
            .all(Kind::Section)
            .filter(|&section| above(section) == Some(cabinet))
            .collect(),
    };
    let network = truth.network(cabinet.place);
    let sections = sections.into_iter();
    sections
        .map(|section| (section, network.sections[section.index as usize].phases))
        .collect()
}

/// The roads of a district in short pieces.
fn roads(truth: &District, basins: &Basins) -> Vec<Road> {
    let around = truth.areas.iter().map(|area| &area.surroundings);
    let lines = around.flat_map(|around| &around.roads);
    let pieces = lines.flat_map(|road| road.points.windows(2));
    let pieces = pieces.flat_map(|piece| {
        let (from, to) = (piece[0], piece[1]);
        let (east, north) = (to.0 - from.0, to.1 - from.1);
        let count = (east.hypot(north) / PIECE_M).ceil().max(1.0);
        let at = move |k: f64| (from.0 + east * k / count, from.1 + north * k / count);
        (0..count as usize).map(move |k| [k as f64, k as f64 + 0.5, k as f64 + 1.0].map(at))
    });
    pieces
        .filter_map(|[from, middle, to]| {
            Some(Road {
                basin: basins.at(middle)?,
                lowest_m: basins.land.ground_m(middle),
                ends: [from, to],
                closed: false,
            })
        })
        .collect()
}
