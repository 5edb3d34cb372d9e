//! What happened, in plain words.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use taiqu_grid::{AssetRef, Text};
use taiqu_link::{Action, Tick};
use taiqu_outage::Trouble;

use super::page::heading;
use super::say::{say, text};
use super::{Run, lasting, lower};
use crate::rehearse::referee::{Fault, damage};
use crate::rehearse::stories::Story;
use crate::rehearse::summary::{is_wasted, kept};

/// The summary: what happened, what it cost, how fast it was found, what went wrong.
pub(super) fn story(run: &Run<'_>) -> String {
    let mut html = heading(&say("概要", "Summary"));
    html += "<div class=\"story\">\n";
    part(
        &mut html,
        &say("发生了什么", "What happened"),
        &happened(run),
    );
    part(&mut html, &say("代价", "What it cost"), &[cost(run)]);
    part(
        &mut html,
        &say("处置快慢", "How fast it was found and mended"),
        &speed(run),
    );
    let wrong = wrong(run);
    let wrong = if wrong.is_empty() {
        vec![Text::new("没有值得一提的失误。", "Nothing worth telling.")]
    } else {
        wrong
    };
    part(&mut html, &say("哪里没做好", "What went wrong"), &wrong);
    html + "</div>\n"
}

fn part(html: &mut String, title: &str, sentences: &[Text]) {
    let _ = write!(html, "<section><h3>{title}</h3>");
    match sentences {
        [one] => {
            let _ = write!(html, "<p>{}</p>", text(one));
        }
        many => {
            *html += "<ul>";
            for sentence in many {
                let _ = write!(html, "<li>{}</li>", text(sentence));
            }
            *html += "</ul>";
        }
    }
    *html += "</section>\n";
}

/// Faults that are told one by one; of more only those that took supply from most.
const TOLD: usize = 12;

/// The faults that are told one by one, as they came.
fn told<'a>(run: &'a Run<'_>) -> Vec<&'a Story> {
    let mut told: Vec<&Story> = run.stories.iter().collect();
    if told.len() > TOLD {
        told.sort_by_key(|story| std::cmp::Reverse(story.customers.len()));
        told.truncate(TOLD);
        told.sort_by_key(|story| story.fault);
    }
    told
}

/// What failed, one sentence each, and what only looked like it.
fn happened(run: &Run<'_>) -> Vec<Text> {
    let faults = run.referee.faults();
    let told = told(run);
    let more = run.stories.len() - told.len();
    let mut said: Vec<Text> = told.into_iter().map(|story| fault(run, story)).collect();
    if more > 0 {
        said.push(Text::new(
            format!("还有 {more} 处故障，停电客户更少，见下表。"),
            format!("{more} more faults took supply from fewer; they are in the tables."),
        ));
    }
    let off = run.referee.truth.all();
    let off = off.filter(|outage| outage.fault.is_none() && outage.counted_s().is_some());
    let off: BTreeSet<AssetRef> = off.map(|outage| outage.customer).collect();
    if !off.is_empty() {
        let count = off.len();
        said.push(Text::new(
            format!("为做安全措施，抢修中另外停了 {count} 户。"),
            format!("Customers who were switched off for the work: {count}."),
        ));
    }
    let apparent = faults.iter().filter(|fault| !fault.is_real()).count();
    if apparent > 0 {
        said.push(Text::new(
            format!("另有 {apparent} 件看似停电而并非停电的事：模块失联、终端死机、用户自家开关跳闸、欠费停电，或一闪而过、重合成功的闪络。"),
            format!(
                "Besides, {apparent} {} that {} like an outage and {} none: a module or terminal that fell silent, a customer's own breaker, a disconnection for arrears, an arc that was gone when the breaker closed again.",
                if apparent == 1 { "thing happened" } else { "things happened" },
                if apparent == 1 { "looks" } else { "look" },
                if apparent == 1 { "is" } else { "are" },
            ),
        ));
    }
    if said.is_empty() {
        said.push(Text::new("没有发生故障。", "Nothing failed."));
    }
    said
}

fn fault(run: &Run<'_>, story: &Story) -> Text {
    let fault = &run.referee.faults()[story.fault];
    let what = what(run, fault);
    let at = run.clock(fault.at().0);
    let count = story.customers.len();
    let whom = match count {
        0 => Text::new("没有客户因此失去供电", "nobody lost supply by it"),
        1 => Text::new("1 户停电", "one customer lost supply"),
        _ => Text::new(
            format!("{count} 户停电"),
            format!("{count} customers lost supply"),
        ),
    };
    let end = match (count, story.over_s) {
        (0, _) => Text::default(),
        (_, Some(s)) => Text::new(
            format!("，{}后全部复电", lasting(s).zh),
            format!("; all had it again after {}", lasting(s).en),
        ),
        (_, None) => Text::new("，至结束仍未全部复电", "; not all had it again at the end"),
    };
    Text::new(
        format!("{at}，{}：{}{}。", what.zh, whom.zh, end.zh),
        format!("At {at} {}: {}{}.", what.en, whom.en, end.en),
    )
}

