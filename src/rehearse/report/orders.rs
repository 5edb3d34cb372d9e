//! The work orders of a run.

use std::fmt::Write as _;

use taiqu_dispatch::{About, OrderState, WorkOrder};
use taiqu_link::{Damage, Tick};

use super::{Run, escape};

/// All orders with who had them, what was found, and when they got on.
pub(super) fn table(run: &Run<'_>) -> String {
    let orders = &run.referee.orders;
    if orders.is_empty() {
        return String::new();
    }
    let title = run.say("工单", "Work orders");
    let mut html = format!("<h2>{title}</h2>\n<table><tr>");
    for (class, name) in [
        ("number", run.say("编号", "number")),
        ("", run.say("由来", "because of")),
        ("", run.say("班组", "crew")),
        ("number", run.say("受理", "accepted")),
        ("number", run.say("到达", "arrived")),
        ("number", run.say("定位", "located")),
        ("number", run.say("复电", "restored")),
        ("", run.say("发现", "found")),
        ("", run.say("结果", "end")),
    ] {
        let _ = write!(html, "<th class=\"{class}\">{name}</th>");
    }
    html += "</tr>\n";
    for order in orders {
        row(run, order, &mut html);
    }
    html + "</table>\n"
}

fn row(run: &Run<'_>, order: &WorkOrder, html: &mut String) {
    let truth = &run.scenario.truth;
    let crew = order
        .crew
        .and_then(|crew| run.scenario.staff.get(usize::from(crew)));
    let crew = crew.map_or_else(String::new, |crew| escape(crew.name.get(run.lang)));
    let found = order.found.map_or_else(String::new, |(part, what)| {
        let part = escape(&truth.name(part));
        format!("{} <code>{part}</code>", damage(run, what))
    });
    let late = order
        .when(OrderState::Arrived)
        .is_some_and(|at| at > order.arrive_by);
    let arrived = time(run, order.when(OrderState::Arrived));
    let arrived = if late {
        format!("<b>{arrived}</b>")
    } else {
        arrived
    };
    let _ = writeln!(
        html,
        "<tr><td class=\"number\">{}</td><td>{}</td><td>{crew}</td><td class=\"number\">{}</td>\
         <td class=\"number\">{arrived}</td><td class=\"number\">{}</td><td class=\"number\">{}</td>\
         <td>{found}</td><td>{}</td></tr>",
        order.number,
        about(run, order.about),
        time(run, Some(order.accepted)),
        time(run, order.when(OrderState::Located)),
        time(run, order.when(OrderState::Restored)),
        state(run, order.state),
    );
}

fn time(run: &Run<'_>, tick: Option<Tick>) -> String {
    let clock = tick.map(|tick| run.clock(tick.0));
    let of_day = clock.map(|clock| {
        clock
            .split_once(' ')
            .map_or(clock.clone(), |(_, t)| t.into())
    });
    of_day.unwrap_or_default()
}

fn about(run: &Run<'_>, about: About) -> String {
    match about {
        About::Incident { number, .. } => format!("{} {number}", run.say("研判事件", "incident")),
        About::Call(_) => run.say("客户来电", "a call").to_owned(),
        About::Report(order) => {
            format!("{} {order}", run.say("移交自工单", "handed over by order"))
        }
        About::StillDark(order) => {
            format!(
                "{} {order}",
                run.say("回访未复电的工单", "still dark after order")
            )
        }
        About::Telemetry(_) => run.say("自动化告警", "telemetry").to_owned(),
    }
}

fn damage<'t>(run: &Run<'_>, damage: Damage) -> &'t str {
    match damage {
        Damage::BrokenWire => run.say("断线", "broken wire"),
        Damage::TouchingWires => run.say("导线相碰", "touching wires"),
        Damage::LooseJoint => run.say("接头松动", "bad joint"),
        Damage::BlownFuse => run.say("熔断器熔断", "blown fuse"),
        Damage::TrippedBreaker => run.say("开关跳闸", "tripped breaker"),
        Damage::FailedTransformer => run.say("变压器故障", "failed transformer"),
        Damage::BurntBox => run.say("表箱烧毁", "burnt box"),
        Damage::OpenLeads => run.say("表前断线", "open leads"),
        Damage::OwnBreaker => run.say("用户自家开关", "the customer's own breaker"),
    }
}

fn state<'t>(run: &Run<'_>, state: OrderState) -> &'t str {
    match state {
        OrderState::Accepted => run.say("受理", "accepted"),
        OrderState::Assigned => run.say("已派单", "assigned"),
        OrderState::Taken => run.say("已接单", "taken"),
        OrderState::UnderWay => run.say("途中", "under way"),
        OrderState::Arrived => run.say("到达", "on site"),
        OrderState::Located => run.say("已定位", "located"),
        OrderState::Isolating => run.say("停电、验电、接地", "making safe"),
        OrderState::Permitted => run.say("已许可", "permitted"),
        OrderState::Repairing => run.say("抢修", "repairing"),
        OrderState::Repaired => run.say("已修复", "repaired"),
        OrderState::Restored => run.say("已送电", "restored"),
        OrderState::Replied => run.say("已回单", "reported"),
        OrderState::CallingBack => run.say("回访中", "calling back"),
        OrderState::Archived => run.say("已归档", "archived"),
        OrderState::Reopened => run.say("回访后重派", "reopened"),
        OrderState::Fruitless => run.say("未发现故障", "nothing found"),
        OrderState::HandedOver => run.say("移交", "handed over"),
        OrderState::Withdrawn => run.say("撤回", "called back"),
    }
}
