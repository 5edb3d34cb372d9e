//! Values with units, and where they lie between their limits.

use egui::{Align, Layout, Rect, RichText, Sense, Shape, Stroke, Ui, pos2, vec2};

use super::Sheet;
use super::heading;
use crate::model::{Bar, Level, SelectionView, ValueRow};
use crate::theme::ink;

const NAME: f32 = 96.0;
const NUMBER: f32 = 88.0;

/// Draws the values; those older than they should be are hatched.
pub fn show(ui: &mut Ui, sheet: &Sheet, selection: &SelectionView) {
    heading(ui, sheet, sheet.t("selection.values"));
    let stale = selection.quality.is_some_and(|quality| quality.stale);
    let shown = ui.vertical(|ui| {
        for value in &selection.values {
            row(ui, sheet, value);
        }
    });
    if stale {
        hatch(ui, shown.response.rect, sheet);
    }
}

fn row(ui: &mut Ui, sheet: &Sheet, value: &ValueRow) {
    ui.horizontal(|ui| {
        ui.set_height(20.0);
        let name = name(sheet, value);
        ui.allocate_ui_with_layout(
            vec2(NAME, 20.0),
            Layout::left_to_right(Align::Center),
            |ui| {
                ui.set_min_width(NAME);
                ui.add(egui::Label::new(name).truncate());
            },
        );
        ui.allocate_ui_with_layout(
            vec2(NUMBER, 20.0),
            Layout::right_to_left(Align::Center),
            |ui| {
                ui.set_min_width(NUMBER);
                let unit = RichText::new(value.unit).color(sheet.weak());
                ui.allocate_ui_with_layout(
                    vec2(28.0, 20.0),
                    Layout::left_to_right(Align::Center),
                    |ui| {
                        ui.set_min_width(28.0);
                        ui.label(unit);
                    },
                );
                let number = format!("{:.*}", value.digits, value.value);
                let level = value.bar.map_or(Level::Normal, |bar| bar.level);
                let colour = match level {
                    Level::Normal => sheet.strong(),
                    level => sheet.colours.level(level),
                };
                ui.label(RichText::new(number).monospace().color(colour));
            },
        );
        if let Some(bar) = &value.bar {
            paint_bar(ui, sheet, value.value, bar);
        }
    });
}

fn name(sheet: &Sheet, value: &ValueRow) -> String {
    let name = sheet.t(value.key);
    match value.phase {
        Some(phase) => format!("{name} {}", phase.letter().to_ascii_uppercase()),
        None => name.to_owned(),
    }
}

/// The range as a rail, the normal part of it lighter, the value as a mark.
fn paint_bar(ui: &mut Ui, sheet: &Sheet, value: f64, bar: &Bar) {
    let width = (ui.available_width() - 12.0).max(24.0);
    let (rect, _) = ui.allocate_exact_size(vec2(width, 20.0), Sense::hover());
    let x_of = |at: f64| {
        let share = ((at - bar.from) / (bar.to - bar.from)).clamp(0.0, 1.0);
        rect.left() + rect.width() * share as f32
    };
    let console = &sheet.colours.console;
    let rail = Rect::from_center_size(rect.center(), vec2(rect.width(), 6.0));
    ui.painter().rect_filled(rail, 1.0, ink(console.raised));
    let normal = Rect::from_min_max(
        pos2(bar.low.map_or(rail.left(), x_of), rail.top()),
        pos2(bar.high.map_or(rail.right(), x_of), rail.bottom()),
    );
    ui.painter().rect_filled(normal, 0.0, ink(console.pressed));
    for limit in [bar.low, bar.high].into_iter().flatten() {
        let stroke = Stroke::new(1.0, ink(console.weak));
        ui.painter()
            .vline(x_of(limit), rail.y_range().expand(3.0), stroke);
    }
    let x = x_of(value);
    let colour = match bar.level {
        Level::Normal => ink(console.strong),
        level => sheet.colours.level(level),
    };
    let mark = vec![
        pos2(x, rail.center().y + 1.0),
        pos2(x - 5.0, rail.top() - 5.0),
        pos2(x + 5.0, rail.top() - 5.0),
    ];
    ui.painter()
        .add(Shape::convex_polygon(mark, colour, Stroke::NONE));
    let stroke = Stroke::new(2.0, colour);
    ui.painter().vline(x, rail.y_range(), stroke);
}

/// Slanted lines over what should not be trusted as it stands.
fn hatch(ui: &Ui, rect: Rect, sheet: &Sheet) {
    let painter = ui.painter_at(rect);
    let stroke = Stroke::new(1.0, ink(sheet.colours.console.weak).gamma_multiply(0.35));
    let mut x = rect.left() - rect.height();
    while x < rect.right() {
        let from = pos2(x, rect.bottom());
        painter.line_segment([from, from + vec2(rect.height(), -rect.height())], stroke);
        x += 12.0;
    }
}
