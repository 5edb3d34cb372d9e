//! Rain near the eye, and the spray that a storm drives: streaks that the shader moves.

use bevy::camera::visibility::NoFrustumCulling;
use bevy::light::{NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;

use super::Dome;
use crate::chance::chance;
use crate::mesh::{Brush, MeshBuilder};
use crate::stage::{Look, ReducedMotion, Stage};
use crate::surface::{Paint, Surfaces};

/// Number of streaks in a downpour.
const STREAKS: u16 = 3500;
/// Number of veils of spray in a hurricane.
const VEILS: u16 = 300;
/// Radius of a streak, and of a veil, m.
const RADIUS_M: f32 = 0.0012;
const VEIL_M: f32 = 0.11;
/// Rain from which it is seen, mm/h.
const SEEN_MM_H: f64 = 0.3;

/// The streaks and veils.
#[derive(Component, Clone, Copy, Debug)]
pub struct Rain;

/// Spawns them, hidden.
pub(crate) fn rain(commands: &mut Commands, meshes: &mut Assets<Mesh>, surfaces: &Surfaces) {
    let mut builder = MeshBuilder::default();
    for number in 0..STREAKS {
        builder.streak(number, RADIUS_M, 0.0);
    }
    for number in STREAKS..STREAKS + VEILS {
        builder.streak(number, VEIL_M, 1.0);
    }
    commands.spawn((
        Rain,
        // It goes where the sky goes.
        Dome,
        Mesh3d(meshes.add(builder.build())),
        MeshMaterial3d(surfaces.see_through.clone()),
        Visibility::Hidden,
        NoFrustumCulling,
        NotShadowCaster,
        NotShadowReceiver,
    ));
}

impl MeshBuilder {
    /// Adds a streak at a place of its own in a box of side 1; its colour tells the shader
    /// which end is which, from what share of a downpour it is there, and how much of it is
    /// spray.
    fn streak(&mut self, number: u16, radius_m: f32, spray: f32) {
        let own = |salt| chance(Vec2::new(f32::from(number), 0.5), salt);
        let at = Vec3::new(own(95), own(96), own(97));
        let corners = [0.0, 1.0].map(|end| {
            let brush = Brush {
                tint: Vec3::new(end, own(98), spray),
                ..Brush::new(Paint::Rain, 0.0)
            };
            [radius_m, -radius_m]
                .map(|edge| self.vertex(at, Vec3::NEG_Y, Vec2::new(end, edge), 1.0, &brush))
        });
        let [[a, b], [c, d]] = corners;
        self.join(a, d, b);
        self.join(a, c, d);
    }
}

/// Lets it rain where natural colours are asked for and things may move.
pub(crate) fn fall(
    stage: Res<Stage>,
    look: Res<Look>,
    still: Res<ReducedMotion>,
    mut rain: Query<&mut Visibility, With<Rain>>,
) {
    let falls = *look == Look::Presentation && !still.0 && stage.weather.rain_mm_h > SEEN_MM_H;
    for mut visibility in &mut rain {
        visibility.set_if_neq(if falls {
            Visibility::Visible
        } else {
            Visibility::Hidden
        });
    }
}
