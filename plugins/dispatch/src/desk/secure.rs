//! Tickets: made from the records, filled as crews report, and what they permit.

use taiqu_grid::AssetRef;
use taiqu_link::{CrewId, CrewOrder, CrewReport, Damage, Tick};

use super::Desk;
use crate::order::{OrderState, WorkOrder};
use crate::ticket::{Change, Measured, Ticket, TicketKind, breaks_visibly};

impl Desk {
    /// Makes the ticket for what a crew found, and tells it what to switch off.
    pub(super) fn issue(&mut self, now: Tick, k: usize, (part, damage): (AssetRef, Damage)) {
        if !self.records.has(part) {
            return;
        }
        let medium_voltage = self.needs(part).medium_voltage;
        let order = &mut self.memory.orders[k];
        let Some(crew) = order.crew else {
            return;
        };
        let kind = TicketKind::of(damage, medium_voltage);
        let own = (part, damage, crew);
        let same = |ticket: &Ticket| (ticket.part, ticket.damage, ticket.crew) == own;
        // A crew that fetched material finds the same again.
        if !order.ticket.as_ref().is_some_and(same) {
            let records = (&*self.records, &self.topology);
            let people = self.staff[usize::from(crew)].people;
            order.ticket = kind.map(|kind| {
                Ticket::from_records(records, (kind, part, damage), (crew, people), now)
            });
        }
        let number = order.number;
        let points = order.ticket.iter().flat_map(|ticket| &ticket.points);
        let points = points.filter(|point| point.off.is_none());
        let points: Vec<AssetRef> = points.map(|point| point.at).collect();
        for point in points {
            let isolate = CrewOrder::Isolate {
                order: number,
                point,
            };
            self.memory.out.push((crew, isolate));
            if self.is_shut(point) {
                let leave = CrewOrder::LeaveOpen {
                    order: number,
                    switch: point,
                };
                self.memory.out.push((crew, leave));
            }
        }
        if kind.is_some_and(|kind| kind != TicketKind::Second) {
            self.ask_test(k, crew);
        }
    }

    /// Tells the crew to test when nothing on the ticket is left to be switched off.
    fn ask_test(&mut self, k: usize, crew: CrewId) {
        let order = &self.memory.orders[k];
        if order.ticket.as_ref().is_some_and(Ticket::is_isolated) {
            let test = CrewOrder::Test {
                order: order.number,
            };
            self.memory.out.push((crew, test));
        }
    }

    /// Fills the ticket with what the crew reports of its work, and permits what may be.
    pub(super) fn secure(&mut self, (now, at): (Tick, Tick), k: usize, report: CrewReport) {
        let order = &mut self.memory.orders[k];
        let Some(crew) = order.crew else {
            return;
        };
        let Some(ticket) = &mut order.ticket else {
            work_without_ticket(order, now, report);
            return;
        };
        match report {
            CrewReport::Isolated { point } => {
                ticket.note_off(at, point);
                order.move_to(now, OrderState::Isolating);
                self.ask_test(k, crew);
            }
            CrewReport::TestedDead => ticket.tests.push((at, true)),
            CrewReport::TestedLive => ticket.tests.push((at, false)),
            CrewReport::SourceFound { point } => {
                let visible = self.records.has(point) && breaks_visibly(&self.records, point);
                ticket.note_source(at, point, visible);
                let order = order.number;
                let isolate = CrewOrder::Isolate { order, point };
                self.memory.out.push((crew, isolate));
            }
            CrewReport::Earthed { sets } => {
                ticket.earthed = ticket.earthed.max(Some((at, sets)));
                self.permit(now, k, crew);
            }
            CrewReport::Repairing if ticket.permitted.is_some() => {
                order.move_to(now, OrderState::Repairing);
            }
            CrewReport::Repairing => ticket.changes.push((at, Change::NotPermitted)),
            CrewReport::Repaired if order.state == OrderState::Repairing => {
                order.move_to(now, OrderState::Repaired);
            }
            CrewReport::Cleared { sets } => {
                ticket.cleared = Some((at, sets));
                let on = ticket.earthed.map_or(0, |(_, sets)| sets);
                if sets == on && ticket.energised.is_none() && ticket.kind != TicketKind::Second {
                    ticket.energised = Some(now);
                    let order = order.number;
                    self.memory.out.push((crew, CrewOrder::Energise { order }));
                } else if sets != on {
                    let change = Change::EarthsDiffer { on, off: sets };
                    ticket.changes.push((at, change));
                }
            }
            CrewReport::Measured {
                voltage,
                rotation,
                neutral,
            } => {
                ticket.measured = Some(Measured {
                    at,
                    voltage,
                    rotation,
                    neutral,
                });
            }
            _ => {}
        }
    }

    /// Permits the work when everything is proved.
    fn permit(&mut self, now: Tick, k: usize, crew: CrewId) {
        let order = &mut self.memory.orders[k];
        let Some(ticket) = &mut order.ticket else {
            return;
        };
        if ticket.permitted.is_none() && ticket.is_proved() {
            ticket.permitted = Some(now);
            order.move_to(now, OrderState::Permitted);
            let order = order.number;
            self.memory.out.push((crew, CrewOrder::Permit { order }));
        }
    }

    /// An emergency that takes longer than one stretch needs a ticket of the first kind.
    pub(super) fn lengthen(&mut self, now: Tick) {
        let most_s = self.rules.emergency_most_s;
        for order in &mut self.memory.orders {
            if let Some(ticket) = &mut order.ticket
                && ticket.kind == TicketKind::Emergency
                && ticket.ended.is_none()
                && !order.state.is_over()
                && now.since(ticket.issued) > most_s
            {
                ticket.kind = TicketKind::First;
                ticket.changes.push((now, Change::Longer));
            }
        }
    }
}

/// Work that needs no ticket.
fn work_without_ticket(order: &mut WorkOrder, now: Tick, report: CrewReport) {
    let isolates = order
        .found
        .is_some_and(|(_, damage)| damage.needs_isolation());
    match report {
        // Of what is not on record there is no ticket, and no permit.
        CrewReport::Repairing if !isolates => order.move_to(now, OrderState::Repairing),
        CrewReport::Repaired => order.move_to(now, OrderState::Repaired),
        _ => {}
    }
}
