//! Calls, and what to tell a caller, filled.

use taiqu_dispatch::{OrderState, WorkOrder};
use taiqu_grid::{AssetRef, Kind, Place, Text};
use taiqu_link::Tick;
use taiqu_outage::Answer;

use super::Twin;
use super::expected;
use super::lists::{fill, letters};
use super::work::{Work, part_name};
use crate::model::{AnswerView, CallRow, Level};
use crate::names;
use crate::texts::Texts;

/// Most calls that are listed.
const MOST: usize = 200;

/// Calls, the latest first.
pub fn calls(twin: &Twin, work: &Work, texts: &Texts) -> Vec<CallRow> {
    let calls = work.calls.iter().flat_map(|calls| calls.0.iter().rev());
    let rows = calls.take(MOST).map(|call| {
        let asset = call.customer.or(call.near).filter(|&one| twin.knows(one));
        let who = asset.map_or_else(
            || texts.both("call.unknown", &[]),
            |asset| names::name(&twin.records.0, asset),
        );
        let told = sentences(twin, work, texts, asset, &call.answer);
        CallRow {
            at: twin.clock.at(call.at),
            who,
            asset,
            complaint: names::complaint_key(call.complaint),
            answer: told.into_iter().next().unwrap_or_default(),
        }
    });
    rows.collect()
}

/// What to tell `customer` now.
pub fn answer(twin: &Twin, work: &Work, texts: &Texts, customer: AssetRef) -> Option<AnswerView> {
    let Place::Area(area) = customer.place else {
        return None;
    };
    let district = &twin.records.0;
    let areas = district.areas.get(usize::from(area))?;
    let item = areas.customers.get(customer.index as usize)?;
    let mut inquiries = work.inquiries.iter().flat_map(|all| &all.0);
    let inquiry = inquiries.find(|inquiry| inquiry.records().has(customer))?;
    let told = inquiry.answer(Some(customer), None, twin.clock.tick);
    Some(AnswerView {
        customer,
        name: names::name(district, customer),
        number: item.number.clone(),
        address: item.address.clone(),
        importance: names::importance_key(item.importance),
        level: match told {
            Answer::Danger { .. } => Level::Critical,
            Answer::Outage { .. } => Level::High,
            Answer::Supplied { .. } | Answer::Disconnected | Answer::NotKnownYet => Level::Normal,
        },
        sentences: sentences(twin, work, texts, Some(customer), &told),
    })
}

/// An answer as it is read out.
fn sentences(
    twin: &Twin,
    work: &Work,
    texts: &Texts,
    about: Option<AssetRef>,
    answer: &Answer,
) -> Vec<Text> {
    let clock = |ms: u64| twin.clock.at(Tick(ms / 1000)).clock();
    let plain = |key: &str| vec![texts.both(key, &[])];
    match *answer {
        Answer::Outage {
            incident,
            part,
            phases,
            probability,
            cause,
            since_ms,
            as_of_ms,
            restoration,
        } => {
            let since = clock(since_ms);
            let mut said = vec![texts.both("answer.outage", &[("since", &since)])];
            let name = part_name(twin, part);
            let place = names::place(&twin.records.0, part.place);
            let sure = format!("{:.0}", (100.0 * probability).min(99.0));
            let sure = Text::new(sure.clone(), sure);
            let cause = cause.map_or_else(
                || texts.both("answer.cause-unknown", &[]),
                |(cause, _)| texts.both(names::cause_key(cause), &[]),
            );
            let values: [(&str, &Text); 5] = [
                ("place", &place),
                ("name", &name),
                ("phases", &letters(phases)),
                ("cause", &cause),
                ("sure", &sure),
            ];
            let key = if part.kind == Kind::Meter {
                "answer.part-meter"
            } else {
                "answer.part"
            };
            said.push(fill(texts, key, &values));
            let group = about.and_then(|about| group_of(work, about));
            let order = group.and_then(|group| work.order_of(group, incident));
            said.push(order.map_or_else(
                || texts.both("answer.no-crew-yet", &[]),
                |order| help(twin, work, texts, order),
            ));
            if let Some(expected) = &restoration {
                said.push(expected::back(twin, texts, "answer.back", expected));
                let basis = expected::basis(twin, texts, expected);
                said.push(fill(texts, "answer.basis", &[("basis", &basis)]));
            }
            let as_of = clock(as_of_ms);
            said.push(texts.both("answer.as-of", &[("time", &as_of)]));
            said
        }
        Answer::Danger { .. } => ["answer.danger", "answer.danger-crew"]
            .map(|key| texts.both(key, &[]))
            .to_vec(),
        Answer::Supplied { as_of_ms } => {
            let time = clock(as_of_ms);
            vec![
                texts.both("answer.supplied", &[("time", &time)]),
                texts.both("answer.look-yourself", &[]),
            ]
        }
        Answer::Disconnected => plain("answer.disconnected"),
        Answer::NotKnownYet if about.is_none() => plain("answer.who"),
        Answer::NotKnownYet => plain("answer.not-known-yet"),
    }
}

/// The group that a customer or box is in.
fn group_of(work: &Work, asset: AssetRef) -> Option<usize> {
    let mut inquiries = work.inquiries.iter().flat_map(|all| &all.0);
    inquiries.position(|inquiry| inquiry.records().has(asset))
}

/// Who helps, and when.
fn help(twin: &Twin, work: &Work, texts: &Texts, order: &WorkOrder) -> Text {
    let progress = work.progress(order);
    let Some(crew) = progress.crew else {
        return texts.both("answer.no-crew-yet", &[]);
    };
    let state = texts.both(names::state_key(order.state), &[]);
    let by = twin.clock.at(order.arrive_by).clock();
    let by = Text::new(by.clone(), by);
    let key = if order.state < OrderState::Arrived {
        "answer.crew-comes"
    } else {
        "answer.crew-works"
    };
    fill(
        texts,
        key,
        &[("crew", &crew), ("state", &state), ("time", &by)],
    )
}
