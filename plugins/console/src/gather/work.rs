//! What has failed and what is done about it, filled.

use bevy::ecs::system::SystemParam;
use bevy::prelude::*;
use taiqu_dispatch::components::{Dispatch, Tasks};
use taiqu_dispatch::{About, OrderState, WorkOrder};
use taiqu_grid::{AssetRef, Kind, Place, Text};
use taiqu_link::{CrewId, Stock, Tick};
use taiqu_outage::components::{Calls, Inquiries};
use taiqu_outage::{Incident, Trouble};

use super::Twin;
use super::expected;
use crate::model::{IncidentRow, Level, OrderRow, Progress, Promise};
use crate::names;
use crate::texts::Texts;

/// Incidents, calls, orders and crews, as far as they are in the app.
#[derive(SystemParam)]
pub struct Work<'w> {
    pub inquiries: Option<Res<'w, Inquiries>>,
    pub calls: Option<Res<'w, Calls>>,
    pub dispatch: Option<Res<'w, Dispatch>>,
    pub tasks: Option<Res<'w, Tasks>>,
}

impl Work<'_> {
    /// Whether other conclusions were drawn.
    pub fn is_changed(&self) -> bool {
        let inquiries = self.inquiries.as_ref();
        inquiries.is_some_and(DetectChanges::is_changed)
    }

    /// All incidents with their group and their number as people say it.
    pub fn incidents(&self) -> impl Iterator<Item = (usize, String, &Incident)> {
        let inquiries = self.inquiries.iter().flat_map(|inquiries| &inquiries.0);
        let several = inquiries.clone().count() > 1;
        inquiries.enumerate().flat_map(move |(group, inquiry)| {
            inquiry.incidents().iter().map(move |incident| {
                let number = if several {
                    format!("{}-{}", group + 1, incident.number)
                } else {
                    incident.number.to_string()
                };
                (group, number, incident)
            })
        })
    }

    /// All orders.
    pub fn orders(&self) -> &[WorkOrder] {
        let dispatch = self.dispatch.as_ref();
        dispatch.map_or(&[], |dispatch| dispatch.0.orders())
    }

    /// The latest order about an incident.
    pub fn order_of(&self, group: usize, number: u32) -> Option<&WorkOrder> {
        let about = About::Incident { group, number };
        let mut orders = self.orders().iter().rev();
        orders.find(|order| order.is_about(about))
    }

    /// Where an order stands, and with whom.
    pub fn progress(&self, order: &WorkOrder) -> Progress {
        Progress {
            number: order.number,
            state: order.state,
            crew: order.crew.and_then(|crew| self.crew_name(crew)),
        }
    }

    /// The crew that is planned to do an order that is with none yet, and its turn there.
    fn next(&self, order: &WorkOrder) -> Option<(Text, usize)> {
        if order.crew.is_some() || order.state.is_over() {
            return None;
        }
        let queues = self.dispatch.as_ref()?.0.queues().iter().enumerate();
        let mut planned = queues.filter_map(|(crew, queue)| {
            let turn = queue.iter().position(|&number| number == order.number)?;
            Some((crew as CrewId, turn + 1))
        });
        let (crew, turn) = planned.next()?;
        Some((self.crew_name(crew)?, turn))
    }

    /// What a crew has on its vehicle.
    fn stock(&self, crew: CrewId) -> Stock {
        let desk = self.dispatch.as_ref();
        let standing = desk.and_then(|desk| desk.0.crews().nth(usize::from(crew)));
        standing.map_or(Stock::NONE, |(_, standing)| standing.stock)
    }

    /// The name of a crew.
    pub fn crew_name(&self, crew: CrewId) -> Option<Text> {
        let mut crews = self.dispatch.as_ref()?.0.crews();
        Some(crews.nth(usize::from(crew))?.0.name.clone())
    }
}

/// What is believed to have failed: what goes on first, the gravest first; then what is
/// over, the latest first.
pub fn incidents(twin: &Twin, work: &Work, texts: &Texts) -> Vec<IncidentRow> {
    let now = twin.clock.tick;
    let mut rows: Vec<IncidentRow> = work
        .incidents()
        .map(|(group, number, incident)| {
            let began = Tick(incident.began_ms / 1000);
            IncidentRow {
                number,
                level: level(incident),
                trouble: trouble(twin, incident),
                part: incident.part,
                name: part_name(twin, incident.part),
                place: names::place(&twin.records.0, incident.part.place),
                phases: incident.phases,
                probability: incident.probability,
                causes: incident
                    .causes
                    .iter()
                    .map(|&(cause, p)| (names::cause_key(cause), p))
                    .collect(),
                customers: incident.customers.len(),
                important: incident.important.len(),
                since: twin.clock.at(began),
                lasting_s: incident.ended.unwrap_or(now).since(began),
                open: incident.is_open(),
                order: work
                    .order_of(group, incident.number)
                    .map(|order| work.progress(order)),
                expected: incident
                    .restoration
                    .filter(|_| incident.is_open())
                    .map(|expected| {
                        let back = expected::back(twin, texts, "expected.back", &expected);
                        (back, expected::basis(twin, texts, &expected))
                    }),
                open_first: incident
                    .open_first
                    .filter(|_| incident.is_dangerous())
                    .map(|part| part_name(twin, part)),
            }
        })
        .collect();
    rows.sort_by_key(|row| {
        let level = if row.open { row.level } else { Level::Normal };
        (
            std::cmp::Reverse((row.open, level)),
            std::cmp::Reverse(row.since),
        )
    });
    rows
}

