//! The console's part of the theme file, and how egui wears it.

use std::fs;
use std::path::Path;

use bevy::prelude::Resource;
use egui::{Color32, CornerRadius, FontId, Margin, Stroke, TextStyle, Visuals, vec2};
use serde::Deserialize;
use taiqu_grid::{Problem, Text};
use taiqu_scene::theme::{PhaseColours, Rgb, Roles};

use crate::model::{Level, Mode};

/// The colours of the panels.
#[derive(Resource, Clone, Debug, Deserialize)]
pub struct Colours {
    /// What colours mean.
    pub roles: Roles,
    /// Phases, for plots by phase only.
    pub phases: PhaseColours,
    /// The panels themselves.
    pub console: Console,
}

/// The panels' greys and the frames of the modes.
#[derive(Clone, Debug, Deserialize)]
pub struct Console {
    /// Behind everything.
    pub canvas: Rgb,
    /// A panel.
    pub panel: Rgb,
    /// A field or button on a panel.
    pub raised: Rgb,
    /// The same under the pointer.
    pub hovered: Rgb,
    /// The same while pressed.
    pub pressed: Rgb,
    /// Lines between things.
    pub outline: Rgb,
    /// Text.
    pub text: Rgb,
    /// Text that matters.
    pub strong: Rgb,
    /// Text that explains.
    pub weak: Rgb,
    /// What is chosen in a list.
    pub highlight: Rgb,
    /// Dims everything behind a dialogue.
    pub backdrop: Rgb,
    /// Frame of each mode.
    pub frames: Frames,
    /// Text on a mode's colour.
    pub on_frame: Rgb,
    /// Bands of plots beyond a limit.
    pub beyond: Rgb,
    /// What a crew does, in the timeline.
    pub work: WorkColours,
}

/// Colours of what a crew does.
#[derive(Clone, Debug, Deserialize)]
pub struct WorkColours {
    /// It drives.
    pub driving: Rgb,
    /// It looks for the fault.
    pub searching: Rgb,
    /// It makes the place safe.
    pub securing: Rgb,
    /// It repairs.
    pub repairing: Rgb,
}

/// Frame colour of each mode.
#[derive(Clone, Debug, Deserialize)]
pub struct Frames {
    live: Rgb,
    study: Rgb,
    rehearsal: Rgb,
    replay: Rgb,
    training: Rgb,
}

impl Frames {
    /// The frame of `mode`.
    pub const fn of(&self, mode: Mode) -> Color32 {
        match mode {
            Mode::Live => ink(self.live),
            Mode::Study => ink(self.study),
            Mode::Rehearsal => ink(self.rehearsal),
            Mode::Replay => ink(self.replay),
            Mode::Training => ink(self.training),
        }
    }
}

/// A theme's colour as egui paints it.
pub const fn ink(colour: Rgb) -> Color32 {
    let Rgb([r, g, b]) = colour;
    Color32::from_rgb(r, g, b)
}

/// Leaves a picture's own colours as they are.
pub const UNTINTED: Color32 = Color32::WHITE;

impl Colours {
    /// Reads the console's part of a theme file.
    ///
    /// # Errors
    /// The file cannot be read, is not a theme, or leaves a colour out; the
    /// problem names file, line and remedy.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        let wrong = |line: Option<usize>, error: &dyn std::fmt::Display| {
            let mut problem = Problem::error(
                "",
                Text::new(
                    format!("配色文件不可用：{error}"),
                    format!("the theme cannot be used: {error}"),
                ),
                Text::new(
                    "改正此处，或还原随附的文件",
                    "correct it there, or restore the file as shipped",
                ),
            );
            problem.file = path.display().to_string();
            problem.line = line;
            problem
        };
        let text = fs::read_to_string(path).map_err(|error| wrong(None, &error))?;
        ron::from_str(&text).map_err(|error| wrong(Some(error.span.start.line), &error.code))
    }

    /// The colour of how bad something is.
    pub const fn level(&self, level: Level) -> Color32 {
        match level {
            Level::Normal => ink(self.roles.normal),
            Level::Critical => ink(self.roles.p1),
            Level::High => ink(self.roles.p2),
            Level::Medium => ink(self.roles.p3),
            Level::Low => ink(self.roles.p4),
        }
    }

    /// Dresses an egui context: colours, sizes, spacing on a grid of eight.
    pub fn dress(&self, ctx: &egui::Context) {
        ctx.set_theme(egui::Theme::Dark);
        ctx.all_styles_mut(|style| {
            style.visuals = self.visuals();
            style.spacing.item_spacing = vec2(8.0, 4.0);
            style.spacing.button_padding = vec2(8.0, 4.0);
            style.spacing.interact_size = vec2(24.0, 24.0);
            style.spacing.menu_margin = Margin::same(8);
            style.spacing.window_margin = Margin::same(16);
            style.spacing.indent = 16.0;
            style.spacing.combo_width = 64.0;
            style.spacing.combo_height = 320.0;
            style.interaction.selectable_labels = false;
            style.interaction.tooltip_delay = 0.4;
            style.text_styles = [
                (TextStyle::Small, FontId::proportional(11.5)),
                (TextStyle::Body, FontId::proportional(13.5)),
                (TextStyle::Button, FontId::proportional(13.5)),
                (TextStyle::Heading, FontId::proportional(17.0)),
                (TextStyle::Monospace, FontId::monospace(13.0)),
            ]
            .into();
        });
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
    }

    fn visuals(&self) -> Visuals {
        let c = &self.console;
        let mut v = Visuals::dark();
        v.panel_fill = ink(c.panel);
        v.window_fill = ink(c.panel);
        v.extreme_bg_color = ink(c.canvas);
        v.faint_bg_color = ink(c.raised);
        v.code_bg_color = ink(c.raised);
        v.weak_text_color = Some(ink(c.weak));
        v.hyperlink_color = ink(c.strong);
        v.warn_fg_color = ink(self.roles.p2);
        v.error_fg_color = ink(self.roles.p1);
        v.window_stroke = Stroke::new(1.0, ink(c.outline));
        v.selection.bg_fill = ink(c.highlight);
        v.selection.stroke = Stroke::new(1.0, ink(c.strong));
        v.window_corner_radius = CornerRadius::same(4);
        v.menu_corner_radius = CornerRadius::same(4);
        v.indent_has_left_vline = false;
        let states = [
            (&mut v.widgets.noninteractive, ink(c.panel), ink(c.text)),
            (&mut v.widgets.inactive, ink(c.raised), ink(c.text)),
            (&mut v.widgets.hovered, ink(c.hovered), ink(c.strong)),
            (&mut v.widgets.active, ink(c.pressed), ink(c.strong)),
            (&mut v.widgets.open, ink(c.hovered), ink(c.strong)),
        ];
        for (widget, fill, text) in states {
            widget.bg_fill = fill;
            widget.weak_bg_fill = fill;
            widget.fg_stroke = Stroke::new(1.0, text);
            widget.bg_stroke = Stroke::NONE;
            widget.corner_radius = CornerRadius::same(3);
            widget.expansion = 0.0;
        }
        v.widgets.inactive.bg_stroke = Stroke::new(1.0, ink(c.outline));
        v.widgets.noninteractive.bg_stroke = Stroke::new(1.0, ink(c.outline));
        v
    }
}
