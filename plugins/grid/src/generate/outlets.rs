//! Branch boxes that stand by the road, and the cables that leave them.

use super::draft::{Asset, Draft};
use super::geometry::{Point, length};
use super::sizes;
use crate::area::raw::{RawBox, RawSection};
use crate::area::{BoxKind, SwitchKind};
use crate::{Phases, Text};

/// Adds the branch box `id` with its busbar, the node `node`.
pub(super) fn add_box(
    draft: &mut Draft,
    [id, node]: [&str; 2],
    (at, heading): (Point, f64),
    name: &Text,
) {
    let node = draft.node(node, Phases::ABCN, at, name.clone());
    let asset = draft.asset(Asset::Box);
    draft.area.boxes.push(RawBox {
        id: id.to_owned(),
        kind: BoxKind::Branch,
        node,
        model: Some("DFW-6".into()),
        at: Some(at.written()),
        height_m: 0.35,
        heading_deg: heading,
        asset,
        name: name.clone(),
    });
}

/// Adds fuses and a cable along `trace` from the branch box `from` to the meter box
/// `meter_box`, which draws `kw`.
pub(super) fn add_service(
    draft: &mut Draft,
    (from, meter_box): (&str, &str),
    trace: &[Point],
    kw: f64,
    name: &Text,
) {
    let amps = kw / 0.693 * 1.15;
    let head = draft.node(
        &format!("{meter_box}-fu"),
        Phases::ABCN,
        trace[0],
        name.clone(),
    );
    let fuses = Text::new(format!("{}熔断器", name.zh), format!("{} fuses", name.en));
    draft.switch(
        &format!("FU-{meter_box}"),
        (SwitchKind::Fuse, sizes::branch_fuse(amps)),
        [from, &head],
        Phases::ABCN,
        fuses,
    );
    let line_type = if amps < 45.0 {
        "YJLV22-4x35"
    } else {
        sizes::cable(amps)
    };
    let ends = [head.as_str(), &format!("{meter_box}-in")];
    add_cable(
        draft,
        (&format!("D-{meter_box}"), line_type),
        ends,
        trace,
        name,
    );
}

/// Adds a cable along `trace` to what is called `name`.
pub(super) fn add_cable(
    draft: &mut Draft,
    (id, line_type): (&str, &str),
    [from, to]: [&str; 2],
    trace: &[Point],
    name: &Text,
) {
    let bends = &trace[1..trace.len() - 1];
    draft.section(RawSection {
        id: id.to_owned(),
        from: from.to_owned(),
        to: to.to_owned(),
        phases: Phases::ABCN,
        // Two metres at each end rise to the terminals.
        length_m: length(trace) + 4.0,
        line_type: line_type.to_owned(),
        via: bends.iter().map(|p| p.written()).collect(),
        name: Text::new(format!("{}电缆", name.zh), format!("Cable to {}", name.en)),
        ..RawSection::default()
    });
}