/// What happened to which part.
pub(super) fn what(run: &Run<'_>, fault: &Fault) -> Text {
    let (part, phases) = (fault.part(), phases(fault.happened.action));
    let name = match phases {
        Some(phases) => run.part_on(part, phases),
        None => run.part(part),
    };
    let key = damage(fault.happened.action).map(taiqu_console::names::damage_key);
    let what = match key {
        Some(key) => run.texts.both(key, &[]),
        None => super::tables::action(fault.happened.action),
    };
    Text::new(
        format!("{} {}", name.zh, what.zh),
        format!("{} – {}", name.en, lower(&what.en)),
    )
}

/// The conductors that an action is about.
fn phases(action: Action) -> Option<taiqu_grid::Phases> {
    match action {
        Action::OpenSwitch { phases, .. } | Action::BlowFuse { phases, .. } => Some(phases),
        Action::Break { conductors, .. }
        | Action::Short { conductors, .. }
        | Action::Flash { conductors, .. }
        | Action::Loosen { conductors, .. } => Some(conductors),
        _ => None,
    }
}

fn cost(run: &Run<'_>) -> Text {
    let s = run.summary;
    let t = &s.truth;
    if t.interruptions == 0 {
        return Text::new(
            "没有客户停电超过 3 分钟。",
            "Nobody was without supply for more than 3 minutes.",
        );
    }
    Text::new(
        format!(
            "{} 户停电超过 3 分钟，共 {:.1} 时户，分摊到情景中全部 {} 户为每户 {:.1} 分钟；每次停电平均 {:.0} 分钟，供电可靠率 {:.2} %。",
            t.interrupted_customers,
            t.interrupted_customer_hours,
            s.customers,
            t.saidi_min,
            t.caidi_min,
            100.0 * t.asai
        ),
        format!(
            "{} of {} customers were without supply for more than 3 minutes, {:.1} customer-hours together: {:.1} min for each customer of the scenario, {:.0} min an interruption, and supply for {:.2} % of the time.",
            t.interrupted_customers,
            s.customers,
            t.interrupted_customer_hours,
            t.saidi_min,
            t.caidi_min,
            100.0 * t.asai
        ),
    )
}

fn speed(run: &Run<'_>) -> Vec<Text> {
    let mut said = Vec::new();
    for story in told(run) {
        let steps = [
            (story.noticed_s, "孪生系统发现", "the twin noticed"),
            (story.named_s, "指出正确位置", "it named the right place"),
            (story.arrived_s, "班组到场", "a crew was there"),
            (story.located_s, "现场找到故障", "it found the fault"),
            (story.over_s, "全部复电", "all had supply again"),
        ];
        let steps: Vec<_> = steps
            .into_iter()
            .filter_map(|(s, zh, en)| Some((lasting(s?), zh, en)))
            .collect();
        if steps.is_empty() {
            continue;
        }
        let zh: Vec<String> = steps
            .iter()
            .map(|(m, zh, _)| format!("{}{zh}", m.zh))
            .collect();
        let en: Vec<String> = steps
            .iter()
            .map(|(m, _, en)| format!("{en} after {}", m.en))
            .collect();
        let fault = &run.referee.faults()[story.fault];
        let part = run.part(fault.part());
        said.push(Text::new(
            format!("{}：故障后 {}。", part.zh, zh.join("，")),
            format!("{}: {}.", part.en, en.join(", ")),
        ));
    }
    let s = run.summary;
    if s.calls > 0 {
        said.push(Text::new(
            format!(
                "热线接到 {} 个来电，{} 个得到了说明，其中 {} 个说得对。",
                s.calls, s.calls_answered, s.calls_right
            ),
            format!(
                "Calls to the hotline: {}; told something of their supply: {}, of these what was true: {}.",
                s.calls,
                s.calls_answered,
                s.calls_right
            ),
        ));
    }
    if said.is_empty() {
        said.push(Text::new(
            "没有需要处置的故障。",
            "There was nothing to mend.",
        ));
    }
    said
}

/// What went wrong, the gravest first.
fn wrong(run: &Run<'_>) -> Vec<Text> {
    [wrong_supply(run), wrong_belief(run), wrong_word(run)].concat()
}

