//! Puts simulation, scene and console into one app.

use std::path::Path;
use std::sync::Arc;

use bevy::app::{PluginGroupBuilder, TerminalCtrlCHandlerPlugin};
use bevy::camera::RenderTarget;
use bevy::log::LogPlugin;
use bevy::prelude::*;
use bevy::render::RenderPlugin;
use bevy::render::pipelined_rendering::PipelinedRenderingPlugin;
use bevy::window::ExitCondition;
use bevy::winit::WinitPlugin;
use taiqu_console::ConsolePlugin;
use taiqu_console::model::Mode;
use taiqu_grid::{Catalogue, Lang, Problem, home};
use taiqu_scene::{Models, Pace, ScenePlugin, SceneSystems, Theme};
use thiserror::Error;

use super::canvas::Canvas;
use super::falls::{Eye, Falls};
use super::stage::fill_stage;
use crate::scenario::Scenario;
use crate::simulation::{self, SimulationError};

/// Where the picture goes.
pub enum Picture {
    /// Into a window.
    Window(Box<Window>),
    /// Into an image of this width and height, frame by frame as the caller asks.
    OffScreen(u32, u32),
}

/// Why there is no picture.
#[derive(Debug, Error)]
pub enum PictureError {
    /// The simulation cannot be built.
    #[error(transparent)]
    Simulation(#[from] SimulationError),
    /// An asset is missing or wrong.
    #[error("{}", .0.describe(Lang::En))]
    Asset(Box<Problem>),
}

impl From<Problem> for PictureError {
    fn from(problem: Problem) -> Self {
        Self::Asset(Box::new(problem))
    }
}

/// The app of the twin with view and console, before its first frame.
///
/// # Errors
/// The simulation cannot be built, or an asset is missing.
pub fn picture(
    scenario: &Scenario,
    catalogue: &Arc<Catalogue>,
    lang: Lang,
    picture: Picture,
) -> Result<App, PictureError> {
    let assets = home::home()?.join("assets");
    let interactive = matches!(picture, Picture::Window(_));
    let mut app = App::new();
    let target = match picture {
        Picture::Window(window) => {
            app.add_plugins(windowed(&assets, window));
            RenderTarget::default()
        }
        Picture::OffScreen(width, height) => {
            app.add_plugins(off_screen(&assets));
            let canvas = Canvas::new(&mut app, width, height);
            let target = canvas.target();
            app.insert_resource(canvas);
            target
        }
    };
    simulation::install(&mut app, scenario)?;
    let mut console = ConsolePlugin::open(assets.clone())?;
    console.mode = Mode::Rehearsal;
    console.scenario = scenario.name.clone();
    console.lang = lang;
    console.interactive = interactive;
    console.target = target;
    app.add_plugins(ScenePlugin {
        theme: Theme::open(&assets.join("theme.ron"))?,
        catalogue: Arc::clone(catalogue),
        models: Models::open(&assets.join("models"))?,
        // Pictures are for keeping: the best, however long it takes.
        pace: if interactive {
            Pace::AsAdapterAllows
        } else {
            Pace::EveryFrame
        },
    })
    .add_plugins(console)
    .init_resource::<Falls>()
    .insert_resource(if interactive {
        Eye::Watches
    } else {
        Eye::Keeps
    })
    .add_systems(Update, fill_stage.before(SceneSystems::Show));
    Ok(app)
}

fn engine(assets: &Path) -> PluginGroupBuilder {
    DefaultPlugins
        .set(AssetPlugin {
            file_path: assets.display().to_string(),
            ..AssetPlugin::default()
        })
        .set(LogPlugin {
            filter: "warn,wgpu_hal=error,wgpu_core=error,naga=error".to_owned(),
            ..LogPlugin::default()
        })
}

fn windowed(assets: &Path, window: Box<Window>) -> PluginGroupBuilder {
    engine(assets).set(WindowPlugin {
        primary_window: Some(*window),
        ..WindowPlugin::default()
    })
}

/// One thread of drawing and finished pipelines: the same picture every time.
fn off_screen(assets: &Path) -> PluginGroupBuilder {
    engine(assets)
        .set(WindowPlugin {
            primary_window: None,
            exit_condition: ExitCondition::DontExit,
            ..WindowPlugin::default()
        })
        .set(RenderPlugin {
            synchronous_pipeline_compilation: true,
            ..RenderPlugin::default()
        })
        .disable::<PipelinedRenderingPlugin>()
        .disable::<TerminalCtrlCHandlerPlugin>()
        .disable::<WinitPlugin>()
}
