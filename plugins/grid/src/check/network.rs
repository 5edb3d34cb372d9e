//! Nodes and what lies between them, for areas and 10 kV lines alike.

use num_complex::Complex64;

use super::codes::Codes;
use super::names::{Names, unknown_type};
use super::sections::check_section;
use super::{Report, Who};
use crate::area::raw::{RawEarth, RawNode, RawSection, RawSwitch};
use crate::area::{Earth, Network, Node, Switch};
use crate::catalogue::Catalogue;
use crate::{Phases, Text};

/// The parts of a file that make up its network.
pub(super) struct RawNetwork<'a> {
    pub nodes: &'a [RawNode],
    pub sections: Vec<RawSection>,
    pub switches: Vec<RawSwitch>,
    pub earths: Vec<RawEarth>,
}

/// What the check of a network needs to know.
pub(super) struct Context<'a> {
    pub nodes: &'a Names<'a>,
    pub codes: &'a Codes<'a>,
    pub catalogue: &'a Catalogue,
    pub nominal_v: f64,
    pub frequency_hz: f64,
}

pub(super) fn check(raw: RawNetwork, context: &Context, report: &mut Report) -> Network {
    let names = raw.sections.iter().map(|s| s.id.as_str());
    Names::of("section", names, report);
    let names = raw.switches.iter().map(|s| s.id.as_str());
    Names::of("switch", names, report);
    let nodes: Vec<Node> = raw
        .nodes
        .iter()
        .map(|node| check_node(node, context, report))
        .collect();
    let sections = raw.sections.into_iter();
    let sections = sections.map(|s| check_section(s, &nodes, context, report));
    let sections = sections.collect();
    let switches = raw.switches.into_iter();
    let switches = switches.map(|s| check_switch(s, &nodes, context, report));
    let switches = switches.collect();
    let earths = raw.earths.into_iter();
    let earths = earths.filter_map(|e| check_earth(&e, &nodes, context, report));
    let earths = earths.collect();
    let network = Network {
        nodes,
        sections,
        switches,
        earths,
    };
    warn_of_missing_places(&network, report);
    network
}

fn check_node(raw: &RawNode, context: &Context, report: &mut Report) -> Node {
    let who = Who("node", &raw.id);
    if raw.phases.is_empty() {
        report.error(
            who,
            Text::new("没有任何导体", "it has no conductor"),
            Text::new("填写 phases，如 abcn", "give phases, such as abcn"),
        );
    }
    report.position(who, raw.at);
    if let Some(nominal_v) = raw.nominal_v {
        report.positive(who, "nominal_v", nominal_v);
    }
    if let Some(pole) = &raw.pole
        && !context.catalogue.poles.contains_key(pole)
    {
        let candidates = context.catalogue.poles.keys();
        unknown_type(who, "pole", pole, candidates, report);
    }
    report.some_positive(who, [("footing_m_s", raw.footing_m_s)]);
    Node {
        id: raw.id.clone(),
        phases: raw.phases,
        at: raw.at,
        nominal_v: raw.nominal_v.unwrap_or(context.nominal_v),
        pole: raw.pole.clone(),
        footing_m_s: raw.footing_m_s,
        asset: raw.asset.clone(),
        name: raw.name.clone(),
    }
}

/// What both sections and switches must satisfy at their ends.
pub(super) fn check_ends(who: Who, phases: Phases, a: &Node, b: &Node, report: &mut Report) {
    if std::ptr::eq(a, b) {
        report.error(
            who,
            Text::new(
                format!("两端是同一节点 {}", a.id),
                format!("both ends are the node {}", a.id),
            ),
            Text::new("更正 from 或 to", "correct from or to"),
        );
    }
    if phases.is_empty() {
        report.error(
            who,
            Text::new("没有任何导体", "it has no conductor"),
            Text::new("填写 phases，如 abcn", "give phases, such as abcn"),
        );
    }
    for node in [a, b] {
        absent(who, phases.without(node.phases), node, report);
    }
    if (a.nominal_v - b.nominal_v).abs() > 0.01 * a.nominal_v.max(b.nominal_v) {
        report.error(
            who,
            Text::new(
                format!("两端额定电压不同：{} V 与 {} V", a.nominal_v, b.nominal_v),
                format!("its ends are at {} V and {} V", a.nominal_v, b.nominal_v),
            ),
            Text::new(
                "两级电压之间须有变压器；或更正节点的 nominal_v",
                "two voltages meet in a transformer only; or correct nominal_v of the nodes",
            ),
        );
    }
}

