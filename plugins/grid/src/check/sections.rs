//! Sections: their ends, their line type and their length.

use super::network::{Context, check_ends};
use super::{Report, Who};
use crate::area::raw::RawSection;
use crate::area::{Laying, Node, Section};
use crate::catalogue::LineType;
use crate::impedance::Matrix4;
use crate::{Phases, Text};

pub(super) fn check_section(
    raw: RawSection,
    nodes: &[Node],
    context: &Context,
    report: &mut Report,
) -> Section {
    let who = Who("section", &raw.id);
    let from = context.nodes.find(&raw.from, who, "from", report);
    let to = context.nodes.find(&raw.to, who, "to", report);
    let ends = from.zip(to).map(|(from, to)| (&nodes[from], &nodes[to]));
    if let Some((a, b)) = ends {
        check_ends(who, raw.phases, a, b, report);
    }
    for &(x, y) in &raw.via {
        report.position(who, Some((x, y)));
    }
    let is_long = report.positive(who, "length_m", raw.length_m);
    let (mut z_ohm, mut y_siemens) = (Matrix4::default(), Matrix4::default());
    let (mut laying, mut ampacity_a) = (Laying::default(), None);
    if let Some(line) = context.codes.find(&raw.line_type, who, report) {
        (laying, ampacity_a) = (line.laying, line.ampacity_a);
        let whole = line
            .impedance
            .of_section(raw.phases, raw.length_m, context.frequency_hz);
        match whole {
            Some(whole) => (z_ohm, y_siemens) = whole,
            None => wrong_conductors(who, raw.phases, &raw.line_type, report),
        }
        if let Some((a, _)) = ends {
            warn_of_odd_use(who, line, a, context, report);
        }
        if let (Some((a, b)), true) = (ends, is_long) {
            warn_of_odd_length(who, &raw, laying, a, b, report);
        }
    }
    Section {
        from: from.unwrap_or(0),
        to: to.unwrap_or(0),
        phases: raw.phases,
        length_m: raw.length_m,
        laying,
        z_ohm,
        y_siemens,
        ampacity_a,
        line_type: raw.line_type,
        via: raw.via,
        asset: raw.asset,
        name: raw.name,
        id: raw.id,
    }
}

fn wrong_conductors(who: Who, phases: Phases, line_type: &str, report: &mut Report) {
    report.error(
        who,
        Text::new(
            format!("导体 {phases} 与线型 {line_type} 的导体数不符"),
            format!("conductors {phases} do not fit those of line type {line_type}"),
        ),
        Text::new(
            "选导体数相同的线型，或四线的线型",
            "choose a line type of as many conductors, or of four",
        ),
    );
}

/// A line type above its rated voltage, or away from the frequency it was computed for.
fn warn_of_odd_use(who: Who, line: &LineType, at: &Node, context: &Context, report: &mut Report) {
    let Some(rated_v) = line.rated_v else { return };
    if at.nominal_v > 1.2 * rated_v {
        report.warn(
            who,
            Text::new(
                format!(
                    "线型 {} 额定 {rated_v} V，用在 {} V 上",
                    line.id, at.nominal_v
                ),
                format!(
                    "line type {} is rated {rated_v} V, but used at {} V",
                    line.id, at.nominal_v
                ),
            ),
            Text::new("选额定电压足够的线型", "choose a line type rated for it"),
        );
    }
    let (computed_hz, used_hz) = (context.catalogue.frequency_hz, context.frequency_hz);
    if (computed_hz - used_hz).abs() > 0.5 {
        report.warn(
            who,
            Text::new(
                format!("目录中的阻抗按 {computed_hz} Hz 计算，此处为 {used_hz} Hz"),
                format!("the catalogue's impedances are for {computed_hz} Hz, not {used_hz} Hz"),
            ),
            Text::new(
                "改用文件自己的 line_codes，或更正 frequency_hz",
                "use line_codes of the file's own, or correct frequency_hz",
            ),
        );
    }
}

/// Longest usual length, m: a service drop, a low-voltage section, a 10 kV one.
const LONGEST: (f64, f64, f64) = (100.0, 2000.0, 30_000.0);

fn warn_of_odd_length(
    who: Who,
    raw: &RawSection,
    laying: Laying,
    a: &Node,
    b: &Node,
    report: &mut Report,
) {
    let longest = match laying {
        Laying::Service => LONGEST.0,
        _ if a.nominal_v < 1000.0 => LONGEST.1,
        _ => LONGEST.2,
    };
    report.usual(who, "length_m", raw.length_m, (0.01, longest));
    let (Some(start), Some(end)) = (a.at, b.at) else {
        return;
    };
    let bends = raw.via.iter().copied().chain([end]);
    let trace = bends.fold((0.0, start), |(sum, (x, y)), (u, v)| {
        (sum + (u - x).hypot(v - y), (u, v))
    });
    let distance = trace.0;
    let is_short = raw.length_m < 0.9 * distance - 1.0;
    let is_long = raw.length_m > 3.0 * distance + 50.0;
    if is_short || is_long {
        report.warn(
            who,
            Text::new(
                format!("长 {} m，但两端相距 {distance:.1} m", raw.length_m),
                format!(
                    "is {} m long, but its ends are {distance:.1} m apart",
                    raw.length_m
                ),
            ),
            Text::new(
                "核对 length_m 的单位和两端坐标",
                "check the unit of length_m and the positions of both ends",
            ),
        );
    }
}
