//! The desk: news in, orders to crews out.

mod call_back;
mod danger;
mod feed;
mod follow;
mod hold;
mod memory;
mod merge;
mod open;
mod patrol;
mod plan;
mod poles;
mod prepare;
mod relieve;
mod restore;
mod secure;
mod shut;
mod stock;
mod support;
mod wires;
mod worth;

use std::sync::Arc;

use taiqu_grid::area::Location;
use taiqu_grid::components::Observation;
use taiqu_grid::roads::{Closures, Pace, RoadGraph};
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Kind, Place};
use taiqu_link::{
    Bill, Command, Complaint, Crew, CrewId, CrewOrder, DateTime, Depot, Make, Skills, Source,
    Stamped, Stock, Tick, Uplink,
};
use taiqu_outage::{Burden, Incident};

use crate::map::Map;
use crate::operations::Operations;
use crate::order::{About, OrderState, WorkOrder};
use crate::rules::Rules;

pub use danger::Cut;
pub use feed::Feeding;
pub use memory::{Memory, Standing};
pub use relieve::{Held, Strained};
pub use shut::Shutdown;
pub use support::Lent;

/// Seconds after which the desk thinks over what takes it longer, though nothing happened.
const MINUTE_S: u64 = 60;

/// Who there is to be sent, with what.
#[derive(Clone, Debug, Default)]
pub struct Means {
    /// The crews.
    pub staff: Arc<Vec<Crew>>,
    /// Where material is, by the books; where there is none, nobody counts it.
    pub depots: Arc<Vec<Depot>>,
    /// What repairs take.
    pub bill: Bill,
}

/// The desk.
#[derive(Clone, Debug)]
pub struct Desk {
    records: Arc<District>,
    topology: Topology,
    map: Map,
    staff: Arc<Vec<Crew>>,
    depots: Arc<Vec<Depot>>,
    bill: Bill,
    operations: Operations,
    rules: Rules,
    start: DateTime,
    memory: Memory,
}

impl Desk {
    /// A desk with all crews where they wait.
    pub fn new(
        records: Arc<District>,
        means: Means,
        (operations, rules): (Operations, Rules),
        start: DateTime,
    ) -> Self {
        let pace = Pace {
            drive_m_s: rules.effort.drive_m_s,
            walk_m_s: rules.effort.walk_m_s,
        };
        Self {
            memory: Memory {
                crews: means.staff.iter().map(Standing::of).collect(),
                queues: vec![Vec::new(); means.staff.len()],
                shelves: means.depots.iter().map(|depot| depot.stock).collect(),
                ..Memory::default()
            },
            topology: Topology::of(&records),
            map: Map::new(RoadGraph::in_district(&records), pace),
            records,
            staff: means.staff,
            depots: means.depots,
            bill: means.bill,
            operations,
            rules,
            start,
        }
    }

    /// The records.
    pub fn records(&self) -> &District {
        &self.records
    }

    /// All orders so far, in the order of their numbers.
    pub fn orders(&self) -> &[WorkOrder] {
        &self.memory.orders
    }

    /// The crews as they are believed, in the order of the staff.
    pub fn crews(&self) -> impl Iterator<Item = (&Crew, Standing)> {
        self.staff.iter().zip(self.memory.crews.iter().copied())
    }

    /// Numbers of the orders that each crew is to do, in the order of the staff: that which
    /// it drives to or, while it works, the one after it, and so on.
    pub fn queues(&self) -> &[Vec<u32>] {
        &self.memory.queues
    }

    /// From when people may climb, if the wind does not let them now.
    pub const fn climbs_from(&self) -> Option<Tick> {
        self.memory.climbs_from
    }

    /// What there is to cope with.
    pub fn burden(&self) -> Burden {
        let orders = self.memory.orders.iter();
        let waiting = orders.filter(|order| order.state == OrderState::Accepted);
        Burden {
            waiting: waiting.count() as u32,
            windy_s: self.memory.windy_s,
        }
    }

    /// What each depot is believed to have.
    pub fn shelves(&self) -> impl Iterator<Item = (&Depot, Stock)> {
        self.depots.iter().zip(self.memory.shelves.iter().copied())
    }

    /// Pieces of road that are known to be closed.
    pub const fn closed_roads(&self) -> &Closures {
        &self.memory.roads
    }

    /// What it must remember.
    pub const fn memory(&self) -> &Memory {
        &self.memory
    }

    /// Takes what [`Self::memory`] gave.
    pub fn recall(&mut self, memory: &Memory) {
        self.memory.clone_from(memory);
        self.map.close(&self.memory.roads);
    }

