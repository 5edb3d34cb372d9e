//! A whole 10 kV line.

use super::codes::Codes;
use super::header::Header;
use super::names::Names;
use super::network::{self, Context, RawNetwork};
use super::structure::check_line_structure;
use super::supply::check_supply;
use super::{Checked, Report, Who};
use crate::area::Supply;
use crate::catalogue::Catalogue;
use crate::line::{Line, RawLine, Tap};

impl RawLine {
    /// Checks everything, resolves ids to indices and line types to impedances.
    ///
    /// All problems are reported at once; they name no file and line yet.
    pub fn check(self, catalogue: &Catalogue) -> Checked<Line> {
        let mut report = Report::default();
        let line = build(self, catalogue, &mut report);
        if !report.unresolved && !report.is_full() {
            check_line_structure(&line, &mut report);
        }
        report.finish(Some(line))
    }
}

fn build(raw: RawLine, catalogue: &Catalogue, report: &mut Report) -> Line {
    let header = Header {
        id: &raw.id,
        nominal_v: raw.nominal_v,
        usual_v: (3000.0, 40_000.0),
        frequency_hz: raw.frequency_hz,
    };
    header.check(report);
    let ids = raw.nodes.iter().map(|n| n.id.as_str());
    let names = Names::of("node", ids, report);
    let codes = Codes::check(raw.line_codes, catalogue, report);
    let network = network::check(
        RawNetwork {
            nodes: &raw.nodes,
            sections: raw.sections,
            switches: raw.switches,
            earths: raw.earths,
        },
        &Context {
            nodes: &names,
            codes: &codes,
            catalogue,
            nominal_v: raw.nominal_v,
            frequency_hz: raw.frequency_hz,
        },
        report,
    );
    let supply = check_supply(&raw.supply, &names, &network.nodes, report);
    let supply = supply.unwrap_or(Supply {
        node: 0,
        source: raw.supply.source,
    });
    Names::of("tap", raw.taps.iter().map(|t| t.area.as_str()), report);
    let taps = raw.taps.into_iter().map(|tap| {
        let who = Who("tap", &tap.area);
        let node = names.find(&tap.node, who, "node", report);
        Tap {
            node: node.unwrap_or(0),
            area: tap.area,
        }
    });
    let taps = taps.collect();
    Line {
        name: raw.name,
        substation: raw.substation,
        source: raw.source,
        licence: raw.licence,
        coordinates: raw.coordinates,
        nominal_v: raw.nominal_v,
        frequency_hz: raw.frequency_hz,
        supply,
        network,
        taps,
        id: raw.id,
    }
}
