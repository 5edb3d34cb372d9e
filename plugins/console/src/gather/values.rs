//! The values of a thing between their limits.

use taiqu_estimate::components::Quality;
use taiqu_grid::{AssetRef, Conductor, Kind, Phases, Place};
use taiqu_link::metering::to_neutral_v;

use super::Twin;
use crate::model::{Bar, Level, ValueRow};

/// The node whose voltages tell about a thing.
pub fn node_of(twin: &Twin, asset: AssetRef) -> Option<AssetRef> {
    let district = &twin.records.0;
    let index = asset.index as usize;
    let node = match (asset.kind, asset.place) {
        (Kind::Node, _) => index,
        (Kind::Switch, _) => district.network(asset.place).switches[index].to,
        (Kind::Box, Place::Area(k)) => district.areas[usize::from(k)].boxes[index].node,
        _ => return None,
    };
    Some(AssetRef {
        kind: Kind::Node,
        index: node as u32,
        ..asset
    })
}

/// The values of a thing, and what they are.
pub fn values(twin: &Twin, asset: AssetRef) -> (Vec<ValueRow>, Option<Quality>) {
    let mut rows = Vec::new();
    let voltages = voltages(twin, asset, &mut rows);
    let currents = currents(twin, asset, &mut rows);
    let transformer = transformer(twin, asset, &mut rows);
    let supply = supply(twin, asset, &mut rows);
    (rows, voltages.or(currents).or(transformer).or(supply))
}

fn voltages(twin: &Twin, asset: AssetRef, rows: &mut Vec<ValueRow>) -> Option<Quality> {
    let node = node_of(twin, asset)?;
    let state = twin.node(node)?;
    let item = &twin.records.0.network(node.place).nodes[node.index as usize];
    let nominal = to_neutral_v(item.nominal_v);
    for phase in item.phases.and(Phases::ABC).iter() {
        let value = state.phase_v[phase.index()];
        rows.push(voltage(twin, value, nominal, Some(phase)));
    }
    if item.phases.has(Conductor::N) {
        rows.push(plain(
            "value.neutral-voltage",
            None,
            state.neutral_v,
            1,
            "V",
        ));
    }
    Some(state.quality)
}

fn currents(twin: &Twin, asset: AssetRef, rows: &mut Vec<ValueRow>) -> Option<Quality> {
    let state = twin.flow(asset)?;
    let (phases, ampacity) = conductors(twin, asset);
    for phase in phases.iter() {
        let value = state.current_a[phase.index()];
        let bar = ampacity.map(|high| bar(value, 0.0, high * 1.25, None, Some(high)));
        rows.push(ValueRow {
            bar: bar.filter(|_| phase != Conductor::N),
            ..plain("value.current", Some(phase), value, 1, "A")
        });
    }
    if ampacity.is_some() {
        rows.push(loading(twin, state.loading));
    }
    Some(state.quality)
}

fn transformer(twin: &Twin, asset: AssetRef, rows: &mut Vec<ValueRow>) -> Option<Quality> {
    let state = twin.transformer(asset)?;
    rows.push(loading(twin, state.loading));
    let power: f64 = state.power_kw.iter().sum();
    rows.push(plain("value.power", None, power, 1, "kW"));
    for phase in Phases::ABC.iter() {
        let value = state.power_kw[phase.index()];
        rows.push(plain("value.power", Some(phase), value, 1, "kW"));
    }
    for phase in Conductor::ALL {
        let value = state.current_a[phase.index()];
        rows.push(plain("value.current", Some(phase), value, 1, "A"));
    }
    let unbalance = state.unbalance * 100.0;
    let high = twin.limits.unbalance_delta_pu * 100.0;
    rows.push(ValueRow {
        bar: Some(bar(unbalance, 0.0, 100.0, None, Some(high))),
        ..plain("value.unbalance", None, unbalance, 0, "%")
    });
    rows.push(plain("value.tap", None, state.tap * 100.0, 1, "%"));
    Some(state.quality)
}

fn supply(twin: &Twin, asset: AssetRef, rows: &mut Vec<ValueRow>) -> Option<Quality> {
    let state = twin.supply(asset)?;
    rows.push(voltage(twin, state.voltage_v, nominal(twin, asset), None));
    rows.push(plain("value.power", None, state.power_kw, 2, "kW"));
    Some(state.quality)
}

fn plain(
    key: &'static str,
    phase: Option<Conductor>,
    value: f64,
    digits: usize,
    unit: &'static str,
) -> ValueRow {
    ValueRow {
        key,
        phase,
        value,
        digits,
        unit,
        bar: None,
    }
}

/// A voltage between the limits of supply; kilovolts above a thousand.
fn voltage(twin: &Twin, value: f64, nominal: f64, phase: Option<Conductor>) -> ValueRow {
    let (unit, per) = if nominal > 1000.0 {
        ("kV", 1000.0)
    } else {
        ("V", 1.0)
    };
    let at = |pu: f64| nominal * pu / per;
    let (low, high) = (at(twin.limits.low_pu), at(twin.limits.high_pu));
    let mut row = plain("value.voltage", phase, value / per, 1, unit);
    row.digits = if nominal > 1000.0 { 2 } else { 1 };
    row.bar = Some(Bar {
        from: at(twin.limits.low_pu - 0.05),
        to: at(twin.limits.high_pu + 0.05),
        low: Some(low),
        high: Some(high),
        level: match row.value {
            dead if dead < at(0.05) => Level::Critical,
            drop if drop < low => Level::Medium,
            rise if rise > high => Level::High,
            _ => Level::Normal,
        },
    });
    row
}

fn loading(twin: &Twin, pu: f64) -> ValueRow {
    let percent = pu * 100.0;
    let heavy = twin.limits.heavy_pu * 100.0;
    let mut bar = bar(
        percent,
        0.0,
        125.0,
        None,
        Some(twin.limits.overload_pu * 100.0),
    );
    if bar.level == Level::Normal && percent > heavy {
        bar.level = Level::Medium;
    }
    ValueRow {
        bar: Some(bar),
        ..plain("value.loading", None, percent, 0, "%")
    }
}

fn bar(value: f64, from: f64, to: f64, low: Option<f64>, high: Option<f64>) -> Bar {
    let over = high.is_some_and(|high| value > high);
    Bar {
        from,
        to,
        low,
        high,
        level: if over { Level::High } else { Level::Normal },
    }
}

/// Conductors and ampacity of a section or switch.
fn conductors(twin: &Twin, asset: AssetRef) -> (Phases, Option<f64>) {
    let network = twin.records.0.network(asset.place);
    let index = asset.index as usize;
    if asset.kind == Kind::Section {
        let section = &network.sections[index];
        (section.phases, section.ampacity_a)
    } else {
        (network.switches[index].phases, None)
    }
}

/// Nominal voltage between the terminals of a meter, customer or load, V.
pub fn nominal(twin: &Twin, asset: AssetRef) -> f64 {
    let Place::Area(k) = asset.place else {
        return 0.0;
    };
    let area = &twin.records.0.areas[usize::from(k)];
    let index = asset.index as usize;
    let connection = match asset.kind {
        Kind::Meter => Some(area.meters[index].connection),
        Kind::Customer => area.customers[index]
            .meter
            .map(|m| area.meters[m].connection),
        _ => Some(area.loads[index].connection),
    };
    if connection.is_some_and(taiqu_grid::Connection::is_delta) {
        area.nominal_v
    } else {
        to_neutral_v(area.nominal_v)
    }
}
