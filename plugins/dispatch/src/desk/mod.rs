//! The desk: news in, orders to crews out.

mod follow;
mod open;

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use taiqu_grid::roads::RoadGraph;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Kind, Place};
use taiqu_link::{
    Complaint, Crew, CrewId, CrewOrder, DateTime, Skills, Source, Stamped, Tick, Uplink,
};
use taiqu_outage::Incident;

use crate::assign::assign;
use crate::operations::Operations;
use crate::order::{About, OrderState, WorkOrder};
use crate::rules::Rules;

/// Cost of leaving an order of ordinary urgency for a later moment, s: longer than any
/// drive.
const WAITING_S: f64 = 20_000.0;
/// Largest cost.
const MOST: f64 = (1_u32 << 30) as f64;

/// What a desk knows beside records and rules.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Memory {
    orders: Vec<WorkOrder>,
    crews: Vec<Standing>,
    /// Orders to crews that have not gone out yet.
    out: Vec<(CrewId, CrewOrder)>,
    /// Whether something changed that may let a crew be sent.
    changed: bool,
}

/// A crew as it is believed.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Standing {
    /// Where it was last, m.
    pub at: (f64, f64),
    /// The order that it has.
    pub order: Option<u32>,
}

/// The desk.
#[derive(Clone, Debug)]
pub struct Desk {
    records: Arc<District>,
    topology: Topology,
    roads: RoadGraph,
    staff: Arc<Vec<Crew>>,
    operations: Operations,
    rules: Rules,
    start: DateTime,
    memory: Memory,
}

impl Desk {
    /// A desk with all crews where they wait.
    pub fn new(
        records: Arc<District>,
        staff: Arc<Vec<Crew>>,
        (operations, rules): (Operations, Rules),
        start: DateTime,
    ) -> Self {
        let roads = records
            .areas
            .iter()
            .flat_map(|area| &area.surroundings.roads);
        let crews = staff.iter().map(|crew| Standing {
            at: crew.base,
            order: None,
        });
        Self {
            memory: Memory {
                crews: crews.collect(),
                ..Memory::default()
            },
            topology: Topology::of(&records),
            roads: RoadGraph::of(roads),
            records,
            staff,
            operations,
            rules,
            start,
        }
    }

    /// All orders so far, in the order of their numbers.
    pub fn orders(&self) -> &[WorkOrder] {
        &self.memory.orders
    }

    /// The crews as they are believed, in the order of the staff.
    pub fn crews(&self) -> impl Iterator<Item = (&Crew, Standing)> {
        self.staff.iter().zip(self.memory.crews.iter().copied())
    }

    /// What it must remember.
    pub const fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Takes what [`Self::memory`] gave.
    pub fn recall(&mut self, memory: &Memory) {
        self.memory.clone_from(memory);
    }

    /// Takes in one message.
    pub fn take(&mut self, now: Tick, message: &Stamped<Uplink>) {
        match message.body {
            Uplink::CrewReported {
                crew,
                order,
                report,
            } => self.follow(now, crew, (order, report)),
            Uplink::CallReceived {
                customer,
                near,
                complaint,
            } if self.operations == Operations::Siloed => {
                self.take_call(now, customer, near, complaint);
            }
            Uplink::SwitchMoved { switch, .. }
                if self.operations == Operations::Siloed
                    && matches!(message.source, Source::Device(_)) =>
            {
                self.take_telemetry(now, message, switch);
            }
            Uplink::TerminalNoted {
                transformer,
                supplied: false,
            } if self.operations == Operations::Siloed => {
                self.open(now, About::Telemetry(transformer), transformer, 10.0);
            }
            _ => {}
        }
    }

    fn take_call(
        &mut self,
        now: Tick,
        customer: Option<AssetRef>,
        near: Option<AssetRef>,
        complaint: Complaint,
    ) {
        let known = customer.filter(|&customer| self.records.has(customer));
        let near = near.filter(|&near| self.records.has(near));
        let Some(place) = known.and_then(|c| self.topology.parent(c)).or(near) else {
            return;
        };
        let urgent = matches!(complaint, Complaint::WireDown | Complaint::Fire);
        let priority = if urgent { self.rules.danger } else { 1.0 };
        self.open(now, About::Call(place), place, priority);
    }

    /// A telemetered switch that should be closed told that it is not.
    fn take_telemetry(&mut self, now: Tick, message: &Stamped<Uplink>, switch: AssetRef) {
        let Uplink::SwitchMoved { closed, .. } = message.body else {
            return;
        };
        if !self.records.has(switch) {
            return;
        }
        let network = self.records.network(switch.place);
        let item = &network.switches[switch.index as usize];
        if item.closed && closed != item.phases {
            self.open(now, About::Telemetry(switch), switch, 20.0);
        }
    }

