//! One picture off screen: scene and console, without a window.

use std::sync::Arc;

use bevy::ecs::system::RunSystemOnce;
use bevy::prelude::*;
use image::RgbaImage;
use taiqu_console::desk::{Desk, Tab};
use taiqu_grid::{AssetRef, Catalogue, Lang};
use taiqu_link::SimClock;
use taiqu_scene::{CameraGoal, Cost, Flight, Goal, Look, Overlay, Selection, cost};
use thiserror::Error;

use crate::scenario::Scenario;
use crate::simulation::{self, SimulationError};
use crate::view::canvas::{self, Canvas};
use crate::view::{self, Picture, PictureError};

/// What to show.
#[derive(Clone, Debug)]
pub struct Shot {
    /// Seconds since the scenario's start.
    pub at_s: u64,
    /// Width and height, pixels.
    pub size: (u32, u32),
    /// Where the camera stands.
    pub goal: Goal,
    /// The quantity painted on the network.
    pub overlay: Overlay,
    /// The selected thing.
    pub select: Option<AssetRef>,
    /// The list that is shown.
    pub list: Option<Tab>,
    /// Whether an instructor looks.
    pub instructor: bool,
    /// How the world is painted.
    pub look: Look,
    /// Language of the console.
    pub lang: Lang,
}

/// Why there is no picture.
#[derive(Debug, Error)]
pub enum ShotError {
    /// The app cannot be built.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// The simulation cannot go on.
    #[error(transparent)]
    Simulation(#[from] SimulationError),
    /// The adapter did not give the picture back.
    #[error("the adapter did not give the picture back")]
    NotRead,
    /// The picture cannot be turned into an image file.
    #[error("the picture has a format that cannot be written: {0}")]
    Format(String),
}

/// Frames between the last change and the picture: panels take their sizes from
/// the frame before, the picture takes its room from the panels, and a glyph
/// appears one frame after it was asked for.
const SETTLING_FRAMES: usize = 6;

/// What was drawn.
pub struct Taken {
    /// The picture.
    pub picture: RgbaImage,
    /// What its scene costs to draw.
    pub cost: Cost,
}

/// Lives `scenario` up to the shot's time and draws one picture.
///
/// # Errors
/// The simulation fails, an asset is missing, or the adapter gives no picture.
pub fn take(
    scenario: &Scenario,
    catalogue: &Arc<Catalogue>,
    shot: &Shot,
) -> Result<Taken, ShotError> {
    let (width, height) = shot.size;
    let picture = Picture::OffScreen(width, height);
    let mut app = view::picture(scenario, catalogue, shot.lang, picture)?;
    for _ in 0..shot.at_s {
        simulation::step(app.world_mut())?;
    }
    app.world_mut().resource_mut::<SimClock>().paused = true;
    app.insert_resource(shot.look)
        .insert_resource(shot.overlay)
        .insert_resource(Selection(shot.select))
        .insert_resource(CameraGoal(Some(shot.goal)))
        .insert_resource(Flight::Instant);
    let mut desk = app.world_mut().resource_mut::<Desk>();
    desk.tab = shot.list;
    desk.instructor = shot.instructor;
    app.finish();
    app.cleanup();
    for _ in 0..SETTLING_FRAMES {
        canvas::frame(&mut app);
    }
    let cost = app.world_mut().run_system_once(cost).unwrap_or_default();
    let canvas = app.world().resource::<Canvas>().clone();
    let image = canvas.read(&mut app).ok_or(ShotError::NotRead)?;
    let picture = image
        .try_into_dynamic()
        .map_err(|error| ShotError::Format(error.to_string()))?;
    Ok(Taken {
        picture: picture.into_rgba8(),
        cost,
    })
}
