//! What a storm has left: poles and trees that lie, wires on the ground.
//!
//! What stands otherwise than it was built is hidden by its slot and drawn once more as it
//! is, whenever that changes, in every frame in which something falls; nothing is done in
//! frames in which it does not.

mod hanging;
mod lying;
mod reported;
mod wires;

use std::collections::BTreeSet;

use bevy::mesh::MeshTag;
use bevy::prelude::*;
use taiqu_dispatch::components::Dispatch;
use taiqu_grid::AssetRef;
use taiqu_grid::components::Records;
use taiqu_outage::components::Inquiries;

pub(crate) use reported::{dangerous, told};

use crate::convert::MapFrame;
use crate::models::Models;
use crate::network::Forms;
use crate::site::{Damage, FallenPole, WireDown};
use crate::stage::{Look, Stage};
use crate::surface::{ANEW, Surfaces};
use crate::terrain::Ground;

/// The damage that is drawn. That something of it moves is no change.
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
    (inquiries, desk): (Option<Res<Inquiries>>, Option<Res<Dispatch>>),
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
        let orders = desk.as_ref().map_or(&[][..], |desk| desk.0.orders());
        let found = reported::found(inquiries, orders);
        known(&stage.damage, &found, &drawn.forms)
    };
    if damage == wreck.0 && !rebuilt {
        return;
    }
    for entity in &old {
        commands.entity(entity).despawn();
    }
    let extra = (Wreckage, MeshTag(ANEW));
    let chunks = lying::chunks(&drawn, &damage);
    chunks.spawn_with(&mut commands, &mut meshes, &surfaces, extra);
    if damage.is_of_same(&wreck.0) {
        wreck.bypass_change_detection().0 = damage;
    } else {
        wreck.0 = damage;
    }
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
        wires: damage.wires.iter().filter(is_one).cloned().collect(),
    }
}
