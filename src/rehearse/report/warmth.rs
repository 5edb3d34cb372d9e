//! How warm transformers and lines became.

use taiqu_grid::AssetRef;

use super::Run;
use super::page::table;
use super::say::{say, text};
use crate::rehearse::referee::WarmSection;

/// Listed of each.
const LISTED: usize = 10;

/// Nothing where none came near its limit.
pub(super) fn warmth(run: &Run<'_>) -> String {
    transformers(run) + &lines(run)
}

fn transformers(run: &Run<'_>) -> String {
    /// The hot spot at which a transformer lives as long as it was built for (IEC 60076-7), °C.
    const RATED_C: f64 = 98.0;
    let mut hot: Vec<_> = run.referee.warmth.transformers.iter().collect();
    hot.retain(|(_, (spot_c, _))| *spot_c > RATED_C);
    if hot.is_empty() {
        return String::new();
    }
    hot.sort_by(|(_, a), (_, b)| b.0.total_cmp(&a.0));
    let heads = [
        ("", say("变压器", "transformer")),
        ("number", say("最高热点温度（℃）", "hottest spot, °C")),
        ("number", say("消耗寿命（小时）", "life used, h")),
    ];
    let rows = hot
        .iter()
        .take(LISTED)
        .map(|(transformer, (spot_c, aged_h))| {
            vec![
                text(&run.part(**transformer)),
                format!("{spot_c:.0}"),
                format!("{aged_h:.0}"),
            ]
        });
    table(&heads, &rows.collect::<Vec<_>>())
}

fn lines(run: &Run<'_>) -> String {
    let over = |section: &WarmSection| section.highest_c - section.limit_c;
    let mut hot: Vec<(&AssetRef, &WarmSection)> = run.referee.warmth.sections.iter().collect();
    hot.retain(|(_, section)| over(section) > 0.0);
    if hot.is_empty() {
        return String::new();
    }
    hot.sort_by(|(_, a), (_, b)| over(b).total_cmp(&over(a)));
    let heads = [
        ("", say("线路", "line")),
        ("number", say("最高导体温度（℃）", "hottest conductor, °C")),
        ("number", say("允许（℃）", "permitted, °C")),
        ("number", say("下垂增加（米）", "hung lower by, m")),
    ];
    let rows = hot.iter().take(LISTED).map(|(line, section)| {
        vec![
            text(&run.part(**line)),
            format!("{:.0}", section.highest_c),
            format!("{:.0}", section.limit_c),
            section
                .lost_m
                .map(|lost_m| format!("{lost_m:.2}"))
                .unwrap_or_default(),
        ]
    });
    table(&heads, &rows.collect::<Vec<_>>())
}
