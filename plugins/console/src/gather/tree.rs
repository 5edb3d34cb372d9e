//! The tree of the records: substation, line, area, transformer, feeder, lateral, box,
//! customer.

use std::collections::BTreeMap;

use bevy::prelude::Resource;
use taiqu_grid::topology::Topology;
use taiqu_grid::{AssetRef, District, Kind, Place, Text};

use super::Twin;
use crate::model::Tree;
use crate::names;

/// Which branch of the tree stands for what.
#[derive(Resource, Clone, Debug, Default)]
pub struct Branches {
    assets: BTreeMap<AssetRef, usize>,
    places: BTreeMap<Place, usize>,
    /// Parent, name and target of each branch.
    steps: Vec<(Option<usize>, Text, Option<AssetRef>)>,
}

impl Branches {
    /// The branch of a thing: its own, else that of the nearest thing above.
    pub fn of(&self, twin: &Twin, asset: AssetRef) -> Option<usize> {
        let own = self.assets.get(&asset).copied();
        own.or_else(|| {
            let above = twin.wiring.0.upstream(asset);
            let near = above.iter().take_while(|one| one.place == asset.place);
            near.filter_map(|one| self.assets.get(one)).copied().next()
        })
        .or_else(|| self.places.get(&asset.place).copied())
    }

    /// Names and targets of the branches down to that of a thing.
    pub fn path(&self, twin: &Twin, asset: AssetRef) -> Vec<(Text, Option<AssetRef>)> {
        let mut path = Vec::new();
        let mut at = self.of(twin, asset);
        while let Some((parent, name, target)) = at.map(|k| &self.steps[k]) {
            path.push((name.clone(), *target));
            at = *parent;
        }
        path.reverse();
        path
    }
}

/// The tree of a district.
pub fn tree(district: &District, topology: &Topology) -> (Tree, Branches) {
    let mut growth = Growth {
        district,
        topology,
        tree: Tree::default(),
        branches: Branches::default(),
    };
    let mut substations: BTreeMap<&str, usize> = BTreeMap::new();
    for (k, line) in (0_u16..).zip(&district.lines) {
        let source = AssetRef::on_line(k, Kind::Node, line.supply.node as u32);
        let root = *substations.entry(&line.substation.zh).or_insert_with(|| {
            let name = line.substation.clone();
            growth.tree.add(None, "tree.substation", name, Some(source))
        });
        growth.branches.assets.entry(source).or_insert(root);
        let first =
            (!line.network.sections.is_empty()).then(|| AssetRef::on_line(k, Kind::Section, 0));
        let name = names::place(district, Place::Line(k));
        let branch = growth.tree.add(Some(root), "tree.line", name, first);
        growth.branches.places.insert(Place::Line(k), branch);
        for area in 0..district.areas.len() as u16 {
            if district.tap_of(area).is_some_and(|(line, _)| line == k) {
                growth.area(Some(branch), area);
            }
        }
    }
    for area in 0..district.areas.len() as u16 {
        if district.tap_of(area).is_none() {
            growth.area(None, area);
        }
    }
    growth.in_preorder()
}

struct Growth<'a> {
    district: &'a District,
    topology: &'a Topology,
    tree: Tree,
    branches: Branches,
}

