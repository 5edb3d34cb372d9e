//! The picture that the camera draws and the panels show: how large, how sharp, how
//! often.

use bevy::asset::RenderAssetUsages;
use bevy::camera::{ClearColorConfig, ImageRenderTarget, RenderTarget};
use bevy::core_pipeline::tonemapping::Tonemapping;
use bevy::light::DirectionalLightShadowMap;
use bevy::prelude::*;
use bevy::render::render_resource::{Extent3d, TextureDimension, TextureFormat, TextureUsages};
use bevy::render::renderer::RenderAdapterInfo;
use bevy::window::PrimaryWindow;

use super::goal::Pose;
use super::{SceneCamera, views};
use crate::overlay::Overlay;
use crate::picking::{Hovered, Selection};
use crate::stage::{Look, SceneViewport};

/// The image that the scene's camera draws. It is as large as the room that
/// [`SceneViewport`] gives it, in pixels of the screen, or coarser while it is drawn
/// in haste.
#[derive(Resource, Clone, Debug)]
pub struct ScenePicture(pub Handle<Image>);

/// How often the picture is drawn.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Pace {
    /// In every frame and at its best.
    #[default]
    EveryFrame,
    /// In every frame on a graphics card. Where the processor draws, the panels come
    /// first: coarsely while the camera moves, sharply when it rests, and from then
    /// on every other second.
    AsAdapterAllows,
}

/// Pixels of a hasty picture to those of the screen.
const COARSE: f32 = 0.5;
/// How long the camera rests before the picture is drawn sharply, s.
const REST_S: f32 = 0.25;
/// How long what was asked for waits, s: the panels answer first.
const ANSWER_S: f32 = 0.05;
/// How much longer than before the next sharp picture waits, and how long at most, s:
/// the first follow each other quickly, while models still arrive.
const WAIT_S: (f32, f32) = (0.1, 2.0);
/// Texels of a side of the shadow maps: at their best, and where the processor draws.
const SHADOW_TEXELS: (usize, usize) = (2048, 1024);

/// Spawns the camera.
pub(crate) fn spawn(
    mut commands: Commands,
    mut images: ResMut<Assets<Image>>,
    mut pace: ResMut<Pace>,
    adapter: Option<Res<RenderAdapterInfo>>,
) {
    let in_software = adapter.is_some_and(|adapter| adapter.device_type == wgpu::DeviceType::Cpu);
    if !in_software {
        *pace = Pace::EveryFrame;
    }
    let (msaa, size) = match *pace {
        Pace::EveryFrame => (Msaa::Sample4, SHADOW_TEXELS.0),
        Pace::AsAdapterAllows => (Msaa::Off, SHADOW_TEXELS.1),
    };
    commands.insert_resource(DirectionalLightShadowMap { size });
    let mut image = Image::new_uninit(
        Extent3d::default(),
        TextureDimension::D2,
        TextureFormat::Rgba8UnormSrgb,
        RenderAssetUsages::all(),
    );
    image.texture_descriptor.usage =
        TextureUsages::RENDER_ATTACHMENT | TextureUsages::TEXTURE_BINDING;
    let image = images.add(image);
    commands.insert_resource(ScenePicture(image.clone()));
    let pose = Pose::looking(Vec3::new(-60.0, 50.0, 80.0), Vec3::ZERO);
    commands.spawn((
        SceneCamera::at(pose),
        Camera3d::default(),
        Camera {
            // Before the panels that show it.
            order: -1,
            is_active: false,
            clear_color: ClearColorConfig::Custom(Color::BLACK),
            ..default()
        },
        RenderTarget::Image(ImageRenderTarget::from(image)),
        Projection::from(PerspectiveProjection {
            fov: views::FIELD_OF_VIEW,
            near: 0.1,
            far: 9000.0,
            ..default()
        }),
        // The one material exposes for itself, so that the theme's colours stay.
        Tonemapping::None,
        msaa,
        pose.transform(),
    ));
}

/// How the picture is drawn in a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Drawing {
    Sharp,
    Coarse,
}

/// What has changed since the last frame.
#[derive(Clone, Copy, Debug, Default)]
struct Changes {
    /// The camera stands elsewhere.
    camera: bool,
    /// The pointer is over something else.
    hover: bool,
    /// Somebody asked for another picture, and waits for it.
    asked: bool,
}

/// When the next sharp picture is due where the processor draws.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Schedule {
    pose: Option<Pose>,
    due_s: f32,
    wait_s: f32,
}

