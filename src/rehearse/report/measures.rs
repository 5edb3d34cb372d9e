//! What the desk did beside its orders: supply cut off before water, generator cars, loads put
//! off.

use std::collections::BTreeMap;

use taiqu_grid::AssetRef;
use taiqu_link::Tick;

use super::page::{heading, note, table};
use super::say::{escape, say, text};
use super::{Run, customer};

/// Nothing where the desk did nothing of it.
pub(super) fn measures(run: &Run<'_>) -> String {
    shutdowns(run) + &feedings(run) + &put_off(run)
}

fn shutdowns(run: &Run<'_>) -> String {
    let opened = run.referee.measures.shutdowns.iter();
    let mut rows = opened
        .filter(|one| one.warned.is_some())
        .map(|one| {
            vec![
                text(&run.part(one.switch)),
                one.cabinets.len().to_string(),
                one.told.len().to_string(),
                time(run, one.warned),
                time(run, one.opened),
                time(run, one.clear.filter(|_| one.opened.is_some())),
                time(run, one.over.filter(|_| one.opened.is_some())),
            ]
        })
        .peekable();
    if rows.peek().is_none() {
        return String::new();
    }
    let heads = [
        ("", say("开关", "switch")),
        ("number", say("受淹箱柜", "boxes in water")),
        ("number", say("告知户数", "customers told")),
        ("number", say("告知", "told")),
        ("number", say("断电", "cut off")),
        ("number", say("水退", "water gone")),
        ("number", say("复电", "on again")),
    ];
    heading(&say("水前断电", "Supply cut off before water"))
        + &table(&heads, &rows.collect::<Vec<_>>())
}

fn feedings(run: &Run<'_>) -> String {
    let all = &run.referee.measures.feedings;
    if all.is_empty() {
        return String::new();
    }
    let heads = [
        ("", say("发电车", "car")),
        ("", say("用户", "customer")),
        ("number", say("派出", "sent")),
        ("number", say("开始供电", "feeds from")),
        ("number", say("市电恢复", "mains back")),
        ("number", say("撤离", "taken off")),
    ];
    let rows = all.iter().map(|one| {
        vec![
            text(&run.crew(one.car)),
            escape(&customer(run, one.customer).0),
            time(run, Some(one.sent)),
            time(run, one.feeds),
            time(run, one.mains),
            time(run, one.over),
        ]
    });
    heading(&say("发电车", "Generator cars"))
        + &table(&heads, &rows.collect::<Vec<_>>())
        + &note(&say(
            "双投开关使市电与发电车不可能同时接入，互不反送。",
            "A switch with two positions keeps mains and car from ever feeding each other.",
        ))
}

/// Loads that may wait, by what they were put off for.
fn put_off(run: &Run<'_>) -> String {
    let mut parts: BTreeMap<AssetRef, Vec<(AssetRef, Tick, Tick)>> = BTreeMap::new();
    let end = Tick(run.scenario.length_s);
    for one in &run.referee.measures.held {
        let held = (one.load, one.since, one.until.unwrap_or(end));
        parts.entry(one.part).or_default().push(held);
    }
    if parts.is_empty() {
        return String::new();
    }
    let heads = [
        ("", say("为了", "for")),
        ("number", say("负荷数", "loads")),
        ("number", say("首次", "first")),
        ("number", say("最后恢复", "last let on")),
        ("number", say("合计小时", "hours together")),
    ];
    let rows = parts.iter().map(|(&part, held)| {
        let mut loads: Vec<AssetRef> = held.iter().map(|one| one.0).collect();
        loads.sort();
        loads.dedup();
        let hours = held
            .iter()
            .map(|(_, since, until)| until.since(*since) as f64 / 3600.0);
        vec![
            text(&run.part(part)),
            loads.len().to_string(),
            time(run, held.iter().map(|one| one.1).min()),
            time(run, held.iter().map(|one| one.2).max()),
            format!("{:.1}", hours.sum::<f64>()),
        ]
    });
    heading(&say("暂缓的用电", "Loads that were put off"))
        + &table(&heads, &rows.collect::<Vec<_>>())
        + &note(&say(
            "只暂缓签约可延后的负荷（如充电桩），之后补足。",
            "Only loads whose owners agreed to wait, such as chargers; they take later what they did not get.",
        ))
}

fn time(run: &Run<'_>, at: Option<Tick>) -> String {
    at.map_or_else(|| "–".to_owned(), |at| run.clock(at.0))
}
