//! Lays out a district's tree.

use super::graph::{Vertices, links, outlets, sources};
use super::live::{Link, Network};
use super::{NONE, Numbering, Spanning, Topology};
use crate::area::{Area, BoxKind};
use crate::{AssetRef, District, Kind, Place};

pub(super) fn build(district: &District) -> Topology {
    let numbering = Numbering::of(district);
    let vertices = Vertices::of(district);
    let (links, edges) = links(district, &vertices);
    let sources = sources(district, &vertices);
    let spanning = Spanning::of(vertices.nodes.len(), &edges, &sources);
    let mut tree = Tree {
        parent: vec![NONE; numbering.count],
        numbering: &numbering,
    };
    hang_network(district, &vertices, &links, &spanning, &mut tree);
    for (k, area) in district.areas.iter().enumerate() {
        hang_customers(k as u16, area, &mut tree);
    }
    let parents = tree.parent;
    let assets: Vec<AssetRef> = all(district).collect();
    let (order, end) = preorder(&parents);
    let mut position = vec![0; order.len()];
    for (at, &number) in order.iter().enumerate() {
        position[number as usize] = at as u32;
    }
    let parent = order.iter().map(|&number| {
        let parent = parents[number as usize];
        position.get(parent as usize).copied().unwrap_or(NONE)
    });
    let parent = parent.collect();
    let order: Vec<AssetRef> = order.iter().map(|&n| assets[n as usize]).collect();
    let mut customers = vec![0];
    for asset in &order {
        let before = customers.last().copied().unwrap_or(0);
        customers.push(before + u32::from(asset.kind == Kind::Customer));
    }
    let loops = spanning.loops.iter().filter_map(|&e| links[e].asset);
    let loops = loops.collect();
    let islands = spanning.islands.iter().map(|&v| vertices.nodes[v]);
    let islands = islands.collect();
    let outlets = outlets(district, &vertices);
    let phases = vertices.nodes.iter().map(|&node| {
        let network = district.network(node.place);
        network.nodes[node.index as usize].phases
    });
    let network = Network::new(
        phases.collect(),
        links,
        &edges,
        sources,
        vertices.first,
        outlets,
    );
    Topology {
        numbering,
        order,
        position,
        parent,
        end,
        customers,
        loops,
        islands,
        network,
    }
}

/// All things in the order of their numbers.
fn all(district: &District) -> impl Iterator<Item = AssetRef> + '_ {
    district.places().flat_map(move |place| {
        Kind::ALL.into_iter().flat_map(move |kind| {
            let count = district.count(place, kind) as u32;
            (0..count).map(move |index| AssetRef { place, kind, index })
        })
    })
}

/// Parents by number.
struct Tree<'a> {
    parent: Vec<u32>,
    numbering: &'a Numbering,
}

impl Tree<'_> {
    fn hang(&mut self, below: AssetRef, above: AssetRef) {
        self.parent[self.numbering.number(below)] = self.numbering.number(above) as u32;
    }
}

fn hang_network(
    district: &District,
    vertices: &Vertices,
    links: &[Link],
    spanning: &Spanning,
    tree: &mut Tree,
) {
    let through = through_boxes(district, vertices);
    for &vertex in &spanning.order {
        let node = vertices.nodes[vertex];
        let above = spanning.parent[vertex].map(|(edge, parent)| {
            let parent = vertices.nodes[parent];
            match links[edge].asset {
                Some(asset) => {
                    tree.hang(asset, parent);
                    asset
                }
                None => parent,
            }
        });
        let top = match through[vertex] {
            Some(through) => {
                tree.hang(node, through);
                through
            }
            None => node,
        };
        if let Some(above) = above {
            tree.hang(top, above);
        }
    }
    // What closes a loop, or is open with both sides fed, hangs on its first end.
    let used: std::collections::BTreeSet<usize> = spanning
        .parent
        .iter()
        .flatten()
        .map(|&(edge, _)| edge)
        .collect();
    for (edge, link) in links.iter().enumerate() {
        if let (Some(asset), false) = (link.asset, used.contains(&edge)) {
            let network = district.network(asset.place);
            let index = asset.index as usize;
            let from = match asset.kind {
                Kind::Section => network.sections[index].from,
                Kind::Switch => network.switches[index].from,
                _ => match asset.place {
                    Place::Area(k) => district.areas[usize::from(k)].transformers[index].hv,
                    Place::Line(_) => continue,
                },
            };
            tree.hang(asset, vertices.nodes[vertices.at(asset.place, from)]);
        }
    }
}

