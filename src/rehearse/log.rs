//! The two logs as JSON lines: what the twin knew and did, and what was true.

mod work;

use std::io::Write;

use bevy::ecs::world::World;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use taiqu_dispatch::components::Dispatch;
use taiqu_estimate::Entry;
use taiqu_estimate::components::{Arrivals, Log};
use taiqu_field::{Cause, Field, Happening};
use taiqu_grid::{AssetRef, District, Phases};
use taiqu_link::{Command, Rhythm, SimClock, Source, Stamped, Uplink};
use taiqu_outage::components::{Calls, Inquiries};
use taiqu_outage::{Incident, Step};

use super::RehearseError;
use super::files::io;
use super::referee::Referee;
use crate::scenario::Scenario;
use crate::simulation::Simulation;

/// How far a log has been written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Written {
    pub(super) bytes: u64,
    /// CRC-32 of all of them.
    pub(super) crc32: u32,
}

/// Both logs as they are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digests {
    pub(super) events_crc32: u32,
    pub(super) truth_crc32: u32,
}

/// What logs remember, to go on from there.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Memory {
    pub(super) events: Written,
    pub(super) truth: Written,
    read: u64,
    incidents: Vec<Vec<Told>>,
    /// States of orders that are written.
    orders: Vec<usize>,
    work: work::Memory,
    /// Notices of each group that are written.
    notices: Vec<usize>,
}

/// What was written last of an incident.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
struct Told {
    part: AssetRef,
    phases: Phases,
    customers: usize,
    step: Step,
    ended: bool,
}

impl Told {
    fn of(incident: &Incident) -> Self {
        Self {
            part: incident.part,
            phases: incident.phases,
            customers: incident.customers.len(),
            step: incident.progress.now().1,
            ended: !incident.is_open(),
        }
    }
}

/// The open logs of a run.
pub(super) struct Logs {
    events: Sink,
    truth: Sink,
    /// Chronicle entries already written.
    read: u64,
    /// Incidents of each group as last written.
    incidents: Vec<Vec<Told>>,
    /// How much of each order's history is written.
    orders: Vec<usize>,
    work: work::Memory,
    /// How many notices of each group are written.
    notices: Vec<usize>,
}

struct Sink {
    name: &'static str,
    to: Box<dyn Write>,
    bytes: u64,
    crc32: crc32fast::Hasher,
}

impl Sink {
    fn new(name: &'static str, to: impl Write + 'static, written: Written) -> Self {
        Self {
            name,
            to: Box::new(to),
            bytes: written.bytes,
            crc32: crc32fast::Hasher::new_with_initial_len(written.crc32, written.bytes),
        }
    }

    fn line(&mut self, value: &Value) -> Result<(), RehearseError> {
        let mut line = serde_json::to_vec(value)?;
        line.push(b'\n');
        self.crc32.update(&line);
        self.bytes += line.len() as u64;
        let name = self.name;
        self.to
            .write_all(&line)
            .map_err(|error| io(name.as_ref(), error))
    }

    /// All that was written is with the operating system.
    fn flush(&mut self) -> Result<Written, RehearseError> {
        let name = self.name;
        self.to.flush().map_err(|error| io(name.as_ref(), error))?;
        Ok(Written {
            bytes: self.bytes,
            crc32: self.crc32.clone().finalize(),
        })
    }
}

impl Logs {
    /// Logs that go to `events` and `truth`, from the beginning or on from `memory`.
    pub(super) fn new(
        events: impl Write + 'static,
        truth: impl Write + 'static,
        memory: Memory,
    ) -> Self {
        Self {
            events: Sink::new("events.jsonl", events, memory.events),
            truth: Sink::new("truth.jsonl", truth, memory.truth),
            read: memory.read,
            incidents: memory.incidents,
            orders: memory.orders,
            work: memory.work,
            notices: memory.notices,
        }
    }

    /// What they must remember after the last tick; all of it is written.
    pub(super) fn memory(&mut self) -> Result<Memory, RehearseError> {
        Ok(Memory {
            events: self.events.flush()?,
            truth: self.truth.flush()?,
            read: self.read,
            incidents: self.incidents.clone(),
            orders: self.orders.clone(),
            work: self.work.clone(),
            notices: self.notices.clone(),
        })
    }

    /// Writes what the last tick brought, after `referee` has seen it.
    pub(super) fn write(
        &mut self,
        scenario: &Scenario,
        twin: &World,
        referee: &Referee,
    ) -> Result<(), RehearseError> {
        let clock = twin.resource::<SimClock>();
        let simulation = twin.resource::<Simulation>();
        self.write_events(&scenario.records, twin, simulation)?;
        for road in simulation
            .crews()
            .iter()
            .flat_map(|c| c.roads_at(clock.tick))
        {
            let mut line = head(clock, "road");
            line.insert("road".into(), json!(road));
            self.truth.line(&line.into())?;
        }
        self.write_truth(&scenario.truth, clock, simulation.truth(), referee)
    }