    /// Takes in one message.
    pub fn take(&mut self, now: Tick, message: &Stamped<Uplink>) {
        if let Uplink::SwitchMoved { switch, closed } = message.body {
            self.note_position(message.source, switch, closed);
        }
        match message.body {
            Uplink::CommandDone {
                command: Command::OpenSwitch { switch, .. },
                ..
            } => self.note_opened(switch),
            Uplink::CrewReported {
                crew,
                order,
                report,
            } if self.is_car(crew) => self.follow_car(now, crew, (order, report)),
            Uplink::CrewReported {
                crew,
                order,
                report,
            } => self.follow((now, Tick(message.event_ms / 1000)), crew, (order, report)),
            Uplink::RoadAnnounced { from, to, closed } => {
                let stretch = self.map.stretch(from, to);
                if closed {
                    self.memory.roads.extend(stretch);
                } else {
                    self.memory.roads.retain(|edge| !stretch.contains(edge));
                }
                self.map.close(&self.memory.roads);
            }
            Uplink::WeatherObserved(report) => self.memory.wind_m_s = report.wind_m_s,
            Uplink::CallReceived {
                customer,
                near,
                complaint,
            } => self.take_call(now, customer, near, complaint),
            Uplink::CustomerAnswered {
                order: Some(order),
                customer,
                satisfied,
            } => self.take_answer(order, customer, satisfied),
            Uplink::SwitchMoved { switch, closed } if self.operations != Operations::Siloed => {
                self.follow_shut(now, switch, closed);
                self.follow_cut(switch, closed);
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
        let Some(from) = known.or(near) else {
            return;
        };
        if complaint == Complaint::WireDown {
            self.note_wire(from);
        }
        if let Some(customer) = known.filter(|_| complaint == Complaint::NoPower) {
            self.note_need(now, customer);
        }
        if let Some(k) = self.covering(from) {
            self.add_caller(k, from);
            return;
        }
        self.keep_call(now, from);
        // Where one desk sees all, what callers tell goes into what is believed.
        if self.operations != Operations::Siloed {
            return;
        }
        let shelf = known.and_then(|c| self.topology.parent(c)).unwrap_or(from);
        let wire = self
            .section_at(from)
            .filter(|_| complaint == Complaint::WireDown);
        let place = wire.unwrap_or(shelf);
        let urgent = matches!(complaint, Complaint::WireDown | Complaint::Fire);
        let priority = if urgent { self.rules.danger } else { 1.0 };
        if let Some(k) = self.open(now, About::Call(place), place, priority) {
            self.memory.orders[k].danger = urgent;
        }
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
        let incidents: Vec<(usize, &Incident)> = incidents.collect();
        if self.operations != Operations::Siloed {
            for &(group, incident) in &incidents {
                self.consider(now, group, incident);
            }
        }
        if now.0.is_multiple_of(MINUTE_S) {
            self.weigh(&incidents);
            self.restore_before();
        }
        self.send_cars(now, incidents.iter().map(|&(_, incident)| incident));
        self.tell_another(now);
        self.lengthen(now);
        self.finish(now);
        self.give_back(now);
        self.supply(now);
        self.send_crews(now);
        std::mem::take(&mut self.memory.out)
    }

    /// The customers to be asked now whether all is well, with the number of the order
    /// about which they had called.
    pub fn telephone(&mut self) -> Vec<(Option<u32>, AssetRef)> {
        std::mem::take(&mut self.memory.asked)
    }

    /// The meters of these customers say nothing: they are asked by telephone whether they
    /// have supply, and again while they do not answer.
    pub fn ask_silent(&mut self, now: Tick, customers: impl Iterator<Item = AssetRef>) {
        if self.operations == Operations::Siloed || !self.is_telephoned(now) {
            return;
        }
        let before = std::mem::take(&mut self.memory.asked_silent);
        for customer in customers {
            // Whoever is fed by a car has supply, and says so.
            if self.is_cut_off(customer) || self.is_served(customer) {
                continue;
            }
            let due = before.get(&customer).copied().unwrap_or(now);
            let asked = due <= now;
            let next = if asked {
                Tick(now.0 + self.rules.ask_silent_again_s)
            } else {
                due
            };
            self.memory.asked_silent.insert(customer, next);
            if asked {
                self.memory.asked.push((None, customer));
            }
        }
    }

    /// The customers to be told now that their supply will be cut off.
    pub fn warnings(&mut self) -> Vec<AssetRef> {
        std::mem::take(&mut self.memory.warnings)
    }

    /// What the desk itself opens and closes now.
    pub fn commands(&mut self) -> Vec<Command> {
        std::mem::take(&mut self.memory.commands)
    }

    /// What crews saw since the last call that may not be on record.
    pub fn observed(&mut self) -> Vec<Observation> {
        std::mem::take(&mut self.memory.observed)
    }

    /// The records are others now.
    pub fn follow_records(&mut self, records: Arc<District>) {
        self.topology = Topology::of(&records);
        self.records = records;
    }

    /// Where a thing lies; of a line, where its nearest area does.
    fn location(&self, asset: AssetRef) -> Location {
        let areas = &self.records.areas;
        match asset.place {
            Place::Area(k) => areas[usize::from(k)].location,
            Place::Line(k) => {
                let line = &self.records.lines[usize::from(k)].id;
                let own = areas.iter().filter(|area| area.line.as_ref() == Some(line));
                own.map(|area| area.location).min().unwrap_or_default()
            }
        }
    }

    /// What is needed to repair a part, as far as its kind tells.
    fn needs(&self, part: AssetRef) -> Skills {
        let low = matches!(
            part.kind,
            Kind::Section | Kind::Switch | Kind::Transformer | Kind::Node
        );
        let medium = Make::of(&self.records, part).medium_voltage;
        Skills {
            customer: !low,
            low_voltage: low && !medium,
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
