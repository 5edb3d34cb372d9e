//! The tables of the report.

use taiqu_console::names;
use taiqu_field::Cause;
use taiqu_grid::Text;
use taiqu_link::{Action, Tampering};
use taiqu_outage::Answer;

use super::page::{heading, note, table};
use super::say::{say, text};
use super::{Run, customer};
use crate::rehearse::referee::{Judged, Outage};

/// Most rows of the table of outages and of that of calls.
const ROWS: usize = 300;

/// Who was without supply, from when to when.
pub(super) fn outages(run: &Run<'_>) -> String {
    let mut outages: Vec<&Outage> = run.referee.truth.all().collect();
    if outages.is_empty() {
        return String::new();
    }
    outages.sort_by_key(|o| (o.from, o.customer));
    let heads = [
        ("", say("户号", "customer number")),
        ("", say("客户", "customer")),
        ("number", say("停电", "from")),
        ("number", say("复电", "to")),
        ("number", say("时长（分钟）", "minutes")),
        (
            "number",
            say("孪生知晓（分钟后）", "known to the twin after, min"),
        ),
    ];
    let row = |outage: &&Outage| {
        let (number, name) = customer(run, outage.customer);
        let to = if outage.over {
            run.second(outage.to.0)
        } else {
            say("未恢复", "not restored")
        };
        let known = match outage.unknown_s() {
            Some(s) => format!("{:.1}", s as f64 / 60.0),
            None => say("未知晓", "never"),
        };
        vec![
            format!("<code>{number}</code>"),
            name,
            run.second(outage.from.0),
            to,
            format!("{:.1}", outage.seconds() as f64 / 60.0),
            known,
        ]
    };
    let rows: Vec<Vec<String>> = outages.iter().take(ROWS).map(row).collect();
    let title = heading(&say("停电明细", "Who was without supply"));
    title + &folded(&table(&heads, &rows), outages.len())
}

/// A long table that is opened on demand, with how many rows there are in all.
fn folded(table: &str, all: usize) -> String {
    let open = say(
        &format!("{all} 条，点击展开"),
        &format!("{all} rows; click to open"),
    );
    let more = all.saturating_sub(ROWS);
    let more = if more > 0 {
        note(&say(
            &format!("另有 {more} 条，见日志。"),
            &format!("{more} more are in the logs."),
        ))
    } else {
        String::new()
    };
    format!("<details><summary>{open}</summary>{table}{more}</details>\n")
}

/// Calls to the hotline, and what was answered.
pub(super) fn calls(run: &Run<'_>) -> String {
    let calls = &run.referee.calls;
    if calls.is_empty() {
        return String::new();
    }
    let heads = [
        ("number", say("时刻", "when")),
        ("", say("来电人", "caller")),
        ("", say("诉求", "complaint")),
        ("", say("答复", "told")),
        ("", say("属实", "so")),
    ];
    let row = |judged: &Judged| {
        let call = &judged.call;
        let who = match (call.customer, call.near) {
            (Some(who), _) => customer(run, who).1,
            (None, Some(near)) => {
                let near = run.part(near);
                say(&format!("{} 附近", near.zh), &format!("near {}", near.en))
            }
            (None, None) => say("未报户号地址", "no number, no address"),
        };
        vec![
            run.clock(call.at.0),
            who,
            run.word(names::complaint_key(call.complaint)),
            answer(run, judged),
            match judged.right {
                Some(true) => "<b class=\"right\">✓</b>".into(),
                Some(false) => "<b class=\"wrong\">✗</b>".into(),
                None => "–".into(),
            },
        ]
    };
    let rows: Vec<Vec<String>> = calls.iter().take(ROWS).map(row).collect();
    heading(&say("来电与答复", "Calls and answers")) + &folded(&table(&heads, &rows), calls.len())
}

