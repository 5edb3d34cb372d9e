//! What happened when, filled.

use taiqu_dispatch::{OrderState, WorkOrder};
use taiqu_grid::Text;
use taiqu_link::Tick;

use super::Twin;
use super::work::{Work, level, part_name};
use crate::model::{Lane, Level, Span, Tone};
use crate::names;
use crate::texts::Texts;

/// Lanes of incidents, calls and every crew that was sent.
pub fn timeline(twin: &Twin, work: &Work, texts: &Texts) -> Vec<Lane> {
    let now = twin.clock.tick;
    let mut lanes = incidents(twin, work, texts, now);
    let calls = work.calls.iter().flat_map(|calls| &calls.0);
    let marks: Vec<(Tick, Level)> = calls.map(|call| (call.at, Level::Low)).collect();
    if !marks.is_empty() {
        lanes.push(Lane {
            name: texts.both("timeline.calls", &[]),
            spans: Vec::new(),
            marks,
        });
    }
    let crews = work.dispatch.iter().flat_map(|dispatch| dispatch.0.crews());
    for (k, (crew, _)) in crews.enumerate() {
        let own = |order: &&WorkOrder| order.crew.map(usize::from) == Some(k);
        let orders = work.orders().iter().filter(own);
        let spans: Vec<Span> = orders
            .flat_map(|order| stages(twin, texts, order, now))
            .collect();
        if !spans.is_empty() {
            lanes.push(Lane {
                name: crew.name.clone(),
                spans,
                marks: Vec::new(),
            });
        }
    }
    lanes
}

/// Incidents in as few lanes as hold them apart.
fn incidents(twin: &Twin, work: &Work, texts: &Texts, now: Tick) -> Vec<Lane> {
    let mut lanes: Vec<Lane> = Vec::new();
    let mut all: Vec<Span> = work
        .incidents()
        .map(|(_, number, incident)| {
            let name = part_name(twin, incident.part);
            let count = incident.customers.len();
            let values: [(&str, &dyn std::fmt::Display); 2] =
                [("number", &number), ("count", &count)];
            let text = texts.both("timeline.incident", &values);
            Span {
                from: Tick(incident.began_ms / 1000),
                to: incident.ended.unwrap_or(now),
                tone: Tone::Grave(level(incident)),
                text: Text::new(
                    format!("{} {}", text.zh, name.zh),
                    format!("{} {}", text.en, name.en),
                ),
                asset: Some(incident.part),
            }
        })
        .collect();
    all.sort_by_key(|span| span.from);
    for span in all {
        let free = |lane: &&mut Lane| lane.spans.last().is_none_or(|last| last.to <= span.from);
        match lanes.iter_mut().find(free) {
            Some(lane) => lane.spans.push(span),
            None => lanes.push(Lane {
                name: texts.both("timeline.incidents", &[]),
                spans: vec![span],
                marks: Vec::new(),
            }),
        }
    }
    lanes
}

/// What a crew did for an order, one after the other.
fn stages(twin: &Twin, texts: &Texts, order: &WorkOrder, now: Tick) -> Vec<Span> {
    let name = part_name(twin, order.target);
    let with_crew = order.history.iter().enumerate();
    let spans = with_crew.filter_map(|(k, &(from, state))| {
        let to = order.history.get(k + 1).map_or(now, |(next, _)| *next);
        let state_name = texts.both(names::state_key(state), &[]);
        Some(Span {
            from,
            to,
            tone: tone(state)?,
            text: Text::new(
                format!("#{} {} · {}", order.number, name.zh, state_name.zh),
                format!("#{} {} · {}", order.number, name.en, state_name.en),
            ),
            asset: Some(order.target),
        })
    });
    spans.collect()
}

const fn tone(state: OrderState) -> Option<Tone> {
    Some(match state {
        OrderState::Assigned | OrderState::Taken => Tone::Waiting,
        OrderState::UnderWay => Tone::Driving,
        OrderState::Arrived => Tone::Searching,
        OrderState::Located
        | OrderState::Isolating
        | OrderState::Permitted
        | OrderState::Repaired => Tone::Securing,
        OrderState::Repairing => Tone::Repairing,
        OrderState::Accepted
        | OrderState::Restored
        | OrderState::Replied
        | OrderState::CallingBack
        | OrderState::Archived
        | OrderState::Reopened
        | OrderState::Fruitless
        | OrderState::HandedOver
        | OrderState::Withdrawn => return None,
    })
}
