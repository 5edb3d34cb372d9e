//! What endangers people is switched off from the desk, and on again when a crew has ended it.

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, Phases};
use taiqu_link::metering::telemetered_switches;
use taiqu_link::{Command, Tick};
use taiqu_outage::{Incident, Step};

use super::Desk;
use crate::order::About;

/// A switch that the desk has opened because what it feeds endangers people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cut {
    /// The switch.
    pub switch: AssetRef,
    /// The incident.
    pub about: About,
    /// When it was last ordered closed.
    closing: Option<Tick>,
    /// Whether it is over: the switch has been closed since.
    over: bool,
}

impl Desk {
    /// Where people are in danger the desk itself opens what feeds them, if it can.
    pub(super) fn cut_danger(&mut self, now: Tick, about: About, incident: &Incident) {
        let due = incident.noticed.0 + self.rules.cut_danger_s;
        let Some(switch) = incident.open_first.filter(|_| incident.is_dangerous()) else {
            return;
        };
        // Once a crew is on site it is the one that switches.
        let is_desks = incident.progress.now().1 < Step::Searching;
        if now.0 < due || !is_desks || !telemetered_switches(&self.records).contains(&switch) {
            return;
        }
        // Once for each switch that is named: what does not move is the crew's.
        let mut cuts = self.memory.cuts.iter();
        if !cuts.any(|cut| (cut.switch, cut.about) == (switch, about)) {
            self.memory.cuts.push(Cut {
                switch,
                about,
                closing: None,
                over: false,
            });
            let phases = Phases::ABC;
            let open = Command::OpenSwitch { switch, phases };
            self.memory.commands.push(open);
        }
    }

    /// When a crew has been there and no order is about it any more, the desk closes what it
    /// opened and the crew did not.
    pub(super) fn give_back(&mut self, now: Tick) {
        for k in 0..self.memory.cuts.len() {
            let Cut {
                switch,
                about,
                closing,
                over,
            } = self.memory.cuts[k];
            let due = closing.is_none_or(|at| now.since(at) >= self.rules.close_again_s);
            if over || !due || self.is_shut(switch) {
                continue;
            }
            let orders = &self.memory.orders;
            let ended = |own: About| {
                let mut own = orders.iter().filter(|order| order.is_about(own)).peekable();
                own.peek().is_some() && own.all(|order| order.state.is_over())
            };
            let mut others = orders.iter().filter(|order| !order.state.is_over());
            let needed = others.any(|order| {
                let mut points = order.ticket.iter().flat_map(|ticket| &ticket.points);
                points.any(|point| point.at == switch)
            });
            if needed || !ended(about) {
                continue;
            }
            self.memory.cuts[k].closing = Some(now);
            let phases = self.records.network(switch.place).switches[switch.index as usize].phases;
            let close = Command::CloseSwitch { switch, phases };
            self.memory.commands.push(close);
        }
    }

    /// A switch moved that the desk had opened because of danger.
    pub(super) fn follow_cut(&mut self, switch: AssetRef, closed: Phases) {
        if !closed.and(Phases::ABC).is_empty() {
            let own = self.memory.cuts.iter_mut();
            own.filter(|cut| cut.switch == switch)
                .for_each(|cut| cut.over = true);
        }
    }
}