    /// Makes orders of the `incidents` of all groups, gives orders to crews, and returns
    /// what goes out to them.
    pub fn plan<'a>(
        &mut self,
        now: Tick,
        incidents: impl Iterator<Item = (usize, &'a Incident)>,
    ) -> Vec<(CrewId, CrewOrder)> {
        if self.operations != Operations::Siloed {
            for (group, incident) in incidents {
                self.consider(now, group, incident);
            }
        }
        self.send_crews(now);
        std::mem::take(&mut self.memory.out)
    }

    /// Gives waiting orders to free crews, so that what it costs is least.
    fn send_crews(&mut self, now: Tick) {
        let waits = |order: &&WorkOrder| order.state == OrderState::Accepted && order.ready <= now;
        let waiting: Vec<usize> = self
            .memory
            .orders
            .iter()
            .filter(waits)
            .map(|order| order.number as usize - 1)
            .collect();
        let free: Vec<usize> = (0..self.staff.len())
            .filter(|&k| self.memory.crews[k].order.is_none() && self.is_on_shift(now, k))
            .collect();
        if waiting.is_empty() || free.is_empty() {
            return;
        }
        let costs = waiting.iter().map(|&order| {
            let row = free.iter().map(|&crew| self.cost(now, order, crew));
            row.collect::<Vec<Option<u32>>>()
        });
        let costs: Vec<Vec<Option<u32>>> = costs.collect();
        let leave = waiting.iter().map(|&order| {
            let order = &self.memory.orders[order];
            (WAITING_S * order.priority.max(0.1).sqrt()).min(MOST) as u32
        });
        let leave: Vec<u32> = leave.collect();
        for (k, crew) in assign(&costs, &leave).into_iter().enumerate() {
            if let Some(crew) = crew {
                self.send(now, waiting[k], free[crew]);
            }
        }
    }

    /// What it costs that a crew takes an order, weighted seconds: the drive, and being
    /// late. None where it cannot do it.
    fn cost(&self, now: Tick, order: usize, crew: usize) -> Option<u32> {
        let order = &self.memory.orders[order];
        if !self.staff[crew].skills.cover(order.needs) {
            return None;
        }
        let drive_s = self.drive_s(self.memory.crews[crew].at, order.target);
        let late_s = (now.0 as f64 + drive_s - order.arrive_by.0 as f64).max(0.0);
        let weight = order.priority.max(0.1).sqrt();
        Some((weight * (drive_s + 2.0 * late_s)).min(MOST) as u32)
    }

    /// How long a crew at `from` drives to a thing, s, by the map.
    fn drive_s(&self, from: (f64, f64), to: AssetRef) -> f64 {
        let Some(goal) = self.records.site(to) else {
            return 0.0;
        };
        let on_road = self.roads.nearest(from).zip(self.roads.nearest(goal));
        let route = on_road.and_then(|(a, b)| self.roads.route(a, b));
        let mut way = vec![from];
        way.extend(route.into_iter().flatten());
        way.push(goal);
        let pieces = way
            .windows(2)
            .map(|p| (p[0].0 - p[1].0).hypot(p[0].1 - p[1].1));
        pieces.sum::<f64>() / self.rules.speed_m_s
    }

    fn is_on_shift(&self, now: Tick, crew: usize) -> bool {
        let (from, to) = self.staff[crew].shift;
        let hour = self.start.plus(now.0).second_of_day() as f64 / 3600.0;
        if from < to {
            (from..to).contains(&hour)
        } else {
            // Through the night; from and to the same is always.
            hour >= from || hour < to
        }
    }

    fn send(&mut self, now: Tick, order: usize, crew: usize) {
        let order = &mut self.memory.orders[order];
        order.crew = Some(crew as CrewId);
        order.move_to(now, OrderState::Assigned);
        self.memory.crews[crew].order = Some(order.number);
        let go = CrewOrder::Go {
            order: order.number,
            target: order.target,
            also: order.also,
            around: order.around,
        };
        self.memory.out.push((crew as CrewId, go));
    }

    /// What is needed to repair a part, as far as its kind tells.
    fn needs(&self, part: AssetRef) -> Skills {
        let network = self.records.network(part.place);
        let index = part.index as usize;
        let medium = match part.kind {
            Kind::Section => network.nodes[network.sections[index].from].nominal_v > 1000.0,
            Kind::Switch => network.nodes[network.switches[index].from].nominal_v > 1000.0,
            Kind::Transformer => true,
            Kind::Node => network.nodes[index].nominal_v > 1000.0,
            _ => {
                return Skills {
                    customer: true,
                    ..Skills::default()
                };
            }
        };
        Skills {
            customer: false,
            low_voltage: !medium,
            medium_voltage: medium,
        }
    }

    /// The transformer of the area that a thing is in.
    fn station_of(&self, asset: AssetRef) -> Option<AssetRef> {
        let Place::Area(area) = asset.place else {
            return None;
        };
        let any = !self.records.areas[usize::from(area)]
            .transformers
            .is_empty();
        any.then(|| AssetRef::in_area(area, Kind::Transformer, 0))
    }
}
