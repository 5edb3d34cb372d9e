//! What lies before a damage has supply again while the damage is mended: when the crew has
//! cut it off and may work, the desk closes the breaker that had opened for it.

use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::{Command, Source};

use super::Desk;
use crate::order::WorkOrder;
use crate::ticket::TicketKind;

impl Desk {
    /// A switch told that it moved: what is open though it should not be is kept in mind.
    pub(super) fn note_position(&mut self, source: Source, switch: AssetRef, closed: Phases) {
        if !self.records.has(switch) || switch.kind != Kind::Switch {
            return;
        }
        let item = &self.records.network(switch.place).switches[switch.index as usize];
        if !item.closed || closed == item.phases {
            self.memory.open.remove(&switch);
            return;
        }
        match source {
            Source::Device(_) => {
                self.memory.open.entry(switch).or_insert(false);
            }
            _ => self.note_opened(switch),
        }
    }

    /// Somebody opened a switch on purpose.
    pub(super) fn note_opened(&mut self, switch: AssetRef) {
        self.memory.open.insert(switch, true);
    }

    /// Closes breakers that opened by themselves and that nothing speaks against any more.
    pub(super) fn restore_before(&mut self) {
        let tripped = self.memory.open.iter();
        let tripped: Vec<AssetRef> = tripped
            .filter(|&(_, &by_somebody)| !by_somebody)
            .map(|(&switch, _)| switch)
            .collect();
        for switch in tripped {
            let Some(order) = self.cut_off_behind(switch) else {
                continue;
            };
            if self.memory.closed_for.insert((switch, order)) {
                let phases =
                    self.records.network(switch.place).switches[switch.index as usize].phases;
                let close = Command::CloseSwitch { switch, phases };
                self.memory.commands.push(close);
            }
        }
    }

    /// The order behind a breaker whose crew has cut the damage off and works, if closing the
    /// breaker puts voltage on nothing that is known to be broken.
    fn cut_off_behind(&self, switch: AssetRef) -> Option<u32> {
        let going = self.memory.orders.iter().filter(|o| !o.state.is_over());
        let going: Vec<&WorkOrder> = going.collect();
        let is_off = |asset: &AssetRef| {
            let mut tickets = going.iter().filter_map(|order| order.ticket.as_ref());
            tickets.any(|ticket| {
                let mut points = ticket.points.iter();
                points.any(|point| point.at == *asset && point.off.is_some())
            })
        };
        let is_reached = |part: AssetRef| {
            let path = self.topology.upstream(part);
            let mut between = path.iter().take_while(|above| **above != switch);
            self.topology.is_below(part, switch) && !between.any(is_off)
        };
        let beside = |part: &AssetRef| part.place == switch.place;
        let found = going.iter().filter_map(|order| order.broken());
        let mut broken = found.chain(self.wires_down()).filter(beside);
        if is_off(&switch) || self.is_shut(switch) || broken.any(is_reached) {
            return None;
        }
        let works = going.iter().find(|order| {
            order.ticket.as_ref().is_some_and(|ticket| {
                ticket.kind != TicketKind::Second
                    && ticket.permitted.is_some()
                    && ticket.cleared.is_none()
                    && self.topology.is_below(ticket.part, switch)
                    && !self.memory.closed_for.contains(&(switch, order.number))
            })
        });
        works.map(|order| order.number)
    }
}
