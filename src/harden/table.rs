//! What was found out as a table: the same for a terminal and for the report.

use taiqu_grid::{Lang, Text};

use super::Hardened;
use super::result::Figures;
use crate::rehearse::Spread;

/// Heads of the columns.
pub(super) fn heads() -> [Text; 7] {
    [
        Text::new("措施", "measure"),
        Text::new("费用（元）", "yuan"),
        Text::new("停电时户", "customer-hours lost"),
        Text::new("少停时户", "saved"),
        Text::new("少停时户/千元", "saved per 1,000 yuan"),
        Text::new("故障", "faults"),
        Text::new("倒杆（基）", "poles fallen"),
    ]
}

/// The network as it is, then with each measure.
pub(super) fn rows(result: &Hardened) -> Vec<(Text, [String; 6])> {
    let rest = |figures: &Figures| {
        let mean = |spread: Spread| format!("{:.1}", spread.mean);
        [mean(figures.faults), mean(figures.fallen_poles)]
    };
    let lost = |figures: &Figures| format!("{:.1}", figures.customer_hours.mean);
    let none = || "–".to_owned();
    let [faults, poles] = rest(&result.as_is);
    let as_is = [none(), lost(&result.as_is), none(), none(), faults, poles];
    let mut rows = vec![(Text::new("现状", "as it is"), as_is)];
    rows.extend(result.cases.iter().map(|case| {
        let [faults, poles] = rest(&case.hardened);
        let saved = case.saved.customer_hours;
        let per_yuan = case.customer_hours_per_yuan;
        let per_thousand = per_yuan.half_interval.map(|half| 1000.0 * half);
        let cells = [
            format!("{:.0}", case.yuan),
            lost(&case.hardened),
            interval(saved.mean, saved.half_interval, 1),
            interval(1000.0 * per_yuan.mean, per_thousand, 2),
            faults,
            poles,
        ];
        (case.name.clone(), cells)
    }));
    rows
}

/// A mean with half of its interval.
fn interval(mean: f64, half: Option<f64>, digits: usize) -> String {
    match half {
        Some(half) => format!("{mean:.digits$} ± {half:.digits$}"),
        None => format!("{mean:.digits$}"),
    }
}

impl Hardened {
    /// The table for a terminal, and of what it is made.
    pub fn table(&self, lang: Lang) -> String {
        let mut lines = vec![heads().map(|head| head.get(lang).to_owned()).to_vec()];
        lines.extend(rows(self).into_iter().map(|(name, cells)| {
            let name = name.get(lang).to_owned();
            std::iter::once(name).chain(cells).collect()
        }));
        let widest = |column: usize| {
            let cells = lines.iter().map(|line| columns(&line[column]));
            cells.max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..lines[0].len()).map(widest).collect();
        let shown = lines.iter().map(|line| {
            let cells = line.iter().zip(&widths).enumerate();
            let cells = cells.map(|(column, (cell, width))| {
                let space = " ".repeat(width - columns(cell));
                if column == 0 {
                    format!("{cell}{space}")
                } else {
                    format!("{space}{cell}")
                }
            });
            cells.collect::<Vec<String>>().join("  ")
        });
        let table = shown.collect::<Vec<String>>().join("\n");
        format!("{table}\n{}", self.basis().get(lang))
    }

    /// Of what the figures are made.
    pub(super) fn basis(&self) -> Text {
        let (runs, planned) = (self.runs, self.planned_by);
        let last = self.seed.wrapping_add(u64::from(runs.max(1) - 1));
        let seeds = format!("{}–{last}", self.seed);
        let (zh, en) = if planned == 0 {
            (String::new(), String::new())
        } else {
            (
                format!("电杆与树木按档案和另外 {planned} 场风暴选出；"),
                format!("Poles and trees were chosen by the records and {planned} other storms. "),
            )
        };
        Text::new(
            format!(
                "{runs} 场风暴（随机种子 {seeds}）各在现状与加固后的网络上演练一次，未改动之物运气相同；± 为逐对之差的 95 % 置信区间（t 分布）。\
                 {zh}单价为假定值。"
            ),
            format!(
                "{runs} storms (seeds {seeds}) over the network as it is and as it would be, with the same luck for all that is not \
                 changed; ± is the 95 % interval of the mean of the pairs' differences (Student's t). {en}Unit costs are assumed."
            ),
        )
    }
}

/// Columns of a terminal that a text takes: Chinese letters take two.
fn columns(text: &str) -> usize {
    let wide = |letter: char| matches!(letter, '\u{2e80}'..='\u{ffef}');
    text.chars()
        .map(|letter| 1 + usize::from(wide(letter)))
        .sum()
}
