//! The report of the same runs by all ways of organising.

use std::fmt::Write as _;

use taiqu_grid::Lang;

use super::page::{heading, note, page, table};
use super::runs::{curves, each, foot};
use super::say::{say, text};
use super::shown::{Better, SHOWN};
use super::{assumptions, title, way, weakest};
use crate::rehearse::Ways;
use crate::scenario::Scenario;

/// The report of the same runs by all `ways` of organising, which begins in `lang`.
pub fn of_ways(scenario: &Scenario, ways: &Ways, lang: Lang) -> String {
    let count = ways.ways.first().map_or(0, |runs| runs.runs.len());
    let mut parts = title(scenario);
    parts += &note(&say(
        &format!(
            "三种组织方式各 {count} 次演练：人员、车辆、故障与随机因素相同，只有办事流程不同。"
        ),
        &format!(
            "{} by each of three ways of organising: the same people, vehicles, faults and luck; only procedures differ.",
            if count == 1 {
                "One run".to_owned()
            } else {
                format!("{count} runs")
            }
        ),
    ));
    parts += &words(ways, count);
    parts += &own_reports(ways);
    parts += &curves(scenario, &ways.ways);
    parts += &procedures();
    let mut heads = vec![("", say("指标", "figure"))];
    heads.extend(
        ways.ways
            .iter()
            .map(|runs| ("number", text(&way(&runs.operations)))),
    );
    let rows = SHOWN.iter().map(|shown| {
        let values = ways
            .ways
            .iter()
            .map(|runs| shown.interval(runs.get(shown.0)));
        std::iter::once(shown.name()).chain(values).collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    parts += &heading(&say(
        "三种方式对比（均值 ± 95 % 置信区间）",
        "The three ways side by side (mean ± 95 % interval)",
    ));
    parts += &table(&heads, &rows);
    if let Some(first) = ways.differences.first() {
        let against = way(&first.against);
        let mut heads = vec![("", say("指标", "figure"))];
        let others = ways.differences.iter();
        heads.extend(others.map(|other| ("number", text(&way(&other.operations)))));
        let rows = SHOWN
            .iter()
            .filter(|shown| shown.5 != Better::Neither)
            .map(|shown| {
                let values = ways.differences.iter();
                let values = values.map(|other| shown.difference(other.get(shown.0)));
                std::iter::once(shown.name()).chain(values).collect()
            });
        let rows: Vec<Vec<String>> = rows.collect();
        parts += &heading(&say(
            &format!("与{}逐次相比之差", against.zh),
            &format!("Difference from {}, run by run", against.en),
        ));
        parts += &table(&heads, &rows);
        parts += &note(&say(
            "同一种子在各方式下遇到相同的故障与运气，逐次相减后再求均值与 t 分布 95 % 置信区间；绿色为确有改善，红色为确有变差，其余可能只是偶然。",
            "The same seed meets the same faults and luck in every way; means and 95 % intervals (Student's t) are of the differences of \
             pairs. Green is better and red worse beyond chance; the rest may be chance.",
        ));
    }
    parts += &weakest::by_way(&ways.ways);
    parts += &each(&ways.ways);
    parts += &assumptions::assumptions(scenario);
    parts += &foot(&ways.ways);
    page(&scenario.name, lang, &parts)
}

/// The comparison in plain words.
fn words(ways: &Ways, count: usize) -> String {
    let mut html = heading(&say("概要", "Summary"));
    html += "<div class=\"story\"><section><ul>";
    for runs in &ways.ways {
        let name = way(&runs.operations);
        let of = |figure: &str| runs.get(figure).mean;
        let sentence = say(
            &format!(
                "{}：平均 {:.1} 时户，每户 {:.1} 分钟；受理后 {:.0} 分钟到场，故障后 {:.0} 分钟找到，受理后 {:.0} 分钟复电；无效出工 {:.1} 次。",
                name.zh,
                of("interrupted_customer_hours"),
                of("saidi_min"),
                of("arrival_min"),
                of("located_min"),
                of("restored_min"),
                of("wasted_trips"),
            ),
            &format!(
                "{}: {:.1} customer-hours without supply, {:.1} min a customer; a crew {:.0} min after acceptance, the fault found {:.0} min after it happened, supply {:.0} min after acceptance; {:.1} trips for nothing.",
                capital(&name.en),
                of("interrupted_customer_hours"),
                of("saidi_min"),
                of("arrival_min"),
                of("located_min"),
                of("restored_min"),
                of("wasted_trips"),
            ),
        );
        let _ = write!(html, "<li>{sentence}</li>");
    }
    for other in &ways.differences {
        let (name, against) = (way(&other.operations), way(&other.against));
        let saidi = other.get("saidi_min");
        let base = ways
            .ways
            .first()
            .map_or(0.0, |runs| runs.get("saidi_min").mean);
        if base <= 0.0 {
            continue;
        }
        let share = 100.0 * saidi.mean / base;
        let sure = saidi
            .half_interval
            .is_some_and(|half| saidi.mean.abs() > half);
        let (zh, en) = match (count, sure) {
            (1, _) => (
                "（只有一次演练，不足以下结论）",
                " (one run alone; too few to conclude)",
            ),
            (_, true) => ("（超出偶然）", " (beyond chance)"),
            (_, false) => ("（可能只是偶然）", " (this may be chance)"),
        };
        let (less_zh, less_en) = if share <= 0.0 {
            ("少", "less")
        } else {
            ("多", "more")
        };
        let sentence = say(
            &format!(
                "{}的停电时间比{}{less_zh} {:.0} %{zh}。",
                name.zh,
                against.zh,
                share.abs()
            ),
            &format!(
                "{} had {:.0} % {less_en} time without supply than {}{en}.",
                capital(&name.en),
                share.abs(),
                against.en
            ),
        );
        let _ = write!(html, "<li><b>{sentence}</b></li>");
    }
    html + "</ul></section></div>\n"
}

/// Links to the report of each way's first run.
fn own_reports(ways: &Ways) -> String {
    let links = ways.ways.iter().filter_map(|runs| {
        let (operations, seed) = (&runs.operations, runs.runs.first()?.seed);
        let name = text(&way(operations));
        Some(format!(
            "<a href=\"{operations}/{seed}/report.html\">{name}</a>"
        ))
    });
    let links: Vec<String> = links.collect();
    let what = say(
        "逐次报告（预报与实际、备战、班组与发电车、工单）：",
        "A run's own report (what was forecast and what came, preparation, crews and generator cars, orders): ",
    );
    note(&(what + &links.join(" · ")))
}

/// What the ways differ in.
fn procedures() -> String {
    let rows = [
        (
            "siloed",
            say(
                "来电派营销班组到表箱查看；不是表计问题则写报告移交配电班组排队，配电班组从变压器起查找；各看各的系统，热线看不到研判结果。",
                "A call sends a customer crew to the box; where the fault is not there it writes a report and hands over to the network's \
                 queue, and a network crew searches from the transformer. Each sees its own system; the hotline does not see what the twin holds.",
            ),
        ),
        (
            "command-centre",
            say(
                "一个席位看到全部信息，按孪生判断把能修的专业班组直接派往故障区段。",
                "One desk sees all and sends the crew that can repair to where the twin holds the fault to be; crews stay specialised.",
            ),
        ),
        (
            "grid-team",
            say(
                "同一席位；相同人员混编为具备全部技能的网格团队，先到者修。",
                "The same desk; the same people mixed into teams that can do all: the first to arrive repairs.",
            ),
        ),
    ];
    let heads = [("", String::new()), ("", String::new())];
    let rows = rows.map(|(word, what)| vec![format!("<b>{}</b>", text(&way(word))), what]);
    heading(&say("三种组织方式", "The three ways")) + &table(&heads, &rows)
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