/// The cabinet or branch box through which each node is fed: the first one there.
fn through_boxes(district: &District, vertices: &Vertices) -> Vec<Option<AssetRef>> {
    let mut through = vec![None; vertices.nodes.len()];
    for (k, area) in district.areas.iter().enumerate() {
        let k = k as u16;
        for (index, item) in area.boxes.iter().enumerate() {
            if is_through(item.kind) {
                let vertex = vertices.at(Place::Area(k), item.node);
                through[vertex].get_or_insert(AssetRef::in_area(k, Kind::Box, index as u32));
            }
        }
    }
    through
}

fn is_through(kind: BoxKind) -> bool {
    matches!(kind, BoxKind::Cabinet | BoxKind::Branch)
}

fn hang_customers(k: u16, area: &Area, tree: &mut Tree) {
    let asset = |kind, index: usize| AssetRef::in_area(k, kind, index as u32);
    let mut taken = vec![false; area.network.nodes.len()];
    for (index, item) in area.boxes.iter().enumerate() {
        // The first one is what feeds the node, and already hangs.
        if is_through(item.kind) && !taken[item.node] {
            taken[item.node] = true;
        } else {
            tree.hang(asset(Kind::Box, index), asset(Kind::Node, item.node));
        }
    }
    for (index, meter) in area.meters.iter().enumerate() {
        tree.hang(asset(Kind::Meter, index), asset(Kind::Box, meter.box_index));
    }
    for (index, load) in area.loads.iter().enumerate() {
        let node = asset(Kind::Node, load.node);
        let above = match load.customer {
            Some(customer) => {
                // Without a meter, a customer hangs where its load does.
                if area.customers[customer].meter.is_none() {
                    tree.hang(asset(Kind::Customer, customer), node);
                }
                asset(Kind::Customer, customer)
            }
            None => node,
        };
        tree.hang(asset(Kind::Load, index), above);
    }
    for (index, customer) in area.customers.iter().enumerate() {
        if let Some(meter) = customer.meter {
            tree.hang(asset(Kind::Customer, index), asset(Kind::Meter, meter));
        }
    }
}

/// A number to visit, or the position whose things have all been visited.
enum Step {
    Enter(u32),
    Leave(usize),
}

/// Numbers in preorder, and by position the end of what is below.
fn preorder(parents: &[u32]) -> (Vec<u32>, Vec<u32>) {
    let count = parents.len();
    let mut first = vec![0_usize; count + 1];
    for &parent in parents.iter().filter(|&&p| p != NONE) {
        first[parent as usize + 1] += 1;
    }
    for k in 0..count {
        first[k + 1] += first[k];
    }
    let mut next = first.clone();
    let mut children = vec![0_u32; first[count]];
    for (number, &parent) in parents.iter().enumerate() {
        if parent != NONE {
            children[next[parent as usize]] = number as u32;
            next[parent as usize] += 1;
        }
    }
    let mut order = Vec::with_capacity(count);
    let mut end = vec![0; count];
    let mut stack = Vec::new();
    for root in (0..count).filter(|&number| parents[number] == NONE) {
        stack.push(Step::Enter(root as u32));
        while let Some(step) = stack.pop() {
            match step {
                Step::Leave(position) => end[position] = order.len() as u32,
                Step::Enter(number) => {
                    stack.push(Step::Leave(order.len()));
                    order.push(number);
                    let range = first[number as usize]..first[number as usize + 1];
                    stack.extend(
                        children[range]
                            .iter()
                            .rev()
                            .map(|&child| Step::Enter(child)),
                    );
                }
            }
        }
    }
    (order, end)
}
