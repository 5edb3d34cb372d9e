//! What crews tell moves their orders on.

use taiqu_link::{CrewId, CrewOrder, CrewReport, Damage, Skills, Tick};

use super::{Desk, Lent};
use crate::operations::Operations;
use crate::order::{About, OrderState};
use crate::safety::Safety;

impl Desk {
    /// Takes in what a crew tells of an order.
    pub(super) fn follow(&mut self, now: Tick, crew: CrewId, (number, report): (u32, CrewReport)) {
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
        if order.crew != Some(crew) || order.state.is_over() {
            return;
        }
        match report {
            CrewReport::SetOut { .. } => order.move_to(now, OrderState::UnderWay),
            CrewReport::Arrived => {
                order.move_to(now, OrderState::Arrived);
                if let Some(at) = self.records.site(order.target) {
                    self.memory.crews[usize::from(crew)].at = at;
                }
            }
            CrewReport::Found { part, damage } => {
                order.found = Some((part, damage));
                order.move_to(now, OrderState::Located);
                if damage.needs_isolation() && self.records.has(part) {
                    order.safety = Safety::at(&self.records, &self.topology, part);
                }
            }
            CrewReport::Isolated { point } => {
                order.safety.isolated.push(point);
                order.move_to(now, OrderState::Isolating);
            }
            CrewReport::TestedDead => order.safety.tested = true,
            CrewReport::Earthed => {
                order.safety.earthed = true;
                if order.safety.is_proved() {
                    order.safety.permitted = true;
                    let permit = CrewOrder::Permit { order: number };
                    self.memory.out.push((crew, permit));
                }
            }
            CrewReport::Repairing => order.move_to(now, OrderState::Repairing),
            CrewReport::Repaired => order.move_to(now, OrderState::Repaired),
            CrewReport::Restored => order.move_to(now, OrderState::Restored),
            CrewReport::FoundNothing { .. } => {
                order.move_to(now, OrderState::Fruitless);
                self.hand_over(now, k);
            }
            CrewReport::HandsOver => {
                order.move_to(now, OrderState::HandedOver);
                self.hand_over(now, k);
            }
            CrewReport::At { .. }
            | CrewReport::Cleared
            | CrewReport::Free
            | CrewReport::Loaded { .. }
            | CrewReport::Lacks { .. }
            | CrewReport::Used { .. }
            | CrewReport::RoadClosed { .. }
            | CrewReport::Ready => {}
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
        if let Some((part, damage)) = order.found {
            let needs = self.needs_of(part, damage);
            if let Some(new) = self.open(now, about, part, order.priority) {
                let new = &mut self.memory.orders[new];
                new.needs = needs;
                new.expects = Some(damage);
                new.seen = true;
            }
        } else if self.operations == Operations::Siloed
            && matches!(order.about, About::Call(_))
            && let Some(station) = self.station_of(order.target)
        {
            let known = self.memory.orders.iter().any(|other| {
                !other.state.is_over()
                    && !matches!(other.about, About::Call(_))
                    && other.target.place == order.target.place
            });
            if known {
                return;
            }
            if let Some(new) = self.open(now, about, station, order.priority) {
                let new = &mut self.memory.orders[new];
                new.needs = Skills {
                    low_voltage: true,
                    ..Skills::default()
                };
                new.ready = Tick(now.0 + self.rules.report_s + self.rules.desk_s);
            }
        }
    }

    fn needs_of(&self, part: taiqu_grid::AssetRef, damage: Damage) -> Skills {
        damage.needs(self.needs(part).medium_voltage)
    }
}
