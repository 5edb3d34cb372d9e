//! `report.html`: one file that stands alone, in one of the two languages.

mod chart;
mod charts;
mod orders;
mod runs;
mod tables;

use std::fmt::Write as _;

use taiqu_grid::{Lang, Text};

use super::referee::Referee;
use super::summary::Summary;
use crate::scenario::Scenario;

pub(super) use runs::{of_runs, of_ways};

/// What the parts of a report are made from.
pub(super) struct Run<'a> {
    pub(super) scenario: &'a Scenario,
    pub(super) referee: &'a Referee,
    pub(super) summary: &'a Summary,
    pub(super) lang: Lang,
}

impl Run<'_> {
    /// One of two words, by the report's language.
    pub(super) const fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// A text in the report's language, safe in HTML.
    pub(super) fn text(&self, text: &Text) -> String {
        escape(text.get(self.lang))
    }

    /// What the calendar showed `second` after the start, to the second.
    pub(super) fn clock(&self, second: u64) -> String {
        self.scenario
            .start
            .plus(second)
            .to_string()
            .replace('T', " ")
    }
}

/// The report of a run.
pub(super) fn html(
    scenario: &Scenario,
    referee: &Referee,
    summary: &Summary,
    lang: Lang,
) -> String {
    let run = Run {
        scenario,
        referee,
        summary,
        lang,
    };
    let title = run.text(&scenario.name);
    let parts = [
        head(&run),
        cards(&run),
        charts::voltages(&run),
        charts::loading(&run),
        charts::supply(&run),
        orders::table(&run),
        tables::outages(&run),
        tables::events(&run),
        tables::energy(&run),
        foot(&run),
    ]
    .concat();
    page(&title, lang, &parts)
}

/// A whole page around its `parts`.
fn page(title: &str, lang: Lang, parts: &str) -> String {
    let code = match lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let style = include_str!("style.css");
    format!(
        "<!DOCTYPE html>\n<html lang=\"{code}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title>\n<style>\n{style}</style></head>\n\
         <body><main>\n{parts}</main></body></html>\n"
    )
}

fn head(run: &Run<'_>) -> String {
    let scenario = run.scenario;
    let (from, to) = (run.clock(0), run.clock(scenario.length_s));
    let areas: Vec<String> = scenario
        .records
        .areas
        .iter()
        .map(|a| run.text(&a.name))
        .collect();
    let areas = areas.join(run.say("、", ", "));
    let mut html = format!("<h1>{}</h1>\n", run.text(&scenario.name));
    if !scenario.about.is_empty() {
        let _ = writeln!(html, "<p>{}</p>", run.text(&scenario.about));
    }
    let _ = writeln!(html, "<p class=\"soft\">{areas} · {from} – {to}</p>");
    for aim in &scenario.aims {
        let _ = writeln!(html, "<p class=\"soft\">▸ {}</p>", run.text(aim));
    }
    html
}

fn cards(run: &Run<'_>) -> String {
    let s = run.summary;
    let energy = s.energy;
    let lost = energy.line_loss_kwh + energy.transformer_loss_kwh;
    let share = if energy.source_kwh > 0.0 {
        100.0 * lost / energy.source_kwh
    } else {
        0.0
    };
    let cards = [
        (s.customers.to_string(), run.say("客户数", "customers")),
        (
            s.interrupted_customers.to_string(),
            run.say("停电客户", "customers interrupted"),
        ),
        (
            format!("{:.1}", s.saidi_min),
            run.say(
                "户均停电时间（分钟）",
                "minutes without supply per customer (SAIDI)",
            ),
        ),
        (
            format!("{:.1}", s.located_min),
            run.say("故障定位（分钟）", "minutes to find the fault"),
        ),
        (
            format!("{:.0} %", 100.0 * s.arrived_in_time),
            run.say("到场兑现率", "crews on site within the promise"),
        ),
        (
            s.wasted_trips.to_string(),
            run.say("无效出工", "trips for nothing"),
        ),
        (
            format!("{:.1} V", s.vmin_v),
            run.say("最低供电电压", "lowest supply voltage"),
        ),
        (
            s.low_voltage_customers.to_string(),
            run.say("曾低电压客户", "customers with low voltage"),
        ),
        (
            s.high_voltage_customers.to_string(),
            run.say("曾过电压客户", "customers with high voltage"),
        ),
        (
            format!("{:.1} kWh", energy.source_kwh),
            run.say("供电量", "energy supplied"),
        ),
        (format!("{share:.2} %"), run.say("损耗率", "losses")),
    ];
    let mut html = String::from("<div class=\"cards\">");
    for (value, name) in cards {
        let _ = write!(
            html,
            "<div class=\"card\"><b>{value}</b><span>{name}</span></div>"
        );
    }
    html + "</div>\n"
}

fn foot(run: &Run<'_>) -> String {
    let s = run.summary;
    let method = run.say(
        "电压与损耗为仿真现场的真值：三相四线潮流，每分钟及开关动作、断线时各求解一次。虚线为孪生系统仅凭档案与上报数据得到的判断。\
         停电指客户任一端子间电压低于额定值的 60 %；不超过 3 分钟的停电不计入户均停电时间。",
        "Voltages and losses are those of the simulated field: a four-wire power flow, solved every minute and whenever a \
         switch moves or a conductor breaks. Dashed lines are what the twin believed from records and reports alone. \
         A customer is out when the voltage between any two of its terminals is below 60 % of nominal; \
         interruptions of up to 3 minutes do not count towards SAIDI.",
    );
    let made = run.say("生成条件", "made with");
    let id = escape(&s.scenario);
    format!(
        "<footer><p>{method}</p><p>{made}: taiqu {} · <code>{id}</code> · seed {} · {} · \
         <code>events {:08x}</code> <code>truth {:08x}</code></p></footer>\n",
        s.version, s.seed, s.operations, s.events_crc32, s.truth_crc32
    )
}

/// `text` with what HTML would take for markup written out.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
