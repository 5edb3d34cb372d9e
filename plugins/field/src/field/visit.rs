//! What a grid manager sees.

use taiqu_grid::{AssetRef, Kind, Place};
use taiqu_link::{ManagerId, Source, Tick, Uplink};

use super::{Fact, Field};
use crate::crews::by_voice;

/// Limits of supply voltage, pu (GB/T 12325, 220 V + 7 / − 10 %).
const VOLTAGE_PU: (f64, f64) = (0.90, 1.07);
/// Loading and unbalance, pu, from which a manager agrees that there is too much.
const LOADED_PU: f64 = 0.8;
const UNBALANCED_PU: f64 = 0.25;

impl Field {
    /// Grid managers who are where they were sent tell what they see.
    pub(super) fn visit(&mut self, tick: Tick, facts: &mut Vec<Fact>) {
        for errand in self.people.errands(tick) {
            let (manager, task): (ManagerId, u32) = (errand.manager, errand.task);
            let looked = Uplink::ManagerLooked {
                manager,
                task,
                confirmed: self.is_odd(errand.asset),
            };
            facts.push(by_voice(tick, Source::Manager(manager), looked));
        }
    }

    /// Whether a manager with a clamp meter finds a thing out of order.
    fn is_odd(&self, asset: AssetRef) -> bool {
        match asset.kind {
            Kind::Customer => {
                let supplies = self.supplies().zip(self.supply_voltages());
                let own = supplies.zip(self.supply_nominals());
                let mut own = own.filter(|((point, _), _)| point.customer == asset);
                let out = |v: f64, nominal: f64| {
                    !(VOLTAGE_PU.0 * nominal..=VOLTAGE_PU.1 * nominal).contains(&v)
                };
                let odd = own
                    .any(|((_, voltages), nominal)| voltages.into_iter().any(|v| out(v, nominal)));
                odd || self.harm.tripped.contains(&asset)
            }
            Kind::Transformer => {
                let Place::Area(k) = asset.place else {
                    return false;
                };
                let item =
                    &self.setup.truth.areas[usize::from(k)].transformers[asset.index as usize];
                let (_, current) = self.solver.solution().transformer_current(asset);
                let amps = [0, 1, 2].map(|k: usize| current[k].norm());
                let most = amps.into_iter().fold(0.0, f64::max);
                let least = amps.into_iter().fold(f64::MAX, f64::min);
                let nominal_v = self.setup.truth.areas[usize::from(k)].nominal_v;
                let rated_a = item.rating.kva * 1e3 / (3.0_f64.sqrt() * nominal_v);
                most > LOADED_PU * rated_a || most - least > UNBALANCED_PU * most
            }
            Kind::Box => self.box_locks.is_open(asset),
            _ => true,
        }
    }
}
