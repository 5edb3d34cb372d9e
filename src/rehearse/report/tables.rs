//! The tables of the report.

use std::fmt::Write as _;

use taiqu_field::Cause;
use taiqu_grid::{AssetRef, Phases, Place};
use taiqu_link::Action;

use super::{Run, escape};
use crate::rehearse::referee::Outage;

/// Most rows of the table of outages.
const ROWS: usize = 300;

/// Who was without supply, from when to when.
pub(super) fn outages(run: &Run<'_>) -> String {
    let mut outages: Vec<&Outage> = run.referee.outages().collect();
    if outages.is_empty() {
        return String::new();
    }
    outages.sort_by_key(|o| (o.from, o.customer));
    let title = run.say("停电明细", "Who was without supply");
    let mut html = format!("<h2>{title}</h2>\n<table><tr>");
    for (class, name) in [
        ("", run.say("户号", "customer number")),
        ("", run.say("客户", "customer")),
        ("number", run.say("停电", "from")),
        ("number", run.say("复电", "to")),
        ("number", run.say("时长（分钟）", "minutes")),
        (
            "number",
            run.say("孪生知晓（分钟后）", "known to the twin after, min"),
        ),
    ] {
        let _ = write!(html, "<th class=\"{class}\">{name}</th>");
    }
    html += "</tr>\n";
    for outage in outages.iter().take(ROWS) {
        row(run, outage, &mut html);
    }
    html += "</table>\n";
    if outages.len() > ROWS {
        let more = outages.len() - ROWS;
        let text = match run.lang {
            taiqu_grid::Lang::Zh => format!("另有 {more} 条，见 truth.jsonl。"),
            taiqu_grid::Lang::En => format!("{more} more are in truth.jsonl."),
        };
        let _ = writeln!(html, "<p class=\"soft\">{text}</p>");
    }
    html
}

fn row(run: &Run<'_>, outage: &Outage, html: &mut String) {
    let (number, name) = customer(run, outage.customer);
    let to = if outage.over {
        time(run, outage.to.0)
    } else {
        run.say("未恢复", "not restored").to_owned()
    };
    let known = match outage.unknown_s() {
        Some(s) => format!("{:.1}", s as f64 / 60.0),
        None => run.say("未知晓", "never").to_owned(),
    };
    let _ = writeln!(
        html,
        "<tr><td><code>{number}</code></td><td>{name}</td><td class=\"number\">{}</td>\
         <td class=\"number\">{to}</td><td class=\"number\">{:.1}</td>\
         <td class=\"number\">{known}</td></tr>",
        time(run, outage.from.0),
        outage.seconds() as f64 / 60.0
    );
}

fn customer(run: &Run<'_>, asset: AssetRef) -> (String, String) {
    let Place::Area(k) = asset.place else {
        return (String::new(), String::new());
    };
    let area = &run.scenario.truth.areas[usize::from(k)];
    let customer = &area.customers[asset.index as usize];
    let number = if customer.number.is_empty() {
        escape(&customer.id)
    } else {
        escape(&customer.number)
    };
    (number, run.text(&customer.name))
}

/// What happened in the field, with the numbers of the charts' marks.
pub(super) fn events(run: &Run<'_>) -> String {
    if run.referee.happened.is_empty() {
        return String::new();
    }
    let title = run.say("事件", "What happened");
    let mut html = format!("<h2>{title}</h2>\n<table>");
    for (k, happening) in run.referee.happened.iter().enumerate() {
        let cause = match happening.cause {
            Cause::Scenario => run.say("情景设定", "scenario").to_owned(),
            Cause::Instructor => run.say("教员设定", "instructor").to_owned(),
            Cause::Crew(crew) => {
                let crew = run.scenario.staff.get(usize::from(crew));
                crew.map_or_else(String::new, |crew| escape(crew.name.get(run.lang)))
            }
            Cause::Protection => run.say("保护动作", "protection").to_owned(),
            Cause::Order(sequence) => format!("{} {sequence}", run.say("调度命令", "order")),
        };
        let _ = writeln!(
            html,
            "<tr><td class=\"number\">{}</td><td class=\"number\">{}</td><td>{}</td>\
             <td><code>{}</code></td><td class=\"soft\">{cause}</td></tr>",
            k + 1,
            time(run, happening.at_ms / 1000),
            action(run, happening.action),
            escape(&run.scenario.truth.name(happening.action.asset())),
        );
    }
    html + "</table>\n"
}

