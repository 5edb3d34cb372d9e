//! Corner brackets around what is selected and what is under the pointer.

use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;
use taiqu_grid::Kind;

use super::{Hovered, Proxies, Selection, Shape};
use crate::mesh::{Brush, MeshBuilder};
use crate::surface::{Paint, Surfaces};

/// Slot of the selection's outline.
pub const SELECTION_SLOT: u32 = 1;
/// Slot of the outline under the pointer.
pub const HOVER_SLOT: u32 = 2;
/// Space between a thing and its outline, share of its size, and at least m.
const MARGIN: (f32, f32) = (0.04, 0.02);
/// Length of a bracket, share of the edge.
const BRACKET: f32 = 0.26;

/// One outline.
#[derive(Component, Clone, Copy, Debug)]
pub struct Outline;

/// Draws the outlines anew when what they are around changes.
pub fn outline(
    mut commands: Commands,
    selection: Res<Selection>,
    hovered: Res<Hovered>,
    proxies: Res<Proxies>,
    surfaces: Res<Surfaces>,
    mut meshes: ResMut<Assets<Mesh>>,
    outlines: Query<Entity, With<Outline>>,
) {
    if !(selection.is_changed() || hovered.is_changed() || proxies.is_changed()) {
        return;
    }
    for entity in &outlines {
        commands.entity(entity).despawn();
    }
    let mut builder = MeshBuilder::default();
    let hovered = hovered.0.filter(|asset| selection.0 != Some(*asset));
    for (asset, slot) in [(selection.0, SELECTION_SLOT), (hovered, HOVER_SLOT)] {
        // Wires show by themselves that they are selected.
        let Some(asset) = asset.filter(|asset| asset.kind != Kind::Section) else {
            continue;
        };
        let brush = Brush::new(Paint::Cage, 0.0).of(slot);
        for shape in proxies.shapes(asset) {
            brackets(&mut builder, shape, &brush);
        }
    }
    if builder.is_empty() {
        return;
    }
    commands.spawn((
        Outline,
        Mesh3d(meshes.add(builder.build())),
        MeshMaterial3d(surfaces.see_through.clone()),
        NotShadowCaster,
        NotShadowReceiver,
    ));
}

fn brackets(builder: &mut MeshBuilder, shape: &Shape, brush: &Brush) {
    let (frame, half) = shape.bounds();
    let half = half + Vec3::splat((half.max_element() * MARGIN.0).max(MARGIN.1));
    for axis in 0..3 {
        let (u, v) = ((axis + 1) % 3, (axis + 2) % 3);
        for (su, sv) in [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)] {
            let at = |along: f32| {
                let mut corner = Vec3::ZERO;
                corner[axis] = along * half[axis];
                corner[u] = su * half[u];
                corner[v] = sv * half[v];
                frame.transform_point(corner)
            };
            for end in [-1.0, 1.0] {
                builder.ribbon(&[at(end), at(end * (1.0 - 2.0 * BRACKET))], 0.004, brush);
            }
        }
    }
}