    /// Ends the logs.
    pub(super) fn finish(mut self) -> Result<Digests, RehearseError> {
        Ok(Digests {
            events_crc32: self.events.flush()?.crc32,
            truth_crc32: self.truth.flush()?.crc32,
        })
    }

    fn write_events(
        &mut self,
        records: &District,
        twin: &World,
        simulation: &Simulation,
    ) -> Result<(), RehearseError> {
        let clock = twin.resource::<SimClock>();
        for given in simulation.given() {
            // The twin does not learn what an instructor does.
            if matches!(given.command, Command::Inject { .. }) {
                continue;
            }
            let mut line = head(clock, "ordered");
            line.insert("sequence".into(), given.sequence.into());
            line.insert("order".into(), named(records, json!(given.command)));
            self.events.line(&line.into())?;
        }
        for message in &twin.resource::<Arrivals>().0 {
            self.events.line(&arrived(records, clock, message))?;
        }
        let log = &twin.resource::<Log>().0;
        for (_, entry) in log.after(self.read) {
            let (what, finding) = match entry {
                Entry::Learned(_) => continue,
                Entry::Began(finding) => ("began", finding),
                Entry::Ended(finding) => ("ended", finding),
            };
            let mut line = head(clock, what);
            line.insert("finding".into(), named(records, json!(finding)));
            self.events.line(&line.into())?;
        }
        for call in twin.resource::<Calls>().of(clock.tick) {
            let mut line = head(clock, "answered");
            line.insert("customer".into(), named(records, json!(call.customer)));
            line.insert("answer".into(), named(records, json!(call.answer)));
            self.events.line(&line.into())?;
        }
        self.read = log.written();
        self.write_incidents(records, twin, clock)?;
        self.write_notices(records, twin, clock)?;
        self.write_orders(records, twin, clock)?;
        for (what, value) in self.work.news(twin) {
            let mut line = head(clock, what);
            line.insert(what.into(), named(records, value));
            self.events.line(&line.into())?;
        }
        Ok(())
    }

    /// Incidents that are new, elsewhere than was thought, worked on, or over.
    fn write_incidents(
        &mut self,
        records: &District,
        twin: &World,
        clock: &SimClock,
    ) -> Result<(), RehearseError> {
        let inquiries = &twin.resource::<Inquiries>().0;
        self.incidents.resize(inquiries.len(), Vec::new());
        for (told, inquiry) in self.incidents.iter_mut().zip(inquiries) {
            for (k, incident) in inquiry.incidents().iter().enumerate() {
                let now = Told::of(incident);
                if told.get(k) == Some(&now) {
                    continue;
                }
                let what = match (told.get(k), now.ended) {
                    (None, _) => "incident",
                    (Some(_), false) => "incident corrected",
                    (Some(_), true) => "incident over",
                };
                if k < told.len() {
                    told[k] = now;
                } else {
                    told.push(now);
                }
                let mut line = head(clock, what);
                line.insert("incident".into(), named(records, json!(incident)));
                self.events.line(&line.into())?;
            }
        }
        Ok(())
    }

    /// Notices that went out.
    fn write_notices(
        &mut self,
        records: &District,
        twin: &World,
        clock: &SimClock,
    ) -> Result<(), RehearseError> {
        let inquiries = &twin.resource::<Inquiries>().0;
        self.notices.resize(inquiries.len(), 0);
        for (written, inquiry) in self.notices.iter_mut().zip(inquiries) {
            for notice in &inquiry.notices()[*written..] {
                let mut line = head(clock, "notice");
                line.insert("notice".into(), named(records, json!(notice)));
                self.events.line(&line.into())?;
            }
            *written = inquiry.notices().len();
        }
        Ok(())
    }

    /// Work orders that got on.
    fn write_orders(
        &mut self,
        records: &District,
        twin: &World,
        clock: &SimClock,
    ) -> Result<(), RehearseError> {
        let orders = twin.resource::<Dispatch>().0.orders();
        self.orders.resize(orders.len(), 0);
        for (written, order) in self.orders.iter_mut().zip(orders) {
            for (_, state) in &order.history[*written..] {
                let mut line = head(clock, "order");
                line.insert("number".into(), order.number.into());
                line.insert("state".into(), json!(state));
                line.insert("target".into(), name(records, order.target).into());
                line.insert("crew".into(), json!(order.crew));
                line.insert("about".into(), named(records, json!(order.about)));
                line.insert("found".into(), named(records, json!(order.found)));
                line.insert("waits_for".into(), json!(order.missing));
                line.insert("held_until".into(), json!(order.held));
                self.events.line(&line.into())?;
            }
            *written = order.history.len();
        }
        Ok(())
    }

