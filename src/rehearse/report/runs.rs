//! The report of several runs.

use std::fmt::Write as _;

use taiqu_grid::Lang;

use super::escape;
use crate::rehearse::{Runs, Ways};
use crate::scenario::Scenario;

/// Name of each figure with its unit, in both languages.
const NAMES: &[(&str, &str, &str)] = &[
    (
        "interrupted_customers",
        "停电客户（户）",
        "customers interrupted",
    ),
    (
        "interrupted_customer_minutes",
        "停电时户数（户·分钟）",
        "customer-minutes without supply",
    ),
    ("saidi_min", "户均停电时间（分钟）", "SAIDI, minutes"),
    ("caidi_min", "次均停电时间（分钟）", "CAIDI, minutes"),
    (
        "located_min",
        "故障定位时间（分钟）",
        "minutes from loss of supply to the fault being found",
    ),
    (
        "arrival_min",
        "受理至到场（分钟）",
        "minutes from acceptance to arrival",
    ),
    (
        "arrived_in_time",
        "到场兑现率",
        "share of arrivals within the promise",
    ),
    ("wasted_trips", "无效出工（次）", "trips for nothing"),
    ("calls", "来电（个）", "calls to the hotline"),
    (
        "calls_answered",
        "答复了停电原因的来电（个）",
        "calls told what is known of their supply",
    ),
    (
        "calls_right",
        "其中答复正确（个）",
        "calls told what was true",
    ),
    (
        "still_out",
        "结束时未复电（户）",
        "customers without supply at the end",
    ),
    ("vmin_v", "最低供电电压（V）", "lowest supply voltage, V"),
    ("vmax_v", "最高供电电压（V）", "highest supply voltage, V"),
    (
        "low_voltage_customers",
        "曾低电压客户（户）",
        "customers with low voltage",
    ),
    (
        "high_voltage_customers",
        "曾过电压客户（户）",
        "customers with high voltage",
    ),
    ("source_kwh", "供电量（kWh）", "energy supplied, kWh"),
    ("loss_kwh", "损耗电量（kWh）", "losses, kWh"),
];

/// The report of all `runs` of `scenario`.
pub fn of_runs(scenario: &Scenario, runs: &Runs, lang: Lang) -> String {
    let say = |zh: &'static str, en: &'static str| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let title = escape(scenario.name.get(lang));
    let count = runs.runs.len();
    let head = match lang {
        Lang::Zh => format!("{count} 次演练，仅随机种子不同"),
        Lang::En => format!("{count} runs that differ in their seed alone"),
    };
    let mut parts = format!("<h1>{title}</h1>\n<p class=\"soft\">{head}</p>\n");
    let heads = [
        say("指标", "figure"),
        say("均值", "mean"),
        say("标准差", "standard deviation"),
        say("最小", "least"),
        say("最大", "most"),
    ];
    open(
        &mut parts,
        say("指标与离散", "Figures and their spread"),
        &heads,
    );
    for figure in &runs.figures {
        let known = NAMES.iter().find(|(name, ..)| *name == figure.name);
        let name = known.map_or(figure.name, |&(_, zh, en)| say(zh, en));
        let values = [figure.mean, figure.deviation, figure.least, figure.most];
        row(&mut parts, name, &values.map(|v| format!("{v:.2}")));
    }
    parts += "</table>\n";
    let heads = [
        say("随机种子", "seed"),
        say("停电客户", "interrupted"),
        say("户均停电（分钟）", "SAIDI, min"),
        say("最低电压（V）", "lowest, V"),
        say("供电量（kWh）", "supplied, kWh"),
    ];
    open(&mut parts, say("各次演练", "Each run"), &heads);
    for run in &runs.runs {
        let values = [
            run.interrupted_customers.to_string(),
            format!("{:.1}", run.saidi_min),
            format!("{:.1}", run.vmin_v),
            format!("{:.1}", run.energy.source_kwh),
        ];
        let link = format!(
            "<a href=\"{}/{}/report.html\">{}</a>",
            runs.operations, run.seed, run.seed
        );
        row(&mut parts, &link, &values);
    }
    parts += "</table>\n";
    super::page(&title, lang, &parts)
}

/// Figures in which less is better; the ways are compared by them.
const COMPARED: [&str; 8] = [
    "interrupted_customer_minutes",
    "saidi_min",
    "caidi_min",
    "located_min",
    "arrival_min",
    "arrived_in_time",
    "wasted_trips",
    "calls",
];

