//! Area terminals: what they sample, when they lose supply, and what they switch.

use std::collections::BTreeSet;

use taiqu_grid::area::{Area, Bank};
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::metering::{nominal_v, star_at};
use taiqu_link::{DateTime, Letter, Source, Tick, Uplink};
use taiqu_powerflow::{Solution, Terminals};

use super::sample::{round, rounded, star_reading};
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
    pub node: AssetRef,
    terminals: Terminals,
    nominal_v: f64,
    /// The bank that it switches, and its load's position among the model's loads.
    bank: Option<(Bank, usize)>,
}

impl AreaTerminal {
    /// The terminal at a transformer of an area whose first load is at `first_load` among
    /// the model's.
    pub fn of(district: &District, transformer: AssetRef, first_load: usize) -> Self {
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
            bank: bank_of(area, transformer).map(|bank| (bank.clone(), first_load + bank.load)),
        }
    }
}

impl Devices {
    /// The area terminals' samples at the transformers, and what they do about them;
    /// whether any bank moved.
    pub fn terminals(
        &mut self,
        tick: Tick,
        start: DateTime,
        site: Site<'_>,
        facts: &mut Vec<Fact>,
    ) -> bool {
        let day = (start.second_of_day() + tick.0) / 86_400;
        let mut moved = false;
        for (device, state) in self.terminals.iter().zip(&mut self.state.banks) {
            let transformer = device.transformer;
            if is_silent(site.harm, transformer) {
                continue;
            }
            let (_, current) = site.solution.transformer_current(transformer);
            let voltages = device.terminals.voltages(site.solution.node(device.node));
            let truth = star_reading(&device.terminals, voltages, current);
            let fact = Uplink::TerminalReported {
                transformer,
                reading: rounded(&truth),
                current_a: current.map(|i| round(i.norm(), 100.0)),
                tap: site.switching.tap_of(transformer),
            };
            let source = Source::Device(transformer);
            facts.push(Letter::by_modem(source, tick.ms(), fact));
            let seen = (&rounded(&truth), device.nominal_v);
            if let Some((bank, _)) = &device.bank
                && state.control((tick, day), bank, seen, &self.control)
            {
                moved = true;
                let fact = Uplink::BankMoved {
                    transformer,
                    steps: state.steps as u8,
                };
                facts.push(Letter::by_modem(source, tick.ms(), fact));
            }
        }
        moved
    }

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
}

/// The bank that the terminal at a transformer switches.
fn bank_of(area: &Area, transformer: AssetRef) -> Option<&Bank> {
    let own = |bank: &&Bank| bank.transformer == transformer.index as usize;
    area.banks.iter().find(own)
}
