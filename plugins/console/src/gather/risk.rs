//! What a storm that is forecast will probably do, filled.

use std::collections::BTreeMap;

use taiqu_grid::AssetRef;
use taiqu_link::Tick;
use taiqu_risk::Risk;

use super::Twin;
use super::work::part_name;
use crate::model::{RiskRow, RiskView};
use crate::names;

/// Probability below which nobody need look.
const WORTH_A_ROW: f64 = 0.01;
/// Most rows of each list: customers on one line are in danger together.
const MOST: usize = 60;

/// What `risk` says; none where there is nothing to look at.
pub fn risk(twin: &Twin, risk: &Risk) -> Option<RiskView> {
    let peak = risk.peak.map(|(at_s, wind_m_s)| {
        let at = Tick(u64::try_from(at_s).unwrap_or(0));
        (twin.clock.at(at), wind_m_s)
    });
    let view = RiskView {
        peak,
        expected_out: risk.expected_out(),
        poles: rows(twin, &risk.poles),
        sections: rows(twin, &risk.sections),
        customers: rows(twin, &risk.customers),
    };
    let any = view.lists().iter().any(|(_, rows)| !rows.is_empty());
    any.then_some(view)
}

/// The most endangered first.
fn rows(twin: &Twin, of: &BTreeMap<AssetRef, f64>) -> Vec<RiskRow> {
    let ranked = Risk::ranked(of).into_iter();
    let worth = ranked.take_while(|&(_, p)| p >= WORTH_A_ROW).take(MOST);
    let rows = worth.map(|(asset, probability)| RiskRow {
        asset,
        name: part_name(twin, asset),
        place: names::place(&twin.records.0, asset.place),
        probability,
    });
    rows.collect()
}