/// The report of the same runs by all `ways` of organising.
pub fn of_ways(scenario: &Scenario, ways: &Ways, lang: Lang) -> String {
    let say = |zh: &'static str, en: &'static str| match lang {
        Lang::Zh => zh,
        Lang::En => en,
    };
    let title = escape(scenario.name.get(lang));
    let count = ways.ways.first().map_or(0, |runs| runs.runs.len());
    let head = match lang {
        Lang::Zh => format!(
            "三种组织方式各 {count} 次演练：人员、车辆、故障与随机因素相同，只有办事流程不同。"
        ),
        Lang::En if count == 1 => "One run by each of three ways of organising: the same people, \
             vehicles, faults and luck; only procedures differ."
            .into(),
        Lang::En => format!(
            "{count} runs by each of three ways of organising: the same people, vehicles, faults and luck; only \
             procedures differ."
        ),
    };
    let mut parts = format!(
        "<h1>{title}</h1>\n<p>{}</p>\n<p class=\"soft\">{head}</p>\n",
        escape(scenario.about.get(lang))
    );
    let name_of = |way: &str| match way {
        "siloed" => say("营配分设", "siloed"),
        "command-centre" => say("指挥中心", "command centre"),
        _ => say("网格化团队", "grid teams"),
    };
    let mut heads = vec![say("指标", "figure")];
    heads.extend(ways.ways.iter().map(|runs| name_of(&runs.operations)));
    open(
        &mut parts,
        say(
            "三种方式对比（均值 ± 95 % 置信区间）",
            "The three ways side by side (mean ± 95 % interval)",
        ),
        &heads,
    );
    for figure in COMPARED {
        let known = NAMES.iter().find(|(name, ..)| *name == figure);
        let name = known.map_or(figure, |&(_, zh, en)| say(zh, en));
        let values: Vec<String> = ways
            .ways
            .iter()
            .map(|runs| interval(runs, figure))
            .collect();
        row(&mut parts, name, &values);
    }
    parts += "</table>\n";
    if let [first, others @ ..] = ways.ways.as_slice() {
        let mut heads = vec![say("指标", "figure")];
        heads.extend(others.iter().map(|runs| name_of(&runs.operations)));
        open(
            &mut parts,
            say(
                "与营配分设逐次相比之差",
                "Difference from siloed, run by run",
            ),
            &heads,
        );
        for figure in COMPARED {
            let known = NAMES.iter().find(|(name, ..)| *name == figure);
            let name = known.map_or(figure, |&(_, zh, en)| say(zh, en));
            let differences = others.iter().map(|runs| {
                let pairs = runs.values(figure).into_iter().zip(first.values(figure));
                let differences: Vec<f64> = pairs.map(|(a, b)| a - b).collect();
                spread(&differences)
            });
            row(&mut parts, name, &differences.collect::<Vec<String>>());
        }
        parts += "</table>\n";
    }
    let _ = writeln!(
        parts,
        "<p class=\"soft\">{}</p>",
        assumptions(scenario, lang)
    );
    super::page(&title, lang, &parts)
}

fn interval(runs: &Runs, figure: &str) -> String {
    spread(&runs.values(figure))
}

/// Mean and half of the 95 % interval of the mean, by the normal law.
fn spread(values: &[f64]) -> String {
    let count = values.len().max(1) as f64;
    let mean = values.iter().sum::<f64>() / count;
    if values.len() < 2 {
        return format!("{mean:.2}");
    }
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    let half = 1.96 * (squares / (count - 1.0) / count).sqrt();
    format!("{mean:.2} ± {half:.2}")
}

/// What the comparison rests on.
fn assumptions(scenario: &Scenario, lang: Lang) -> String {
    let (rules, work) = (scenario.rules, scenario.work);
    let minutes = |s: u64| s as f64 / 60.0;
    match lang {
        Lang::Zh => format!(
            "假定：营配分设时，客户来电派营销班组到表箱查看，非表计问题写报告（{:.0} 分钟）移交配电班组，配电班组从变压器起查找；\
             指挥中心与网格化团队按孪生判断直接派往故障区段；每个席位派单 {:.1} 分钟，出车 {:.0} 分钟，车速 {:.0} km/h，\
             到场承诺城市 {:.0}、农村 {:.0}、边远 {:.0} 分钟。网格化团队由相同人员混编：队里有人会的才能做，会的人少则抢修慢（都不会时慢 {:.0} %）。",
            minutes(rules.report_s),
            minutes(rules.desk_s),
            minutes(work.set_out_s),
            3.6 * work.speed_m_s,
            minutes(rules.arrive_within_s.city),
            minutes(rules.arrive_within_s.country),
            minutes(rules.arrive_within_s.remote),
            100.0 * work.helpers_slower,
        ),
        Lang::En => format!(
            "Assumed: apart, a call sends a customer crew to the box; where the fault is not there it writes a report ({:.0} min) and \
             hands over to a network crew, which searches from the transformer. The command centre and the grid teams are sent to \
             where the twin holds the fault to be. Each desk takes {:.1} min, setting out {:.0} min; vehicles drive {:.0} km/h; \
             arrival is promised within {:.0} min in the city, {:.0} in the country, {:.0} far out. Grid teams are the same people mixed: a team can do what one of its people has learnt, and repairs are slower the fewer have (by {:.0} % at most).",
            minutes(rules.report_s),
            minutes(rules.desk_s),
            minutes(work.set_out_s),
            3.6 * work.speed_m_s,
            minutes(rules.arrive_within_s.city),
            minutes(rules.arrive_within_s.country),
            minutes(rules.arrive_within_s.remote),
            100.0 * work.helpers_slower,
        ),
    }
}

fn open(html: &mut String, title: &str, heads: &[&str]) {
    // Writing to a string cannot fail.
    let _ = write!(html, "<h2>{title}</h2>\n<table><tr>");
    for (k, head) in heads.iter().enumerate() {
        let class = if k == 0 { "" } else { "number" };
        let _ = write!(html, "<th class=\"{class}\">{head}</th>");
    }
    *html += "</tr>\n";
}

fn row(html: &mut String, name: &str, values: &[String]) {
    let _ = write!(html, "<tr><td>{name}</td>");
    for value in values {
        let _ = write!(html, "<td class=\"number\">{value}</td>");
    }
    *html += "</tr>\n";
}
