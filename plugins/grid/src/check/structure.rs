//! How the parts hang together: islands, loops, earthing, residual-current devices.

use std::collections::{BTreeMap, BTreeSet};

use super::{Report, Who};
use crate::area::{Area, Earth, Earthing, Network, Star};
use crate::catalogue::Catalogue;
use crate::line::Line;
use crate::topology::{Edge, Spanning};
use crate::{Conductor, Text};

pub(super) fn check_structure(area: &Area, catalogue: &Catalogue, report: &mut Report) {
    let network = &area.network;
    if area.supply.is_none() {
        report.warn(
            Who("", &area.id),
            Text::new("没有电源点", "has no supply node"),
            Text::new("填写 supply", "give supply"),
        );
    }
    let windings = area.transformers.iter().map(|t| [t.hv, t.lv]);
    let edges = edges(network, windings);
    let source: Vec<usize> = area.supply.iter().map(|s| s.node).collect();
    let forest = Spanning::of(network.nodes.len(), &edges, &source);
    let transformers = area.transformers.iter().map(|t| t.id.as_str());
    let names = edge_names(network, transformers);
    report_shape(network, &forest, &names, report);
    check_earthing(area, catalogue, &forest, report);
}

pub(super) fn check_line_structure(line: &Line, report: &mut Report) {
    let network = &line.network;
    if network.nodes.is_empty() {
        return;
    }
    let edges = edges(network, std::iter::empty());
    let forest = Spanning::of(network.nodes.len(), &edges, &[line.supply.node]);
    let names = edge_names(network, std::iter::empty());
    report_shape(network, &forest, &names, report);
}

/// Sections, then switches, then transformers.
fn edges(network: &Network, windings: impl Iterator<Item = [usize; 2]>) -> Vec<Edge> {
    let edge = |ends, closed| Edge { ends, closed };
    let sections = network.sections.iter().map(|s| edge([s.from, s.to], true));
    let switches = network.switches.iter();
    let switches = switches.map(|s| edge([s.from, s.to], s.closed));
    let windings = windings.map(|ends| edge(ends, true));
    sections.chain(switches).chain(windings).collect()
}

fn edge_names<'a>(
    network: &'a Network,
    transformers: impl Iterator<Item = &'a str>,
) -> Vec<Who<'a>> {
    let sections = network.sections.iter().map(|s| Who("section", &s.id));
    let switches = network.switches.iter().map(|s| Who("switch", &s.id));
    let transformers = transformers.map(|id| Who("transformer", id));
    sections.chain(switches).chain(transformers).collect()
}

fn report_shape(network: &Network, forest: &Spanning, names: &[Who], report: &mut Report) {
    let island_of = roots(forest);
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    for root in island_of {
        *sizes.entry(root).or_default() += 1;
    }
    for island in &forest.islands {
        let size = sizes.get(island).copied().unwrap_or(1);
        report.warn(
            Who("node", &network.nodes[*island].id),
            Text::new(
                format!("此处 {size} 个节点与电源没有任何连接（孤岛）"),
                format!("{size} nodes here have no connection to the source (an island)"),
            ),
            Text::new("补上缺少的线段或开关", "add the missing section or switch"),
        );
    }
    for &edge in &forest.loops {
        report.warn(
            names[edge],
            Text::new("构成环路", "closes a loop"),
            Text::new(
                "低压网应辐射运行：核对两端，或断开一个开关",
                "low-voltage networks run radially: check its ends, or open a switch",
            ),
        );
    }
}

/// The root of every vertex's tree.
fn roots(forest: &Spanning) -> Vec<usize> {
    let mut root: Vec<usize> = (0..forest.parent.len()).collect();
    for &vertex in &forest.order {
        if let Some((_, parent)) = forest.parent[vertex] {
            root[vertex] = root[parent];
        }
    }
    root
}

/// What lies between a node and the star point (or source) that feeds it.
#[derive(Clone, Copy, Default)]
struct Above {
    /// Index of the nearest switch with a residual-current device.
    residual: Option<usize>,
    /// Whether there is a section.
    section: bool,
    /// Index of the transformer.
    transformer: Option<usize>,
}

fn check_earthing(area: &Area, catalogue: &Catalogue, forest: &Spanning, report: &mut Report) {
    let network = &area.network;
    let (sections, switches) = (network.sections.len(), network.switches.len());
    let residual = |switch: usize| {
        let device = network.switches[switch].device.as_ref();
        device.is_some_and(|id| {
            let device = catalogue.devices.get(id);
            device.is_some_and(|device| device.residual.is_some())
        })
    };
    let mut above = vec![Above::default(); network.nodes.len()];
    for &node in &forest.order {
        let Some((edge, parent)) = forest.parent[node] else {
            continue;
        };
        above[node] = above[parent];
        if edge < sections {
            above[node].section = true;
        } else if edge < sections + switches {
            let switch = edge - sections;
            if residual(switch) {
                above[node].residual = Some(switch);
            }
        } else {
            above[node] = Above {
                transformer: Some(edge - sections - switches),
                ..Above::default()
            };
        }
    }
    let is_neutral = |earth: &&Earth| earth.conductor == Conductor::N;
    let earths = network.earths.iter().filter(is_neutral);
    let earthed: BTreeSet<usize> = earths
        .filter_map(|earth| above[earth.node].transformer)
        .collect();
    for (k, transformer) in area.transformers.iter().enumerate() {
        let has_neutral = network.nodes[transformer.lv].phases.has(Conductor::N);
        if has_neutral && transformer.star == Star::Neutral && !earthed.contains(&k) {
            report.warn(
                Who("transformer", &transformer.id),
                Text::new(
                    "低压中性点没有接地",
                    "its low-voltage neutral is earthed nowhere",
                ),
                Text::new(
                    "在 earths 中给出变压器处的接地电阻",
                    "give the earth at the transformer in earths, with its resistance",
                ),
            );
        }
    }
    for earth in network.earths.iter().filter(is_neutral) {
        let node = &network.nodes[earth.node];
        let above = above[earth.node];
        if let Some(switch) = above.residual {
            report.error(
                Who("switch", &network.switches[switch].id),
                Text::new(
                    format!("剩余电流保护器之后的节点 {} 处中性线接地", node.id),
                    format!(
                        "has a residual-current device, and the neutral is earthed below it at node {}",
                        node.id
                    ),
                ),
                Text::new(
                    "保护器会误动或拒动：移走该接地，或把保护器放到 PEN 分开之后",
                    "it would trip or fail to: remove that earth, or put the device after the PEN's split",
                ),
            );
        }
        if area.earthing == Earthing::Tt && above.section {
            report.error(
                Who("earth", &node.id),
                Text::new(
                    "TT 系统的中性线只能在变压器处接地",
                    "the neutral of a TT area is earthed at the transformer only",
                ),
                Text::new(
                    "删除此接地，或把 earthing 改为 TN-C-S",
                    "remove this earth, or make earthing TN-C-S",
                ),
            );
        }
    }
}
