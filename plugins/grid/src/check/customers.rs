//! Boxes, meters and customers.

use std::collections::BTreeMap;

use super::names::{Names, unknown_type};
use super::network::{Context, absent};
use super::{Report, Who, short};
use crate::area::raw::{RawBox, RawCustomer, RawMeter};
use crate::area::{BoxItem, BoxKind, Customer, Earthing, Meter, Node};
use crate::{Connection, Phases, Text};

pub(super) fn check_box(raw: RawBox, context: &Context, report: &mut Report) -> BoxItem {
    let who = Who("box", &raw.id);
    let node = context.nodes.find(&raw.node, who, "node", report);
    report.position(who, raw.at);
    report.finite(who, "heading_deg", raw.heading_deg);
    if report.not_negative(who, "height_m", raw.height_m) {
        report.usual(who, "height_m", raw.height_m, (0.0, 20.0));
    }
    if let BoxKind::Meter { positions } = raw.kind {
        report.positive(who, "positions", f64::from(positions));
    }
    let known = &context.catalogue.boxes;
    if let Some(model) = &raw.model
        && !known.contains_key(model)
    {
        unknown_type(who, "model", model, known.keys(), report);
    }
    BoxItem {
        kind: raw.kind,
        node: node.unwrap_or(0),
        model: raw.model,
        at: raw.at,
        height_m: raw.height_m,
        heading_deg: raw.heading_deg,
        asset: raw.asset,
        name: raw.name,
        id: raw.id,
    }
}

