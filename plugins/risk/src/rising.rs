//! Which boxes and cabinets water will probably reach.

use std::collections::BTreeMap;

use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Kind, Place};
use taiqu_link::WeatherOutlook;
use taiqu_structure::water::{Basins, Drainage, Flood, Land, Sky};

use crate::risk::{NORMAL, Reached, Risk};

/// Steps in which what was observed is lived, and after which it is looked what the hours of a
/// forecast have reached, s.
const OBSERVED_S: f64 = 60.0;
const AHEAD_S: u32 = 300;

/// What the records say stands on the ground, and how its water gathers.
#[derive(Clone, Debug)]
pub struct Rising {
    basins: Basins,
    drainage: Drainage,
    boxes: Vec<Standing>,
}

/// A box or cabinet by its records.
#[derive(Clone, Debug)]
struct Standing {
    cabinet: AssetRef,
    basin: usize,
    /// Height of its live parts, m.
    live_m: f64,
    /// The customers who lose supply when it fails: all behind what opens for it.
    customers: Vec<AssetRef>,
}

impl Rising {
    /// What the records of a district say.
    pub fn of(records: &District, drainage: Drainage) -> Self {
        let basins = Basins::of(Land::of(records, drainage.cell_m));
        let topology = Topology::of(records);
        let boxes = records.all(Kind::Box).filter_map(|cabinet| {
            let Place::Area(area) = cabinet.place else {
                return None;
            };
            let item = &records.areas[usize::from(area)].boxes[cabinet.index as usize];
            let at = records.site(cabinet)?;
            let path = topology.upstream(cabinet);
            let opens = path.iter().find(|above| above.kind == Kind::Switch);
            let behind = opens.copied().unwrap_or(cabinet);
            Some(Standing {
                cabinet,
                basin: basins.at(at)?,
                live_m: basins.land.ground_m(at) + item.height_m,
                customers: topology.customers(behind).collect(),
            })
        });
        Self {
            boxes: boxes.collect(),
            basins,
            drainage,
        }
    }

    /// The ground as it usually is.
    pub fn usual(&self) -> Flood {
        Flood::new(&self.basins)
    }

    /// Lives a minute of what was observed.
    pub fn observe(&self, flood: &mut Flood, sky: Sky) {
        flood.live(&self.basins, &self.drainage, sky, OBSERVED_S);
    }

    /// How far water stands above the live parts of each box and cabinet, m; below them,
    /// less than 0.
    pub fn depths_m(&self, flood: &Flood) -> BTreeMap<AssetRef, f64> {
        let above = |item: &Standing| flood.levels_m()[item.basin] - item.live_m;
        let boxes = self.boxes.iter();
        boxes.map(|item| (item.cabinet, above(item))).collect()
    }

    /// Adds to `risk` what the rain of `hours` will do to the water that `flood` is now.
    ///
    /// How much falls, and how far rivers rise with it, is one uncertainty for all that stands
    /// in it.
    pub fn assess(&self, flood: &Flood, hours: &[WeatherOutlook], risk: &mut Risk) {
        let wet = hours
            .iter()
            .any(|hour| hour.rain_mm_h > 0.0 || hour.river_m > 0.0);
        if !wet && *flood == self.usual() {
            return;
        }
        let mut out: BTreeMap<AssetRef, f64> = BTreeMap::new();
        for (luck, weight) in NORMAL {
            let mut reached = vec![None; self.boxes.len()];
            let mut flood = flood.clone();
            for hour in hours {
                let sky = Sky {
                    rain_mm_h: hour.rain_mm_h * (hour.rain_spread * luck).exp(),
                    river_m: hour.river_m * (hour.river_spread * luck).exp(),
                };
                for from_s in (0..3600).step_by(AHEAD_S as usize) {
                    flood.live(&self.basins, &self.drainage, sky, f64::from(AHEAD_S));
                    let at_s = hour.at_s + from_s;
                    for (standing, reached) in self.boxes.iter().zip(&mut reached) {
                        if flood.levels_m()[standing.basin] >= standing.live_m {
                            reached.get_or_insert(at_s);
                        }
                    }
                }
            }
            let mut dark: BTreeMap<AssetRef, f64> = BTreeMap::new();
            for (standing, reached) in self.boxes.iter().zip(reached) {
                let Some(at_s) = reached else {
                    continue;
                };
                let cabinet = risk.cabinets.entry(standing.cabinet).or_insert(Reached {
                    probability: 0.0,
                    at_s,
                });
                cabinet.probability += weight;
                // The earliest that is as likely as not, or the earliest at all.
                if luck <= 0.0 {
                    cabinet.at_s = at_s;
                }
                dark.extend(
                    standing
                        .customers
                        .iter()
                        .map(|&customer| (customer, weight)),
                );
            }
            for (customer, weight) in dark {
                *out.entry(customer).or_default() += weight;
            }
        }
        for (customer, drowned) in out {
            let p = risk.customers.entry(customer).or_default();
            *p = 1.0 - (1.0 - *p) * (1.0 - drowned);
        }
    }
}
