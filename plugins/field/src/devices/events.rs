//! What meters note, and tell when it has lasted.

use std::collections::BTreeSet;

use taiqu_link::{MeterEventKind, Tick, Uplink, Way};

use super::meter::Condition;
use super::{Devices, Site};
use crate::field::Fact;
use crate::relays::Relays;

/// Voltage that an electricity meter needs to work, V.
const METER_WORKS_FROM_V: f64 = 100.0;

impl Devices {
    /// What meters and terminals feel of a new solution: who lost voltage gasps, who has
    /// it again says so, and what will have to be noted if it lasts.
    pub fn feel(&mut self, tick: Tick, site: Site<'_>, facts: &mut Vec<Fact>) {
        let mut lost = Vec::new();
        let mut back = Vec::new();
        let mut powered = BTreeSet::new();
        for (k, device) in self.meters.iter().enumerate() {
            let condition = &mut self.state.meters[k];
            let truth = device.truth(site);
            let works = truth.voltage_v.iter().any(|&v| v >= METER_WORKS_FROM_V);
            match (condition.powered, works) {
                (true, false) => lost.push(k),
                (false, true) => back.push(k),
                _ => {}
            }
            condition.powered = works;
            if works {
                powered.insert(device.node);
                let conditions =
                    device.conditions(&device.shows(&truth, site.has_magnet(device.asset)));
                condition.watch(tick.0, conditions);
            } else {
                *condition = condition.dead();
            }
        }
        self.state.due = self.state.meters.iter().filter_map(Condition::due).min();
        for k in lost {
            let device = &self.meters[k];
            let whole = (site.district, site.switching);
            if let Some(heard) = self.carrier.heard(device.node, &powered, whole) {
                let relayed = heard.relayed;
                self.gasp(k, tick, site, Way::LastGasp { relayed }, facts);
            }
        }
        for k in back {
            self.come_back(k, tick, site, facts);
        }
    }

    /// Meters note that their relay has opened or closed, at once or when they have voltage
    /// again.
    pub fn relays(&mut self, tick: Tick, site: Site<'_>, relays: &Relays, facts: &mut Vec<Fact>) {
        for k in 0..self.meters.len() {
            let meter = self.meters[k].asset;
            let open = relays.is_open(meter);
            let condition = &mut self.state.meters[k];
            if !condition.powered || condition.relay_open == open {
                continue;
            }
            condition.relay_open = open;
            let event = if open {
                MeterEventKind::Tripped
            } else {
                MeterEventKind::Closed
            };
            let fact = Uplink::MeterNoted {
                meter,
                event,
                phases: self.meters[k].phases(),
                begins: true,
            };
            self.say(k, tick, site, Way::Event, fact, facts);
        }
    }

    /// Meters note what has lasted.
    pub fn note(&mut self, tick: Tick, site: Site<'_>, facts: &mut Vec<Fact>) {
        if self.state.due.is_none_or(|due| due > tick.0) {
            return;
        }
        for k in 0..self.meters.len() {
            for (event, phases, begins) in self.state.meters[k].notes(tick.0) {
                let fact = Uplink::MeterNoted {
                    meter: self.meters[k].asset,
                    event,
                    phases,
                    begins,
                };
                self.say(k, tick, site, Way::Event, fact, facts);
            }
        }
        self.state.due = self.state.meters.iter().filter_map(Condition::due).min();
    }
}
