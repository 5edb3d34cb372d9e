//! Tickets, grid managers' tasks, and records that were put right.

use taiqu_console::model::finding_key;
use taiqu_console::names::{damage_key, step_key, ticket_key};
use taiqu_dispatch::{TaskState, Ticket, WorkOrder};
use taiqu_grid::{Amendment, Fact, Text};
use taiqu_link::Tick;

use super::Run;
use super::page::{heading, note, table};
use super::say::{say, text};

/// The tickets with what was proved and when, and how deadlines were kept.
pub(super) fn tickets(run: &Run<'_>) -> String {
    let orders = run.referee.orders.iter();
    let tickets = orders.filter_map(|order| Some((order, order.ticket.as_ref()?)));
    let rows: Vec<Vec<String>> = tickets.map(|(o, t)| ticket(run, o, t)).collect();
    if rows.is_empty() {
        return deadlines(run);
    }
    let heads = [
        ("number", say("工单", "order")),
        ("", say("票种", "ticket")),
        ("", say("工作地点与内容", "work")),
        ("number", say("签发", "issued")),
        ("number", say("已断开的电源点", "sources cut off")),
        ("number", say("验电", "tested dead")),
        ("number", say("接地", "earthed")),
        ("number", say("许可", "permitted")),
        ("number", say("送电", "energised")),
    ];
    heading(&say("工作票与安全措施", "Tickets and what was proved"))
        + &table(&heads, &rows)
        + &deadlines(run)
}

fn ticket(run: &Run<'_>, order: &WorkOrder, ticket: &Ticket) -> Vec<String> {
    let clock = |at: Option<Tick>| at.map_or_else(|| "–".into(), |at| run.clock(at.0));
    let dead = ticket.tests.iter().rev().find(|(_, dead)| *dead);
    let found = ticket.points.iter().filter(|point| !point.recorded).count();
    let points = ticket.points.len();
    let points = if found > 0 {
        let more = say(
            &format!("（{found} 处档案没有）"),
            &format!("({found} on no record)"),
        );
        format!("{points} <b class=\"wrong\">{more}</b>")
    } else {
        points.to_string()
    };
    vec![
        order.number.to_string(),
        run.word(ticket_key(ticket.kind)),
        format!(
            "{} – {}",
            text(&run.part(ticket.part)),
            run.word(damage_key(ticket.damage))
        ),
        run.clock(ticket.issued.0),
        points,
        clock(dead.map(|(at, _)| *at)),
        clock(ticket.earthed.map(|(at, _)| at)),
        clock(ticket.permitted),
        clock(ticket.energised),
    ]
}

/// How many deadlines of each step were kept.
fn deadlines(run: &Run<'_>) -> String {
    let steps = run.summary.deadlines.iter();
    let steps = steps.filter(|(_, (kept, missed))| kept + missed > 0);
    let steps: Vec<String> = steps
        .map(|(step, (kept, missed))| {
            format!("{} {kept}/{}", run.word(step_key(*step)), kept + missed)
        })
        .collect();
    if steps.is_empty() {
        return String::new();
    }
    note(&format!(
        "{}: {}",
        say("各环节按时完成", "Deadlines kept"),
        steps.join(" · ")
    ))
}

/// What grid managers were asked to look at before anybody complained.
pub(super) fn tasks(run: &Run<'_>) -> String {
    let tasks = &run.referee.tasks;
    if tasks.is_empty() {
        return String::new();
    }
    let rows = tasks.iter().map(|task| {
        let state = match task.state {
            TaskState::Open => "task.open",
            TaskState::Looked { confirmed: true } => "task.confirmed",
            TaskState::Looked { confirmed: false } => "task.not-confirmed",
            TaskState::Gone => "task.gone",
        };
        vec![
            task.number.to_string(),
            run.word(finding_key(task.cause)),
            text(&run.part(task.asset)),
            task.evidence.len().to_string(),
            run.clock(task.opened.0),
            run.clock(task.due.0),
            run.word(state),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let heads = [
        ("number", say("编号", "no.")),
        ("", say("问题", "what")),
        ("", say("对象", "where")),
        ("number", say("证据（项）", "evidence")),
        ("number", say("生成", "opened")),
        ("number", say("期限", "due")),
        ("", say("状态", "state")),
    ];
    heading(&say("网格经理主动任务", "Early tasks for grid managers")) + &table(&heads, &rows)
}

/// What crews saw that the records had otherwise (台账联动).
pub(super) fn amendments(run: &Run<'_>) -> String {
    let all = &run.referee.amendments;
    if all.is_empty() {
        return String::new();
    }
    let rows = all.iter().map(|amendment: &Amendment| {
        let before = amendment
            .before
            .map_or_else(|| "–".into(), |fact| text(&said(fact)));
        vec![
            run.clock(amendment.at_s),
            text(&run.part(amendment.after.asset())),
            before,
            text(&said(amendment.after)),
            text(&run.crew(amendment.crew)),
            amendment.order.to_string(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let heads = [
        ("number", say("时刻", "when")),
        ("", say("设备", "what")),
        ("", say("原台账", "record before")),
        ("", say("更正为", "record now")),
        ("", say("班组", "crew")),
        ("number", say("工单", "order")),
    ];
    heading(&say("台账更正", "Records put right")) + &table(&heads, &rows)
}

/// What a record says.
fn said(fact: Fact) -> Text {
    match fact {
        Fact::Position { closed: true, .. } => Text::new("常闭", "closed"),
        Fact::Position { closed: false, .. } => Text::new("常开", "open"),
        Fact::Connected { connection, .. } => {
            Text::new(format!("接于 {connection}"), format!("on {connection}"))
        }
        Fact::Length { length_m, .. } => {
            Text::new(format!("{length_m:.0} m"), format!("{length_m:.0} m"))
        }
        Fact::Power { kw, .. } => Text::new(format!("{kw:.1} kW"), format!("{kw:.1} kW")),
        Fact::Mended { .. } => Text::new("已修复", "mended"),
        Fact::Replaced { .. } => Text::new("已更换", "replaced"),
    }
}
