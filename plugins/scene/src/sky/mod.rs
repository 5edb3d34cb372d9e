//! Sun, moon and sky by the time of day.

mod air;
mod overhead;
mod rain;
mod sun;

use bevy::light::{CascadeShadowConfigBuilder, NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;
use bevy::window::PrimaryWindow;

pub use sun::sun_direction;

pub use overhead::Overhead;
pub(crate) use rain::{fall, rain};

use crate::camera::SceneCamera;
use crate::convert::MapFrame;
use crate::mesh::{Brush, MeshBuilder};
use crate::overlay::Overlay;
use crate::site::Weather;
use crate::stage::{Look, ReducedMotion, Stage};
use crate::surface::{Air, Paint, Surfaces, paint_table};
use crate::theme::Theme;

/// Latitude of the picture, degrees north.
const LATITUDE_DEG: f64 = 30.0;
/// Radius of the sky's dome, m.
const DOME_M: f32 = 7000.0;
/// The one light.
#[derive(Component, Clone, Copy, Debug)]
pub struct Sun;

/// The dome of the sky, which goes where the camera goes.
#[derive(Component, Clone, Copy, Debug)]
pub struct Dome;

/// Spawns the light.
pub(crate) fn spawn(mut commands: Commands) {
    commands.insert_resource(GlobalAmbientLight::NONE);
    commands.spawn((
        Sun,
        DirectionalLight {
            shadow_maps_enabled: true,
            shadow_depth_bias: 0.04,
            shadow_normal_bias: 1.2,
            ..default()
        },
        CascadeShadowConfigBuilder {
            num_cascades: 2,
            minimum_distance: 0.3,
            first_cascade_far_bound: 75.0,
            maximum_distance: 640.0,
            overlap_proportion: 0.15,
        }
        .build(),
    ));
}

/// Spawns the dome, once there is something to paint it with.
pub(crate) fn dome(commands: &mut Commands, meshes: &mut Assets<Mesh>, surfaces: &Surfaces) {
    let mut builder = MeshBuilder::default();
    let brush = Brush::new(Paint::Sky, 0.0);
    let (rings, sides) = (10_u32, 24_u32);
    for ring in 0..=rings {
        let elevation = -0.35 + 1.92 * ring as f32 / rings as f32;
        for side in 0..=sides {
            let around = std::f32::consts::TAU * side as f32 / sides as f32;
            let out = Vec3::new(
                elevation.cos() * around.cos(),
                elevation.sin(),
                elevation.cos() * around.sin(),
            );
            let corner = builder.vertex(out * DOME_M, -out, Vec2::ZERO, 1.0, &brush);
            if ring > 0 && side > 0 {
                let below = corner - sides - 1;
                builder.join(corner - 1, below - 1, below);
                builder.join(corner - 1, below, corner);
            }
        }
    }
    commands.spawn((
        Dome,
        Mesh3d(meshes.add(builder.build())),
        MeshMaterial3d(surfaces.solid.clone()),
        bevy::camera::visibility::NoFrustumCulling,
        NotShadowCaster,
        NotShadowReceiver,
    ));
}

/// Keeps the dome about the camera.
pub(crate) fn follow(camera: Single<&SceneCamera>, mut domes: Query<&mut Transform, With<Dome>>) {
    for mut dome in &mut domes {
        dome.translation = camera.pose.eye;
    }
}

/// Sets paints, light and air by look, hour and overlay.
#[expect(
    clippy::too_many_arguments,
    reason = "a system's inputs are its parameters"
)]
pub(crate) fn paint(
    (look, overlay): (Res<Look>, Res<Overlay>),
    (stage, still): (Res<Stage>, Res<ReducedMotion>),
    (time, window): (Res<Time<Real>>, Query<(), With<PrimaryWindow>>),
    theme: Res<Theme>,
    surfaces: Res<Surfaces>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
    (frame, camera): (Res<MapFrame>, Single<&SceneCamera>),
    mut light: Single<&mut Transform, With<Sun>>,
    mut last: Local<Option<Air>>,
) {
    let colours = theme.looks.of(*look);
    if look.is_changed() || theme.is_changed() || surfaces.is_changed() {
        if let Some(mut table) = buffers.get_mut(&surfaces.paints) {
            *table = paint_table(colours);
        }
        *last = None;
    }
    let sun = sun_direction(stage.hour, stage.day, LATITUDE_DEG);
    // A picture without a window is the same whenever it is taken.
    let since_s = if window.is_empty() {
        stage.hour * 3600.0 % 3600.0
    } else {
        f64::from(time.elapsed_secs_wrapped())
    };
    let moves = *look == Look::Presentation && !still.0 && stage.weather != Weather::default();
    let away_m = |at| frame.plane(at).distance(camera.pose.eye.xz());
    let overhead = Overhead::new(stage.weather, since_s, moves).lit(stage.now_s, away_m);
    let how = (*look, *overlay);
    let (air, towards_light) = air::air(&colours.skies, sun, how, &overhead);
    let transform = Transform::IDENTITY.looking_to(-towards_light, Vec3::Y);
    if light.rotation != transform.rotation {
        light.rotation = transform.rotation;
    }
    if *last != Some(air)
        && let Some(mut buffer) = buffers.get_mut(&surfaces.air)
    {
        buffer.set_data(air);
        *last = Some(air);
    }
}

/// Direction to the sun of a summer evening, for which views are composed.
pub fn evening() -> Vec3 {
    sun_direction(18.0, 196, LATITUDE_DEG)
}
