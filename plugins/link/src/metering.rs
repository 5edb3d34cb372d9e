//! Where meters measure and customers are supplied, as a district's records or the
//! truth have it: what the entries of a [`Reading`](crate::Reading) refer to.

use taiqu_grid::area::{Area, BoxKind};
use taiqu_grid::{AssetRef, Connection, District, Kind, Phases, Place};

/// What a meter measures.
#[derive(Clone, Debug, PartialEq)]
pub struct MeteringPoint {
    /// The meter.
    pub meter: AssetRef,
    /// The node whose voltages it sees.
    pub node: AssetRef,
    /// Between which conductors.
    pub connection: Connection,
    /// The loads behind it.
    pub loads: Vec<AssetRef>,
    /// The transformer whose low-voltage side it measures, for a gateway meter.
    pub gateway: Option<AssetRef>,
}

/// Where a customer is supplied.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SupplyPoint {
    /// The customer.
    pub customer: AssetRef,
    /// The node.
    pub node: AssetRef,
    /// Between which conductors.
    pub connection: Connection,
}

/// The metering points of all meters, in the order of `District::all`.
pub fn metering_points(district: &District) -> Vec<MeteringPoint> {
    let mut points = Vec::new();
    for (k, area) in (0_u16..).zip(&district.areas) {
        let at = |kind, index: usize| AssetRef::in_area(k, kind, index as u32);
        let mut behind = vec![Vec::new(); area.meters.len()];
        for (load, item) in area.loads.iter().enumerate() {
            if let Some(meter) = meter_of(area, item.customer) {
                behind[meter].push(load);
            }
        }
        for (meter, loads) in behind.into_iter().enumerate() {
            let item = &area.meters[meter];
            let cabinet = &area.boxes[item.box_index];
            let node = loads.first().map_or(cabinet.node, |&l| area.loads[l].node);
            let alone = loads.is_empty() && cabinet.kind == BoxKind::Cabinet;
            let gateway = area
                .transformers
                .iter()
                .position(|t| joins(area, t.lv, node));
            points.push(MeteringPoint {
                meter: at(Kind::Meter, meter),
                node: at(Kind::Node, node),
                connection: item.connection,
                loads: loads.into_iter().map(|l| at(Kind::Load, l)).collect(),
                gateway: gateway.filter(|_| alone).map(|t| at(Kind::Transformer, t)),
            });
        }
    }
    points
}

/// The supply points of all customers that have a meter or a load, in the order of
/// `District::all`.
pub fn supply_points(district: &District) -> Vec<SupplyPoint> {
    let metered = metering_points(district);
    let mut points = Vec::new();
    let mut first_meter = 0;
    for (k, area) in (0_u16..).zip(&district.areas) {
        for (index, customer) in area.customers.iter().enumerate() {
            let by_meter = customer.meter.map(|meter| {
                let point = &metered[first_meter + meter];
                (point.node, point.connection)
            });
            let by_load = || {
                let load = area.loads.iter().find(|l| l.customer == Some(index))?;
                let node = AssetRef::in_area(k, Kind::Node, load.node as u32);
                Some((node, load.connection))
            };
            if let Some((node, connection)) = by_meter.or_else(by_load) {
                points.push(SupplyPoint {
                    customer: AssetRef::in_area(k, Kind::Customer, index as u32),
                    node,
                    connection,
                });
            }
        }
        first_meter += area.meters.len();
    }
    points
}

/// The switches whose position is told to the control room: breakers and load
/// switches in a transformer's cabinet, where the area's terminal is, and on 10 kV
/// lines, where remote units are.
pub fn telemetered_switches(district: &District) -> Vec<AssetRef> {
    let told = |&switch: &AssetRef| {
        use taiqu_grid::area::SwitchKind::{Breaker, LoadSwitch};
        let item = &district.network(switch.place).switches[switch.index as usize];
        if !matches!(item.kind, Breaker | LoadSwitch) {
            return false;
        }
        match switch.place {
            Place::Line(_) => true,
            Place::Area(k) => {
                let boxes = &district.areas[usize::from(k)].boxes;
                boxes.iter().any(|b| {
                    b.kind == BoxKind::Cabinet && (b.node == item.from || b.node == item.to)
                })
            }
        }
    };
    district.all(Kind::Switch).filter(told).collect()
}

/// Phases a, b, c to neutral at `node`, or to earth where it has no neutral.
pub fn star_at(district: &District, node: AssetRef) -> Connection {
    let phases = district.network(node.place).nodes[node.index as usize].phases;
    if phases.has(taiqu_grid::Conductor::N) {
        Connection::to_neutral(Phases::ABC)
    } else {
        Connection::to_earth(Phases::ABC)
    }
}

/// Nominal voltage to neutral, V, of a network with `nominal_v` between phases, as
/// standards round it: 220 V of 380, 230 of 400, 240 of 416.
pub fn to_neutral_v(nominal_v: f64) -> f64 {
    (nominal_v / 3.0_f64.sqrt() / 10.0).round() * 10.0
}

/// Nominal voltage between the terminals of `connection` at `node`, V.
pub fn nominal_v(district: &District, node: AssetRef, connection: Connection) -> f64 {
    let nominal_v = district.network(node.place).nodes[node.index as usize].nominal_v;
    if connection.is_delta() {
        nominal_v
    } else {
        to_neutral_v(nominal_v)
    }
}

/// Whether two nodes are the same, or the two sides of one switch: a cabinet's
/// busbar lies behind the main switch.
fn joins(area: &Area, a: usize, b: usize) -> bool {
    let between = |(from, to): (usize, usize)| (from, to) == (a, b) || (from, to) == (b, a);
    let mut switches = area.network.switches.iter();
    a == b || switches.any(|s| between((s.from, s.to)))
}

fn meter_of(area: &Area, customer: Option<usize>) -> Option<usize> {
    area.customers[customer?].meter
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nominal_voltages_are_rounded_as_standards_do() {
        for (between, to_neutral) in [(380.0, 220.0), (400.0, 230.0), (416.0, 240.0)] {
            assert!((to_neutral_v(between) - to_neutral).abs() < 1e-9);
        }
    }
}
