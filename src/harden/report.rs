//! `report.html` of a hardening.

use taiqu_grid::{Lang, Text};

use super::result::{Hardened, Lived};
use super::table;
use crate::rehearse::report::axis::Axis;
use crate::rehearse::report::chart::Chart;
use crate::rehearse::report::charts::framed;
use crate::rehearse::report::page::{self, heading, note, page};
use crate::rehearse::report::say::{escape, plain, say, text};
use crate::rehearse::report::{made, title, way};
use crate::scenario::Scenario;

/// The report of `result`, which begins in `lang`.
pub(super) fn html(scenario: &Scenario, result: &Hardened, lang: Lang) -> String {
    let parts = [
        title(scenario),
        note(&format!(
            "{} · {}",
            say("加固措施的效果", "What hardening would save"),
            text(&way(&result.operations))
        )),
        measures(result),
        curves(scenario, result),
        changes(result),
        costs(result),
        each(result),
        foot(result),
    ];
    page(&scenario.name, lang, &parts.concat())
}

fn measures(result: &Hardened) -> String {
    let class = |column: usize| if column == 0 { "" } else { "number" };
    let heads = table::heads();
    let heads = heads.iter().enumerate();
    let heads: Vec<(&str, String)> = heads
        .map(|(column, head)| (class(column), text(head)))
        .collect();
    let rows = table::rows(result).into_iter();
    let rows: Vec<Vec<String>> = rows
        .map(|(name, cells)| std::iter::once(text(&name)).chain(cells).collect())
        .collect();
    heading(&say("每元能少停多少", "What a yuan saves"))
        + &page::table(&heads, &rows)
        + &note(&text(&result.basis()))
}

/// Customers without supply over time, mean over the storms: as it is, and with all measures.
fn curves(scenario: &Scenario, result: &Hardened) -> String {
    let Some(last) = result.cases.last() else {
        return String::new();
    };
    let (as_is, hardened) = (means(&result.as_is_runs), means(&last.runs));
    let most = as_is.iter().chain(&hardened).copied().fold(0.0, f64::max);
    if most <= 0.0 {
        return String::new();
    }
    let axis = Axis::new(scenario.start, scenario.length_s);
    let label = plain("停电客户数", "Customers without supply");
    let mut chart = Chart::new(axis, (0.0, 1.1 * most), &label);
    let mut keys = Vec::new();
    let now = Text::new("现状", "as it is");
    for (class, means, name) in [("w0", &as_is, &now), ("w1", &hardened, &last.name)] {
        let points = means.iter().enumerate().flat_map(|(minute, &out)| {
            let x = 60.0 * minute as f64;
            [(x, out), (x + 60.0, out)]
        });
        chart.line(&points.collect::<Vec<_>>(), class);
        keys.push((class, text(name)));
    }
    let unit = say(
        "户，各场风暴的平均（真值）",
        "customers, mean over the storms (true)",
    );
    heading(&say("停电客户数", "Customers without supply")) + &framed(&chart.finish(), &unit, &keys)
}

fn means(runs: &[Lived]) -> Vec<f64> {
    let minutes = runs.iter().map(|run| run.out.len()).max().unwrap_or(0);
    let mean = |minute: usize| {
        let all = runs.iter().filter_map(|run| run.out.get(minute));
        all.sum::<usize>() as f64 / runs.len() as f64
    };
    (0..minutes).map(mean).collect()
}

/// What each measure changes.
fn changes(result: &Hardened) -> String {
    let cases = result.cases.iter().map(|case| {
        let items = case.changes.iter();
        let items = items.map(|change| format!("<li><code>{}</code></li>\n", escape(change)));
        let items = items.collect::<Vec<String>>().concat();
        let count = case.changes.len();
        let open = say(
            &format!("{}：{count} 处", case.name.zh),
            &format!("{}: {count}", case.name.en),
        );
        format!("<details><summary>{open}</summary><ul>\n{items}</ul></details>\n")
    });
    heading(&say("改动", "What is changed")) + &cases.collect::<Vec<String>>().concat()
}

fn costs(result: &Hardened) -> String {
    let heads = [
        ("", say("设置", "setting")),
        ("number", say("取值", "value")),
    ];
    let rows = result
        .costs
        .fields()
        .map(|(name, value)| vec![format!("<code>{name}</code>"), value.to_string()]);
    heading(&say("单价（假定）", "Unit costs (assumed)")) + &page::table(&heads, &rows)
}

/// Customer-hours of each storm.
fn each(result: &Hardened) -> String {
    let mut heads = vec![
        ("number", say("随机种子", "seed")),
        ("number", say("现状", "as it is")),
    ];
    let cases = result.cases.iter();
    heads.extend(cases.map(|case| ("number", text(&case.name))));
    let rows = result.as_is_runs.iter().enumerate().map(|(k, run)| {
        let hours = |run: &Lived| format!("{:.1}", run.customer_hours);
        let cases = result.cases.iter().filter_map(|case| case.runs.get(k));
        let cases = std::iter::once(run).chain(cases).map(hours);
        std::iter::once(run.seed.to_string()).chain(cases).collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    heading(&say("各场风暴的停电时户", "Customer-hours of each storm"))
        + &page::table(&heads, &rows)
}

fn foot(result: &Hardened) -> String {
    let seeds: Vec<u64> = result.as_is_runs.iter().map(|run| run.seed).collect();
    let made = made(
        &result.scenario,
        &seeds,
        &result.version,
        &result.operations,
    );
    format!("<footer>{made}</footer>\n")
}
