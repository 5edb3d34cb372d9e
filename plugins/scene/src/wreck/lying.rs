//! Poles and trees that lie or fall.

use std::collections::BTreeMap;

use bevy::prelude::*;
use taiqu_grid::AssetRef;

use super::{Drawn, wires};
use crate::chance::chance;
use crate::chunks::{Chunks, Level};
use crate::network::SUNK_M;
use crate::site::{Damage, FallenPole, FallenTree, Lie, Place};
use crate::surroundings;

/// How high the top of a pole that lies is over the ground, for the sake of its arms, m,
/// and that of a tree for its crown's, share of its height; where nothing better is known.
const ARMS_M: f32 = 0.4;
const CROWN: f32 = 0.12;
/// A stump lower than this is not drawn, m.
const STUMP_M: f32 = 0.3;

/// The meshes of what lies.
pub fn chunks(drawn: &Drawn, damage: &Damage) -> Chunks {
    let mut chunks = Chunks::default();
    let poles = damage.poles.iter();
    let turned = poles.filter_map(|pole| Some((pole.node, drawn.pole(pole)?)));
    let turned: BTreeMap<AssetRef, Turned> = turned.collect();
    for (node, turned) in &turned {
        turned.add_pole(drawn, &mut chunks, *node);
    }
    for tree in &damage.trees {
        drawn.add_tree(&mut chunks, tree);
    }
    for wire in &damage.wires {
        wires::add(drawn, &mut chunks, wire, &turned);
    }
    chunks
}

/// What stood, and is turned about a hinge.
#[derive(Clone, Copy, Debug)]
pub struct Turned {
    foot: Vec3,
    /// Height of the hinge over the foot, m.
    hinge_m: f32,
    /// Where it puts what stood over the hinge, with the foot at its origin.
    frame: Transform,
}

impl Turned {
    fn new(foot: Vec3, hinge: Vec3, top: Vec3) -> Self {
        let hinge_m = hinge.y - foot.y;
        let turn = Quat::from_rotation_arc(Vec3::Y, (top - hinge).normalize_or(Vec3::X));
        let frame = Transform::from_translation(hinge - turn * (Vec3::Y * hinge_m));
        Self {
            foot,
            hinge_m,
            frame: frame.with_rotation(turn),
        }
    }

    /// Where a point of it is that was at `at` when it stood.
    pub fn point(&self, at: Vec3) -> Vec3 {
        let from_foot = at - self.foot;
        if from_foot.y < self.hinge_m {
            return at;
        }
        self.frame.transform_point(from_foot)
    }

    /// How a direction on it is turned.
    pub fn direction(&self, way: Vec3) -> Vec3 {
        self.frame.rotation * way
    }

    fn add_pole(&self, drawn: &Drawn, chunks: &mut Chunks, node: AssetRef) {
        let Some(form) = drawn.forms.poles.get(&node) else {
            return;
        };
        let shaft = chunks.solid(self.foot, Level::Always);
        let stands = self.hinge_m > STUMP_M;
        if stands {
            let stump = Transform::from_translation(self.foot);
            form.shaft(shaft, &stump, [-SUNK_M, self.hinge_m]);
        }
        let from = if stands { self.hinge_m } else { -SUNK_M };
        form.shaft(shaft, &self.frame, [from, form.top]);
        for arm in &form.arms {
            let moved = Transform {
                translation: self.point(arm.frame.translation),
                rotation: self.frame.rotation * arm.frame.rotation,
                ..arm.frame
            };
            chunks.model(&drawn.models, arm.name, &moved, &form.brush);
        }
    }
}

impl Drawn<'_> {
    /// A place on site in the picture.
    pub(super) fn place(&self, [east, north, over]: Place) -> Vec3 {
        self.ground.point(self.frame.plane((east, north))) + Vec3::Y * over as f32
    }

    fn pole(&self, pole: &FallenPole) -> Option<Turned> {
        let form = self.forms.poles.get(&pole.node)?;
        let foot = form.foot;
        Some(self.turned(foot, pole.lie, || {
            let anywhere = Vec2::from_angle(std::f32::consts::TAU * chance(foot.xz(), 92));
            let towards = pole.towards.map_or(anywhere, plane);
            self.ground.point(foot.xz() + towards * form.top) + Vec3::Y * ARMS_M
        }))
    }

    /// As its fall was lived, or flat on the ground with its top where `top` says.
    fn turned(&self, foot: Vec3, lie: Option<Lie>, top: impl FnOnce() -> Vec3) -> Turned {
        match lie {
            Some(lie) => Turned::new(foot, self.place(lie.hinge), self.place(lie.top)),
            None => Turned::new(foot, foot, top()),
        }
    }

    fn add_tree(&self, chunks: &mut Chunks, tree: &FallenTree) {
        let (area, index) = (usize::from(tree.tree.0), tree.tree.1 as usize);
        let areas = &self.records.0.areas;
        let Some(item) = areas
            .get(area)
            .and_then(|area| area.surroundings.trees.get(index))
        else {
            return;
        };
        let (at, height) = (self.frame.plane(item.at), item.height_m as f32);
        let Some(stem) = surroundings::stem(&self.models, &self.ground, at, height) else {
            return;
        };
        let turned = self.turned(stem.frame.translation, tree.lie, || {
            let top = self.ground.point(at + plane(tree.towards) * height);
            top + Vec3::Y * CROWN * height
        });
        let frame = Transform {
            translation: turned.frame.translation,
            rotation: turned.frame.rotation * stem.frame.rotation,
            ..stem.frame
        };
        let brush = stem.brush.of(self.slots.of_tree(area, index));
        chunks.model(&self.models, stem.name, &frame, &brush);
    }
}

/// A direction of the map in the plane of the picture.
fn plane((east, north): (f64, f64)) -> Vec2 {
    Vec2::new(east as f32, -north as f32).normalize_or(Vec2::X)
}
