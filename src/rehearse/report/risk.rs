//! What was expected of the storm, beside what it did.

use std::collections::BTreeMap;

use taiqu_field::Cause;
use taiqu_grid::AssetRef;
use taiqu_link::{Action, Tick};
use taiqu_risk::{Reached, Risk};

use super::Run;
use super::page::{heading, note, table};
use super::say::{say, text};
use super::warmth::warmth;

/// Poles that are listed.
const LISTED: usize = 15;
/// Hours before the first damage from which a forecast could still be acted on.
const IN_TIME_S: u64 = 3 * 3600;

/// The forecast of the last hours in which something could still be done, and what came.
/// Nothing where no storm was forecast.
pub(super) fn risk(run: &Run<'_>) -> String {
    let fell = fell(run);
    let drowned = run.referee.drowned.values().map(|item| item.since);
    let first = fell.values().copied().chain(drowned).min();
    let in_time = |risk: &&Risk| first.is_none_or(|first| risk.at.0 + IN_TIME_S <= first.0);
    let ahead = &run.referee.ahead;
    let Some(risk) = ahead.iter().rfind(in_time).or(ahead.first()) else {
        return warmth(run);
    };
    let title = heading(&say(
        "风暴前的预判与实际",
        "What was expected of the storm, and what came",
    ));
    title
        + &whole(run, risk, &fell)
        + &poles(run, risk, &fell)
        + &cabinets(run, risk)
        + &warmth(run)
        + &note(&say(
            "预判只依据档案与天气预报，不看现场真值。概率为整场风暴中至少发生一次的可能性。",
            "What was expected comes from records and the weather service's forecast alone. A probability is that of happening at all \
         while the storm lasts.",
        ))
}

/// When each pole truly fell in the storm.
fn fell(run: &Run<'_>) -> BTreeMap<AssetRef, Tick> {
    let happened = run.referee.happened.iter();
    let fell = happened.filter_map(|happened| match (happened.cause, happened.action) {
        (Cause::Storm, Action::Fell { pole }) => Some((pole, Tick(happened.at_ms / 1000))),
        _ => None,
    });
    fell.collect()
}

/// The storm in a few figures: expected, and as it came.
fn whole(run: &Run<'_>, risk: &Risk, fell: &BTreeMap<AssetRef, Tick>) -> String {
    let sum = |of: &BTreeMap<AssetRef, f64>| of.values().fold(0.0, |sum, p| sum + p);
    let heads = [
        ("", String::new()),
        ("number", say("预判", "expected")),
        ("number", say("实际", "came")),
    ];
    let mut rows = vec![
        vec![
            say("倒断电杆", "poles that fall"),
            format!("{:.0}", sum(&risk.poles)),
            fell.len().to_string(),
        ],
        vec![
            say("停电客户", "customers without supply"),
            format!("{:.0}", risk.expected_out()),
            run.summary.truth.interrupted_customers.to_string(),
        ],
    ];
    if let Some((at_s, wind_m_s)) = risk.peak {
        let clock = run.clock(at_s.max(0) as u64);
        rows.push(vec![
            say(
                "最强平均风（10 米高，米/秒）",
                "strongest mean wind at 10 m, m/s",
            ),
            format!("{wind_m_s:.0} · {clock}"),
            String::new(),
        ]);
    }
    note(&format!(
        "{} {}",
        say("预判作出于", "Reckoned at"),
        run.clock(risk.at.0)
    )) + &table(&heads, &rows)
}

/// The poles held most endangered, and what became of them.
fn poles(run: &Run<'_>, risk: &Risk, fell: &BTreeMap<AssetRef, Tick>) -> String {
    let heads = [
        ("", say("电杆", "pole")),
        ("number", say("倒断概率", "probability of falling")),
        ("", say("实际", "what came")),
    ];
    let ranked = Risk::ranked(&risk.poles);
    if ranked.is_empty() {
        return String::new();
    }
    let rows = ranked.iter().take(LISTED).map(|&(pole, p)| {
        let came = fell.get(&pole).map_or_else(
            || say("未倒", "stood"),
            |at| format!("<b>{}</b> {}", say("倒断", "fell"), run.clock(at.0)),
        );
        vec![text(&run.part(pole)), format!("{:.0} %", 100.0 * p), came]
    });
    table(&heads, &rows.collect::<Vec<_>>())
}

/// The boxes and cabinets that water was expected to reach, by when they should be off, and
/// which it reached.
fn cabinets(run: &Run<'_>, risk: &Risk) -> String {
    let drowned = &run.referee.drowned;
    let expected = risk.cabinets.iter();
    let mut all: Vec<(AssetRef, Option<Reached>)> = expected
        .map(|(&cabinet, &reached)| (cabinet, Some(reached)))
        .collect();
    let unforeseen = drowned.keys();
    let unforeseen = unforeseen.filter(|cabinet| !risk.cabinets.contains_key(cabinet));
    all.extend(unforeseen.map(|&cabinet| (cabinet, None)));
    if all.is_empty() {
        return String::new();
    }
    all.sort_by(|(a, one), (b, other)| {
        let by = |reached: &Option<Reached>| reached.map_or(0.0, |reached| reached.probability);
        by(other).total_cmp(&by(one)).then(a.cmp(b))
    });
    let heads = [
        ("", say("箱柜", "box or cabinet")),
        (
            "number",
            say("进水概率", "probability that water reaches it"),
        ),
        ("", say("应在此前停电", "to be off by")),
        ("", say("实际", "what came")),
        ("number", say("带电泡水（分钟）", "live in water, min")),
    ];
    let rows = all.iter().take(LISTED).map(|(cabinet, reached)| {
        let came = drowned.get(cabinet);
        let or_none = |text: Option<String>| text.unwrap_or_default();
        vec![
            text(&run.part(*cabinet)),
            or_none(reached.map(|reached| format!("{:.0} %", 100.0 * reached.probability))),
            or_none(reached.map(|reached| run.clock(reached.at_s.max(0) as u64))),
            came.map_or_else(
                || say("未进水", "stayed dry"),
                |came| {
                    format!(
                        "<b>{}</b> {}",
                        say("进水", "reached"),
                        run.clock(came.since.0)
                    )
                },
            ),
            or_none(came.map(|came| came.live_min.to_string())),
        ]
    });
    table(&heads, &rows.collect::<Vec<_>>())
}
