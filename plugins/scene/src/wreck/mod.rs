//! What a storm has left: poles and trees that lie, wires on the ground.
//!
//! What stands otherwise than it was built is hidden by its slot and drawn once more as it
//! is, whenever that changes; nothing is done in frames in which it does not.

mod hanging;

use std::collections::{BTreeMap, BTreeSet};

use bevy::mesh::MeshTag;
use bevy::prelude::*;
use taiqu_grid::components::Records;
use taiqu_grid::{AssetRef, Conductor, Kind};
use taiqu_outage::Inquiry;
use taiqu_outage::components::Inquiries;

use crate::chance::chance;
use crate::chunks::{Chunks, Level};
use crate::convert::MapFrame;
use crate::models::Models;
use crate::network::{Forms, Strand};
use crate::site::{Damage, FallenPole, FallenTree, WireDown};
use crate::stage::{Look, Stage};
use crate::surface::{ANEW, Surfaces};
use crate::surroundings;
use crate::terrain::Ground;

/// How high the top of a pole that lies is over the ground, for the sake of its arms, m,
/// and that of a tree for its crown's, share of its height.
const ARMS_M: f32 = 0.4;
const CROWN: f32 = 0.12;

/// The damage that is drawn.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub(crate) struct Wreck(pub Damage);

/// A mesh of it.
#[derive(Component, Clone, Copy, Debug)]
pub(crate) struct Wreckage;

/// What the picture was drawn from.
#[derive(bevy::ecs::system::SystemParam)]
pub(crate) struct Drawn<'w> {
    records: Res<'w, Records>,
    models: Res<'w, Models>,
    frame: Res<'w, MapFrame>,
    ground: Res<'w, Ground>,
    slots: Res<'w, crate::network::Slots>,
    forms: Res<'w, Forms>,
}

/// Draws the damage anew when there is other damage than before, or another picture.
pub(crate) fn build(
    mut commands: Commands,
    (stage, look): (Res<Stage>, Res<Look>),
    inquiries: Option<Res<Inquiries>>,
    (drawn, surfaces): (Drawn, Res<Surfaces>),
    old: Query<Entity, With<Wreckage>>,
    mut meshes: ResMut<Assets<Mesh>>,
    mut wreck: ResMut<Wreck>,
) {
    let rebuilt = surfaces.is_changed();
    if stage.damage.is_none() && wreck.0.is_none() && !rebuilt {
        return;
    }
    let damage = if stage.shows_all(*look) {
        (*stage.damage).clone()
    } else {
        let inquiries = inquiries.as_ref().map_or(&[][..], |all| &all.0);
        known(&stage.damage, &found(inquiries), &drawn.forms)
    };
    if damage == wreck.0 && !rebuilt {
        return;
    }
    for entity in &old {
        commands.entity(entity).despawn();
    }
    let extra = (Wreckage, MeshTag(ANEW));
    let chunks = drawn.wreckage(&damage);
    chunks.spawn_with(&mut commands, &mut meshes, &surfaces, extra);
    wreck.0 = damage;
}

/// Sections that crews have found broken.
fn found(inquiries: &[Inquiry]) -> BTreeSet<AssetRef> {
    let incidents = inquiries.iter().flat_map(Inquiry::incidents);
    let open = incidents.filter(|incident| incident.is_open());
    let found = open.filter_map(|incident| incident.progress.found);
    found.map(|(part, _)| part).collect()
}

/// The part of `damage` that concerns `sections`, and the poles that should hold those.
fn known(damage: &Damage, sections: &BTreeSet<AssetRef>, forms: &Forms) -> Damage {
    let strands = sections
        .iter()
        .filter_map(|section| forms.wires.get(section));
    let poles: BTreeSet<AssetRef> = strands
        .flatten()
        .flat_map(|strand| strand.poles)
        .flatten()
        .collect();
    let holds = |pole: &&FallenPole| poles.contains(&pole.node);
    let is_one = |wire: &&WireDown| sections.contains(&wire.section);
    Damage {
        poles: damage.poles.iter().filter(holds).copied().collect(),
        trees: Vec::new(),
        wires: damage.wires.iter().filter(is_one).copied().collect(),
    }
}

