//! The water in the basins, as time passes.

use serde::{Deserialize, Serialize};

use super::Drainage;
use super::basins::{Basins, Sill};

/// Discharge over a broad-crested weir, m³/s for a metre of width and of head to the power
/// 1.5.
const WEIR: f64 = 1.7;
/// Longest step, s.
const STEP_S: f64 = 60.0;

/// What comes from above, and along rivers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Sky {
    /// Rain, mm/h.
    pub rain_mm_h: f64,
    /// How far rivers stand above their usual level, m.
    pub river_m: f64,
}

/// The water in the basins of some ground.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Flood {
    /// In each basin, m³; a river's basin keeps what its level says.
    stands_m3: Vec<f64>,
    /// On its way down the slopes of each, m³.
    comes_m3: Vec<f64>,
    /// How high it stands in each, m.
    level_m: Vec<f64>,
    /// What has run off into rivers, drains and over the edge, less what rivers gave, m³.
    pub gone_m3: f64,
}

impl Flood {
    /// Ponds and rivers at their usual level, and dry ground.
    pub fn new(basins: &Basins) -> Self {
        let stands = basins.all.iter().map(|b| b.volume_m3(b.usual_m));
        let mut flood = Self {
            stands_m3: stands.collect(),
            comes_m3: vec![0.0; basins.count()],
            level_m: vec![0.0; basins.count()],
            gone_m3: 0.0,
        };
        flood.settle(basins, 0.0);
        flood
    }

    /// How high the water stands in each basin, m.
    pub fn levels_m(&self) -> &[f64] {
        &self.level_m
    }

    /// How deep the water is over the ground at a place, m; zero beyond the edge.
    pub fn depth_m(&self, basins: &Basins, at: (f64, f64)) -> f64 {
        let level = basins.at(at).map(|basin| self.level_m[basin]);
        level.map_or(0.0, |level| (level - basins.land.ground_m(at)).max(0.0))
    }

    /// All the water that stands or comes, m³.
    pub fn held_m3(&self) -> f64 {
        self.stands_m3.iter().sum::<f64>() + self.comes_m3.iter().sum::<f64>()
    }

    /// Lives `seconds` under a constant `sky`, in steps of a minute at most: what runs over a
    /// sill is taken as steady in a step.
    pub fn live(&mut self, basins: &Basins, drainage: &Drainage, sky: Sky, seconds: f64) {
        let steps = (seconds / STEP_S).ceil();
        for _ in 0..steps as usize {
            self.step(basins, drainage, sky, seconds / steps);
        }
    }

    fn step(&mut self, basins: &Basins, drainage: &Drainage, sky: Sky, seconds: f64) {
        // Share of what is on the slopes that arrives.
        let arrives = -libm::expm1(-seconds / (60.0 * drainage.slopes_min).max(1.0));
        for (k, basin) in basins.all.iter().enumerate() {
            let over = |mm_h: f64| mm_h / 3.6e6 * basin.area_m2() * seconds;
            self.comes_m3[k] += over(drainage.runoff * sky.rain_mm_h);
            let down = self.comes_m3[k] * arrives;
            self.comes_m3[k] -= down;
            self.stands_m3[k] += down;
            // Nobody pumps a pond dry.
            let usual = basin.volume_m3(basin.usual_m);
            let drained = (self.stands_m3[k] - usual).clamp(0.0, over(drainage.drains_mm_h));
            self.stands_m3[k] -= drained;
            self.gone_m3 += drained;
        }
        self.settle(basins, sky.river_m);
        for sill in &basins.sills {
            self.run_over(basins, sill, seconds);
        }
        self.settle(basins, sky.river_m);
    }

    /// Levels from volumes; rivers take what their level says, whatever was in them.
    fn settle(&mut self, basins: &Basins, rise_m: f64) {
        for (k, basin) in basins.all.iter().enumerate() {
            if let Some(usual) = basin.river_m {
                let holds = basin.volume_m3(usual + rise_m);
                self.gone_m3 += self.stands_m3[k] - holds;
                self.stands_m3[k] = holds;
            }
            self.level_m[k] = basin.level_m(self.stands_m3[k]);
        }
    }

    /// Water runs over a sill from the higher side, at most until both stand alike.
    fn run_over(&mut self, basins: &Basins, sill: &Sill, seconds: f64) {
        let level = |side: Option<usize>| side.map_or(f64::NEG_INFINITY, |k| self.level_m[k]);
        let (mut high, mut low) = (Some(sill.one), sill.other);
        if level(low) > level(high) {
            std::mem::swap(&mut high, &mut low);
        }
        let (Some(from), (above, below)) = (high, (level(high), level(low))) else {
            return;
        };
        let crest = sill.heights_m[0];
        if above <= crest {
            return;
        }
        let flows = sill.heights_m.iter().take_while(|&&height| height < above);
        let flows = flows.map(|height| discharge(above - height, below - height));
        let runs = flows.sum::<f64>() * basins.land.cell_m * seconds;
        let source = &basins.all[from];
        let meets = if below > crest {
            0.5 * (above + below)
        } else {
            crest
        };
        let spare = source.volume_m3(above) - source.volume_m3(meets);
        let room = low.map_or(f64::INFINITY, |to| {
            let target = &basins.all[to];
            let until = 0.5 * (above + below.max(target.floor_m()));
            target.volume_m3(until) - self.stands_m3[to]
        });
        let runs = runs.min(spare).min(room).max(0.0);
        self.stands_m3[from] -= runs;
        self.level_m[from] = source.level_m(self.stands_m3[from]);
        match low {
            None => self.gone_m3 += runs,
            Some(to) => {
                self.stands_m3[to] += runs;
                self.level_m[to] = basins.all[to].level_m(self.stands_m3[to]);
            }
        }
    }
}

/// Discharge over a metre of crest, m²/s, with `head_m` of water over it before and `tail_m`
/// behind; drowned weirs by Villemonte.
fn discharge(head_m: f64, tail_m: f64) -> f64 {
    let free = WEIR * head_m * head_m.sqrt();
    let drowned = (tail_m / head_m).clamp(0.0, 1.0);
    free * libm::pow(1.0 - drowned * drowned.sqrt(), 0.385)
}