impl Growth<'_> {
    /// An area; where it has one transformer, that is what its branch selects.
    fn area(&mut self, parent: Option<usize>, k: u16) {
        let area = &self.district.areas[usize::from(k)];
        let name = names::place(self.district, Place::Area(k));
        let supply = area
            .supply
            .map(|s| AssetRef::in_area(k, Kind::Node, s.node as u32));
        let one = area.transformers.len() == 1;
        let target = if one {
            Some(AssetRef::in_area(k, Kind::Transformer, 0))
        } else {
            supply
        };
        let root = self.tree.add(parent, "tree.area", name, target);
        self.branches.places.insert(Place::Area(k), root);
        let islands = self.topology.islands().iter().copied();
        let islands = islands.filter(|island| island.place == Place::Area(k));
        for top in supply.into_iter().chain(islands) {
            self.below(top, root, one);
        }
    }

    /// All that hangs below the supply or the root of an island.
    fn below(&mut self, top: AssetRef, root: usize, one: bool) {
        let trunks = self.trunks(top);
        let is_high = |below: &AssetRef| below.kind == Kind::Transformer;
        let mut hung: BTreeMap<AssetRef, Hung> = BTreeMap::new();
        let outset = Hung {
            branch: root,
            depth: if self.topology.downstream(top).iter().any(is_high) {
                Depth::Above
            } else {
                Depth::Station
            },
        };
        for &asset in self.topology.downstream(top) {
            let above = self.topology.parent(asset);
            let at = above.and_then(|above| hung.get(&above)).copied();
            let at = at.unwrap_or(outset);
            let here = self.hang(asset, at, &trunks, one);
            hung.insert(asset, here);
        }
    }

    /// Adds the branch of a thing where it has one, and says where what is below it
    /// hangs.
    fn hang(&mut self, asset: AssetRef, at: Hung, trunks: &Trunks, one: bool) -> Hung {
        let below = |branch, depth| Hung { branch, depth };
        match (asset.kind, at.depth) {
            (Kind::Transformer, _) if one => {
                self.branches.assets.insert(asset, at.branch);
                below(at.branch, Depth::Station)
            }
            (Kind::Transformer, _) => below(
                self.add(at.branch, "tree.transformer", asset),
                Depth::Station,
            ),
            (Kind::Switch, Depth::Station) if self.leads_to_section(asset) => {
                below(self.add(at.branch, "tree.feeder", asset), Depth::Feeder)
            }
            (Kind::Section, Depth::Station) => {
                below(self.add(at.branch, "tree.feeder", asset), Depth::Feeder)
            }
            (Kind::Section | Kind::Switch, Depth::Feeder)
                if trunks.is_lateral(asset, self.topology) =>
            {
                let branch = self.add(at.branch, "tree.lateral", asset);
                if let Some(next) = trunks.next(asset, self.topology) {
                    let next = names::name(self.district, next);
                    let name = &mut self.tree.branches[branch].name;
                    *name = Text::new(stem(&name.zh, &next.zh), stem(&name.en, &next.en));
                }
                below(branch, at.depth)
            }
            (Kind::Box, _) => {
                let branch = self.add(at.branch, "tree.box", asset);
                // What a cabinet feeds hangs beside it: the feeders are the area's.
                let holds = at.depth == Depth::Feeder;
                below(if holds { branch } else { at.branch }, at.depth)
            }
            (Kind::Customer, _) => below(self.add(at.branch, "tree.customer", asset), at.depth),
            _ => at,
        }
    }

    fn add(&mut self, parent: usize, word: &'static str, asset: AssetRef) -> usize {
        let name = names::name(self.district, asset);
        let branch = self.tree.add(Some(parent), word, name, Some(asset));
        self.branches.assets.insert(asset, branch);
        branch
    }

    /// Whether a section comes next below a switch, before another switch.
    fn leads_to_section(&self, switch: AssetRef) -> bool {
        let mut below = self.topology.downstream(switch).iter();
        let next = below.find(|one| matches!(one.kind, Kind::Switch | Kind::Section));
        next.is_some_and(|next| next.kind == Kind::Section)
    }

    /// What goes on straight at each fork: the section or switch that feeds the most
    /// places.
    fn trunks(&self, top: AssetRef) -> Trunks {
        let mut trunks = Trunks::default();
        let leads = |asset: &AssetRef| matches!(asset.kind, Kind::Section | Kind::Switch);
        let below = self.topology.downstream(top).iter().copied();
        for asset in below.filter(leads) {
            let Some(fork) = self.topology.parent(asset) else {
                continue;
            };
            let own = (places(asset, self.topology).count(), asset);
            let trunk = trunks.0.entry(fork).or_insert(own);
            if own.0 > trunk.0 {
                *trunk = own;
            }
        }
        trunks
    }

    /// The tree with every branch behind its parent and before its parent's next
    /// sibling, as it is listed.
    fn in_preorder(mut self) -> (Tree, Branches) {
        let old = self.tree.branches;
        let mut children = vec![Vec::new(); old.len()];
        for (k, branch) in old.iter().enumerate() {
            if let Some(parent) = branch.parent {
                children[parent].push(k);
            }
        }
        // What is nearer to the transformer comes first.
        let far: Vec<usize> = old
            .iter()
            .map(|branch| {
                branch
                    .target
                    .map_or(0, |it| self.topology.upstream(it).len())
            })
            .collect();
        for siblings in &mut children {
            siblings.sort_by_key(|&k| far[k]);
        }
        let mut place = vec![0; old.len()];
        let mut tree = Tree::default();
        let roots = (0..old.len()).filter(|&k| old[k].parent.is_none());
        let mut stack: Vec<usize> = roots.collect();
        stack.reverse();
        while let Some(k) = stack.pop() {
            let branch = &old[k];
            let parent = branch.parent.map(|parent| place[parent]);
            place[k] = tree.add(parent, branch.word, branch.name.clone(), branch.target);
            stack.extend(children[k].iter().rev());
        }
        tree.count_leaves("tree.customer");
        let assets = self.branches.assets.values_mut();
        let places = self.branches.places.values_mut();
        assets
            .chain(places)
            .for_each(|branch| *branch = place[*branch]);
        let steps = tree.branches.iter();
        let steps = steps.map(|branch| (branch.parent, branch.name.clone(), branch.target));
        self.branches.steps = steps.collect();
        (tree, self.branches)
    }
}

