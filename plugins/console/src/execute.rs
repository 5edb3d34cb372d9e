//! What requests do outside of the panels.

use bevy::ecs::system::SystemParam;
use bevy::prelude::*;
use bevy::render::view::screenshot::{Screenshot, ScreenshotCaptured, save_to_disk};
use bevy::window::{MonitorSelection, PrimaryWindow, WindowMode};
use taiqu_link::{ClockRequest, SimClock};
use taiqu_scene::{CameraGoal, Look, Overlay, Selection};

use crate::desk::{Desk, Effect};
use crate::model::Level;
use crate::plugin::CommandRequest;
use crate::texts::Texts;

/// Everything outside of the panels that a request can change.
#[derive(SystemParam)]
pub struct Hands<'w, 's> {
    selection: ResMut<'w, Selection>,
    goal: ResMut<'w, CameraGoal>,
    overlay: ResMut<'w, Overlay>,
    look: ResMut<'w, Look>,
    clock: MessageWriter<'w, ClockRequest>,
    now: Res<'w, SimClock>,
    orders: MessageWriter<'w, CommandRequest>,
    windows: Query<'w, 's, &'static mut Window, With<PrimaryWindow>>,
    commands: Commands<'w, 's>,
}

impl Hands<'_, '_> {
    /// Size of the window in the panels' pixels.
    pub fn window_size(&self, scale: f32) -> egui::Vec2 {
        let size = self
            .windows
            .single()
            .map_or(Vec2::new(1600.0, 900.0), Window::size);
        egui::vec2(size.x, size.y) / scale
    }

    /// Does what must be done.
    pub fn carry_out(&mut self, effect: Effect, desk: &mut Desk, texts: &Texts) {
        match effect {
            Effect::Select(asset) => self.selection.0 = asset,
            Effect::Fly(goal) => self.goal.0 = Some(goal),
            Effect::Overlay(overlay) => *self.overlay = overlay,
            Effect::Look(look) => *self.look = look,
            Effect::Clock(request) => {
                self.clock.write(request);
            }
            Effect::Order(command) => {
                self.orders.write(CommandRequest(command));
            }
            Effect::Screenshot => self.save_picture(desk, texts),
            Effect::FullScreen => {
                for mut window in &mut self.windows {
                    window.mode = match window.mode {
                        WindowMode::Windowed => {
                            WindowMode::BorderlessFullscreen(MonitorSelection::Current)
                        }
                        _ => WindowMode::Windowed,
                    };
                }
            }
        }
    }

    /// Saves the window as a picture in the working folder, named by the simulated
    /// time.
    fn save_picture(&mut self, desk: &mut Desk, texts: &Texts) {
        let stamp = self.now.now().to_string().replace([':', '-'], "");
        let path = std::env::current_dir()
            .unwrap_or_default()
            .join(format!("taiqu-{stamp}.png"));
        let text = texts.both("toast.saved", &[("path", &path.display())]);
        desk.tell(text, Level::Normal);
        let mut save = save_to_disk(path);
        self.commands
            .spawn(Screenshot::primary_window())
            .observe(move |captured: On<ScreenshotCaptured>| save(captured));
    }
}
