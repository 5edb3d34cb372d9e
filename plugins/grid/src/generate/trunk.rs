//! A 10 kV line past several places: substation, poles or ring-main cable,
//! sectionalising switches, and fuses where each area hangs.

use super::geometry::{Point, length, tenth};
use super::spur::{HIGH_POLE, LINE_V, source};
use crate::area::SwitchKind;
use crate::area::raw::{RawNode, RawSection, RawSupply, RawSwitch};
use crate::line::RawLine;
use crate::line::raw::RawTap;
use crate::{Phases, Text};

/// A stop of the line: a pole or ring-main unit, and the area that hangs there.
#[derive(Clone, Debug)]
pub(super) struct Stop {
    pub at: Point,
    pub area: Option<String>,
}

/// How the line is built.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Build {
    Poles,
    Cable,
}

/// Adds what the stops need to `line`, from the substation on.
pub(super) fn run(mut line: RawLine, stops: &[Stop], build: Build) -> RawLine {
    let bus = Text::new("变电站10kV母线", "Substation 10 kV busbar");
    let start = stops[0].at;
    let feeder = Text::new("出线断路器", "Feeder breaker");
    line.nodes.push(node("SUB", start, bus, None));
    line.nodes
        .push(node("EXIT", start, Text::new("出线", "Line exit"), None));
    line.switches.push(switch(
        "CB0",
        (SwitchKind::Breaker, "VS1-1250"),
        ["SUB", "EXIT"],
        feeder,
    ));
    line.supply = RawSupply {
        node: "SUB".into(),
        source: source(10_300.0),
    };
    let mut last = ("EXIT".to_owned(), start);
    let mut section_since = 0;
    for (k, stop) in stops.iter().enumerate().skip(1) {
        let name = match build {
            Build::Poles => Text::new(format!("10kV主线{k:02}号杆"), format!("10 kV trunk {k:02}")),
            Build::Cable => Text::new(format!("10kV环网柜{k}"), format!("Ring main unit {k}")),
        };
        let pole = (build == Build::Poles).then(|| HIGH_POLE.to_owned());
        let id = format!("T{k:02}");
        line.nodes.push(node(&id, stop.at, name.clone(), pole));
        line.sections
            .push(span(k, (&last.0, last.1), (&id, stop.at), build));
        last = (id.clone(), stop.at);
        let Some(area) = &stop.area else {
            continue;
        };
        line.taps.push(tap(
            &mut line.switches,
            &mut line.nodes,
            (k, &id, stop.at),
            area,
        ));
        section_since += 1;
        // Beyond every area but the last the line can be parted.
        let is_last = stops[k + 1..].iter().all(|s| s.area.is_none());
        if !is_last {
            let beyond = format!("T{k:02}-2");
            let label = Text::new(
                format!("{}负荷侧", name.zh),
                format!("{}, load side", name.en),
            );
            line.nodes.push(node(&beyond, stop.at, label, None));
            let label = Text::new(
                format!("{section_since}号分段开关"),
                format!("Sectionaliser {section_since}"),
            );
            let device = (SwitchKind::LoadSwitch, "FZW28-630");
            line.switches.push(switch(
                &format!("LB{section_since}"),
                device,
                [&id, &beyond],
                label,
            ));
            last.0 = beyond;
        }
    }
    line
}

/// Fuses between a pole and the node where an area hangs.
fn tap(
    switches: &mut Vec<RawSwitch>,
    nodes: &mut Vec<RawNode>,
    (k, from, at): (usize, &str, Point),
    area: &str,
) -> RawTap {
    let id = format!("TAP-{area}");
    nodes.push(node(
        &id,
        at,
        Text::new(format!("{k}号杆支线"), format!("Branch at {k:02}")),
        None,
    ));
    let name = Text::new(
        format!("{k}号杆支线跌落式熔断器"),
        format!("Branch drop-out fuses at {k:02}"),
    );
    switches.push(switch(
        &format!("FU-{area}"),
        (SwitchKind::DropOut, "RW11-100"),
        [from, &id],
        name,
    ));
    RawTap {
        area: area.to_owned(),
        node: id,
    }
}

fn node(id: &str, at: Point, name: Text, pole: Option<String>) -> RawNode {
    RawNode {
        id: id.to_owned(),
        phases: Phases::ABC,
        at: Some((at.x, at.y)),
        nominal_v: None,
        pole,
        name,
        ..RawNode::default()
    }
}

fn switch(
    id: &str,
    (kind, device): (SwitchKind, &str),
    [from, to]: [&str; 2],
    name: Text,
) -> RawSwitch {
    RawSwitch {
        id: id.to_owned(),
        kind,
        from: from.to_owned(),
        to: to.to_owned(),
        phases: Phases::ABC,
        closed: true,
        device: Some(device.to_owned()),
        asset: String::new(),
        name,
    }
}

fn span(k: usize, from: (&str, Point), to: (&str, Point), build: Build) -> RawSection {
    let (line_type, extra) = match build {
        Build::Poles => ("JKLGYJ-10-3x120", 1.01),
        Build::Cable => ("YJV22-10-3x240", 1.04),
    };
    RawSection {
        id: format!("T{k:02}"),
        from: from.0.to_owned(),
        to: to.0.to_owned(),
        phases: Phases::ABC,
        length_m: tenth(length(&[from.1, to.1]) * extra).max(1.0),
        line_type: line_type.to_owned(),
        name: Text::new(format!("10kV主线第{k}档"), format!("10 kV trunk, span {k}")),
        ..RawSection::default()
    }
}

/// An empty line with its header.
pub(super) fn header(id: &str, name: Text, source: String) -> RawLine {
    RawLine {
        id: id.to_owned(),
        name,
        substation: Text::new("青渡变电站", "Qingdu Substation"),
        source,
        licence: "MIT OR Apache-2.0".into(),
        coordinates: "local metres, x east, y north; nowhere on Earth".into(),
        nominal_v: LINE_V,
        frequency_hz: 50.0,
        supply: RawSupply {
            node: "SUB".into(),
            source: super::spur::source(10_300.0),
        },
        line_codes: Vec::new(),
        nodes: Vec::new(),
        sections: Vec::new(),
        switches: Vec::new(),
        earths: Vec::new(),
        taps: Vec::new(),
    }
}