/// Supply and promises that were not kept.
fn wrong_supply(run: &Run<'_>) -> Vec<Text> {
    let s = run.summary;
    let mut said = Vec::new();
    let mut say = |count: usize, zh: String, en: String| {
        if count > 0 {
            said.push(Text::new(zh, en));
        }
    };
    say(
        s.still_out,
        format!("结束时仍有 {} 户没有供电。", s.still_out),
        format!("{} customers had no supply at the end.", s.still_out),
    );
    say(
        s.missed_faults,
        format!("{} 处停电故障孪生系统始终没有发现。", s.missed_faults),
        format!(
            "Faults that took supply and that the twin never noticed: {}.",
            s.missed_faults
        ),
    );
    let restored = s.restored_min.unwrap_or(0.0);
    let late: Vec<u32> = run
        .referee
        .orders
        .iter()
        .filter(|order| kept(order, Tick(s.length_s)) == Some(false))
        .map(|order| order.number)
        .collect();
    say(
        late.len(),
        format!("到场承诺未兑现：工单 {}。", list(&late)),
        format!(
            "The promise to be on site was broken for order {}.",
            list(&late)
        ),
    );
    say(
        usize::from(restored > s.restored_goal_min),
        format!(
            "受理到复电平均 {:.0} 分钟，超过 {:.0} 小时的目标。",
            restored,
            s.restored_goal_min / 60.0
        ),
        format!(
            "From acceptance to supply it took {:.0} min on average, more than the {:.0} h that are promised.",
            restored,
            s.restored_goal_min / 60.0
        ),
    );
    said
}

/// What was believed and not so, and trips that came of it.
fn wrong_belief(run: &Run<'_>) -> Vec<Text> {
    let s = run.summary;
    let mut said = Vec::new();
    let mut say = |count: usize, zh: String, en: String| {
        if count > 0 {
            said.push(Text::new(zh, en));
        }
    };
    let wrong = run.referee.verdicts.iter();
    let wrong = wrong.filter(|v| v.place == Some(false));
    let wrong: Vec<String> = wrong.map(|v| super::verdicts::number(run, v)).collect();
    say(
        wrong.len(),
        format!("判断的故障位置有误：研判事件 {}。", wrong.join("、")),
        format!(
            "The fault was held to be elsewhere than it was: incident {}.",
            wrong.join(", ")
        ),
    );
    let neutrals = run.referee.verdicts.iter().filter(|v| v.fault.is_none());
    let alarms = neutrals.filter(|v| matches!(v.incident.trouble, Trouble::BrokenNeutral { .. }));
    let alarms = alarms.count();
    say(
        alarms,
        format!("断零误报 {alarms} 次。"),
        format!("False alarms of a broken neutral: {alarms}."),
    );
    let others = s.false_incidents - alarms;
    say(
        others,
        format!("{others} 起研判事件其实并无故障。"),
        format!("Incidents with no fault behind them: {others}."),
    );
    let wasted: Vec<u32> = run
        .referee
        .orders
        .iter()
        .filter(|order| is_wasted(order))
        .map(|order| order.number)
        .collect();
    say(
        wasted.len(),
        format!("{} 次无效出工：工单 {}。", wasted.len(), list(&wasted)),
        format!(
            "Trips for nothing: {} (order {}).",
            wasted.len(),
            list(&wasted)
        ),
    );
    said
}

/// What customers were told and suffered, and what the simulation could not do.
fn wrong_word(run: &Run<'_>) -> Vec<Text> {
    let s = run.summary;
    let mut said = Vec::new();
    let mut say = |count: usize, zh: String, en: String| {
        if count > 0 {
            said.push(Text::new(zh, en));
        }
    };
    let false_answers = s.calls_answered - s.calls_right;
    say(
        false_answers,
        format!("{false_answers} 个来电得到的说明与事实不符。"),
        format!("Callers who were told what was not so: {false_answers}."),
    );
    let silent = s.calls - s.calls_answered;
    say(
        silent,
        format!("{silent} 个来电只得到“尚不清楚”的答复。"),
        format!("Callers who could only be told that nothing was known yet: {silent}."),
    );
    let again = s.truth.repeatedly_interrupted_customers;
    say(
        again,
        format!("{again} 户重复停电。"),
        format!("Customers who were without supply more than once: {again}."),
    );
    say(
        s.not_converged as usize,
        format!("仿真有 {} 次潮流未收敛。", s.not_converged),
        format!(
            "Power flows of the simulation without a solution: {}.",
            s.not_converged
        ),
    );
    said
}

/// Numbers one after the other.
fn list(numbers: &[u32]) -> String {
    let numbers: Vec<String> = numbers.iter().map(u32::to_string).collect();
    numbers.join(", ")
}
