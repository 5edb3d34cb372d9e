//! What the twin believed, beside what was true.

use taiqu_console::names::cause_key;
use taiqu_grid::Text;
use taiqu_outage::Trouble;

use super::page::{heading, note, table};
use super::say::{say, text};
use super::{Run, minutes};
use crate::rehearse::referee::Verdict;

/// Incident by incident, and the faults that no incident is about.
pub(super) fn verdicts(run: &Run<'_>) -> String {
    let title = heading(&say(
        "孪生判断与真相对照",
        "What the twin believed, and what was true",
    ));
    let heads = [
        ("", say("事件", "incident")),
        ("", say("判断", "believed")),
        ("", say("判断的原因", "cause held likely")),
        ("", say("真相", "true")),
        ("number", say("发现（分钟）", "noticed, min")),
        ("number", say("定位（分钟）", "placed, min")),
        (
            "number",
            say("停电户 对/多/漏", "customers right/too many/missed"),
        ),
        ("number", say("判断结束（分钟）", "held over, min")),
    ];
    let mut rows: Vec<Vec<String>> = run.referee.verdicts.iter().map(|v| row(run, v)).collect();
    for story in run.stories.iter().filter(|story| story.is_missed()) {
        let missed = format!("<b class=\"wrong\">{}</b>", say("未发现", "never noticed"));
        rows.push(vec![
            String::new(),
            missed,
            String::new(),
            truth(run, story.fault, fault_text(run, story.fault)),
            String::new(),
            String::new(),
            format!("0 / 0 / {}", story.customers.len()),
            String::new(),
        ]);
    }
    if rows.is_empty() {
        let none = say(
            "孪生系统没有认为发生过停电。",
            "The twin did not believe that anything failed.",
        );
        return title + &format!("<p>{none}</p>\n");
    }
    title
        + &table(&heads, &rows)
        + &note(&say(
            "“发现”“定位”从故障算起；位置正确指判断的部件就是故障部件，或两者之间没有接任何客户。“判断结束”从全部复电算起，负数为过早。",
            "Noticed and placed count from the fault. A place is right if the part held to have failed is the true one, or nobody hangs \
             between the two. Held over counts from all having supply again; negative is too early.",
        ))
}

/// The number of an incident, with that of its group where there are several.
pub(super) fn number(run: &Run<'_>, verdict: &Verdict) -> String {
    let groups = run.referee.verdicts.iter().map(|v| v.group).max();
    if groups.unwrap_or(0) == 0 {
        verdict.incident.number.to_string()
    } else {
        format!("{}-{}", verdict.group + 1, verdict.incident.number)
    }
}

fn row(run: &Run<'_>, verdict: &Verdict) -> Vec<String> {
    let incident = &verdict.incident;
    let mut believed = run.part_on(incident.part, incident.phases);
    if let Trouble::BrokenNeutral { shift_v } = incident.trouble {
        believed = Text::new(
            format!("{}，断零，中性点偏移 {shift_v:.0} V", believed.zh),
            format!(
                "{}, broken neutral, star point moved by {shift_v:.0} V",
                believed.en
            ),
        );
    }
    let sure = format!(
        " <span class=\"soft\">{:.0} %</span>",
        100.0 * incident.probability
    );
    let causes = incident.causes.iter().take(2).map(|(cause, p)| {
        format!(
            "{} <span class=\"soft\">{:.0} %</span>",
            run.word(cause_key(*cause)),
            100.0 * p
        )
    });
    let causes = causes.collect::<Vec<String>>().join("<br>");
    let causes = match verdict.cause {
        Some(fits) => format!("{} {causes}", mark(fits)),
        None => causes,
    };
    let [both, unfounded, missed] = verdict.customers;
    let blank = || "–".to_owned();
    let placed = verdict.fault.zip(verdict.named).map(|(k, at)| {
        let fault = &run.referee.faults()[k];
        minutes(at.since(fault.at()))
    });
    vec![
        number(run, verdict),
        format!(
            "{} {}{}",
            verdict.place.map_or("", mark),
            text(&believed),
            if incident.probability > 0.0 {
                sure
            } else {
                String::new()
            }
        ),
        causes,
        match verdict.fault {
            Some(k) => truth(run, k, fault_text(run, k)),
            None => format!(
                "<b class=\"wrong\">{}</b>",
                say("并无故障", "nothing had failed")
            ),
        },
        verdict.noticed_after_s.map_or_else(blank, minutes),
        placed.unwrap_or_else(blank),
        format!("{both} / {unfounded} / {missed}"),
        match verdict.over_after_s {
            Some(s) => format!("{:.1}", s as f64 / 60.0),
            None => blank(),
        },
    ]
}

fn truth(run: &Run<'_>, k: usize, what: String) -> String {
    let at = run.clock(run.referee.faults()[k].at().0);
    format!("<b>{}</b> {what} <span class=\"soft\">{at}</span>", k + 1)
}

fn fault_text(run: &Run<'_>, k: usize) -> String {
    text(&super::story::what(run, &run.referee.faults()[k]))
}

/// A mark for what is so and what is not, told apart by shape and not by colour alone.
fn mark(right: bool) -> &'static str {
    if right {
        "<b class=\"right\">✓</b>"
    } else {
        "<b class=\"wrong\">✗</b>"
    }
}
