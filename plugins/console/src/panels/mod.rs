//! The panels, drawn with plain egui from plain values. They change nothing: what
//! the user does becomes a [`Request`].

mod confirm;
mod help;
mod labels;
mod lists;
mod overlay;
mod palette;
mod parts;
mod search;
mod selection;
mod time;
mod toasts;
mod top;
mod tree;

use std::fmt::Display;

use egui::{Align2, Color32, FontId, Frame, Margin, Panel, Rect, Stroke, StrokeKind, Ui, vec2};
use taiqu_grid::{Lang, Text};

use crate::desk::{Desk, Request, Side};
use crate::model::View;
use crate::texts::Texts;
use crate::theme::{Colours, ink};

/// All that drawing needs to know.
#[derive(Clone, Copy)]
pub struct Sheet<'a> {
    /// What is shown.
    pub view: &'a View,
    /// What is open and typed.
    pub desk: &'a Desk,
    /// The texts.
    pub texts: &'a Texts,
    /// The colours.
    pub colours: &'a Colours,
}

impl<'a> Sheet<'a> {
    fn lang(&self) -> Lang {
        self.desk.lang
    }

    fn t(&self, key: &'a str) -> &'a str {
        self.texts.get(self.lang(), key)
    }

    fn with(&self, key: &str, values: &[(&str, &dyn Display)]) -> String {
        self.texts.with(self.lang(), key, values)
    }

    fn own(&self, text: &'a Text) -> &'a str {
        text.get(self.lang())
    }

    fn weak(&self) -> Color32 {
        ink(self.colours.console.weak)
    }

    fn strong(&self) -> Color32 {
        ink(self.colours.console.strong)
    }
}

/// Draws everything, and returns the rectangle left to the picture.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) -> Rect {
    let window = ui.max_rect();
    let frame = Frame::new()
        .fill(ink(sheet.colours.console.panel))
        .inner_margin(Margin::symmetric(8, 6));
    let open = |side| sheet.desk.sides.open(side, window.size());
    Panel::top("top")
        .frame(frame)
        .show(ui, |ui| top::show(ui, sheet, out));
    Panel::bottom("time")
        .frame(frame)
        .show(ui, |ui| time::show(ui, sheet, out));
    if open(Side::List) {
        Panel::bottom("lists")
            .frame(frame)
            .resizable(true)
            .default_size((window.height() * 0.18).clamp(96.0, 200.0))
            .size_range(80.0..=(window.height() * 0.5).max(80.0))
            .show(ui, |ui| lists::show(ui, sheet, out));
    }
    if open(Side::Tree) {
        Panel::left("tree")
            .frame(frame)
            .default_size((window.width() * 0.19).clamp(208.0, 288.0))
            .size_range(160.0..=480.0)
            .show(ui, |ui| tree::show(ui, sheet, out));
    }
    if open(Side::Selection) {
        Panel::right("selection")
            .frame(frame)
            .default_size((window.width() * 0.22).clamp(280.0, 360.0))
            .size_range(260.0..=520.0)
            .show(ui, |ui| selection::show(ui, sheet, out));
    }
    let viewport = ui.available_rect_before_wrap();
    labels::show(ui, viewport, sheet);
    overlay::show(ui, viewport, sheet, out);
    watermark(ui, viewport, sheet);
    outline(ui, window, sheet);
    toasts::show(ui, viewport, sheet, out);
    search::show_hits(ui, sheet, out);
    palette::show(ui, sheet, out);
    help::show(ui, sheet, out);
    confirm::show(ui, sheet, out);
    viewport
}

/// The mode's colour around the whole window.
fn outline(ui: &Ui, window: Rect, sheet: &Sheet) {
    let (colour, width) = frame_of(sheet);
    let stroke = Stroke::new(width, colour);
    ui.painter()
        .rect_stroke(window, 0.0, stroke, StrokeKind::Inside);
}

/// Colour and width of the frame: an instructor's cannot be mistaken.
fn frame_of(sheet: &Sheet) -> (Color32, f32) {
    if sheet.desk.instructor {
        (ink(sheet.colours.roles.truth), 5.0)
    } else {
        (sheet.colours.console.frames.of(sheet.view.header.mode), 2.0)
    }
}

/// What the mode means, over the picture, so that no picture is taken for another.
fn watermark(ui: &Ui, viewport: Rect, sheet: &Sheet) {
    let key = if sheet.desk.instructor {
        "mode.instructor.tip"
    } else {
        sheet.view.header.mode.tip()
    };
    let text = sheet.t(key).to_owned();
    let font = FontId::proportional(12.0);
    let on_frame = if sheet.desk.instructor {
        ink(sheet.colours.console.canvas)
    } else {
        ink(sheet.colours.console.on_frame)
    };
    let galley = ui.painter().layout_no_wrap(text, font, on_frame);
    if viewport.width() < galley.size().x + 300.0 {
        return;
    }
    let at = viewport.right_top() + vec2(-16.0, 12.0);
    let rect = Align2::RIGHT_TOP.anchor_size(at, galley.size());
    let (fill, _) = frame_of(sheet);
    ui.painter()
        .rect_filled(rect.expand2(vec2(8.0, 4.0)), 3.0, fill);
    ui.painter().galley(rect.min, galley, on_frame);
}
