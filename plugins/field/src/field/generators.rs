//! Generators that drop out when the voltage is not one to follow, and come back.

use taiqu_grid::{AssetRef, District, Kind, Place};
use taiqu_link::Tick;
use taiqu_link::metering::nominal_v;
use taiqu_powerflow::{Model, Solution, Terminals};

/// Voltages, pu of nominal, between which an inverter stays on: it trips within 2 s below
/// 85 % (GB/T 29319); 120 % is what is set where 110 % would trip every noon.
const BAND_PU: (f64, f64) = (0.85, 1.20);
/// Seconds for which the voltage must be right before it comes back.
const BACK_AFTER_S: u64 = 60;

/// All loads that generate.
#[derive(Clone, Debug)]
pub(super) struct Generators {
    all: Vec<Generator>,
    /// By load: the second from which it may be on again; 0 for one that is on.
    off: Off,
}

/// The seconds from which loads may be on again.
pub(super) type Off = Vec<u64>;

#[derive(Clone, Debug)]
struct Generator {
    load: usize,
    node: AssetRef,
    terminals: Terminals,
    nominal_v: f64,
}

impl Generators {
    pub fn of(district: &District, model: &Model) -> Self {
        let loads = model.loads().iter().enumerate();
        let all = loads.filter_map(|(k, asset)| {
            let Place::Area(area) = asset.place else {
                return None;
            };
            let item = &district.areas[usize::from(area)].loads[asset.index as usize];
            let node = AssetRef::in_area(area, Kind::Node, item.node as u32);
            (item.kw < 0.0).then(|| Generator {
                load: k,
                node,
                terminals: Terminals::of(item.connection),
                nominal_v: nominal_v(district, node, item.connection),
            })
        });
        Self {
            all: all.collect(),
            off: vec![0; model.loads().len()],
        }
    }

    /// Finds generators connected as `district` has it now.
    pub fn reconnect(&mut self, district: &District, model: &Model) {
        self.all = Self::of(district, model).all;
    }

    /// Those among `loads` lose the voltage they follow for a moment, and wait before they
    /// come back.
    pub fn interrupt(&mut self, tick: Tick, loads: &[usize]) {
        for generator in self.all.iter().filter(|g| loads.contains(&g.load)) {
            self.off[generator.load] = tick.0 + BACK_AFTER_S;
        }
    }

    pub fn is_off(&self, load: usize) -> bool {
        self.off[load] > 0
    }

    pub const fn off(&self) -> &Off {
        &self.off
    }

    pub fn recall(&mut self, off: &Off) {
        self.off.clone_from(off);
    }

    /// Looks at the voltages after a tick, if they are `renewed` or somebody waits to come
    /// back; whether any generator goes off or on.
    pub fn watch(&mut self, tick: Tick, renewed: bool, solution: Solution<'_>) -> bool {
        let mut moved = false;
        for generator in &self.all {
            let off = &mut self.off[generator.load];
            let due = *off > 0 && *off <= tick.0;
            if !renewed && !due {
                continue;
            }
            let voltages = generator.terminals.voltages(solution.node(generator.node));
            let right = voltages[..generator.terminals.len()].iter().all(|v| {
                let pu = v.norm() / generator.nominal_v;
                (BAND_PU.0..=BAND_PU.1).contains(&pu)
            });
            match (*off > 0, right) {
                (false, false) => {
                    *off = tick.0 + BACK_AFTER_S;
                    moved = true;
                }
                (true, false) => *off = tick.0 + BACK_AFTER_S,
                (true, true) if due => {
                    *off = 0;
                    moved = true;
                }
                _ => {}
            }
        }
        moved
    }
}