impl Schedule {
    fn drawing(&mut self, now_s: f32, changes: Changes) -> Option<Drawing> {
        if changes.camera || changes.hover {
            self.due_s = now_s + REST_S;
        }
        if changes.asked {
            self.due_s = now_s + ANSWER_S;
        }
        if now_s >= self.due_s {
            self.wait_s = (self.wait_s + WAIT_S.0).min(WAIT_S.1);
            self.due_s = now_s + self.wait_s;
            return Some(Drawing::Sharp);
        }
        changes.camera.then_some(Drawing::Coarse)
    }
}

/// Fits the picture to its room, and has the camera draw when that is due.
#[expect(
    clippy::too_many_arguments,
    reason = "a system's inputs are its parameters"
)]
pub(crate) fn draw_when_due(
    pace: Res<Pace>,
    time: Res<Time<Real>>,
    viewport: Res<SceneViewport>,
    window: Option<Single<&Window, With<PrimaryWindow>>>,
    asked: (Res<Selection>, Res<Overlay>, Res<Look>),
    hovered: Res<Hovered>,
    picture: Res<ScenePicture>,
    camera: Single<(
        &SceneCamera,
        &mut Camera,
        &mut RenderTarget,
        &mut Projection,
    )>,
    mut images: ResMut<Assets<Image>>,
    mut schedule: Local<Schedule>,
) {
    let (scene, mut camera, mut target, mut projection) = camera.into_inner();
    let Some(room) = viewport.0 else { return };
    let (selection, overlay, look) = asked;
    let changes = Changes {
        camera: schedule.pose.replace(scene.pose) != Some(scene.pose),
        hover: hovered.is_changed(),
        asked: viewport.is_changed()
            || selection.is_changed()
            || overlay.is_changed()
            || look.is_changed(),
    };
    let drawing = match *pace {
        Pace::EveryFrame => Some(Drawing::Sharp),
        Pace::AsAdapterAllows => schedule.drawing(time.elapsed_secs(), changes),
    };
    camera.is_active = drawing.is_some();
    let Some(drawing) = drawing else { return };
    let screen = window.map_or(1.0, |window| window.scale_factor());
    let scale = match drawing {
        Drawing::Sharp => screen,
        Drawing::Coarse => screen * COARSE,
    };
    let size = (room.max * scale).round() - (room.min * scale).round();
    let size = size.max(Vec2::ONE).as_uvec2();
    let size = Extent3d {
        width: size.x,
        height: size.y,
        depth_or_array_layers: 1,
    };
    if images
        .get(&picture.0)
        .is_some_and(|image| image.texture_descriptor.size == size)
    {
        return;
    }
    if let Some(mut image) = images.get_mut(&picture.0) {
        image.resize(size);
    }
    *target = RenderTarget::Image(ImageRenderTarget {
        handle: picture.0.clone(),
        scale_factor: scale,
    });
    // The engine would learn of the new size a frame late.
    projection.set_changed();
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOVED: Changes = Changes {
        camera: true,
        hover: false,
        asked: false,
    };
    const STILL: Changes = Changes {
        camera: false,
        ..MOVED
    };

    #[test]
    fn a_moving_picture_is_coarse_and_a_resting_one_sharp() {
        let mut schedule = Schedule::default();
        assert_eq!(schedule.drawing(1.0, MOVED), Some(Drawing::Coarse));
        assert_eq!(schedule.drawing(1.1, MOVED), Some(Drawing::Coarse));
        assert_eq!(schedule.drawing(1.2, STILL), None);
        assert_eq!(schedule.drawing(1.4, STILL), Some(Drawing::Sharp));
        assert_eq!(schedule.drawing(1.41, STILL), None);
    }

    #[test]
    fn what_is_asked_for_comes_after_the_panels_have_answered() {
        let mut schedule = Schedule::default();
        assert_eq!(schedule.drawing(1.0, STILL), Some(Drawing::Sharp));
        let asked = Changes {
            asked: true,
            ..STILL
        };
        assert_eq!(schedule.drawing(1.02, asked), None);
        assert_eq!(schedule.drawing(1.08, STILL), Some(Drawing::Sharp));
    }

    #[test]
    fn a_resting_picture_is_drawn_ever_more_seldom() {
        let mut schedule = Schedule::default();
        let drawn = (0..10_000)
            .map(|k| k as f32 * 0.01)
            .filter(|&now| schedule.drawing(now, STILL).is_some())
            .collect::<Vec<_>>();
        let waits: Vec<f32> = drawn.windows(2).map(|two| two[1] - two[0]).collect();
        assert!(waits[0] < 0.2);
        assert!(waits.windows(2).all(|two| two[1] > two[0] - 0.05));
        let last = waits[waits.len() - 1];
        assert!((last - WAIT_S.1).abs() < 0.05, "{last}");
    }
}
