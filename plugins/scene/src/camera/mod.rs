//! The camera: orbit about the point under the pointer, and flights to goals.

mod flight;
mod goal;
mod home;
mod orbit;
mod views;

use bevy::camera::{ClearColorConfig, RenderTarget, Viewport};
use bevy::core_pipeline::tonemapping::Tonemapping;
use bevy::prelude::*;
use bevy::window::PrimaryWindow;

use crate::stage::SceneViewport;

pub(crate) use flight::{fly, set_out};
pub use goal::{CameraGoal, Flight, Goal, Pose};
pub use orbit::SceneCamera;
pub(crate) use orbit::steer;

/// What the picture is drawn on: the window, unless the application puts an image
/// here before start-up.
#[derive(Resource, Clone, Debug, Default)]
pub struct SceneTarget(pub RenderTarget);

/// Spawns the camera.
pub(crate) fn spawn(mut commands: Commands, target: Res<SceneTarget>) {
    let pose = Pose::looking(Vec3::new(-60.0, 50.0, 80.0), Vec3::ZERO);
    commands.spawn((
        SceneCamera::at(pose),
        Camera3d::default(),
        Camera {
            clear_color: ClearColorConfig::Custom(Color::BLACK),
            ..default()
        },
        target.0.clone(),
        Projection::from(PerspectiveProjection {
            fov: views::FIELD_OF_VIEW,
            near: 0.1,
            far: 9000.0,
            ..default()
        }),
        // The one material exposes for itself, so that the theme's colours stay.
        Tonemapping::None,
        Msaa::Sample4,
        pose.transform(),
    ));
}

/// Draws into the part of the window that panels leave.
pub(crate) fn crop(
    viewport: Res<SceneViewport>,
    window: Option<Single<&Window, With<PrimaryWindow>>>,
    mut camera: Single<&mut Camera, With<SceneCamera>>,
) {
    let scale = window.map_or(1.0, |window| window.scale_factor());
    let wanted = viewport.0.map(|rect| {
        let min = (rect.min * scale).round().max(Vec2::ZERO).as_uvec2();
        let size = (rect.size() * scale).round().max(Vec2::ONE).as_uvec2();
        (min, size)
    });
    let fits = |(min, size): (UVec2, UVec2)| {
        camera
            .physical_target_size()
            .is_some_and(|target| (min + size).cmple(target).all())
    };
    let wanted = wanted.filter(|&wanted| fits(wanted));
    let now = camera
        .viewport
        .as_ref()
        .map(|v| (v.physical_position, v.physical_size));
    if wanted != now {
        camera.viewport = wanted.map(|(physical_position, physical_size)| Viewport {
            physical_position,
            physical_size,
            ..default()
        });
    }
}
