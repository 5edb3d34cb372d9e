//! The report of several runs, of one family with that of a single one.

use taiqu_grid::Lang;

use super::axis::Axis;
use super::chart::Chart;
use super::charts::framed;
use super::page::{heading, note, page, table};
use super::say::{plain, say, text};
use super::shown::SHOWN;
use super::weakest::weakest;
use super::{assumptions, made, title, way};
use crate::rehearse::Runs;
use crate::scenario::Scenario;

/// The report of all `runs` of `scenario`, which begins in `lang`.
pub fn of_runs(scenario: &Scenario, runs: &Runs, lang: Lang) -> String {
    let count = runs.runs.len();
    let mut parts = title(scenario);
    parts += &note(&format!(
        "{} · {}",
        say(
            &format!("{count} 次演练，仅随机种子不同"),
            &format!("{count} runs that differ in their seed alone"),
        ),
        text(&way(&runs.operations))
    ));
    parts += &curves(scenario, std::slice::from_ref(runs));
    let heads = [
        ("", say("指标", "figure")),
        (
            "number",
            say("均值 ± 95 % 置信区间", "mean ± 95 % interval"),
        ),
        ("number", say("标准差", "deviation")),
        ("number", say("最小", "least")),
        ("number", say("最大", "most")),
    ];
    let rows = SHOWN.iter().map(|shown| {
        let spread = runs.get(shown.0);
        let (factor, digits) = (shown.3, shown.4);
        let rest = [spread.deviation, spread.least, spread.most];
        let rest = rest.map(|v| format!("{:.digits$}", factor * v));
        [shown.name(), shown.interval(spread)]
            .into_iter()
            .chain(rest)
            .collect()
    });
    let rows: Vec<Vec<String>> = rows.collect();
    parts += &heading(&say("指标与离散", "Figures and their spread"));
    parts += &table(&heads, &rows);
    parts += &weakest(&runs.weakest, count);
    parts += &each(std::slice::from_ref(runs));
    parts += &assumptions::assumptions(scenario);
    parts += &foot(std::slice::from_ref(runs));
    page(&scenario.name, lang, &parts)
}

/// The lines of the ways.
const CLASSES: [&str; 3] = ["w0", "w1", "w2"];

/// Customers without supply over time, mean over the runs of each way.
pub(super) fn curves(scenario: &Scenario, ways: &[Runs]) -> String {
    let most = ways
        .iter()
        .flat_map(|runs| {
            runs.out
                .iter()
                .chain(runs.out_between.iter().map(|both| &both.1))
        })
        .copied()
        .fold(0.0, f64::max);
    if most <= 0.0 {
        return String::new();
    }
    let axis = Axis::new(scenario.start, scenario.length_s);
    let label = plain("停电客户数", "Customers without supply");
    let mut chart = Chart::new(axis, (0.0, 1.1 * most), &label);
    let mut keys = Vec::new();
    // The bands of several ways would hide each other.
    if let [runs] = ways {
        let side = |of: fn(&(f64, f64)) -> f64| -> Vec<(f64, f64)> {
            let minutes = runs.out_between.iter().enumerate();
            minutes
                .map(|(k, both)| (60.0 * k as f64, of(both)))
                .collect()
        };
        chart.band(&side(|both| both.0), &side(|both| both.1), "true");
        keys.push(("area", say("十次中八次", "eight runs in ten")));
    }
    for (runs, class) in ways.iter().zip(CLASSES) {
        let points = runs.out.iter().enumerate().flat_map(|(minute, &out)| {
            let x = 60.0 * minute as f64;
            [(x, out), (x + 60.0, out)]
        });
        chart.line(&points.collect::<Vec<_>>(), class);
        keys.push((class, text(&way(&runs.operations))));
    }
    let unit = say(
        "户，各次演练的平均（真值）",
        "customers, mean over the runs (true)",
    );
    heading(&say("停电客户数", "Customers without supply")) + &framed(&chart.finish(), &unit, &keys)
}

/// Each run with a link to its own report.
pub(super) fn each(ways: &[Runs]) -> String {
    let heads = [
        ("", say("组织方式", "way")),
        ("number", say("随机种子", "seed")),
        ("number", say("停电客户", "interrupted")),
        ("number", say("时户", "customer-hours")),
        ("number", say("SAIDI（分钟）", "SAIDI, min")),
        ("number", say("找到（分钟）", "found, min")),
        ("number", say("复电（分钟）", "restored, min")),
        ("number", say("无效出工", "for nothing")),
    ];
    let all = ways
        .iter()
        .flat_map(|runs| runs.runs.iter().map(move |run| (runs, run)));
    let shown = |value: Option<f64>| value.map_or_else(|| "–".into(), |v| format!("{v:.1}"));
    let rows = all.map(|(runs, run)| {
        let link = format!(
            "<a href=\"{way}/{seed}/report.html\">{seed}</a>",
            way = runs.operations,
            seed = run.seed
        );
        vec![
            text(&way(&runs.operations)),
            link,
            run.truth.interrupted_customers.to_string(),
            format!("{:.2}", run.truth.interrupted_customer_hours),
            format!("{:.2}", run.truth.saidi_min),
            shown(run.located_min),
            shown(run.restored_min),
            run.wasted_trips.to_string(),
        ]
    });
    let rows: Vec<Vec<String>> = rows.collect();
    let open = say(
        &format!("{} 次，点击展开", rows.len()),
        &format!("{} runs; click to open", rows.len()),
    );
    format!(
        "{}<details><summary>{open}</summary>{}</details>\n",
        heading(&say("各次演练", "Each run")),
        table(&heads, &rows)
    )
}

/// Of what all this was made.
pub(super) fn foot(ways: &[Runs]) -> String {
    let runs = ways.iter().flat_map(|runs| &runs.runs);
    let mut seeds: Vec<u64> = runs.clone().map(|run| run.seed).collect();
    seeds.sort_unstable();
    seeds.dedup();
    let names: Vec<&str> = ways.iter().map(|runs| runs.operations.as_str()).collect();
    let first = runs.clone().next();
    let (scenario, version) = first.map_or(("", ""), |run| (&run.scenario, &run.version));
    format!(
        "<footer>{}</footer>\n",
        made(scenario, &seeds, version, &names.join(", "))
    )
}
