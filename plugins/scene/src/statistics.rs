//! What the picture costs.

use bevy::camera::visibility::ViewVisibility;
use bevy::light::{CascadeShadowConfig, NotShadowCaster};
use bevy::prelude::*;

use crate::chunks::Triangles;

/// Draw calls and triangles of one frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// Draw calls, each visible mesh once and each caster once a shadow cascade;
    /// the renderer may merge some.
    pub draw_calls: usize,
    /// Triangles of the visible meshes, without shadows.
    pub triangles: usize,
}

/// Counts the last frame; run it with `World::run_system_once`.
pub fn cost(
    meshes: Query<(&ViewVisibility, &Triangles, Has<NotShadowCaster>)>,
    cascades: Query<&CascadeShadowConfig>,
) -> Cost {
    let cascades: usize = cascades.iter().map(|config| config.bounds.len()).sum();
    let mut cost = Cost::default();
    for (visibility, triangles, casts_none) in &meshes {
        if visibility.get() {
            cost.draw_calls += if casts_none { 1 } else { 1 + cascades };
            cost.triangles += triangles.0;
        }
    }
    cost
}
