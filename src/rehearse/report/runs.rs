//! The report of several runs, of one family with that of a single one.

use std::fmt::Write as _;

use taiqu_grid::Lang;

use super::axis::Axis;
use super::chart::Chart;
use super::charts::framed;
use super::page::{heading, note, page, table};
use super::say::{plain, say, text};
use super::{assumptions, made, title, way};
use crate::rehearse::{Runs, Spread, Ways};
use crate::scenario::Scenario;

/// A figure as it is shown: its name in a summary, in both languages, its factor and digits,
/// and whether less of it is better.
struct Shown(&'static str, &'static str, &'static str, f64, usize, Better);

/// Which way a figure is better.
#[derive(Clone, Copy, PartialEq)]
enum Better {
    Less,
    More,
    Neither,
}
use Better::{Less, More, Neither};

const SHOWN: &[Shown] = &[
    Shown(
        "interrupted_customers",
        "停电客户（户）",
        "customers interrupted",
        1.0,
        1,
        Less,
    ),
    Shown(
        "interrupted_customer_hours",
        "停电时户数（时户）",
        "customer-hours without supply",
        1.0,
        2,
        Less,
    ),
    Shown(
        "saidi_min",
        "户均停电时间 SAIDI（分钟）",
        "SAIDI, minutes per customer",
        1.0,
        2,
        Less,
    ),
    Shown(
        "saifi",
        "户均停电次数 SAIFI（次）",
        "SAIFI, interruptions per customer",
        1.0,
        3,
        Less,
    ),
    Shown(
        "caidi_min",
        "次均停电时间 CAIDI（分钟）",
        "CAIDI, minutes per interruption",
        1.0,
        1,
        Less,
    ),
    Shown(
        "asai",
        "供电可靠率 ASAI（%，情景时段内）",
        "ASAI, % of the scenario's time",
        100.0,
        3,
        More,
    ),
    Shown(
        "repeatedly_interrupted_customers",
        "重复停电（户）",
        "interrupted repeatedly",
        1.0,
        1,
        Less,
    ),
    Shown(
        "noticed_min",
        "故障至孪生发现（分钟）",
        "minutes until the twin noticed",
        1.0,
        1,
        Less,
    ),
    Shown(
        "named_min",
        "故障至孪生指出正确位置（分钟）",
        "minutes until the twin named the place",
        1.0,
        1,
        Less,
    ),
    Shown(
        "located_min",
        "故障至现场找到（分钟）",
        "minutes until found on site",
        1.0,
        1,
        Less,
    ),
    Shown(
        "arrival_min",
        "受理至到场（分钟）",
        "minutes from acceptance to arrival",
        1.0,
        1,
        Less,
    ),
    Shown(
        "arrived_in_time",
        "到场承诺兑现率（%）",
        "promises to arrive kept, %",
        100.0,
        0,
        More,
    ),
    Shown(
        "restored_min",
        "受理至复电（分钟）",
        "minutes from acceptance to supply",
        1.0,
        1,
        Less,
    ),
    Shown("orders", "工单", "orders", 1.0, 1, Neither),
    Shown(
        "wasted_trips",
        "无效出工（次）",
        "trips for nothing",
        1.0,
        2,
        Less,
    ),
    Shown("calls", "来电（个）", "calls to the hotline", 1.0, 1, Less),
    Shown(
        "calls_answered",
        "得到说明的来电（个）",
        "calls told what is known",
        1.0,
        1,
        More,
    ),
    Shown(
        "calls_right",
        "其中属实（个）",
        "of these, told what is so",
        1.0,
        1,
        More,
    ),
    Shown(
        "calls_cause_right",
        "其中原因属实（个）",
        "of these, told a cause that is so",
        1.0,
        1,
        More,
    ),
    Shown(
        "told_after_min",
        "停电至首次通知（分钟）",
        "from an outage to the first notice, min",
        1.0,
        1,
        Less,
    ),
    Shown(
        "notices_in_time",
        "复电在通知所告时段内（%）",
        "supply back within the time told, %",
        100.0,
        0,
        More,
    ),
    Shown(
        "still_out",
        "结束时未复电（户）",
        "without supply at the end",
        1.0,
        1,
        Less,
    ),
    Shown(
        "believed_interrupted_customer_hours",
        "停电时户数（孪生判断）",
        "customer-hours, as believed",
        1.0,
        2,
        Neither,
    ),
    Shown(
        "believed_saidi_min",
        "SAIDI（孪生判断，分钟）",
        "SAIDI, as believed, min",
        1.0,
        2,
        Neither,
    ),
    Shown(
        "place_right",
        "位置判断正确率（%）",
        "incidents at the right place, %",
        100.0,
        0,
        More,
    ),
    Shown(
        "false_incidents",
        "并无故障的研判事件",
        "incidents with no fault",
        1.0,
        2,
        Less,
    ),
    Shown(
        "low_voltage_customers",
        "曾低电压（户）",
        "customers with low voltage",
        1.0,
        1,
        Less,
    ),
    Shown(
        "high_voltage_customers",
        "曾过电压（户）",
        "customers with high voltage",
        1.0,
        1,
        Less,
    ),
    Shown(
        "vmin_v",
        "最低供电电压（V）",
        "lowest supply voltage, V",
        1.0,
        1,
        Neither,
    ),
    Shown(
        "source_kwh",
        "供电量（kWh）",
        "energy supplied, kWh",
        1.0,
        1,
        Neither,
    ),
    Shown(
        "loss_kwh",
        "损耗电量（kWh）",
        "losses, kWh",
        1.0,
        2,
        Neither,
    ),
];

impl Shown {
    fn name(&self) -> String {
        say(self.1, self.2)
    }

    /// Mean and half of the 95 % interval of the mean.
    fn interval(&self, spread: Spread) -> String {
        let (Self(_, _, _, factor, digits, _), mean) = (self, spread.mean);
        if spread.count == 0 {
            return "–".into();
        }
        let shown = format!("{:.digits$}", factor * mean);
        match spread.half_interval {
            Some(half) => format!(
                "{shown} <span class=\"soft\">± {:.digits$}</span>",
                factor * half
            ),
            None => shown,
        }
    }

    /// A difference, with whether it is better or worse beyond chance.
    fn difference(&self, spread: Spread) -> String {
        let (Self(_, _, _, factor, digits, better), mean) = (self, spread.mean);
        if spread.count == 0 {
            return "–".into();
        }
        let shown = format!("{:+.digits$}", factor * mean);
        let Some(half) = spread.half_interval else {
            return shown;
        };
        let sure = mean.abs() > half;
        let good = (mean < 0.0) == (*better == Less);
        let class = match (sure, better) {
            (true, Less | More) if good => "right",
            (true, Less | More) => "wrong",
            _ => "",
        };
        format!(
            "<b class=\"{class}\">{shown}</b> <span class=\"soft\">± {:.digits$}</span>",
            factor * half
        )
    }
}

/// The report of all `runs` of `scenario`, which begins in `lang`.
pub fn of_runs(scenario: &Scenario, runs: &Runs, lang: Lang) -> String {
    let count = runs.runs.len();
    let mut parts = title(scenario);
    parts += &note(&format!(
        "{} · {}",
        say(
            &format!("{count} 次演练，仅随机种子不同"),
            &format!("{count} runs that differ in their seed alone"),
        ),
        text(&way(&runs.operations))
    ));
    parts += &curves(scenario, std::slice::from_ref(runs));
    let heads = [
        ("", say("指标", "figure")),
        (
            "number",
            say("均值 ± 95 % 置信区间", "mean ± 95 % interval"),
        ),
        ("number", say("标准差", "deviation")),
        ("number", say("最小", "least")),
        ("number", say("最大", "most")),
    ];
    let rows = SHOWN.iter().map(|shown| {
        let spread = runs.get(shown.0);
        let (factor, digits) = (shown.3, shown.4);
        let rest = [spread.deviation, spread.least, spread.most];
        let rest = rest.map(|v| format!("{:.digits$}", factor * v));
        [shown.name(), shown.interval(spread)]
            .into_iter()
            .chain(rest)
            .collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    parts += &heading(&say("指标与离散", "Figures and their spread"));
    parts += &table(&heads, &rows);
    parts += &each(std::slice::from_ref(runs));
    parts += &assumptions::assumptions(scenario);
    parts += &foot(std::slice::from_ref(runs));
    page(&scenario.name, lang, &parts)
}

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
            .filter(|shown| shown.5 != Neither)
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

/// The lines of the ways.
const CLASSES: [&str; 3] = ["w0", "w1", "w2"];

/// Customers without supply over time, mean over the runs of each way.
fn curves(scenario: &Scenario, ways: &[Runs]) -> String {
    let most = ways
        .iter()
        .flat_map(|runs| &runs.out)
        .copied()
        .fold(0.0, f64::max);
    if most <= 0.0 {
        return String::new();
    }
    let axis = Axis::new(scenario.start, scenario.length_s);
    let label = plain("停电客户数", "Customers without supply");
    let mut chart = Chart::new(axis, (0.0, 1.1 * most), &label);
    let mut keys = Vec::new();
    for (runs, class) in ways.iter().zip(CLASSES) {
        let points = runs.out.iter().enumerate().flat_map(|(minute, &out)| {
            let x = 60.0 * minute as f64;
            [(x, out), (x + 60.0, out)]
        });
        chart.line(&points.collect::<Vec<_>>(), class);
        keys.push((class, text(&way(&runs.operations))));
    }
    let unit = say(
        "户，各次演练的平均（真值）",
        "customers, mean over the runs (true)",
    );
    heading(&say("停电客户数", "Customers without supply")) + &framed(&chart.finish(), &unit, &keys)
}

/// Each run with a link to its own report.
fn each(ways: &[Runs]) -> String {
    let heads = [
        ("", say("组织方式", "way")),
        ("number", say("随机种子", "seed")),
        ("number", say("停电客户", "interrupted")),
        ("number", say("时户", "customer-hours")),
        ("number", say("SAIDI（分钟）", "SAIDI, min")),
        ("number", say("找到（分钟）", "found, min")),
        ("number", say("复电（分钟）", "restored, min")),
        ("number", say("无效出工", "for nothing")),
    ];
    let all = ways
        .iter()
        .flat_map(|runs| runs.runs.iter().map(move |run| (runs, run)));
    let shown = |value: Option<f64>| value.map_or_else(|| "–".into(), |v| format!("{v:.1}"));
    let rows = all.map(|(runs, run)| {
        let link = format!(
            "<a href=\"{way}/{seed}/report.html\">{seed}</a>",
            way = runs.operations,
            seed = run.seed
        );
        vec![
            text(&way(&runs.operations)),
            link,
            run.truth.interrupted_customers.to_string(),
            format!("{:.2}", run.truth.interrupted_customer_hours),
            format!("{:.2}", run.truth.saidi_min),
            shown(run.located_min),
            shown(run.restored_min),
            run.wasted_trips.to_string(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let open = say(
        &format!("{} 次，点击展开", rows.len()),
        &format!("{} runs; click to open", rows.len()),
    );
    format!(
        "{}<details><summary>{open}</summary>{}</details>\n",
        heading(&say("各次演练", "Each run")),
        table(&heads, &rows)
    )
}

fn foot(ways: &[Runs]) -> String {
    let runs = ways.iter().flat_map(|runs| &runs.runs);
    let mut seeds: Vec<u64> = runs.clone().map(|run| run.seed).collect();
    seeds.sort_unstable();
    seeds.dedup();
    let names: Vec<&str> = ways.iter().map(|runs| runs.operations.as_str()).collect();
    let first = runs.clone().next();
    let (scenario, version) = first.map_or(("", ""), |run| (&run.scenario, &run.version));
    format!(
        "<footer>{}</footer>\n",
        made(scenario, &seeds, version, &names.join(", "))
    )
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase);
    first.into_iter().flatten().chain(letters).collect()
}
