//! The 10 kV end: what an area has of its own above the transformer.

use super::draft::Draft;
use super::geometry::Point;
use super::sizes;
use super::station::Station;
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

/// Adds a spur of overhead line on `poles` down to a station; gives the id of the
/// transformer's high-voltage node. Above a platform are drop-out fuses; a box
/// substation is reached by cable and has a load switch.
pub(super) fn add(draft: &mut Draft, poles: &[Point], station: &Station) -> String {
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
            add_span(draft, k, (&from, start), (&id, pole), OVERHEAD);
        }
        last = Some((id, pole));
    }
    let (name, span, id, device, label) = if station.in_box {
        let name = Text::new("10kV进线", "10 kV incomer");
        let label = Text::new("10kV负荷开关", "10 kV load switch");
        (
            name,
            CABLE,
            "K1",
            (SwitchKind::LoadSwitch, "FZW28-630"),
            label,
        )
    } else {
        let name = Text::new("跌落式熔断器上端", "Above the drop-out fuses");
        let device = (SwitchKind::DropOut, sizes::drop_out(station.rated.0));
        let label = Text::new("跌落式熔断器", "Drop-out fuses");
        (name, OVERHEAD, "FU1", device, label)
    };
    let end = draft.node("HD", Phases::ABC, station.at, name);
    raise(draft);
    if let Some((from, start)) = last {
        add_span(draft, poles.len(), (&from, start), (&end, station.at), span);
        draft.area.supply = Some(RawSupply {
            node: "H01".into(),
            source: source(10_250.0),
        });
    }
    let hv = add_terminals(draft, station.at);
    draft.switch(id, device, [&end, &hv], Phases::ABC, label);
    hv
}

/// The last node is at 10 kV.
fn raise(draft: &mut Draft) {
    if let Some(node) = draft.area.nodes.last_mut() {
        node.nominal_v = Some(LINE_V);
    }
}

/// Line types of the spur.
const OVERHEAD: &str = "JKLGYJ-10-3x50";
const CABLE: &str = "YJV22-10-3x70";

fn add_span(
    draft: &mut Draft,
    number: usize,
    from: (&str, Point),
    to: (&str, Point),
    line_type: &str,
) {
    draft.section(RawSection {
        id: format!("H{number:02}"),
        from: from.0.into(),
        to: to.0.into(),
        phases: Phases::ABC,
        length_m: from.1.to(to.1) * 1.01,
        line_type: line_type.into(),
        name: Text::new(
            format!("10kV支线{number:02}档"),
            format!("10 kV spur, span {number}"),
        ),
        ..RawSection::default()
    });
}
