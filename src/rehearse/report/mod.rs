//! `report.html`: one file that stands alone and reads in both languages.

mod assumptions;
pub(crate) mod axis;
pub(crate) mod chart;
pub(crate) mod charts;
mod figures;
mod map;
mod measures;
mod orders;
pub(crate) mod page;
mod preparation;
mod risk;
mod runs;
pub(crate) mod say;
mod shown;
mod story;
mod tables;
mod timeline;
mod verdicts;
mod warmth;
mod ways;
mod weakest;
mod work;

use std::fmt::Write as _;
use std::sync::Arc;

use taiqu_console::names;
use taiqu_console::texts::Texts;
use taiqu_grid::{AssetRef, Lang, Phases, Place, Problem, Text, home};
use taiqu_link::Crew;

use super::referee::Referee;
use super::stories::{Story, stories};
use super::summary::Summary;
use crate::scenario::{Operations, Scenario};
use crate::simulation;

pub(super) use runs::of_runs;
pub(super) use ways::of_ways;

use axis::Axis;
use say::{say, text};

/// What the parts of a report are made from.
struct Run<'a> {
    scenario: &'a Scenario,
    referee: &'a Referee,
    summary: &'a Summary,
    stories: Vec<Story>,
    /// The crews as they were organised.
    staff: Arc<Vec<Crew>>,
    texts: Texts,
}

impl Run<'_> {
    /// A text of the console's, as HTML.
    fn word(&self, key: &str) -> String {
        text(&self.texts.both(key, &[]))
    }

    /// The name of a part with what it is, and its area or line where there are several.
    fn part(&self, asset: AssetRef) -> Text {
        let truth = &self.scenario.truth;
        if !truth.has(asset) {
            let name = format!("?/{}:{}", asset.kind, asset.index);
            return Text::new(name.clone(), name);
        }
        let (name, id) = (names::name(truth, asset), truth.id(asset));
        // What has a name of its own says what it is.
        let kind = if name.en == id {
            let kind = self.texts.both(names::word(truth, asset), &[]);
            Text::new(format!("{} ", kind.zh), format!("{} ", lower(&kind.en)))
        } else {
            Text::default()
        };
        let place = if truth.places().count() == 1 {
            Text::default()
        } else {
            let place = names::place(truth, asset.place);
            Text::new(place.zh, format!(", {}", place.en))
        };
        Text::new(
            format!("{}{}{}", place.zh, kind.zh, name.zh),
            format!("{}{}{}", kind.en, name.en, place.en),
        )
    }

    /// The same with the phases concerned.
    fn part_on(&self, asset: AssetRef, phases: Phases) -> Text {
        let part = self.part(asset);
        Text::new(
            format!("{}（{phases} 相）", part.zh),
            format!("{} ({phases})", part.en),
        )
    }

    /// What the clock showed `second` after the start, to the minute; with the day where the
    /// run is longer than one.
    fn clock(&self, second: u64) -> String {
        let full = self.scenario.start.plus(second).to_string();
        let from = if self.scenario.length_s > 86_400 {
            5
        } else {
            11
        };
        full.get(from..16).unwrap_or(&full).replace('T', " ")
    }

    /// The same to the second.
    fn second(&self, second: u64) -> String {
        let full = self.scenario.start.plus(second).to_string();
        format!(
            "{}{}",
            self.clock(second),
            full.get(16..).unwrap_or_default()
        )
    }

    /// The name of a crew.
    fn crew(&self, crew: u16) -> Text {
        let crew = self.staff.get(usize::from(crew));
        crew.map(|crew| crew.name.clone()).unwrap_or_default()
    }

    fn axis(&self) -> Axis {
        Axis::new(self.scenario.start, self.scenario.length_s)
    }
}

/// The report of a run, which begins in `lang`.
///
/// # Errors
/// The texts of the console cannot be read.
pub(super) fn html(
    scenario: &Scenario,
    referee: &Referee,
    summary: &Summary,
    lang: Lang,
) -> Result<String, Problem> {
    let run = Run {
        scenario,
        referee,
        summary,
        stories: stories(scenario, referee),
        staff: simulation::staff_of(scenario),
        texts: Texts::open(&home::home()?.join("assets/i18n"))?,
    };
    let parts = [
        head(&run),
        story::story(&run),
        charts::supply(&run),
        preparation::preparation(&run),
        risk::risk(&run),
        timeline::timeline(&run),
        map::map(&run),
        figures::figures(&run),
        weakest::weakest(&summary.weakest, 1),
        verdicts::verdicts(&run),
        orders::table_of(&run),
        measures::measures(&run),
        work::tickets(&run),
        work::amendments(&run),
        work::tasks(&run),
        tables::calls(&run),
        tables::events(&run),
        tables::outages(&run),
        charts::voltages(&run),
        charts::loading(&run),
        tables::energy(&run),
        assumptions::assumptions(scenario),
        foot(&run),
    ];
    Ok(page::page(&scenario.name, lang, &parts.concat()))
}

