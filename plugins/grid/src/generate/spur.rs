//! The 10 kV end: what an area has of its own above the transformer.

use super::draft::Draft;
use super::geometry::Point;
use super::sizes;
use crate::area::raw::{RawSection, RawSupply};
use crate::area::{Source, SwitchKind};
use crate::{Phases, Text};

/// Nominal voltage of the line above, V.
pub(super) const LINE_V: f64 = 10_000.0;
/// Pole that carries 10 kV.
pub(super) const HIGH_POLE: &str = "RC190-12-G";

/// A source of 100 MVA short-circuit power at R/X = 1/3, held a little above nominal.
pub(super) fn source(voltage_v: f64) -> Source {
    Source {
        voltage_v,
        angle_deg: 0.0,
        r1_ohm: 0.316,
        x1_ohm: 0.949,
        r0_ohm: 0.316,
        x0_ohm: 0.949,
    }
}

/// Adds the node of the transformer's high-voltage terminals.
pub(super) fn add_terminals(draft: &mut Draft, at: Point) -> String {
    let name = Text::new("变压器高压侧", "Transformer HV side");
    let id = draft.node("HV", Phases::ABC, at, name);
    raise(draft);
    id
}

/// Adds a spur of overhead line on `poles` and drop-out fuses above `at`; gives the
/// id of the transformer's high-voltage node.
pub(super) fn add_overhead(draft: &mut Draft, poles: &[Point], at: Point, kva: f64) -> String {
    let mut last: Option<(String, Point)> = None;
    for (k, &pole) in poles.iter().enumerate() {
        let name = Text::new(
            format!("10kV支线{:02}号杆", k + 1),
            format!("10 kV spur {:02}", k + 1),
        );
        let id = draft.pole(&format!("H{:02}", k + 1), pole, name, HIGH_POLE);
        if let Some(node) = draft.area.nodes.last_mut() {
            node.phases = Phases::ABC;
            node.nominal_v = Some(LINE_V);
        }
        if let Some((from, start)) = last {
            add_span(draft, k, (&from, start), (&id, pole));
        }
        last = Some((id, pole));
    }
    let end = draft.node(
        "HD",
        Phases::ABC,
        at,
        Text::new("跌落式熔断器上端", "Above the drop-out fuses"),
    );
    raise(draft);
    if let Some((from, start)) = last {
        add_span(draft, poles.len(), (&from, start), (&end, at));
        draft.area.supply = Some(RawSupply {
            node: "H01".into(),
            source: source(10_200.0),
        });
    }
    let hv = add_terminals(draft, at);
    let device = (SwitchKind::DropOut, sizes::drop_out(kva));
    let name = Text::new("跌落式熔断器", "Drop-out fuses");
    draft.switch("FU1", device, [&end, &hv], Phases::ABC, name);
    hv
}

/// The last node is at 10 kV.
fn raise(draft: &mut Draft) {
    if let Some(node) = draft.area.nodes.last_mut() {
        node.nominal_v = Some(LINE_V);
    }
}

fn add_span(draft: &mut Draft, number: usize, from: (&str, Point), to: (&str, Point)) {
    draft.section(RawSection {
        id: format!("H{number:02}"),
        from: from.0.into(),
        to: to.0.into(),
        phases: Phases::ABC,
        length_m: from.1.to(to.1) * 1.01,
        line_type: "JKLGYJ-10-3x50".into(),
        name: Text::new(
            format!("10kV支线{number:02}档"),
            format!("10 kV spur, span {number}"),
        ),
        ..RawSection::default()
    });
}
