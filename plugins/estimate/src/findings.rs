//! What of the picture is abnormal.

use std::collections::BTreeMap;

use taiqu_grid::area::Vector;
use taiqu_grid::{AssetRef, District, Kind, Place};
use taiqu_link::Tick;
use taiqu_link::metering::to_neutral_v;

use crate::components::{Finding, FindingKind, FlowState, Limits, SupplyState, TransformerState};
use crate::states::States;

/// All findings in the `states` of the things in `records`, and those of `before`
/// that are not about them, ordered by kind, then by asset; what was found before
/// keeps its beginning.
pub fn findings(
    records: &District,
    states: &States,
    limits: &Limits,
    before: &[Finding],
    now: Tick,
) -> Vec<Finding> {
    let mut found = Vec::new();
    let transformers = records.all(Kind::Transformer).zip(&states.transformers);
    for (asset, state) in transformers {
        transformer(records, asset, state, limits, &mut found);
    }
    for (asset, state) in records.all(Kind::Section).zip(&states.sections) {
        section(asset, state, limits, &mut found);
    }
    for (asset, state) in records.all(Kind::Customer).zip(&states.customers) {
        if let Some(state) = state {
            let nominal = customer_nominal_v(records, asset);
            customer(asset, state, nominal, limits, &mut found);
        }
    }
    let since: BTreeMap<(FindingKind, AssetRef), Tick> = before
        .iter()
        .map(|finding| ((finding.kind, finding.asset), finding.since))
        .collect();
    let found = found
        .into_iter()
        .map(|(kind, asset, value, limit)| Finding {
            asset,
            kind,
            value,
            limit,
            since: since.get(&(kind, asset)).copied().unwrap_or(now),
        });
    let others = before.iter().filter(|f| !records.has(f.asset)).copied();
    let mut all: Vec<Finding> = others.chain(found).collect();
    all.sort_by_key(|finding| (finding.kind, finding.asset));
    all
}

type Found = Vec<(FindingKind, AssetRef, f64, f64)>;

fn transformer(
    records: &District,
    asset: AssetRef,
    state: &TransformerState,
    limits: &Limits,
    found: &mut Found,
) {
    loading(asset, state.loading, limits, found);
    let delta = match asset.place {
        Place::Area(k) => {
            let item = &records.areas[usize::from(k)].transformers[asset.index as usize];
            matches!(item.rating.vector, Vector::Dyn11 | Vector::Dyn1)
        }
        Place::Line(_) => false,
    };
    let limit = if delta {
        limits.unbalance_delta_pu
    } else {
        limits.unbalance_star_pu
    };
    if state.unbalance > limit && state.loading > limits.unbalance_from_pu {
        found.push((FindingKind::Unbalance, asset, state.unbalance, limit));
    }
    let back_kw = -state.power_kw.iter().sum::<f64>();
    if back_kw > limits.reverse_kw {
        found.push((FindingKind::ReverseFlow, asset, back_kw, limits.reverse_kw));
    }
}

fn section(asset: AssetRef, state: &FlowState, limits: &Limits, found: &mut Found) {
    loading(asset, state.loading, limits, found);
}

fn loading(asset: AssetRef, loading: f64, limits: &Limits, found: &mut Found) {
    if loading > limits.overload_pu {
        found.push((FindingKind::Overload, asset, loading, limits.overload_pu));
    } else if loading > limits.heavy_pu {
        found.push((FindingKind::HeavyLoad, asset, loading, limits.heavy_pu));
    }
}

fn customer(
    asset: AssetRef,
    state: &SupplyState,
    nominal_v: f64,
    limits: &Limits,
    found: &mut Found,
) {
    let (high, low) = (limits.high_pu * nominal_v, limits.low_pu * nominal_v);
    if !state.live {
        found.push((FindingKind::Dead, asset, 0.0, 0.0));
    } else if state.voltage_v > high {
        found.push((FindingKind::HighVoltage, asset, state.voltage_v, high));
    } else if state.voltage_v < low {
        found.push((FindingKind::LowVoltage, asset, state.voltage_v, low));
    }
}

/// Nominal voltage between a customer's terminals, V: that of its meter's
/// connection, else phase to neutral.
fn customer_nominal_v(records: &District, customer: AssetRef) -> f64 {
    let Place::Area(k) = customer.place else {
        return 0.0;
    };
    let area = &records.areas[usize::from(k)];
    let meter = area.customers[customer.index as usize].meter;
    let delta = meter.is_some_and(|meter| area.meters[meter].connection.is_delta());
    if delta {
        area.nominal_v
    } else {
        to_neutral_v(area.nominal_v)
    }
}
