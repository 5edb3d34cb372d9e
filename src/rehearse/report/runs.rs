//! The report of several runs.

use std::fmt::Write as _;

use taiqu_grid::Lang;

use super::escape;
use crate::rehearse::Runs;
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
