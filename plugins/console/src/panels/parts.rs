//! Small pieces that several panels use.

use egui::{Align2, FontId, Pos2, Response, RichText, Sense, Shape, Stroke, Ui, vec2};
use egui::{WidgetInfo, WidgetType};
use std::f32::consts::TAU;

use super::Sheet;
use crate::commands::{Action, describe, entry};
use crate::desk::Request;
use crate::icons::{Icon, paint};
use crate::model::Level;
use crate::theme::ink;

/// A square button with a sign, named for screen readers and tooltips.
pub fn icon_button(ui: &mut Ui, icon: Icon, name: &str, chosen: bool) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(24.0, 24.0), Sense::click());
    let enabled = ui.is_enabled();
    response.widget_info(|| WidgetInfo::selected(WidgetType::Button, enabled, chosen, name));
    let visuals = ui.style().interact_selectable(&response, chosen);
    if chosen || response.hovered() || response.has_focus() {
        ui.painter().rect_filled(rect, 3.0, visuals.weak_bg_fill);
    }
    paint(ui.painter(), icon, rect.center(), visuals.fg_stroke.color);
    response.on_hover_text(name)
}

/// The button of a command of the table, with its sign.
pub fn command_icon(
    ui: &mut Ui,
    sheet: &Sheet,
    icon: Icon,
    action: Action,
    out: &mut Vec<Request>,
) {
    if icon_button(ui, icon, &tooltip(sheet, action), false).clicked() {
        out.push(Request::Do(action));
    }
}

/// Name and key of a command, for tooltips.
pub fn tooltip(sheet: &Sheet, action: Action) -> String {
    let row = entry(action);
    let name = sheet.t(row.name);
    match row.shortcut {
        Some(shortcut) => format!("{name} ({})", describe(shortcut)),
        None => name.to_owned(),
    }
}

/// The glyph of a priority: shape and number say the same as the colour.
pub fn glyph(ui: &mut Ui, sheet: &Sheet, level: Level) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
    paint_glyph(ui.painter(), sheet, level, rect.center(), 7.0);
    response
}

/// Paints the glyph of a priority around `at`: octagon 1, triangle 2, square 3,
/// diamond 4.
pub fn paint_glyph(painter: &egui::Painter, sheet: &Sheet, level: Level, at: Pos2, radius: f32) {
    let (corners, turn, reach, number) = match level {
        Level::Normal => return,
        Level::Critical => (8, 0.5, 1.05, "1"),
        Level::High => (3, 0.0, 1.3, "2"),
        Level::Medium => (4, 0.5, 1.2, "3"),
        Level::Low => (4, 0.0, 1.15, "4"),
    };
    // A triangle's middle lies low in it.
    let drop = vec2(0.0, if corners == 3 { radius * 0.25 } else { 0.0 });
    let corner = |k: usize| {
        let angle = TAU * ((k as f32 + turn) / corners as f32 - 0.25);
        at + drop + radius * reach * vec2(angle.cos(), angle.sin())
    };
    let points = (0..corners).map(corner).collect();
    let colour = sheet.colours.level(level);
    painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
    let font = FontId::proportional(radius * 1.5);
    let ink = ink(sheet.colours.console.canvas);
    painter.text(at + drop * 0.6, Align2::CENTER_CENTER, number, font, ink);
}

/// A heading of a part of a panel.
pub fn heading(ui: &mut Ui, sheet: &Sheet, text: &str) {
    ui.add_space(8.0);
    ui.label(RichText::new(text).small().color(sheet.weak()));
}

/// The frame of a dialogue.
pub fn dialogue(ui: &Ui) -> egui::Frame {
    egui::Frame::popup(ui.style()).inner_margin(egui::Margin::same(16))
}

/// A duration as people say it at a glance: 40 s, 12 min, 3 h 05.
pub fn duration(seconds: u64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds / 60),
        _ => format!("{} h {:02}", seconds / 3600, seconds / 60 % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::duration;

    #[test]
    fn durations_are_short() {
        assert_eq!(duration(59), "59 s");
        assert_eq!(duration(60), "1 min");
        assert_eq!(duration(3 * 3600 + 5 * 60), "3 h 05");
    }
}