    fn write_truth(
        &mut self,
        truth: &District,
        clock: &SimClock,
        fields: &[Field],
        referee: &Referee,
    ) -> Result<(), RehearseError> {
        for happening in fields.iter().flat_map(Field::happened) {
            self.truth.line(&happened(truth, clock, happening))?;
        }
        if fields.iter().any(Field::is_renewed) {
            self.truth.line(&flow(clock, referee))?;
        }
        for moved in referee.moved() {
            for (what, customers) in [("lost", &moved.lost), ("restored", &moved.restored)] {
                if !customers.is_empty() {
                    let names = customers.iter().map(|&customer| truth.name(customer));
                    let mut line = head(clock, what);
                    line.insert("customers".into(), names.collect());
                    self.truth.line(&line.into())?;
                }
            }
        }
        if clock
            .now()
            .second_of_day()
            .is_multiple_of(Rhythm::QUARTER_S)
        {
            self.truth.line(&voltages(clock, truth, fields))?;
        }
        Ok(())
    }
}

fn head(clock: &SimClock, what: &str) -> Map<String, Value> {
    let mut line = Map::new();
    line.insert("tick".into(), clock.tick.0.into());
    line.insert("time".into(), clock.now().to_string().into());
    line.insert("what".into(), what.into());
    line
}

fn arrived(records: &District, clock: &SimClock, message: &Stamped<Uplink>) -> Value {
    let mut line = head(clock, "arrived");
    line.insert("source".into(), source(records, message.source));
    line.insert("sequence".into(), message.sequence.into());
    line.insert("event_ms".into(), message.event_ms.into());
    line.insert("message".into(), named(records, json!(message.body)));
    line.into()
}

fn source(records: &District, source: Source) -> Value {
    match source {
        Source::ControlRoom => "control room".into(),
        Source::WeatherService => "weather service".into(),
        Source::Hotline => "hotline".into(),
        Source::RoadOffice => "road office".into(),
        Source::Crew(crew) => format!("crew {crew}").into(),
        Source::Manager(manager) => format!("manager {manager}").into(),
        Source::Device(asset) => name(records, asset).into(),
    }
}

fn happened(truth: &District, clock: &SimClock, happening: &Happening) -> Value {
    let mut line = head(clock, "happened");
    line.insert("at_ms".into(), happening.at_ms.into());
    line.insert("action".into(), named(truth, json!(happening.action)));
    let cause = match happening.cause {
        Cause::Scenario => "scenario".into(),
        Cause::Instructor => "instructor".into(),
        Cause::Protection => "protection".into(),
        Cause::Overload => "overload".into(),
        Cause::Storm => "storm".into(),
        Cause::Crew(crew) => json!({ "crew": crew }),
        Cause::Order(sequence) => json!({ "order": sequence }),
    };
    line.insert("cause".into(), cause);
    line.into()
}

fn flow(clock: &SimClock, referee: &Referee) -> Value {
    let power = referee.power();
    // The sum of nothing is a negative zero.
    let kw = |w: f64| Value::from(w / 1e3 + 0.0);
    let mut line = head(clock, "solved");
    line.insert("converged".into(), referee.converged().into());
    line.insert("source_kw".into(), kw(power.source_w));
    line.insert("gateway_kw".into(), kw(power.gateway_w));
    line.insert("load_kw".into(), kw(power.load_w));
    line.insert("line_loss_kw".into(), kw(power.line_w));
    line.insert("transformer_loss_kw".into(), kw(power.transformer_w));
    line.into()
}

/// The voltages between every customer's own terminals, to 0.01 V.
fn voltages(clock: &SimClock, truth: &District, fields: &[Field]) -> Value {
    let round = |v: f64| (v * 100.0).round() / 100.0;
    let all = fields.iter().flat_map(|field| {
        let both = field.supplies().zip(field.supply_voltages());
        both.map(|(point, voltages)| {
            let voltages: Vec<f64> = voltages.into_iter().map(round).collect();
            (truth.name(point.customer), json!(voltages))
        })
    });
    let mut line = head(clock, "voltages");
    line.insert("voltage_v".into(), Value::Object(all.collect()));
    line.into()
}

/// The same value with every reference to a thing replaced by its name.
fn named(district: &District, value: Value) -> Value {
    let is_reference = value.get("place").is_some() && value.get("index").is_some();
    if is_reference && let Ok(asset) = AssetRef::deserialize(&value) {
        return name(district, asset).into();
    }
    match value {
        Value::Object(map) => {
            let entries = map
                .into_iter()
                .map(|(key, value)| (key, named(district, value)));
            Value::Object(entries.collect())
        }
        Value::Array(items) => items
            .into_iter()
            .map(|item| named(district, item))
            .collect(),
        other => other,
    }
}

/// The name of a thing; of one that is not on record, what is known of it.
fn name(district: &District, asset: AssetRef) -> String {
    if district.has(asset) {
        district.name(asset)
    } else {
        format!("?/{}:{}", asset.kind, asset.index)
    }
}
