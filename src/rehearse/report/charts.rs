//! The charts of the report.

use std::fmt::Write as _;

use taiqu_link::metering::to_neutral_v;

use super::Run;
use super::chart::Chart;
use super::page::heading;
use super::say::{drawn, plain, say};
use crate::rehearse::referee::{Minute, VOLTAGE_LIMITS_PU};

/// Voltages of customers over time, with the limits.
pub(super) fn voltages(run: &Run<'_>) -> String {
    let nominal = nominal_v(run);
    let (low, high) = (VOLTAGE_LIMITS_PU.0 * nominal, VOLTAGE_LIMITS_PU.1 * nominal);
    let supplied = |m: &&Minute| m.true_v[0] > 0.0;
    let least = run
        .referee
        .minutes
        .iter()
        .filter(supplied)
        .map(|m| m.true_v[0]);
    let most = run.referee.minutes.iter().map(|m| m.true_v[2]);
    let least = least.fold(low, f64::min) - 4.0;
    let most = most.fold(high, f64::max) + 4.0;
    let title = ("客户电压", "Voltage at customers");
    let mut chart = chart(run, (least, most), title);
    let line = |of: &dyn Fn(&Minute) -> f64| -> Vec<(f64, f64)> {
        let minutes = run.referee.minutes.iter().filter(supplied);
        minutes.map(|m| (m.tick.0 as f64, of(m))).collect()
    };
    let lowest = line(&|m| m.true_v[0]);
    chart.band(&lowest, &line(&|m| m.true_v[2]), "true");
    chart.line(&lowest, "faint");
    chart.line(&line(&|m| m.true_v[1]), "true");
    let believed = line(&|m| m.believed_v[0]);
    let believed: Vec<(f64, f64)> = believed.into_iter().filter(|&(_, v)| v > 0.0).collect();
    chart.line(&believed, "belief");
    chart.limit(high, &format!("+7 %  {high:.1} V"));
    chart.limit(low, &format!("−10 %  {low:.1} V"));
    let keys = [
        (
            "area",
            say("最低至最高（真值）", "lowest to highest (true)"),
        ),
        ("", say("平均（真值）", "mean (true)")),
        (
            "belief",
            say("最低（孪生判断）", "lowest (as the twin believed)"),
        ),
    ];
    figure(
        run,
        title,
        say(
            "单位 V，客户自身端子间",
            "V, between each customer's own terminals",
        ),
        chart,
        &keys,
    )
}

/// Loading of the transformers over time.
pub(super) fn loading(run: &Run<'_>) -> String {
    let count = run.referee.minutes.first().map_or(0, |m| m.loading.len());
    if count == 0 {
        return String::new();
    }
    let all = run.referee.minutes.iter().flat_map(|m| &m.loading);
    let most = all.copied().fold(0.9, f64::max) * 100.0;
    let title = ("配变负载率", "Transformer loading");
    let mut chart = chart(run, (0.0, most * 1.08), title);
    for k in 0..count {
        let points = run.referee.minutes.iter();
        let points = points.map(|m| (m.tick.0 as f64, 100.0 * m.loading[k]));
        chart.line(&points.collect::<Vec<_>>(), "true");
    }
    chart.limit(80.0, &drawn("重载 80 %", "heavy 80 %"));
    chart.limit(100.0, &drawn("过载 100 %", "overload 100 %"));
    let keys = [("", say("终端上报", "as the area terminals told"))];
    figure(
        run,
        title,
        say("占额定容量的百分数", "% of rating"),
        chart,
        &keys,
    )
}

/// Customers without supply over time.
pub(super) fn supply(run: &Run<'_>) -> String {
    let minutes = &run.referee.minutes;
    let most = minutes.iter().map(|m| m.out.max(m.believed_out)).max();
    let most = most.unwrap_or(0);
    let title = ("停电客户数", "Customers without supply");
    if most == 0 {
        let nobody = say("全程无客户停电。", "Nobody lost supply.");
        return heading(&say(title.0, title.1)) + &format!("<p>{nobody}</p>\n");
    }
    let mut chart = chart(run, (0.0, most as f64 * 1.1), title);
    let stairs = |of: fn(&Minute) -> usize| -> Vec<(f64, f64)> {
        let points = minutes.iter().flat_map(|m| {
            let (x, y) = (m.tick.0 as f64, of(m) as f64);
            [(x, y), (x + 60.0, y)]
        });
        points.collect()
    };
    let truth = stairs(|m| m.out);
    let ground: Vec<(f64, f64)> = truth.iter().map(|&(x, _)| (x, 0.0)).collect();
    chart.band(&ground, &truth, "true");
    chart.line(&truth, "true");
    chart.line(&stairs(|m| m.believed_out), "belief");
    let keys = [
        ("", say("真值", "true")),
        ("belief", say("孪生判断", "as the twin believed")),
    ];
    figure(run, title, say("户", "customers"), chart, &keys)
}

fn chart(run: &Run<'_>, range: (f64, f64), (zh, en): (&str, &str)) -> Chart {
    Chart::new(run.axis(), range, &plain(zh, en))
}

/// A chart with its title, its unit and what its lines mean, and with the faults marked.
fn figure(
    run: &Run<'_>,
    (zh, en): (&str, &str),
    unit: String,
    mut chart: Chart,
    keys: &[(&str, String)],
) -> String {
    for (k, fault) in run.referee.faults().iter().enumerate() {
        chart.mark(fault.happened.at_ms as f64 / 1000.0, k + 1);
    }
    heading(&say(zh, en)) + &framed(&chart.finish(), &unit, keys)
}

/// A drawing with its unit and what its lines mean.
pub(crate) fn framed(svg: &str, unit: &str, keys: &[(&str, String)]) -> String {
    let mut html = format!("<figure>{svg}<figcaption><span>{unit}</span>");
    for (class, name) in keys {
        // Writing to a string cannot fail.
        let _ = write!(
            html,
            "<span class=\"key\"><i class=\"{class}\"></i>{name}</span>"
        );
    }
    html + "</figcaption></figure>\n"
}

/// Nominal voltage to neutral of the first area, V.
fn nominal_v(run: &Run<'_>) -> f64 {
    let first = run.scenario.truth.areas.first();
    first.map_or(220.0, |area| to_neutral_v(area.nominal_v))
}
