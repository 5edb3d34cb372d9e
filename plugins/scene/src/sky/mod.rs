//! Sun, moon and sky by the time of day.

mod sun;

use bevy::light::{CascadeShadowConfigBuilder, NotShadowCaster, NotShadowReceiver};
use bevy::prelude::*;
use bevy::render::storage::ShaderBuffer;

pub use sun::sun_direction;

use crate::camera::SceneCamera;
use crate::mesh::{Brush, MeshBuilder};
use crate::overlay::Overlay;
use crate::stage::{Look, Stage};
use crate::surface::{Air, Paint, Surfaces, paint_table};
use crate::theme::{Rgb, Skies, SkyColours, Theme};

/// Latitude of the picture, degrees north.
const LATITUDE_DEG: f64 = 30.0;
/// Lowest elevation of the light, so that dusk still models things, rad.
const LOWEST_LIGHT: f32 = 0.16;
/// Radius of the sky's dome, m.
const DOME_M: f32 = 7000.0;
/// Thickness of the haze, 1/m.
const HAZE_PER_M: f32 = 2.8e-4;

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
            num_cascades: 3,
            minimum_distance: 0.3,
            first_cascade_far_bound: 45.0,
            maximum_distance: 520.0,
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
    look: Res<Look>,
    stage: Res<Stage>,
    overlay: Res<Overlay>,
    theme: Res<Theme>,
    surfaces: Res<Surfaces>,
    mut buffers: ResMut<Assets<ShaderBuffer>>,
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
    let (air, towards_light) = air(&colours.skies, sun, *look, *overlay);
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

/// The air for a sun in this direction, and the direction to the light.
fn air(skies: &Skies, sun: Vec3, look: Look, overlay: Overlay) -> (Air, Vec3) {
    let elevation = sun.y.clamp(-1.0, 1.0).asin().to_degrees();
    let day = smooth(2.0, 16.0, elevation);
    let night = smooth(-1.0, -9.0, elevation);
    let blend = |pick: fn(&SkyColours) -> (Rgb, f32)| {
        let linear = |sky: &SkyColours| {
            let (colour, strength) = pick(sky);
            Vec3::from(colour.linear()) * strength
        };
        let lit = linear(&skies.dusk).lerp(linear(&skies.day), day);
        lit.lerp(linear(&skies.night), night)
    };
    let low = Vec3::new(sun.x, 0.0, sun.z).normalize_or(Vec3::NEG_X);
    let lowest = low * LOWEST_LIGHT.cos() + Vec3::Y * LOWEST_LIGHT.sin();
    let moon = Vec3::new(0.45, 0.62, 0.64).normalize();
    let towards_light = if night > 0.5 {
        moon
    } else if sun.y > LOWEST_LIGHT.sin() {
        sun
    } else {
        lowest
    };
    // The light fades out and in again where it changes from sun to moon.
    let handover = ((night - 0.5).abs() * 2.0).clamp(0.0, 1.0);
    let is_natural = look == Look::Presentation;
    let shown = overlay != Overlay::Normal;
    let extend = |colour: Vec3, w: f32| colour.extend(w);
    let air = Air {
        sun: extend(blend(|sky| sky.sun) * handover, 0.0),
        above: extend(
            blend(|sky| sky.above),
            if is_natural { night } else { 0.45 * night },
        ),
        below: extend(blend(|sky| sky.below), f32::from(u8::from(shown))),
        zenith: extend(
            blend(|sky| (sky.zenith, 1.0)),
            f32::from(u8::from(is_natural)),
        ),
        horizon: extend(blend(|sky| (sky.horizon, 1.0)), HAZE_PER_M),
        glow: extend(blend(|sky| (sky.glow, 1.0)), 0.0),
        towards_sun: extend(if sun.y > -0.05 { sun } else { lowest }, 0.0),
    };
    (air, towards_light)
}

fn smooth(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_light_is_never_below_the_ground() {
        let sky = SkyColours {
            zenith: Rgb([10; 3]),
            horizon: Rgb([20; 3]),
            glow: Rgb([0; 3]),
            sun: (Rgb([255; 3]), 1.0),
            above: (Rgb([100; 3]), 0.5),
            below: (Rgb([50; 3]), 0.2),
        };
        let skies = Skies {
            day: sky,
            dusk: sky,
            night: sky,
        };
        for hour in 0..24 {
            let sun = sun_direction(f64::from(hour), 196, LATITUDE_DEG);
            let (_, light) = air(&skies, sun, Look::Operations, Overlay::Normal);
            assert!(
                light.y > 0.1 && (light.length() - 1.0).abs() < 1e-3,
                "{hour}: {light}"
            );
        }
    }
}