fn answer(run: &Run<'_>, judged: &Judged) -> String {
    match judged.call.answer {
        Answer::Outage {
            part,
            phases,
            probability,
            cause,
            ..
        } => {
            let cause = cause.map(|(cause, _)| format!(" · {}", run.word(names::cause_key(cause))));
            let sure = 100.0 * probability;
            format!(
                "{}{} <span class=\"soft\">{sure:.0} %</span>",
                text(&run.part_on(part, phases)),
                cause.unwrap_or_default()
            )
        }
        Answer::Danger { .. } => say("断零，危险，切勿触碰", "broken neutral, danger"),
        Answer::Supplied { .. } => say("电能表有电", "the meter has voltage"),
        Answer::Disconnected => say("欠费停电", "disconnected by order"),
        Answer::NotKnownYet => say("尚不清楚", "not known yet"),
    }
}

/// What happened in the field; faults with the numbers of the charts' marks.
pub(super) fn events(run: &Run<'_>) -> String {
    if run.referee.happened.is_empty() {
        return String::new();
    }
    let heads = [
        ("number", String::new()),
        ("number", say("时刻", "when")),
        ("", say("事件", "what")),
        ("", say("设备", "where")),
        ("soft", say("起因", "by")),
    ];
    let rows = run.referee.happened.iter().map(|happening| {
        let cause = match happening.cause {
            Cause::Scenario => say("情景设定", "scenario"),
            Cause::Instructor => say("教员设定", "instructor"),
            Cause::Crew(crew) => text(&run.crew(crew)),
            Cause::Protection => say("保护动作", "protection"),
            Cause::Overload => say("过负荷", "overload"),
            Cause::Storm => say("风暴", "storm"),
            Cause::Order(sequence) => say(
                &format!("调度命令 {sequence}"),
                &format!("order {sequence}"),
            ),
        };
        let faults = run.referee.faults();
        let number = faults.iter().position(|fault| fault.happened == *happening);
        vec![
            number.map_or_else(String::new, |k| format!("<b>{}</b>", k + 1)),
            run.second(happening.at_ms / 1000),
            text(&action(happening.action)),
            text(&run.part(happening.action.asset())),
            cause,
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    heading(&say("现场实况", "What happened in the field")) + &table(&heads, &rows)
}

/// What an action is called.
pub(super) fn action(action: Action) -> Text {
    let (zh, en) = match action {
        Action::OpenSwitch { .. } => ("开关断开", "switch opened"),
        Action::CloseSwitch { .. } => ("开关合上", "switch closed"),
        Action::BlowFuse { .. } => ("熔断器熔断", "fuse blew"),
        Action::Break { .. } => ("断线", "conductor broke"),
        Action::Short { earth: true, .. } => ("导线接地", "conductor to earth"),
        Action::Short { earth: false, .. } => ("导线相碰", "conductors touched"),
        Action::Loosen { .. } => ("接头松动", "joint went bad"),
        Action::Leak { .. } => ("线路漏电", "line began to leak to earth"),
        Action::LeakInside { .. } => ("用户内部漏电", "leak in a customer's wiring"),
        Action::MendInside { .. } => ("用户漏电消除", "customer's leak ended"),
        Action::Mend { .. } => ("导线修复", "conductor mended"),
        Action::Fail { .. } => ("变压器故障", "transformer failed"),
        Action::Replace { .. } => ("变压器更换", "transformer replaced"),
        Action::Burn { .. } => ("表箱烧毁", "meter box burnt"),
        Action::Rebuild { .. } => ("表箱更换", "meter box replaced"),
        Action::ForceLock { .. } => ("箱柜被撬开", "box broken open"),
        Action::MendLock { .. } => ("箱锁修复", "lock put right"),
        Action::CutMeter { .. } => ("电能表进线断开", "meter's leads opened"),
        Action::JoinMeter { .. } => ("电能表进线修复", "meter's leads mended"),
        Action::TripCustomer { .. } => ("用户自家开关跳闸", "customer's own breaker tripped"),
        Action::ResetCustomer { .. } => ("用户自家开关合上", "customer's own breaker closed"),
        Action::Unplug { .. } => ("通信模块拔出", "module unplugged"),
        Action::Silence { .. } => ("电能表失声", "meter fell silent"),
        Action::Plug { .. } => ("通信模块恢复", "module in order"),
        Action::Tamper { how, .. } => match how {
            Tampering::Cover => ("电能表开盖", "meter's cover opened"),
            Tampering::TerminalCover => ("电能表开端钮盒", "meter's terminal cover opened"),
            Tampering::Magnet => ("磁铁干扰电能表", "magnet put on the meter"),
        },
        Action::Untamper { how, .. } => match how {
            Tampering::Cover => ("电能表合盖", "meter's cover closed"),
            Tampering::TerminalCover => ("电能表合端钮盒", "meter's terminal cover closed"),
            Tampering::Magnet => ("磁铁移开", "magnet taken off the meter"),
        },
        Action::KillTerminal { .. } => ("融合终端故障", "area terminal died"),
        Action::ReviveTerminal { .. } => ("融合终端恢复", "area terminal works"),
        Action::SetTap { .. } => ("分接开关调整", "tap moved"),
        Action::OpenRelay { .. } => ("电能表跳闸", "meter's relay opened"),
        Action::CloseRelay { .. } => ("电能表合闸", "meter's relay closed"),
        Action::Arrears { .. } => ("欠费停电", "disconnected for arrears"),
        Action::Settle { .. } => ("结清电费，恢复供电", "arrears settled, connected again"),
        Action::ConnectLoad { .. } => ("负荷接入", "load connected"),
        Action::DisconnectLoad { .. } => ("负荷断开", "load disconnected"),
        Action::Fell { .. } => ("电杆倒断", "pole fell"),
        Action::Raise { .. } => ("电杆重立", "pole put up again"),
        Action::FeedByCar { .. } => ("发电车供电", "fed by a generator car"),
        Action::BackToMains { .. } => ("改回市电", "back on the mains"),
        Action::Flash { earth: true, .. } => ("线路闪络", "conductors flashed over to earth"),
        Action::Flash { earth: false, .. } => ("导线瞬时相碰", "conductors touched for a moment"),
    };
    Text::new(zh, en)
}

/// Energy and losses.
pub(super) fn energy(run: &Run<'_>) -> String {
    let e = run.summary.energy;
    let of_source = |kwh: f64| {
        if e.source_kwh > 0.0 {
            format!("{:.2} %", 100.0 * kwh / e.source_kwh)
        } else {
            String::new()
        }
    };
    let rows = [
        (say("电源供电量", "delivered by the sources"), e.source_kwh),
        (say("配变低压侧（关口）", "at the gateways"), e.gateway_kwh),
        (
            say(
                "客户用电（扣除发电）",
                "drawn by customers, less generation",
            ),
            e.load_kwh,
        ),
        (say("线路损耗", "lost in lines"), e.line_loss_kwh),
        (
            say("配变损耗", "lost in transformers"),
            e.transformer_loss_kwh,
        ),
    ];
    let rows = rows.map(|(name, kwh)| vec![name, format!("{kwh:.2} kWh"), of_source(kwh)]);
    let heads = [
        ("", String::new()),
        ("number", String::new()),
        ("number", String::new()),
    ];
    let voltages = {
        let s = run.summary;
        note(&say(
            &format!(
                "最低供电电压 {:.1} V，最高 {:.1} V（客户自身端子间，真值）。",
                s.vmin_v, s.vmax_v
            ),
            &format!(
                "Lowest supply voltage {:.1} V, highest {:.1} V, truly, between a customer's own terminals.",
                s.vmin_v, s.vmax_v
            ),
        ))
    };
    heading(&say("电量与损耗", "Energy and losses")) + &table(&heads, &rows) + &voltages
}
