//! The work orders of a run.

use taiqu_console::names::{damage_key, state_key};
use taiqu_dispatch::{About, OrderState, WorkOrder};
use taiqu_link::Tick;

use super::page::{heading, table};
use super::say::{say, text};
use super::{Run, minutes};

/// All orders with who had them, what was found, and when they got on.
pub(super) fn table_of(run: &Run<'_>) -> String {
    let orders = &run.referee.orders;
    if orders.is_empty() {
        return String::new();
    }
    let heads = [
        ("number", say("编号", "no.")),
        ("", say("由来", "because of")),
        ("", say("班组", "crew")),
        ("number", say("受理", "accepted")),
        ("number", say("到达", "arrived")),
        ("number", say("定位", "located")),
        ("number", say("复电", "restored")),
        ("", say("发现", "found")),
        ("", say("结果", "end")),
    ];
    let rows: Vec<Vec<String>> = orders.iter().map(|order| row(run, order)).collect();
    heading(&say("工单", "Work orders")) + &table(&heads, &rows)
}

fn row(run: &Run<'_>, order: &WorkOrder) -> Vec<String> {
    let crew = order.crew.map(|crew| text(&run.crew(crew)));
    let found = order.found.map_or_else(String::new, |(part, what)| {
        format!("{} – {}", text(&run.part(part)), run.word(damage_key(what)))
    });
    let arrived = order.when(OrderState::Arrived);
    let late = arrived
        .and_then(|at| at.0.checked_sub(order.arrive_by.0))
        .filter(|s| *s > 0);
    let arrived = match late {
        Some(s) => format!(
            "<b class=\"wrong\">{}</b><br><span class=\"soft\">{}</span>",
            time(run, arrived),
            say(
                &format!("迟 {} 分钟", minutes(s)),
                &format!("{} min late", minutes(s))
            )
        ),
        None => time(run, arrived),
    };
    vec![
        order.number.to_string(),
        about(order.about),
        crew.unwrap_or_default(),
        time(run, Some(order.accepted)),
        arrived,
        time(run, order.when(OrderState::Located)),
        time(run, order.when(OrderState::Restored)),
        found,
        run.word(state_key(order.state)),
    ]
}

fn time(run: &Run<'_>, tick: Option<Tick>) -> String {
    tick.map(|tick| run.clock(tick.0)).unwrap_or_default()
}

fn about(about: About) -> String {
    match about {
        About::Incident { number, .. } => {
            say(&format!("研判事件 {number}"), &format!("incident {number}"))
        }
        About::Call(_) => say("客户来电", "a call"),
        About::Report(order) => say(
            &format!("工单 {order} 移交"),
            &format!("handed over by order {order}"),
        ),
        About::StillDark(order) => say(
            &format!("工单 {order} 回访仍停电"),
            &format!("still dark after order {order}"),
        ),
        About::Telemetry(_) => say("自动化告警", "telemetry"),
        About::Dried(_) => say("水退后查看", "water has gone"),
        About::WireDown(_) => say("导线落地来电", "call about a wire on the ground"),
        About::Patrol(_) => say("风暴后巡查", "patrol after the storm"),
    }
}
