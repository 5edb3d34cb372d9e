//! The window: the twin, its 3D view and its panels, around a simulated field.

pub mod canvas;
mod falls;
pub mod prerequisites;
mod session;
mod site;
mod stage;
mod wiring;

use std::sync::Arc;

use bevy::prelude::*;
use bevy::window::{PrimaryWindow, WindowResolution};
use taiqu_console::desk::Desk;
use taiqu_grid::{Catalogue, Lang, Text};
use taiqu_link::SimClock;

use crate::scenario::Scenario;
use crate::simulation::PacePlugin;

pub use wiring::{Picture, PictureError, picture};

use session::SessionPlugin;

/// The speed at which a window begins: people come home while one looks on.
const OPENING_SPEED: u32 = 60;

/// Opens the window on `scenario`; returns when it is closed. Its language is the one
/// remembered from the last time, if there was one, unless `lang` was asked for.
///
/// # Errors
/// The simulation cannot be built, or an asset is missing.
pub fn open(
    scenario: &Scenario,
    catalogue: &Arc<Catalogue>,
    lang: Lang,
    is_lang_asked: bool,
) -> Result<AppExit, PictureError> {
    let window = Window {
        name: Some("taiqu".to_owned()),
        resolution: WindowResolution::new(1600, 900),
        ..Window::default()
    };
    let mut app = picture(scenario, catalogue, lang, Picture::Window(Box::new(window)))?;
    app.add_plugins((PacePlugin::default(), SessionPlugin::of(scenario)))
        .insert_resource(Title(scenario.name.clone()))
        .add_systems(Startup, fill_screen)
        .add_systems(Update, entitle);
    let world = app.world_mut();
    world.resource_mut::<SimClock>().speed = OPENING_SPEED;
    if is_lang_asked {
        world.resource_mut::<Desk>().lang = lang;
    }
    Ok(app.run())
}

/// What the window is named after.
#[derive(Resource)]
struct Title(Text);

/// Names the window in the language of its panels.
fn entitle(
    title: Res<Title>,
    desk: Res<Desk>,
    mut shown: Local<Option<Lang>>,
    mut window: Single<&mut Window, With<PrimaryWindow>>,
) {
    if shown.replace(desk.lang) != Some(desk.lang) {
        window.title = format!("{} · Taiqu 台区", title.0.get(desk.lang));
    }
}

/// A control room's window has the screen to itself; its size counts where no window
/// manager is asked.
fn fill_screen(mut window: Single<&mut Window, With<PrimaryWindow>>) {
    window.set_maximized(true);
}