fn action(run: &Run<'_>, action: Action) -> String {
    let with = |what: &str, phases: Phases| format!("{what} ({phases})");
    match action {
        Action::OpenSwitch { phases, .. } => with(run.say("开关断开", "switch opened"), phases),
        Action::CloseSwitch { phases, .. } => with(run.say("开关合上", "switch closed"), phases),
        Action::BlowFuse { phases, .. } => with(run.say("熔断器熔断", "fuse blew"), phases),
        Action::Break { conductors, .. } => with(run.say("断线", "conductor broke"), conductors),
        Action::Short {
            conductors, earth, ..
        } => {
            let what = if earth {
                run.say("导线接地", "conductor to earth")
            } else {
                run.say("导线相碰", "conductors touched")
            };
            with(what, conductors)
        }
        Action::Loosen { conductors, .. } => {
            with(run.say("接头松动", "joint went bad"), conductors)
        }
        Action::Mend { conductors, .. } => {
            with(run.say("导线修复", "conductor mended"), conductors)
        }
        Action::Fail { .. } => run.say("变压器故障", "transformer failed").to_owned(),
        Action::Replace { .. } => run.say("变压器更换", "transformer replaced").to_owned(),
        Action::Burn { .. } => run.say("表箱烧毁", "meter box burnt").to_owned(),
        Action::Rebuild { .. } => run.say("表箱更换", "meter box replaced").to_owned(),
        Action::ForceLock { .. } => run.say("箱柜被撬开", "box broken open").to_owned(),
        Action::MendLock { .. } => run.say("箱锁修复", "lock put right").to_owned(),
        Action::CutMeter { .. } => run.say("电能表进线断开", "meter's leads opened").to_owned(),
        Action::JoinMeter { .. } => run.say("电能表进线修复", "meter's leads mended").to_owned(),
        Action::TripCustomer { .. } => run
            .say("用户自家开关跳闸", "customer's own breaker tripped")
            .to_owned(),
        Action::ResetCustomer { .. } => run
            .say("用户自家开关合上", "customer's own breaker closed")
            .to_owned(),
        Action::Unplug { .. } => run.say("通信模块拔出", "module unplugged").to_owned(),
        Action::Silence { .. } => run.say("电能表失声", "meter fell silent").to_owned(),
        Action::Plug { .. } => run.say("通信模块恢复", "module in order").to_owned(),
        Action::KillTerminal { .. } => run.say("融合终端故障", "area terminal died").to_owned(),
        Action::ReviveTerminal { .. } => run.say("融合终端恢复", "area terminal works").to_owned(),
        Action::SetTap { tap, .. } => format!("{} {tap}", run.say("分接调至", "tap moved to")),
        Action::OpenRelay { .. } => run.say("电能表跳闸", "meter's relay opened").to_owned(),
        Action::CloseRelay { .. } => run.say("电能表合闸", "meter's relay closed").to_owned(),
        Action::Arrears { .. } => run.say("欠费停电", "disconnected for arrears").to_owned(),
        Action::Settle { .. } => run
            .say("结清电费，恢复供电", "arrears settled, connected again")
            .to_owned(),
        Action::ConnectLoad { .. } => run.say("负荷接入", "load connected").to_owned(),
        Action::DisconnectLoad { .. } => run.say("负荷断开", "load disconnected").to_owned(),
    }
}

/// Energy and losses.
pub(super) fn energy(run: &Run<'_>) -> String {
    let e = run.summary.energy;
    let title = run.say("电量与损耗", "Energy and losses");
    let of_source = |kwh: f64| {
        if e.source_kwh > 0.0 {
            format!("{:.2} %", 100.0 * kwh / e.source_kwh)
        } else {
            String::new()
        }
    };
    let rows = [
        (
            run.say("电源供电量", "delivered by the sources"),
            e.source_kwh,
        ),
        (
            run.say("配变低压侧（关口）", "at the gateways"),
            e.gateway_kwh,
        ),
        (
            run.say(
                "客户用电（扣除发电）",
                "drawn by customers, less generation",
            ),
            e.load_kwh,
        ),
        (run.say("线路损耗", "lost in lines"), e.line_loss_kwh),
        (
            run.say("配变损耗", "lost in transformers"),
            e.transformer_loss_kwh,
        ),
    ];
    let mut html = format!("<h2>{title}</h2>\n<table>");
    for (name, kwh) in rows {
        let _ = writeln!(
            html,
            "<tr><td>{name}</td><td class=\"number\">{kwh:.2} kWh</td>\
             <td class=\"number\">{}</td></tr>",
            of_source(kwh)
        );
    }
    html + "</table>\n"
}

fn time(run: &Run<'_>, second: u64) -> String {
    let clock = run.clock(second);
    clock
        .split_once(' ')
        .map_or_else(|| clock.clone(), |(_, t)| t.to_owned())
}