pub(super) fn check_meter(
    raw: RawMeter,
    names: &Names,
    boxes: &[BoxItem],
    nodes: &[Node],
    context: &Context,
    report: &mut Report,
) -> Meter {
    let who = Who("meter", &raw.id);
    let box_index = names.find(&raw.r#box, who, "box", report);
    if raw.connection.is_none() {
        report.error(
            who,
            Text::new("没有 connection", "connection is missing"),
            Text::new("填写接法，如 an 或 abcn", "give it, such as an or abcn"),
        );
    }
    let connection = raw
        .connection
        .unwrap_or(Connection::to_neutral(Phases::ABC));
    let node = box_index.and_then(|k| nodes.get(boxes[k].node));
    if let (Some(node), true) = (node, raw.connection.is_some()) {
        absent(
            who,
            connection.conductors().without(node.phases),
            node,
            report,
        );
    }
    let known = &context.catalogue.meters;
    if let Some(model) = &raw.model
        && !known.contains_key(model)
    {
        unknown_type(who, "model", model, known.keys(), report);
    }
    Meter {
        box_index: box_index.unwrap_or(0),
        position: raw.position,
        connection,
        model: raw.model,
        asset: raw.asset,
        address: raw.address,
        id: raw.id,
    }
}

/// Gives meters without a position the first free one; warns of two meters in one
/// position, of positions that a box has not and of boxes with too many meters.
pub(super) fn place_meters(meters: &mut [Meter], boxes: &[BoxItem], report: &mut Report) {
    let mut taken: BTreeMap<(usize, u32), String> = BTreeMap::new();
    for meter in meters.iter().filter(|meter| meter.position > 0) {
        let place = (meter.box_index, meter.position);
        if let Some(other) = taken.insert(place, meter.id.clone()) {
            shared_position(meter, &other, report);
        }
    }
    let mut counts = vec![0_u32; boxes.len()];
    let mut next = vec![1_u32; boxes.len()];
    for meter in meters {
        let Some(item) = boxes.get(meter.box_index) else {
            continue;
        };
        let BoxKind::Meter { positions } = item.kind else {
            continue;
        };
        counts[meter.box_index] += 1;
        if meter.position == 0 {
            let next = &mut next[meter.box_index];
            while taken.contains_key(&(meter.box_index, *next)) {
                *next += 1;
            }
            meter.position = *next;
            *next += 1;
        } else if meter.position > positions {
            position_beyond(meter, item, positions, report);
        }
    }
    for (item, count) in boxes.iter().zip(counts) {
        if let BoxKind::Meter { positions } = item.kind
            && count > positions
        {
            too_many_meters(item, count, positions, report);
        }
    }
}

fn shared_position(meter: &Meter, other: &str, report: &mut Report) {
    report.warn(
        Who("meter", &meter.id),
        Text::new(
            format!("与表 {other} 占用同一表位 {}", meter.position),
            format!("is in the position of meter {other}, {}", meter.position),
        ),
        Text::new("更正 position", "correct position"),
    );
}

fn position_beyond(meter: &Meter, item: &BoxItem, positions: u32, report: &mut Report) {
    let (position, id) = (meter.position, &item.id);
    report.warn(
        Who("meter", &meter.id),
        Text::new(
            format!("表位 {position} 超出表箱 {id} 的 {positions} 个表位"),
            format!("position {position} is beyond the {positions} of box {id}"),
        ),
        Text::new(
            "更正 position 或 positions",
            "correct position or positions",
        ),
    );
}

fn too_many_meters(item: &BoxItem, count: u32, positions: u32, report: &mut Report) {
    report.warn(
        Who("box", &item.id),
        Text::new(
            format!("有 {count} 只表，但只有 {positions} 个表位"),
            format!("has {count} meters, but only {positions} positions"),
        ),
        Text::new(
            "更正 positions，或把表移到其他表箱",
            "correct positions, or move meters to another box",
        ),
    );
}

pub(super) fn check_customer(
    raw: RawCustomer,
    meters: &Names,
    earthing: Earthing,
    report: &mut Report,
) -> Customer {
    let who = Who("customer", &raw.id);
    let meter = raw.meter.as_ref();
    let meter = meter.and_then(|id| meters.find(id, who, "meter", report));
    if raw.meter.is_none() {
        report.warn(
            who,
            Text::new("没有电能表和表箱", "has no meter and no box"),
            Text::new("填写 meter", "give its meter"),
        );
    }
    match (raw.earth_ohm, earthing) {
        (Some(earth_ohm), _) => {
            report.positive(who, "earth_ohm", earth_ohm);
        }
        (None, Earthing::Tt) if raw.meter.is_some() => report.warn(
            who,
            Text::new(
                "TT 系统的客户没有设备接地电阻",
                "a customer of a TT area has no equipment earth",
            ),
            Text::new("填写 earth_ohm，Ω", "give earth_ohm, Ω"),
        ),
        _ => {}
    }
    Customer {
        number: raw.number,
        name: raw.name,
        address: raw.address,
        meter,
        importance: raw.importance,
        contact: raw.contact,
        earth_ohm: raw.earth_ohm,
        id: raw.id,
    }
}

/// Reports customers with the number or on the meter of another.
pub(super) fn check_records(customers: &[Customer], report: &mut Report) {
    let mut numbers: BTreeMap<&str, &str> = BTreeMap::new();
    let mut meters: BTreeMap<usize, &str> = BTreeMap::new();
    for customer in customers {
        let (id, number) = (customer.id.as_str(), customer.number.as_str());
        if !number.is_empty()
            && let Some(other) = numbers.insert(number, id)
        {
            same_number(customer, other, report);
        }
        if let Some(other) = customer.meter.and_then(|meter| meters.insert(meter, id)) {
            let other = short(other);
            report.error(
                Who("customer", id),
                Text::new(
                    format!("与客户 {other} 共用一只电能表"),
                    format!("is on the same meter as customer {other}"),
                ),
                Text::new(
                    "每只表只计量一个客户：更正 meter，或补上另一只表",
                    "a meter measures one customer: correct meter, or add the other meter",
                ),
            );
        }
    }
}

/// An error about a customer whose number `other` has too.
pub(crate) fn same_number(customer: &Customer, other: &str, report: &mut Report) {
    let (number, other) = (short(&customer.number), short(other));
    report.error(
        Who("customer", &customer.id),
        Text::new(
            format!("户号 {number} 已属于客户 {other}"),
            format!("its number {number} is that of customer {other}"),
        ),
        Text::new(
            "户号必须唯一：更正其中一个 number，或删去重复的客户",
            "numbers are unique: correct one of them, or remove the customer that stands twice",
        ),
    );
}