fn head(run: &Run<'_>) -> String {
    let scenario = run.scenario;
    let full = |second| scenario.start.plus(second).to_string().replace('T', " ");
    let (from, to) = (full(0), full(scenario.length_s));
    let mut html = title(scenario);
    let areas = scenario.records.areas.iter();
    let areas: Vec<String> = areas.map(|area| text(&area.name)).collect();
    let way = way(&run.summary.operations);
    let _ = writeln!(
        html,
        "<p class=\"soft\">{} · {} – {} · {}</p>",
        areas.join(&say("、", ", ")),
        from.get(..16).unwrap_or(&from),
        to.get(..16).unwrap_or(&to),
        text(&way),
    );
    for aim in &scenario.aims {
        let _ = writeln!(html, "<p class=\"soft\">▸ {}</p>", text(aim));
    }
    html
}

/// Name of a scenario, and what it is about.
pub(crate) fn title(scenario: &Scenario) -> String {
    let mut html = format!("<h1>{}</h1>\n", text(&scenario.name));
    if !scenario.about.is_empty() {
        let _ = writeln!(html, "<p class=\"about\">{}</p>", text(&scenario.about));
    }
    html
}

/// The name of a way of organising, by its word on the command line.
pub(crate) fn way(word: &str) -> Text {
    match word.parse() {
        Ok(Operations::Siloed) => Text::new("营配分设", "siloed"),
        Ok(Operations::CommandCentre) => Text::new("指挥中心", "command centre"),
        Ok(Operations::GridTeam) => Text::new("网格化团队", "grid teams"),
        Err(_) => Text::new(word, word),
    }
}

fn foot(run: &Run<'_>) -> String {
    let s = run.summary;
    let method = say(
        "电压、损耗与停电的“真值”来自仿真现场：三相四线潮流，每分钟及开关动作、断线时各求解一次。“孪生判断”仅凭档案与上报数据得出。\
         停电指任一相端子间电压低于额定值的 60 %（220 V 时为 132 V）且超过 3 分钟，欠费停电与用户自家开关跳闸除外；分母为情景中全部客户。",
        "What is called true is of the simulated field: a four-wire power flow, solved every minute and whenever a switch moves or a \
         conductor breaks. What was believed comes from records and reports alone. An interruption is a voltage below 60 % of nominal \
         (132 V of 220 V) between any two of a customer's own terminals for more than 3 minutes; disconnection for arrears and the \
         customer's own breaker are none. Figures are over all customers of the scenario.",
    );
    format!(
        "<footer><p>{method}</p>{}<p><code>events {:08x}</code> <code>truth {:08x}</code></p></footer>\n",
        made(&s.scenario, &[s.seed], &s.version, &s.operations),
        s.events_crc32,
        s.truth_crc32
    )
}

/// What a report was made with.
pub(crate) fn made(scenario: &str, seeds: &[u64], version: &str, operations: &str) -> String {
    let seeds = match seeds {
        [first, .., last] => format!("{first}–{last}"),
        [one] => one.to_string(),
        [] => String::new(),
    };
    format!(
        "<p>{}: taiqu {version} · {} <code>{}</code> · {} <code>{seeds}</code> · {} <code>{operations}</code></p>",
        say("生成条件", "Made with"),
        say("情景", "scenario"),
        say::escape(scenario),
        say("随机种子", "seed"),
        say("组织方式", "way of organising"),
    )
}

/// Minutes, from seconds.
fn minutes(seconds: u64) -> String {
    let minutes = seconds as f64 / 60.0;
    if minutes < 10.0 {
        format!("{minutes:.1}")
    } else {
        format!("{minutes:.0}")
    }
}

/// A duration in words.
fn lasting(seconds: u64) -> Text {
    if seconds < 60 {
        Text::new(format!("{seconds} 秒"), format!("{seconds} s"))
    } else {
        let minutes = minutes(seconds);
        Text::new(format!("{minutes} 分钟"), format!("{minutes} min"))
    }
}

/// With its first letter small, as inside a sentence; abbreviations stay.
fn lower(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next();
    let rest = letters.as_str();
    match first {
        Some(first) if !rest.starts_with(char::is_uppercase) => {
            first.to_lowercase().chain(rest.chars()).collect()
        }
        _ => text.to_owned(),
    }
}

/// Name and customer number of a customer.
fn customer(run: &Run<'_>, asset: AssetRef) -> (String, String) {
    let Place::Area(k) = asset.place else {
        return (String::new(), String::new());
    };
    let area = &run.scenario.truth.areas[usize::from(k)];
    let customer = &area.customers[asset.index as usize];
    let number = if customer.number.is_empty() {
        &customer.id
    } else {
        &customer.number
    };
    (say::escape(number), text(&customer.name))
}