impl Drawn<'_> {
    /// The meshes of what lies.
    fn wreckage(&self, damage: &Damage) -> Chunks {
        let mut chunks = Chunks::default();
        let fallen: BTreeMap<AssetRef, (Vec3, Quat)> = damage
            .poles
            .iter()
            .filter_map(|pole| Some((pole.node, self.lies(pole)?)))
            .collect();
        for (node, &(foot, turn)) in &fallen {
            self.pole(&mut chunks, *node, foot, turn);
        }
        for tree in &damage.trees {
            self.tree(&mut chunks, tree);
        }
        for wire in &damage.wires {
            let strands = self.forms.wires.get(&wire.section).into_iter().flatten();
            for strand in strands {
                self.wire(&mut chunks, wire, strand, &fallen);
            }
        }
        chunks
    }

    /// The foot of a pole that lies, and how it is turned about that.
    fn lies(&self, pole: &FallenPole) -> Option<(Vec3, Quat)> {
        let form = self.forms.poles.get(&pole.node)?;
        let foot = form.foot;
        let anywhere = Vec2::from_angle(std::f32::consts::TAU * chance(foot.xz(), 92));
        let towards = pole.towards.map_or(anywhere, plane);
        let top = self.ground.point(foot.xz() + towards * form.top) + Vec3::Y * ARMS_M;
        Some((foot, turn(foot, top)))
    }

    fn pole(&self, chunks: &mut Chunks, node: AssetRef, foot: Vec3, turn: Quat) {
        let Some(form) = self.forms.poles.get(&node) else {
            return;
        };
        let frame = Transform::from_translation(foot).with_rotation(turn);
        form.shaft(chunks.solid(foot, Level::Always), &frame);
        for arm in &form.arms {
            let moved = Transform {
                translation: foot + turn * (arm.frame.translation - foot),
                rotation: turn * arm.frame.rotation,
                ..arm.frame
            };
            chunks.model(&self.models, arm.name, &moved, &form.brush);
        }
    }

    fn tree(&self, chunks: &mut Chunks, tree: &FallenTree) {
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
        let foot = stem.frame.translation;
        let top = self.ground.point(at + plane(tree.towards) * height);
        let frame = Transform {
            rotation: turn(foot, top + Vec3::Y * CROWN * height) * stem.frame.rotation,
            ..stem.frame
        };
        let brush = stem.brush.of(self.slots.of_tree(area, index));
        chunks.model(&self.models, stem.name, &frame, &brush);
    }

    fn wire(
        &self,
        chunks: &mut Chunks,
        wire: &WireDown,
        strand: &Strand,
        fallen: &BTreeMap<AssetRef, (Vec3, Quat)>,
    ) {
        let conductor = Conductor::ALL[strand.conductor];
        if !wire.conductors.has(conductor) {
            return;
        }
        let ground = |at: Vec2| self.ground.height(at);
        let end = |k: usize| {
            let (at, pole) = (strand.ends[k], strand.poles[k]);
            let Some(&(foot, turn)) = pole.and_then(|pole| fallen.get(&pole)) else {
                return at;
            };
            let moved = foot + turn * (at - foot);
            moved.with_y(moved.y.max(ground(moved.xz()) + hanging::LIES_M))
        };
        let (from, to) = (end(0), end(1));
        let builder = chunks.solid(from.midpoint(to), Level::Shadowless);
        if wire.broken.has(conductor) {
            let half = strand.ends[0].distance(strand.ends[1]) / 2.0;
            for (one, other) in [(from, to), (to, from)] {
                let points = hanging::limp(one, other, half, ground);
                builder.ribbon(&points, strand.radius, &strand.brush);
            }
        } else {
            let points = hanging::slack(from, to, ground);
            builder.ribbon(&points, strand.radius, &strand.brush);
        }
    }
}

/// A direction of the map in the plane of the picture.
fn plane((east, north): (f64, f64)) -> Vec2 {
    Vec2::new(east as f32, -north as f32).normalize_or(Vec2::X)
}

/// The turn about `foot` that brings what stands there to lie towards `top`.
fn turn(foot: Vec3, top: Vec3) -> Quat {
    Quat::from_rotation_arc(Vec3::Y, (top - foot).normalize_or(Vec3::X))
}

/// Sections of which the twin knows that live wires of theirs may lie on the ground.
pub(crate) fn dangerous(inquiries: &[Inquiry]) -> impl Iterator<Item = AssetRef> + '_ {
    let incidents = inquiries.iter().flat_map(Inquiry::incidents);
    let open = incidents.filter(|incident| incident.is_open() && !incident.made_safe);
    let found = open.filter_map(|incident| incident.progress.found);
    let lies = |damage| {
        use taiqu_link::Damage as Found;
        matches!(
            damage,
            Found::FallenPole | Found::BrokenWire | Found::TouchingWires
        )
    };
    let down = found.filter(move |&(part, damage)| part.kind == Kind::Section && lies(damage));
    down.map(|(part, _)| part)
}
