//! What areas' terminals measure, tell and switch.

use std::collections::BTreeSet;

use num_complex::Complex64;
use taiqu_grid::area::{Area, Bank, Importance};
use taiqu_grid::{AssetRef, Conductor, District, Kind, Phases};
use taiqu_link::metering::{nominal_v, star_at};
use taiqu_link::{DateTime, Letter, Reading, Source, Tick, Uplink};
use taiqu_powerflow::{Solution, Terminals};

use super::balance::{PhaseMove, Side, Told};
use super::meter::{Meter, rated_a};
use super::sample::{round, rounded, star_reading, sum};
use super::voice::is_silent;
use super::{Devices, Site, area_of};
use crate::field::Fact;
use crate::harm::Harm;

/// Share of nominal voltage below which a terminal has lost its supply: 132 of 220 V.
const TERMINAL_LOST_PU: f64 = 0.6;

/// An area's terminal at one transformer.
#[derive(Clone, Debug)]
pub(super) struct AreaTerminal {
    pub transformer: AssetRef,
    /// The node where it measures.
    pub node: AssetRef,
    terminals: Terminals,
    nominal_v: f64,
    /// The bank that it switches, and its load's position among the model's loads.
    bank: Option<(Bank, usize)>,
    /// Rated current of the transformer, A.
    rated_a: f64,
    /// The phase switches that it orders.
    phase_switches: Vec<PhaseSwitch>,
}

/// A switch in the drop of a meter box.
#[derive(Clone, Debug)]
struct PhaseSwitch {
    /// The box that it feeds.
    cabinet: AssetRef,
    node: AssetRef,
    rating_a: f64,
    /// Whether it may be moved: nobody behind it lives by a machine, which the moment
    /// without voltage, or a switch that sticks, might stop.
    free: bool,
    /// Positions of the loads behind it among the model's loads.
    loads: Vec<usize>,
}

impl Devices {
    /// Terminals look whether they have supply; who lost it tells from its battery.
    pub fn feel_supply(
        &mut self,
        tick: Tick,
        (solution, harm): (Solution<'_>, &Harm),
        facts: &mut Vec<Fact>,
    ) {
        for (device, since) in self.terminals.iter().zip(&mut self.state.unsupplied_s) {
            let voltages = device.terminals.voltages(solution.node(device.node));
            let supplied = voltages[..device.terminals.len()]
                .iter()
                .any(|v| v.norm() >= TERMINAL_LOST_PU * device.nominal_v);
            if since.is_none() == supplied {
                continue;
            }
            *since = (!supplied).then_some(tick.0);
            let transformer = device.transformer;
            if !harm.deaf.contains(&transformer) {
                let fact = Uplink::TerminalNoted {
                    transformer,
                    supplied,
                };
                let source = Source::Device(transformer);
                facts.push(Letter::by_modem(source, tick.ms(), fact));
            }
        }
    }

    /// The transformers whose terminal has neither supply nor battery left.
    pub fn flat(&self, tick: Tick) -> BTreeSet<AssetRef> {
        let both = self.terminals.iter().zip(&self.state.unsupplied_s);
        let flat = both.filter(|(_, since)| {
            since.is_some_and(|since| tick.0 >= since + self.control.battery_s)
        });
        flat.map(|(device, _)| device.transformer).collect()
    }

    /// Positions of the banks among the model's loads, and what they give now, var.
    pub fn banks(&self) -> impl Iterator<Item = (usize, f64)> {
        let both = self.terminals.iter().zip(&self.state.banks);
        both.filter_map(|(device, state)| {
            let (bank, load) = device.bank.as_ref()?;
            Some((*load, bank.q_var(state.steps)))
        })
    }

    /// The area terminals' samples at the transformers, and what they do about them:
    /// whether any bank moved, and the moves that they order of phase switches.
    pub fn terminals(
        &mut self,
        tick: Tick,
        start: DateTime,
        site: Site<'_>,
        facts: &mut Vec<Fact>,
    ) -> (bool, Vec<PhaseMove>) {
        let day = (start.second_of_day() + tick.0) / 86_400;
        let (mut moved, mut ordered) = (false, Vec::new());
        let states = self.state.banks.iter_mut().zip(&mut self.state.balances);
        for (device, (bank_state, balance)) in self.terminals.iter().zip(states) {
            let transformer = device.transformer;
            if is_silent(site.harm, transformer) {
                continue;
            }
            let reading = device.sample(tick, site, facts);
            let source = Source::Device(transformer);
            if let Some((bank, _)) = &device.bank {
                let seen = (&reading, device.nominal_v);
                if bank_state.control((tick, day), bank, seen, &self.control) {
                    moved = true;
                    let fact = Uplink::BankMoved {
                        transformer,
                        steps: bank_state.steps as u8,
                    };
                    facts.push(Letter::by_modem(source, tick.ms(), fact));
                }
            }
            if device.phase_switches.is_empty() {
                continue;
            }
            let side = Side {
                reading: &reading,
                nominal_v: device.nominal_v,
                rated_a: device.rated_a,
            };
            let switches = device.phase_switches.iter();
            let (told, from): (Vec<Told>, Vec<Phases>) = switches.map(|s| s.tells(site)).unzip();
            let settings = &self.control.balance;
            let order = balance.control((tick, day), side, &told, settings);
            ordered.extend(order.map(|(k, to)| PhaseMove {
                cabinet: device.phase_switches[k].cabinet,
                from: from[k],
                to: Phases::from_bits(1 << to),
            }));
        }
        (moved, ordered)
    }

    /// What terminals tell of their phase switches: of those that `moved` now, with a fresh
    /// sample beside it, and where all stand when it is `due`.
    pub fn phase_switches(
        &self,
        tick: Tick,
        (moved, due): (&[PhaseMove], bool),
        site: Site<'_>,
        facts: &mut Vec<Fact>,
    ) {
        for device in &self.terminals {
            if is_silent(site.harm, device.transformer) {
                continue;
            }
            let before = facts.len();
            for switch in &device.phase_switches {
                let Some(to) = site.district.phase_of(switch.cabinet) else {
                    continue;
                };
                let own = moved.iter().find(|m| m.cabinet == switch.cabinet);
                if own.is_some() || due {
                    let fact = Uplink::PhaseSwitched {
                        switch: switch.cabinet,
                        from: own.map_or(to, |own| own.from),
                        to,
                    };
                    let source = Source::Device(device.transformer);
                    facts.push(Letter::by_modem(source, tick.ms(), fact));
                }
            }
            // With the quarter hour there is one anyway.
            if facts.len() > before && !due {
                device.sample(tick, site, facts);
            }
        }
    }
}

impl AreaTerminal {
    /// The terminal at `transformer`; the positions of areas' first loads among the model's
    /// loads, and the meters, tell what it switches.
    pub fn of(
        district: &District,
        transformer: AssetRef,
        (first_load, meters): (&[usize], &[Meter]),
    ) -> Self {
        let area = &district.areas[area_of(transformer)];
        let lv = area.transformers[transformer.index as usize].lv;
        let node = AssetRef {
            kind: Kind::Node,
            index: lv as u32,
            ..transformer
        };
        let star = star_at(district, node);
        Self {
            transformer,
            node,
            terminals: Terminals::of(star),
            nominal_v: nominal_v(district, node, star),
            bank: bank_of(area, transformer).map(|bank| {
                let load = first_load[area_of(transformer)] + bank.load;
                (bank.clone(), load)
            }),
            rated_a: rated_a(district, transformer),
            phase_switches: phase_switches_of(area, transformer, meters),
        }
    }

