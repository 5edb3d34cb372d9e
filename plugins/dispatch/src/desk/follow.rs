//! What crews tell moves their orders on.

use taiqu_grid::AssetRef;
use taiqu_grid::components::Observation;
use taiqu_link::{CrewId, CrewReport, Damage, Skills, Tick};

use super::{Desk, Lent};
use crate::operations::Operations;
use crate::order::{About, OrderState};

impl Desk {
    /// Takes in what a crew tells of an order, and when it happened.
    pub(super) fn follow(
        &mut self,
        (now, at): (Tick, Tick),
        crew: CrewId,
        (number, report): (u32, CrewReport),
    ) {
        let Some(standing) = self.memory.crews.get_mut(usize::from(crew)) else {
            return;
        };
        match report {
            CrewReport::At { x_m, y_m } => standing.at = (x_m, y_m),
            CrewReport::Free if standing.order == Some(number) => {
                standing.order = None;
                standing.load = None;
            }
            CrewReport::Ready if matches!(standing.lent, Lent::Asked(_)) => {
                standing.lent = Lent::Here;
            }
            CrewReport::RoadClosed { x_m, y_m } => {
                self.memory.roads.extend(self.map.edge((x_m, y_m)));
                self.map.close(&self.memory.roads);
            }
            _ => self.count(crew, report),
        }
        let k = (number as usize).wrapping_sub(1);
        let Some(order) = self.memory.orders.get_mut(k) else {
            return;
        };
        // A crew that was called off may not know it yet.
        if order.crew != Some(crew) {
            return;
        }
        if order.state == OrderState::Restored {
            self.close(now, crew, (k, report));
        }
        let order = &mut self.memory.orders[k];
        if order.state.is_over() {
            return;
        }
        match report {
            CrewReport::Taken => order.take(now),
            CrewReport::SetOut { .. } => {
                order.take(now);
                order.move_to(now, OrderState::UnderWay);
            }
            CrewReport::Arrived => {
                order.move_to(now, OrderState::Arrived);
                if let Some(at) = self.records.site(order.target) {
                    self.memory.crews[usize::from(crew)].at = at;
                }
            }
            CrewReport::PoleDown { pole } if order.poles.contains(&pole) => {}
            CrewReport::PoleDown { pole } => order.poles.push(pole),
            CrewReport::Found { part, damage } => self.locate(now, k, (part, damage)),
            CrewReport::Isolated { .. }
            | CrewReport::TestedDead
            | CrewReport::TestedLive
            | CrewReport::SourceFound { .. }
            | CrewReport::Earthed { .. }
            | CrewReport::Repairing
            | CrewReport::Repaired
            | CrewReport::Cleared { .. }
            | CrewReport::Measured { .. } => {
                self.secure((now, at), k, report);
                if report == CrewReport::Repaired {
                    self.note_raised(k);
                    self.note_whole(k);
                }
            }
            CrewReport::Restored => {
                order.move_to(now, OrderState::Restored);
                if let Some(ticket) = &mut order.ticket {
                    ticket.ended = Some(now);
                }
            }
            CrewReport::FoundNothing { .. } => {
                order.move_to(now, OrderState::Fruitless);
                self.note_round(k, None);
                self.note_whole(k);
                self.hand_over(now, k);
            }
            CrewReport::HandsOver => {
                order.move_to(now, OrderState::HandedOver);
                self.hand_over(now, k);
            }
            CrewReport::At { .. }
            | CrewReport::Free
            | CrewReport::AsFound(_)
            | CrewReport::Replied
            | CrewReport::Loaded { .. }
            | CrewReport::Lacks { .. }
            | CrewReport::Used { .. }
            | CrewReport::RoadClosed { .. }
            | CrewReport::LockedOut { .. }
            | CrewReport::Ready
            | CrewReport::Feeds
            | CrewReport::Mains { .. } => {}
        }
    }

    /// A crew has found what is broken: it goes on with it, unless others do or it must wait.
    fn locate(&mut self, now: Tick, k: usize, (part, damage): (AssetRef, Damage)) {
        self.note_round(k, Some(part));
        if self.leave_to_others(now, k, part) {
            return;
        }
        let order = &mut self.memory.orders[k];
        order.found = Some((part, damage));
        order.move_to(now, OrderState::Located);
        if !self.hold(now, k, (part, damage)) {
            self.issue(now, k, (part, damage));
        }
    }

    /// What a crew tells after supply is on again: what it saw, and that it is done.
    fn close(&mut self, now: Tick, crew: CrewId, (k, report): (usize, CrewReport)) {
        let order = &mut self.memory.orders[k];
        match report {
            CrewReport::AsFound(fact) if self.records.has(fact.asset()) => {
                self.memory.observed.push(Observation {
                    at_s: now.0,
                    crew,
                    order: order.number,
                    fact,
                });
            }
            CrewReport::Replied => order.move_to(now, OrderState::Replied),
            _ => {}
        }
    }

    /// What a crew could not repair goes on as another order: to where the fault was
    /// found, or, apart, from a customer crew's report to the network's queue.
    fn hand_over(&mut self, now: Tick, k: usize) {
        let order = self.memory.orders[k].clone();
        // An incident's next order is about it too.
        let about = match order.about {
            About::Incident { .. } => order.about,
            _ => About::Report(order.number),
        };
        let new = if let Some((part, damage)) = order.found {
            let needs = self.needs_of(part, damage);
            let new = self.open(now, about, part, order.priority);
            if let Some(new) = new {
                let new = &mut self.memory.orders[new];
                new.needs = needs;
                new.expects = Some(damage);
                new.seen = true;
                new.poles.clone_from(&order.poles);
            }
            new
        } else if self.operations == Operations::Siloed
            && matches!(order.about, About::Call(_))
            && let Some(station) = self.station_of(order.target)
        {
            let known = self.memory.orders.iter().position(|other| {
                !other.state.is_over()
                    && !matches!(other.about, About::Call(_))
                    && other.target.place == order.target.place
            });
            if let Some(known) = known {
                // The customer crew hears by telephone that the network's side knows.
                self.memory.orders[known].merged.push(about);
                Some(known)
            } else {
                let new = self.open(now, about, station, order.priority);
                if let Some(new) = new {
                    let new = &mut self.memory.orders[new];
                    new.needs = Skills {
                        low_voltage: true,
                        ..Skills::default()
                    };
                    new.ready = Tick(now.0 + self.rules.report_s + self.rules.desk_s);
                }
                new
            }
        } else {
            None
        };
        if let Some(new) = new {
            self.go_with(k, new);
        }
    }

    pub(super) fn needs_of(&self, part: AssetRef, damage: Damage) -> Skills {
        damage.needs(self.needs(part).medium_voltage)
    }

    /// A crew that was told and has not taken the order in time has not heard it: another
    /// is told.
    pub(super) fn tell_another(&mut self, now: Tick) {
        let patience_s = self.rules.take_within_s;
        for k in 0..self.memory.orders.len() {
            let order = &mut self.memory.orders[k];
            let told = order.last(OrderState::Assigned);
            let late = order.state == OrderState::Assigned
                && told.is_some_and(|told| now.since(told) > patience_s);
            if let Some(crew) = order.crew.filter(|_| late) {
                if !order.passed.contains(&crew) {
                    order.passed.push(crew);
                }
                self.call_off(now, k);
            }
        }
    }
}
