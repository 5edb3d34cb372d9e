//! The last 24 hours, filled.

use taiqu_estimate::{Quantity, Trends};
use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::metering::to_neutral_v;

use super::Twin;
use super::values::{node_of, nominal};
use crate::model::{Series, Trend};

/// The last 24 hours of what tells most about a thing.
pub fn trend(twin: &Twin, trends: &Trends, asset: AssetRef) -> Option<Trend> {
    let hours = |second: i64| second as f64 / 3600.0;
    let curve = |asset, quantity, phase, by: f64| Series {
        phase,
        points: trends
            .course(asset, quantity)
            .into_iter()
            .map(|(second, value)| [hours(second), value * by])
            .collect(),
    };
    let limits = (twin.limits.low_pu, twin.limits.high_pu);
    let of_voltage = |nominal: f64, series| {
        let by = if nominal > 1000.0 { 0.001 } else { 1.0 };
        let unit = if nominal > 1000.0 { "kV" } else { "V" };
        let (low, high) = (nominal * limits.0 * by, nominal * limits.1 * by);
        ("value.voltage", unit, series, Some(low), Some(high))
    };
    let (key, unit, series, low, high) = match asset.kind {
        Kind::Section | Kind::Transformer => {
            let series = vec![curve(asset, Quantity::Loading, None, 100.0)];
            let high = twin.limits.overload_pu * 100.0;
            ("value.loading", "%", series, None, Some(high))
        }
        Kind::Meter | Kind::Customer => of_voltage(
            nominal(twin, asset),
            vec![curve(asset, Quantity::Voltage, None, 1.0)],
        ),
        _ => {
            let node = node_of(twin, asset)?;
            let item = &twin.records.0.network(node.place).nodes[node.index as usize];
            let nominal = to_neutral_v(item.nominal_v);
            let by = if nominal > 1000.0 { 0.001 } else { 1.0 };
            let quantities = [Quantity::VoltageA, Quantity::VoltageB, Quantity::VoltageC];
            let phases = item.phases.and(Phases::ABC).iter();
            let series = phases.map(|p| curve(node, quantities[p.index()], Some(p), by));
            of_voltage(nominal, series.collect())
        }
    };
    let any = series.iter().any(|one| one.points.len() >= 2);
    any.then(|| Trend {
        key,
        unit,
        until_h: twin.clock.tick.0 as f64 / 3600.0,
        clock_h: twin.clock.start.second_of_day() as f64 / 3600.0,
        series,
        low,
        high,
    })
}