/// How bad an incident is: what a single ordinary customer's meter tells alone waits for
/// confirmation.
pub fn level(incident: &Incident) -> Level {
    let grave = incident.trouble.endangers()
        || incident.customers.len() > 1
        || !incident.important.is_empty();
    if grave { Level::Critical } else { Level::High }
}

/// Key of what is wrong.
fn trouble(twin: &Twin, incident: &Incident) -> &'static str {
    let above = matches!(incident.part.place, Place::Line(_));
    match incident.trouble {
        Trouble::BrokenNeutral { .. } => "incident.broken-neutral",
        Trouble::NoSupply if incident.part.kind == Kind::Meter => "incident.one-customer",
        Trouble::NoSupply if above => "incident.above",
        Trouble::NoSupply => {
            let network = twin.records.0.network(incident.part.place);
            let index = incident.part.index as usize;
            let own = match incident.part.kind {
                Kind::Section => network.sections[index].phases,
                Kind::Switch => network.switches[index].phases,
                _ => incident.phases,
            };
            if incident.phases.contains(own.and(taiqu_grid::Phases::ABC)) {
                "incident.no-supply"
            } else {
                "incident.lost-phase"
            }
        }
    }
}

/// The name of what has failed; what leads to a meter is named by its customer.
pub fn part_name(twin: &Twin, part: AssetRef) -> Text {
    let district = &twin.records.0;
    let (Kind::Meter, Place::Area(area)) = (part.kind, part.place) else {
        return names::name(district, part);
    };
    let customers = &district.areas[usize::from(area)].customers;
    let own = customers
        .iter()
        .position(|customer| customer.meter == Some(part.index as usize));
    let own = own.map(|index| AssetRef::in_area(area, Kind::Customer, index as u32));
    names::name(district, own.unwrap_or(part))
}

/// Work orders: what is not done first, the most urgent first; then the latest.
pub fn orders(twin: &Twin, work: &Work) -> Vec<OrderRow> {
    let now = twin.clock.tick;
    let mut orders: Vec<&WorkOrder> = work.orders().iter().collect();
    let urgency = |order: &WorkOrder| {
        if order.state.is_over() {
            f64::NEG_INFINITY
        } else {
            order.priority
        }
    };
    orders.sort_by(|a, b| {
        let urgent = urgency(b).total_cmp(&urgency(a));
        urgent.then(b.number.cmp(&a.number))
    });
    let rows = orders.into_iter().map(|order| {
        let target = order.found.map_or(order.target, |(part, _)| part);
        let since = order.history.last().map_or(order.accepted, |(at, _)| *at);
        OrderRow {
            progress: work.progress(order),
            about: about(order.about),
            target,
            name: part_name(twin, target),
            place: names::place(&twin.records.0, target.place),
            found: order.found.map(|(_, damage)| names::damage_key(damage)),
            accepted: twin.clock.at(order.accepted),
            since: twin.clock.at(since),
            promise: promise(order, now),
            ticket: order.ticket.as_ref().map(|ticket| {
                let permitted = ticket.permitted.is_some();
                (names::ticket_key(ticket.kind), permitted)
            }),
            late: order
                .deadlines()
                .into_iter()
                .filter(|deadline| deadline.kept(now) == Some(false))
                .map(|deadline| names::step_key(deadline.step))
                .collect(),
            calls: order.calls,
            next: work.next(order),
            missing: parts(order.missing),
            carries: order
                .crew
                .map(|crew| parts(work.stock(crew)))
                .unwrap_or_default(),
        }
    });
    rows.collect()
}

fn parts(stock: Stock) -> Vec<(&'static str, u16)> {
    let all = stock.iter();
    all.map(|(part, count)| (names::material_key(part), count))
        .collect()
}

/// Key of what an order is about.
const fn about(about: About) -> &'static str {
    match about {
        About::Incident { .. } => "about.incident",
        About::Call(_) => "about.call",
        About::Report(_) => "about.report",
        About::StillDark(_) => "about.still-dark",
        About::Telemetry(_) => "about.telemetry",
        About::Dried(_) => "about.dried",
        About::Patrol(_) => "about.patrol",
        About::WireDown(_) => "about.wire-down",
    }
}

fn promise(order: &WorkOrder, now: Tick) -> Promise {
    match order.when(OrderState::Arrived) {
        Some(arrived) if arrived <= order.arrive_by => Promise::Kept(arrived.since(order.accepted)),
        Some(arrived) => Promise::Broken(arrived.since(order.accepted)),
        None if order.state.is_over() => Promise::Void,
        None if now <= order.arrive_by => Promise::Left(order.arrive_by.since(now)),
        None => Promise::Late(now.since(order.arrive_by)),
    }
}
