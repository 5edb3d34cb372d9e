//! What of the picture is abnormal.

use std::collections::{BTreeMap, BTreeSet};

use taiqu_grid::area::Vector;
use taiqu_grid::{AssetRef, District, Kind, Place};
use taiqu_link::Tick;
use taiqu_link::metering::to_neutral_v;

use crate::components::{Finding, FindingKind, Limits, SupplyState, TransformerState};
use crate::habits::ODD;
use crate::states::States;
use crate::warmth::Warmth;

/// All limits that the `states` of the things in `records` and their hot spots cross, who of
/// them uses oddly, and those of `before` that are not about them, ordered by kind, then by
/// asset. What was crossed before keeps its beginning, and ends only beyond the deadband.
pub fn crossed(
    records: &District,
    states: &States,
    (odd, hot_spots): (&[(AssetRef, f64)], &Warmth),
    (limits, before): (&Limits, &[Finding]),
    now: Tick,
) -> Vec<Finding> {
    let since = before
        .iter()
        .map(|finding| ((finding.kind, finding.asset), finding.since));
    let mut watch = Watch {
        limits,
        since: since.collect(),
        now,
        found: Vec::new(),
    };
    let transformers = records.all(Kind::Transformer).zip(&states.transformers);
    for (asset, state) in transformers {
        watch.transformer(records, asset, state);
    }
    for (asset, hot_c) in hot_spots.hot_spots() {
        let band = if watch.was(FindingKind::Hot, asset) {
            limits.hot_deadband_k
        } else {
            0.0
        };
        if records.has(asset) && hot_c > limits.hot_c - band {
            watch.add(FindingKind::Hot, asset, hot_c, limits.hot_c);
        }
    }
    for (asset, (state, _)) in records.all(Kind::Switch).zip(&states.switches) {
        watch.above(
            FindingKind::Overload,
            asset,
            state.loading,
            limits.overload_pu,
        );
    }
    for (asset, state) in records.all(Kind::Section).zip(&states.sections) {
        watch.loading(asset, state.loading);
    }
    for (asset, state) in records.all(Kind::Customer).zip(&states.customers) {
        if let Some(state) = state {
            watch.customer(asset, state, customer_nominal_v(records, asset));
        }
    }
    for &(customer, ratio) in odd {
        let limit = if ratio < 1.0 { 1.0 / ODD } else { ODD };
        watch.add(FindingKind::OddUse, customer, ratio, limit);
    }
    for &asset in &states.forced {
        watch.add(FindingKind::Forced, asset, 0.0, 0.0);
    }
    for &asset in &states.tampered {
        watch.add(FindingKind::Tampered, asset, 0.0, 0.0);
    }
    let others = before.iter().filter(|f| !records.has(f.asset)).copied();
    let mut all: Vec<Finding> = others.chain(watch.found).collect();
    all.sort_by_key(|finding| (finding.kind, finding.asset));
    all
}

/// The crossings that have lasted long enough to be told: loss of voltage, locks that were
/// forced and meters that are tampered with at once, all else after
/// [`Limits::persistence_s`]. What is overloaded is not also told to be heavily loaded.
pub fn lasting(crossed: &[Finding], limits: &Limits, now: Tick) -> Vec<Finding> {
    let lasts = |finding: &&Finding| {
        let at_once = matches!(
            finding.kind,
            FindingKind::Dead | FindingKind::Forced | FindingKind::Tampered
        );
        at_once || now.since(finding.since) >= limits.persistence_s
    };
    let told: Vec<Finding> = crossed.iter().filter(lasts).copied().collect();
    let overloaded: BTreeSet<AssetRef> = told
        .iter()
        .filter(|finding| finding.kind == FindingKind::Overload)
        .map(|finding| finding.asset)
        .collect();
    let graver = |f: &Finding| f.kind == FindingKind::HeavyLoad && overloaded.contains(&f.asset);
    told.into_iter().filter(|f| !graver(f)).collect()
}

/// Values held against limits.
struct Watch<'a> {
    limits: &'a Limits,
    /// What was crossed before.
    since: BTreeMap<(FindingKind, AssetRef), Tick>,
    now: Tick,
    found: Vec<Finding>,
}

impl Watch<'_> {
    fn transformer(&mut self, records: &District, asset: AssetRef, state: &TransformerState) {
        self.loading(asset, state.loading);
        let delta = match asset.place {
            Place::Area(k) => {
                let item = &records.areas[usize::from(k)].transformers[asset.index as usize];
                matches!(item.rating.vector, Vector::Dyn11 | Vector::Dyn1)
            }
            Place::Line(_) => false,
        };
        let limit = if delta {
            self.limits.unbalance_delta_pu
        } else {
            self.limits.unbalance_star_pu
        };
        let kind = FindingKind::Unbalance;
        let counts =
            state.loading > self.relaxed_loading(kind, asset, self.limits.unbalance_from_pu);
        if counts && state.unbalance > self.relaxed_loading(kind, asset, limit) {
            self.add(kind, asset, state.unbalance, limit);
        }
        let back_kw = -state.power_kw.iter().sum::<f64>();
        let kind = FindingKind::ReverseFlow;
        let limit = self.limits.reverse_kw;
        if back_kw > if self.was(kind, asset) { 0.0 } else { limit } {
            self.add(kind, asset, back_kw, limit);
        }
    }

    fn loading(&mut self, asset: AssetRef, loading: f64) {
        for (kind, limit) in [
            (FindingKind::Overload, self.limits.overload_pu),
            (FindingKind::HeavyLoad, self.limits.heavy_pu),
        ] {
            self.above(kind, asset, loading, limit);
        }
    }

    fn above(&mut self, kind: FindingKind, asset: AssetRef, loading: f64, limit: f64) {
        if loading > self.relaxed_loading(kind, asset, limit) {
            self.add(kind, asset, loading, limit);
        }
    }

    fn customer(&mut self, asset: AssetRef, state: &SupplyState, nominal_v: f64) {
        if !state.live {
            self.add(FindingKind::Dead, asset, 0.0, 0.0);
            return;
        }
        for (kind, limit_pu, sign) in [
            (FindingKind::HighVoltage, self.limits.high_pu, 1.0),
            (FindingKind::LowVoltage, self.limits.low_pu, -1.0),
        ] {
            let limit = limit_pu * nominal_v;
            let band = self.limits.voltage_deadband_pu * nominal_v;
            let band = if self.was(kind, asset) { band } else { 0.0 };
            if sign * (state.voltage_v - limit) > -band {
                self.add(kind, asset, state.voltage_v, limit);
            }
        }
    }

    fn was(&self, kind: FindingKind, asset: AssetRef) -> bool {
        self.since.contains_key(&(kind, asset))
    }

    fn relaxed_loading(&self, kind: FindingKind, asset: AssetRef, limit: f64) -> f64 {
        if self.was(kind, asset) {
            limit - self.limits.loading_deadband_pu
        } else {
            limit
        }
    }

    fn add(&mut self, kind: FindingKind, asset: AssetRef, value: f64, limit: f64) {
        let since = self.since.get(&(kind, asset)).copied();
        self.found.push(Finding {
            asset,
            kind,
            value,
            limit,
            since: since.unwrap_or(self.now),
        });
    }
}

/// Nominal voltage between a customer's terminals, V: that of its meter's
/// connection, else phase to neutral.
pub fn customer_nominal_v(records: &District, customer: AssetRef) -> f64 {
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
