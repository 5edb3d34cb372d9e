//! Switches that put what is in a meter box on one phase or another.

use std::collections::BTreeMap;

use super::names::Names;
use super::network::absent;
use super::{Report, Who};
use crate::area::raw::RawPhaseSwitch;
use crate::area::{Area, Customer, Importance, Load, Meter, PhaseSwitch};
use crate::{Connection, Phases, Text};

/// Phase switches of an area that is checked but for them.
pub(super) fn check_phase_switches(
    raw: Vec<RawPhaseSwitch>,
    area: &Area,
    report: &mut Report,
) -> Vec<PhaseSwitch> {
    Names::of("phase_switch", raw.iter().map(|r| r.id.as_str()), report);
    // What is wrong with these ids was said before.
    let said = &mut Report::default();
    let transformers = area.transformers.iter().map(|t| t.id.as_str());
    let transformers = Names::of("transformer", transformers, said);
    let boxes = Names::of("box", area.boxes.iter().map(|b| b.id.as_str()), said);
    let mut fed: BTreeMap<usize, String> = BTreeMap::new();
    let checked = raw.into_iter().map(|raw| {
        let who = Who("phase_switch", &raw.id);
        let transformer = transformers.find(&raw.transformer, who, "transformer", report);
        let found = boxes.find(&raw.r#box, who, "box", report);
        if report.positive(who, "rating_a", raw.rating_a) {
            report.usual(who, "rating_a", raw.rating_a, (16.0, 250.0));
        }
        if let Some(box_index) = found {
            if let Some(other) = fed.insert(box_index, raw.id.clone()) {
                two_switches(who, &raw.r#box, &other, report);
            }
            check_box(who, (area, box_index), report);
        }
        PhaseSwitch {
            transformer: transformer.unwrap_or(0),
            box_index: found.unwrap_or(0),
            rating_a: raw.rating_a,
            asset: raw.asset,
            name: raw.name,
            id: raw.id,
        }
    });
    checked.collect()
}

/// Whether all in a box can be put on another phase together.
fn check_box(who: Who, (area, box_index): (&Area, usize), report: &mut Report) {
    let item = &area.boxes[box_index];
    let node = area.network.nodes.get(item.node);
    if let Some(node) = node {
        absent(who, Phases::ABCN.without(node.phases), node, report);
    }
    let meters = area.meters.iter().enumerate();
    let own: Vec<(usize, &Meter)> = meters.filter(|(_, m)| m.box_index == box_index).collect();
    let Some(&(_, first)) = own.first() else {
        report.error(
            who,
            Text::new(
                format!("表箱 {} 里没有电能表", item.id),
                format!("there is no meter in box {}", item.id),
            ),
            Text::new(
                "更正 box，或把表放入该箱",
                "correct box, or put its meters there",
            ),
        );
        return;
    };
    for &(index, meter) in &own {
        if !is_single(meter.connection) {
            not_single(who, meter, report);
        } else if is_single(first.connection) && meter.connection != first.connection {
            other_phase(who, (first, meter), report);
        }
        check_behind(who, (area, index), report);
    }
}

/// Whether all behind a meter moves with it.
fn check_behind(who: Who, (area, meter): (&Area, usize), report: &mut Report) {
    let connection = area.meters[meter].connection;
    let at = area.boxes[area.meters[meter].box_index].node;
    let owner = |load: &Load| {
        load.customer
            .and_then(|customer| area.customers[customer].meter)
    };
    for load in area.loads.iter().filter(|load| owner(load) == Some(meter)) {
        if load.connection != connection {
            beside(who, load, &area.meters[meter], report);
        }
        let apart = area.network.nodes.get(load.node);
        if let Some(node) = apart.filter(|_| load.node != at) {
            absent(who, Phases::ABCN.without(node.phases), node, report);
        }
    }
    let mut customers = area.customers.iter();
    let ventilated =
        |c: &&Customer| c.meter == Some(meter) && c.importance == Importance::LifeSupport;
    if let Some(customer) = customers.find(ventilated) {
        report.warn(
            who,
            Text::new(
                format!("为生命支持客户 {} 供电，终端不会换相", customer.id),
                format!(
                    "feeds customer {}, who lives by a machine: it will not be moved",
                    customer.id
                ),
            ),
            Text::new("把换相开关装在其他表箱", "put it before another box"),
        );
    }
}

/// Whether a connection is from one phase to the neutral.
fn is_single(connection: Connection) -> bool {
    let phases = connection.phases();
    phases.len() == 1 && connection == Connection::to_neutral(phases)
}

fn two_switches(who: Who, item: &str, other: &str, report: &mut Report) {
    report.error(
        who,
        Text::new(
            format!("表箱 {item} 已有换相开关 {other}"),
            format!("box {item} has the phase switch {other} already"),
        ),
        Text::new(
            "每个表箱最多一台：更正 box 或删除一台",
            "a box has one at most: correct box, or remove one",
        ),
    );
}

fn not_single(who: Who, meter: &Meter, report: &mut Report) {
    let (id, connection) = (&meter.id, meter.connection);
    report.error(
        who,
        Text::new(
            format!("所供电能表 {id} 接法为 {connection}，不是单相"),
            format!("meter {id} behind it is connected {connection}, not on a single phase"),
        ),
        Text::new(
            "换相开关只供单相表：更正该表的 connection，或换一个表箱",
            "a phase switch feeds meters of one phase: correct the meter's connection, or take another box",
        ),
    );
}

fn other_phase(who: Who, (first, meter): (&Meter, &Meter), report: &mut Report) {
    let (one, other) = (first.connection, meter.connection);
    report.error(
        who,
        Text::new(
            format!(
                "所供电能表不在同一相：{} 为 {one}，{} 为 {other}",
                first.id, meter.id
            ),
            format!(
                "its meters are on different phases: {} on {one}, {} on {other}",
                first.id, meter.id
            ),
        ),
        Text::new(
            "开关之后只有一相：把这些表接在同一相，或换一个表箱",
            "there is one phase behind it: give these meters the same, or take another box",
        ),
    );
}

fn beside(who: Who, load: &Load, meter: &Meter, report: &mut Report) {
    let (own, its) = (load.connection, meter.connection);
    report.error(
        who,
        Text::new(
            format!(
                "其后的负荷 {} 接于 {own}，而电能表 {} 接于 {its}",
                load.id, meter.id
            ),
            format!(
                "load {} behind it is connected {own}, and its meter {} {its}",
                load.id, meter.id
            ),
        ),
        Text::new(
            "负荷须与电能表同相：更正 connection",
            "a load is on its meter's phase: correct connection",
        ),
    );
}
