//! The tree of the records: substation, line, area, transformer, feeder, box.

use std::collections::BTreeMap;

use bevy::prelude::Resource;
use taiqu_grid::area::BoxKind;
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
        let transformer = |index: usize| AssetRef::in_area(k, Kind::Transformer, index as u32);
        let name = names::place(self.district, Place::Area(k));
        let one = area.transformers.len() == 1;
        let supply = area
            .supply
            .map(|s| AssetRef::in_area(k, Kind::Node, s.node as u32));
        let target = if one { Some(transformer(0)) } else { supply };
        let branch = self.tree.add(parent, "tree.area", name, target);
        self.branches.places.insert(Place::Area(k), branch);
        for index in 0..area.transformers.len() {
            let asset = transformer(index);
            let at = if one {
                branch
            } else {
                let name = names::name(self.district, asset);
                self.tree
                    .add(Some(branch), "tree.transformer", name, Some(asset))
            };
            self.branches.assets.insert(asset, at);
        }
        for index in 0..area.boxes.len() {
            let asset = AssetRef::in_area(k, Kind::Box, index as u32);
            self.item(branch, k, asset);
        }
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

    /// A box, below the branch box, feeder or transformer that feeds it.
    fn item(&mut self, area: usize, k: u16, asset: AssetRef) -> usize {
        if let Some(&branch) = self.branches.assets.get(&asset) {
            return branch;
        }
        let above = self.topology.upstream(asset);
        let above: Vec<AssetRef> = above
            .into_iter()
            .take_while(|one| one.place == Place::Area(k))
            .collect();
        let item = &self.district.areas[usize::from(k)].boxes[asset.index as usize];
        let outer = above
            .iter()
            .copied()
            .find(|&one| self.is_branch_box(k, one));
        let parent = match outer {
            Some(outer) => self.item(area, k, outer),
            None => self.feeder(area, &above),
        };
        let parent = if item.kind == BoxKind::Cabinet {
            area
        } else {
            parent
        };
        let name = names::name(self.district, asset);
        let branch = self.tree.add(Some(parent), "tree.box", name, Some(asset));
        self.branches.assets.insert(asset, branch);
        branch
    }

    fn is_branch_box(&self, k: u16, asset: AssetRef) -> bool {
        let boxes = &self.district.areas[usize::from(k)].boxes;
        asset.kind == Kind::Box && boxes[asset.index as usize].kind == BoxKind::Branch
    }

    /// The feeder on a way up: the last switch before the first section below the
    /// transformer, else that section.
    fn feeder(&mut self, area: usize, above: &[AssetRef]) -> usize {
        let down = above.iter().rev().copied();
        let transformer = above.iter().find(|one| one.kind == Kind::Transformer);
        let below: Vec<AssetRef> = match transformer {
            Some(&top) => down.skip_while(|&one| one != top).skip(1).collect(),
            None => down.collect(),
        };
        let first = below.iter().position(|one| one.kind == Kind::Section);
        let switches = &below[..first.unwrap_or(below.len())];
        let switch = switches.iter().rev().find(|one| one.kind == Kind::Switch);
        let parent = transformer
            .and_then(|top| self.branches.assets.get(top).copied())
            .unwrap_or(area);
        let Some(&asset) = switch.or(first.map(|first| &below[first])) else {
            return parent;
        };
        if let Some(&branch) = self.branches.assets.get(&asset) {
            return branch;
        }
        let name: Text = names::name(self.district, asset);
        let branch = self
            .tree
            .add(Some(parent), "tree.feeder", name, Some(asset));
        self.branches.assets.insert(asset, branch);
        branch
    }
}
