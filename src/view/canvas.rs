//! Rendering into an image and reading it back.

use bevy::asset::RenderAssetUsages;
use bevy::camera::{ImageRenderTarget, RenderTarget};
use bevy::prelude::*;
use bevy::render::render_resource::{
    Extent3d, PollType, TextureDimension, TextureFormat, TextureUsages,
};
use bevy::render::renderer::RenderDevice;
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured};

/// The image that the cameras render to.
#[derive(Resource, Clone)]
pub struct Canvas(pub Handle<Image>);

/// The picture, once it has come back from the adapter.
#[derive(Resource, Default)]
struct Captured(Option<Image>);

impl Canvas {
    /// An empty image of `size` in the app's assets.
    pub fn new(app: &mut App, width: u32, height: u32) -> Self {
        let size = Extent3d {
            width,
            height,
            depth_or_array_layers: 1,
        };
        let mut image = Image::new_uninit(
            size,
            TextureDimension::D2,
            TextureFormat::Rgba8UnormSrgb,
            RenderAssetUsages::RENDER_WORLD,
        );
        image.texture_descriptor.usage |= TextureUsages::RENDER_ATTACHMENT;
        Self(app.world_mut().resource_mut::<Assets<Image>>().add(image))
    }

    /// The canvas as a camera's target, one pixel to a logical point.
    pub fn target(&self) -> RenderTarget {
        RenderTarget::Image(ImageRenderTarget::from(self.0.clone()))
    }

    /// Renders one more frame and reads it back.
    ///
    /// `None` if the adapter does not answer within [`PATIENCE`] frames.
    pub fn read(&self, app: &mut App) -> Option<Image> {
        app.world_mut().insert_resource(Captured::default());
        app.world_mut()
            .spawn(Screenshot::image(self.0.clone()))
            .observe(
                |captured: On<ScreenshotCaptured>, mut kept: ResMut<Captured>| {
                    kept.0 = Some(captured.image.clone());
                },
            );
        (0..PATIENCE).find_map(|_| {
            frame(app);
            app.world_mut().resource_mut::<Captured>().0.take()
        })
    }
}

/// Frames after which a picture that has not come back is given up.
const PATIENCE: usize = 60;

/// One frame, waited for until the adapter has drawn it.
pub fn frame(app: &mut App) {
    app.update();
    let device = app.world().resource::<RenderDevice>().wgpu_device().clone();
    let wait = PollType::Wait {
        submission_index: None,
        timeout: None,
    };
    if let Err(error) = device.poll(wait) {
        warn!("the adapter does not answer: {error}");
    }
}