/// Reports conductors that something uses and the node has not.
pub(super) fn absent(who: Who, missing: Phases, node: &Node, report: &mut Report) {
    if !missing.is_empty() {
        report.error(
            who,
            Text::new(
                format!("节点 {} 没有导体 {missing}", node.id),
                format!("node {} has no conductor {missing}", node.id),
            ),
            Text::new(
                format!("更正相别，或给节点 {} 补上 {missing}", node.id),
                format!(
                    "correct the phases, or give node {} conductor {missing}",
                    node.id
                ),
            ),
        );
    }
}

fn check_switch(raw: RawSwitch, nodes: &[Node], context: &Context, report: &mut Report) -> Switch {
    let who = Who("switch", &raw.id);
    let from = context.nodes.find(&raw.from, who, "from", report);
    let to = context.nodes.find(&raw.to, who, "to", report);
    if let Some((from, to)) = from.zip(to) {
        check_ends(who, raw.phases, &nodes[from], &nodes[to], report);
    }
    if let Some(device) = &raw.device
        && !context.catalogue.devices.contains_key(device)
    {
        let candidates = context.catalogue.devices.keys();
        unknown_type(who, "device", device, candidates, report);
    }
    let device = raw.device.as_ref();
    let device = device.and_then(|id| context.catalogue.devices.get(id));
    Switch {
        rated_a: device.map(|device| device.rated_a),
        kind: raw.kind,
        from: from.unwrap_or(0),
        to: to.unwrap_or(0),
        phases: raw.phases,
        closed: raw.closed,
        device: raw.device,
        asset: raw.asset,
        name: raw.name,
        id: raw.id,
    }
}

fn check_earth(
    raw: &RawEarth,
    nodes: &[Node],
    context: &Context,
    report: &mut Report,
) -> Option<Earth> {
    let who = Who("earth", &raw.node);
    let node = context.nodes.find(&raw.node, who, "node", report);
    report.not_negative(who, "r_ohm", raw.r_ohm);
    report.finite(who, "x_ohm", raw.x_ohm);
    if raw.r_ohm == 0.0 && raw.x_ohm == 0.0 {
        report.error(
            who,
            Text::new("接地阻抗为零", "the earth impedance is zero"),
            Text::new(
                "填写接地电阻，如 4 Ω；理想接地可写 0.001 Ω",
                "give the earth resistance, such as 4 Ω; an ideal one may be 0.001 Ω",
            ),
        );
    }
    report.usual(who, "r_ohm", raw.r_ohm, (0.0, 1000.0));
    let conductor = raw.conductor.iter().next();
    let Some(conductor) = conductor.filter(|_| raw.conductor.len() == 1) else {
        report.error(
            who,
            Text::new(
                format!("conductor 须为一根导体，现为“{}”", raw.conductor),
                format!("conductor must be one conductor, not `{}`", raw.conductor),
            ),
            Text::new("通常写 n", "usually it is n"),
        );
        return None;
    };
    let node = node?;
    absent(
        who,
        raw.conductor.without(nodes[node].phases),
        &nodes[node],
        report,
    );
    Some(Earth {
        node,
        conductor,
        z_ohm: Complex64::new(raw.r_ohm, raw.x_ohm),
    })
}

fn warn_of_missing_places(network: &Network, report: &mut Report) {
    let missing = network.nodes.iter().filter(|node| node.at.is_none());
    let (count, all) = (missing.clone().count(), network.nodes.len());
    if let Some(first) = missing.map(|node| node.id.as_str()).next() {
        report.warn(
            Who("node", first),
            Text::new(
                format!("{all} 个节点中有 {count} 个没有坐标，这是第一个"),
                format!("{count} of {all} nodes have no position; this is the first"),
            ),
            Text::new(
                "填写 at: (x, y)；否则视图自动排布",
                "give at: (x, y); else the viewer lays them out",
            ),
        );
    }
}
