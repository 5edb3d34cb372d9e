//! What a referee may ask the field.

use std::collections::BTreeMap;
use std::sync::Arc;

use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, Conductor, District, Kind, Phases};
use taiqu_link::metering::{SupplyPoint, nominal_v, to_neutral_v};
use taiqu_link::{Complaint, Tick, WeatherReport};
use taiqu_powerflow::{Outcome, Solution, Switching};

use super::Field;
use crate::event::Happening;
use crate::harm::Harm;

/// Ratio to nominal below which a terminal counts as without supply: 132 V of
/// 220 V, where meters record an outage.
const OUT_PU: f64 = 0.6;
/// Ratio above which people notice that lights glare.
const GLARING_PU: f64 = 1.15;
/// Ratio below which people notice that lights are dim.
const DIM_PU: f64 = 0.80;

impl Field {
    /// The true district, with this field's group alone.
    pub fn district(&self) -> &Arc<District> {
        &self.setup.truth
    }

    /// Voltages and currents.
    pub fn solution(&self) -> Solution<'_> {
        self.solver.solution()
    }

    /// How the last solve ended.
    pub const fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// Whether the network was solved in the last tick.
    pub const fn is_renewed(&self) -> bool {
        self.renewed
    }

    /// What is open, broken and tapped.
    pub const fn switching(&self) -> &Switching {
        &self.switching
    }

    /// What happened in the last tick.
    pub fn happened(&self) -> &[Happening] {
        &self.happened
    }

    /// The weather at `tick`.
    pub fn weather(&self, tick: Tick) -> WeatherReport {
        let second = self.setup.start.second_of_day() + tick.0;
        self.setup.weather.at(second as f64 / 3600.0)
    }

    /// Where each customer is supplied, in the order of `District::all`.
    pub fn supplies(&self) -> impl ExactSizeIterator<Item = &SupplyPoint> {
        self.supplies.iter().map(|(point, _)| point)
    }

    /// The voltages between each customer's own terminals, V, in that order.
    pub fn supply_voltages(&self) -> impl ExactSizeIterator<Item = Vec<f64>> {
        let solution = self.solver.solution();
        self.supplies.iter().map(move |(point, terminals)| {
            let voltages = terminals.voltages(solution.node(point.node));
            voltages[..terminals.len()]
                .iter()
                .map(|v| v.norm())
                .collect()
        })
    }

    /// The nominal voltage between each customer's own terminals, V, in that order.
    pub fn supply_nominals(&self) -> impl ExactSizeIterator<Item = f64> {
        let truth = &*self.setup.truth;
        self.supplies()
            .map(move |point| nominal_v(truth, point.node, point.connection))
    }

    /// The customers without usable supply: any own terminal below 60 % of nominal, or cut
    /// off by damage at the meter. Whose own breaker is open, or whose meter's relay is, for
    /// arrears or by order, is not one of them, nor is whom a generator car feeds.
    pub fn out(&self) -> Vec<AssetRef> {
        let without = |(point, voltages): (&SupplyPoint, Vec<f64>)| {
            let customer = point.customer;
            let other = self.is_disconnected(customer) || self.harm.by_car.contains(&customer);
            let out = !self.comes_through(point, &voltages) && !other;
            out.then_some(customer)
        };
        let supplies = self.supplies().zip(self.supply_voltages());
        supplies.filter_map(without).collect()
    }

    /// Whether the mains would supply a customer.
    pub fn has_mains(&self, customer: AssetRef) -> bool {
        let mut supplies = self.supplies().zip(self.supply_voltages());
        let own = supplies.find(|(point, _)| point.customer == customer);
        own.is_some_and(|(point, voltages)| self.comes_through(point, &voltages))
    }

    fn comes_through(&self, point: &SupplyPoint, voltages: &[f64]) -> bool {
        let truth = &*self.setup.truth;
        let nominal = nominal_v(truth, point.node, point.connection);
        let low = voltages.iter().any(|&v| v < OUT_PU * nominal);
        !low && !self.harm.cuts_off(truth, point.customer)
    }

    /// Whether the relay of a customer's meter is open.
    pub fn is_disconnected(&self, customer: AssetRef) -> bool {
        let meter = self.setup.truth.meter_of(customer);
        meter.is_some_and(|meter| self.relays.is_open(meter))
    }

    /// What supplies what in the true district.
    pub fn topology(&self) -> &Topology {
        &self.topology
    }

    /// The fallen poles that should hold a section.
    pub fn fallen_at(&self, section: AssetRef) -> impl Iterator<Item = AssetRef> {
        let poles = self.poles.holding(section).iter().copied();
        poles.filter(|pole| self.harm.fallen.contains(pole))
    }

    /// Whether the neutral of any section is broken.
    pub fn has_broken_neutral(&self) -> bool {
        let mut sections = self.setup.truth.all(Kind::Section);
        sections.any(|section| self.switching.is_broken(section).has(Conductor::N))
    }

    /// What is damaged.
    pub const fn damage(&self) -> &Harm {
        &self.harm
    }

    /// What is not as the records have it, with the conductors concerned: broken, badly
    /// joined, touching, leaking, burnt, failed, silent, or open though nobody opened it.
    pub fn wrong(&self) -> Vec<(AssetRef, Phases)> {
        let truth = &*self.setup.truth;
        let mut wrong: BTreeMap<AssetRef, Phases> = BTreeMap::new();
        let mut add = |asset: AssetRef, phases: Phases| {
            if !phases.is_empty() {
                let known = wrong.entry(asset).or_default();
                *known = known.union(phases);
            }
        };
        for section in truth.all(Kind::Section) {
            add(section, self.switching.is_broken(section));
            let loose = self.switching.is_loose(section).into_iter().flatten();
            for (k, _) in loose.enumerate().filter(|(_, ohm)| **ohm > 0.0) {
                add(section, Phases::from_bits(1 << k));
            }
        }
        for switch in truth.all(Kind::Switch) {
            let item = &truth.network(switch.place).switches[switch.index as usize];
            if item.closed && !self.laid_off.contains(&switch) {
                add(
                    switch,
                    item.phases.without(self.switching.is_closed(switch)),
                );
            }
        }
        for (&section, touching) in &self.harm.shorts {
            add(section, touching.conductors);
        }
        for (&part, leak) in &self.harm.leaks {
            let own = part.kind == Kind::Customer;
            add(part, if own { Phases::ABC } else { leak.conductors });
        }
        let harm = &self.harm;
        let others = [
            &harm.failed,
            &harm.burnt,
            &harm.cut,
            &harm.tripped,
            &harm.mute,
            &harm.deaf,
        ];
        for &asset in others.into_iter().flatten() {
            add(asset, Phases::ABC);
        }
        wrong.into_iter().collect()
    }

    /// Sections and meters with the phases on which there is no usable voltage.
    pub fn dark(&self) -> Vec<(AssetRef, Phases)> {
        let truth = &*self.setup.truth;
        let solution = self.solver.solution();
        let sections = truth.all(Kind::Section).filter_map(|section| {
            let network = truth.network(section.place);
            let item = &network.sections[section.index as usize];
            let node = AssetRef {
                kind: Kind::Node,
                index: item.to as u32,
                ..section
            };
            let least = OUT_PU * to_neutral_v(network.nodes[item.to].nominal_v);
            let voltages = solution.node(node);
            let mut lacks = item.phases.and(Phases::ABC);
            for (k, v) in voltages.iter().take(3).enumerate() {
                if v.norm() >= least {
                    lacks = lacks.without(Phases::from_bits(1 << k));
                }
            }
            (!lacks.is_empty()).then_some((section, lacks))
        });
        let mut dark: Vec<(AssetRef, Phases)> = sections.collect();
        let out = self.out();
        dark.extend(out.into_iter().map(|customer| (customer, Phases::ABC)));
        dark
    }

    /// What customers notice now.
    pub(super) fn troubled(&self) -> BTreeMap<AssetRef, Complaint> {
        let truth = &*self.setup.truth;
        let notices = |(point, voltages): (&SupplyPoint, Vec<f64>)| {
            let customer = point.customer;
            if self.harm.by_car.contains(&customer) {
                return None;
            }
            let nominal = nominal_v(truth, point.node, point.connection);
            let pu = |v: &f64| v / nominal;
            let dead = voltages.iter().filter(|v| pu(v) < OUT_PU).count();
            let starves = self.harm.starves(truth, customer) || self.is_disconnected(customer);
            let complaint = if starves || dead == voltages.len() {
                Complaint::NoPower
            } else if dead > 0 {
                Complaint::PartPower
            } else if voltages.iter().any(|v| pu(v) > GLARING_PU) {
                Complaint::HighVoltage
            } else if voltages.iter().any(|v| pu(v) < DIM_PU) {
                Complaint::LowVoltage
            } else {
                return None;
            };
            Some((customer, complaint))
        };
        let supplies = self.supplies().zip(self.supply_voltages());
        supplies.filter_map(notices).collect()
    }
}