    /// Reports what it measures at the transformer, and returns it.
    fn sample(&self, tick: Tick, site: Site<'_>, facts: &mut Vec<Fact>) -> Reading {
        let transformer = self.transformer;
        let (_, current) = site.solution.transformer_current(transformer);
        let voltages = self.terminals.voltages(site.solution.node(self.node));
        let reading = rounded(&star_reading(&self.terminals, voltages, current));
        let fact = Uplink::TerminalReported {
            transformer,
            reading,
            current_a: current.map(|i| round(i.norm(), 100.0)),
            tap: site.switching.tap_of(transformer),
        };
        let source = Source::Device(transformer);
        facts.push(Letter::by_modem(source, tick.ms(), fact));
        reading
    }
}

impl PhaseSwitch {
    /// What it tells its terminal, and the phase on which it stands.
    fn tells(&self, site: Site<'_>) -> (Told, Phases) {
        let stands = site.district.phase_of(self.cabinet).unwrap_or_default();
        let phase = stands.iter().next().map_or(0, Conductor::index);
        let at = site.solution.node(self.node);
        let voltages = [0, 1, 2].map(|k: usize| at[k] - at[3]);
        let current = sum(self.loads.iter().map(|&k| site.currents[k]));
        let told = Told {
            phase,
            voltage_v: voltages.map(Complex64::norm),
            power: voltages[phase] * current[phase].conj(),
            rating_a: self.rating_a,
            free: self.free && !site.harm.burnt.contains(&self.cabinet),
        };
        (told, stands)
    }
}

/// The bank that the terminal at a transformer switches.
fn bank_of(area: &Area, transformer: AssetRef) -> Option<&Bank> {
    let own = |bank: &&Bank| bank.transformer == transformer.index as usize;
    area.banks.iter().find(own)
}

/// The phase switches that the terminal at a transformer orders.
fn phase_switches_of(area: &Area, transformer: AssetRef, meters: &[Meter]) -> Vec<PhaseSwitch> {
    let own = area.phase_switches.iter();
    let own = own.filter(|switch| switch.transformer == transformer.index as usize);
    let lives_by_it = |box_index: usize| {
        let mut customers = area.customers.iter();
        customers.any(|customer| {
            let inside = |meter: usize| area.meters[meter].box_index == box_index;
            customer.importance == Importance::LifeSupport && customer.meter.is_some_and(inside)
        })
    };
    let switches = own.map(|switch| {
        let at = |kind, index: usize| AssetRef {
            kind,
            index: index as u32,
            ..transformer
        };
        let cabinet = at(Kind::Box, switch.box_index);
        let behind = meters.iter().filter(|meter| meter.shelf == Some(cabinet));
        PhaseSwitch {
            cabinet,
            node: at(Kind::Node, area.boxes[switch.box_index].node),
            rating_a: switch.rating_a,
            free: !lives_by_it(switch.box_index),
            loads: behind.flat_map(|meter| meter.loads.clone()).collect(),
        }
    });
    switches.collect()
}