/// Where in the tree the things below another one hang.
#[derive(Clone, Copy)]
struct Hung {
    branch: usize,
    depth: Depth,
}

/// How far down the network a thing is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Depth {
    /// Above the transformer.
    Above,
    /// Between the transformer and the feeders.
    Station,
    /// On a feeder.
    Feeder,
}

/// What goes on straight and how many places it feeds, by what it begins at.
#[derive(Default)]
struct Trunks(BTreeMap<AssetRef, (usize, AssetRef)>);

impl Trunks {
    /// Whether a section or switch begins a lateral: it turns off, and feeds more than
    /// one place.
    fn is_lateral(&self, asset: AssetRef, topology: &Topology) -> bool {
        let fork = topology.parent(asset);
        let trunk = fork.and_then(|fork| self.0.get(&fork));
        let turns_off = trunk.is_some_and(|&(_, trunk)| trunk != asset);
        turns_off && places(asset, topology).nth(1).is_some()
    }

    /// The section that goes on where one ends, and is not just a service drop.
    fn next(&self, asset: AssetRef, topology: &Topology) -> Option<AssetRef> {
        let end = topology.downstream(asset).first()?;
        let &(places, next) = self.0.get(end)?;
        (next.kind == asset.kind && places > 1).then_some(next)
    }
}

/// The boxes below a thing; where there are none, the loads.
fn places(asset: AssetRef, topology: &Topology) -> impl Iterator<Item = &AssetRef> {
    let below = topology.downstream(asset);
    let boxed = below.iter().any(|one| one.kind == Kind::Box);
    let kind = if boxed { Kind::Box } else { Kind::Load };
    below.iter().filter(move |one| one.kind == kind)
}

/// What the names of two sections of one lateral have in common, without the number
/// of the section; the first name where they have nothing in common.
fn stem<'a>(first: &'a str, next: &str) -> &'a str {
    let same = first.char_indices().zip(next.chars());
    let end = same.take_while(|&((_, a), b)| a == b).last();
    let common = end.map_or("", |((at, last), _)| &first[..at + last.len_utf8()]);
    let common = common.rsplit_once(',').map_or(common, |(stem, _)| stem);
    let stem = common.trim_end_matches(|c: char| c.is_ascii_digit() || " 第#-".contains(c));
    if stem.is_empty() { first } else { stem }
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_lateral_is_named_without_the_number_of_its_section() {
        assert_eq!(stem("后巷东第1档", "后巷东第2档"), "后巷东");
        assert_eq!(stem("Back Lane, span 1", "Back Lane, span 2"), "Back Lane");
        assert_eq!(stem("line 09", "line 10"), "line");
        assert_eq!(stem("甲", "乙"), "甲");
    }
}
