//! Currents that leak to earth, and the residual-current devices that they open.

use num_complex::Complex64;
use taiqu_grid::catalogue::Residual;
use taiqu_grid::{AssetRef, Kind, Phases, Place};
use taiqu_link::Tick;
use taiqu_link::chance::unit;
use taiqu_powerflow::protection::trips_after;

use super::Field;
use super::protect::Opening;
use crate::harm::Leak;
use crate::noise::{Purpose, entity, stream};

/// What every customer has at the entry of the installation (end protection, GB/T 13955).
const OWN: Residual = Residual {
    ma: 30.0,
    delay_s: 0.0,
};

impl Field {
    /// The residual-current device that opens first for what leaks now. What others then
    /// still see shows the next solution.
    pub(super) fn residual_opening(&self, tick: Tick) -> Option<Opening> {
        let truth = &*self.setup.truth;
        let leaks = self.harm.leaks.iter();
        let leaks: Vec<(AssetRef, Complex64)> = leaks
            .map(|(&part, leak)| (part, self.leaking(part, leak)))
            .collect();
        let own = leaks.iter().filter(|(part, _)| part.kind == Kind::Customer);
        let own = own.map(|&(customer, amps)| (customer, Phases::ABCN, OWN, amps));
        let devices = truth.all(Kind::Switch).filter_map(|switch| {
            let item = &truth.network(switch.place).switches[switch.index as usize];
            let device = self.setup.catalogue.devices.get(item.device.as_ref()?)?;
            let below = leaks
                .iter()
                .filter(|(part, _)| self.topology.is_below(*part, switch));
            let amps = below.map(|(_, amps)| amps).sum::<Complex64>();
            Some((switch, item.phases, device.residual?, amps))
        });
        let opens = own
            .chain(devices)
            .filter_map(|(switch, phases, device, amps)| {
                let draw = |purpose, position| {
                    let mut rng = stream(self.setup.seed, purpose, entity(switch), position);
                    unit(&mut rng)
                };
                let own = draw(Purpose::Residual, 0);
                let luck = draw(Purpose::Protection, tick.0);
                let after_s = trips_after(device, amps.norm(), (own, luck))?;
                Some((after_s, switch, phases))
            });
        let (after_s, switch, phases) = opens.min_by(|a, b| a.0.total_cmp(&b.0))?;
        Some(Opening {
            at_s: tick.0 + after_s as u64,
            switch,
            phases,
            overload: false,
        })
    }

    /// The current that leaks at a thing now, A: what its voltage to remote earth drives
    /// through the leak, and through the customer's own earth. The earth of the neutral and
    /// the wires, a few ohms, are small beside these.
    fn leaking(&self, part: AssetRef, leak: &Leak) -> Complex64 {
        let truth = &*self.setup.truth;
        let solution = self.solver.solution();
        if part.kind == Kind::Section {
            let section = &truth.network(part.place).sections[part.index as usize];
            let node = AssetRef {
                kind: Kind::Node,
                index: section.to as u32,
                ..part
            };
            let v = solution.node(node);
            let each = leak.conductors.and(section.phases);
            return each.iter().map(|c| v[c.index()] / leak.ohm).sum();
        }
        let Place::Area(area) = part.place else {
            return Complex64::ZERO;
        };
        if self.harm.starves(truth, part) || self.is_disconnected(part) {
            return Complex64::ZERO;
        }
        let mut supplies = self.supplies.iter();
        let supply = supplies.find(|(point, _)| point.customer == part);
        let live = supply.and_then(|(point, terminals)| Some((point.node, terminals.from(0)?)));
        let earth_ohm = truth.areas[usize::from(area)].customers[part.index as usize].earth_ohm;
        live.map_or(Complex64::ZERO, |(node, conductor)| {
            solution.node(node)[conductor] / (leak.ohm + earth_ohm.unwrap_or(0.0))
        })
    }
}
