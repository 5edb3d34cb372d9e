//! The chooser of overlays, and what their colours mean.

use egui::epaint::{Mesh, Vertex, WHITE_UV};
use egui::{Align2, Area, ComboBox, FontId, Frame, Id, Order, Rect, RichText, Sense, Ui};
use egui::{Margin, pos2, vec2};
use taiqu_scene::Overlay;
use taiqu_scene::overlay::{Category, Scale, Stop};

use super::Sheet;
use super::parts::{glyph, tooltip};
use super::top::time_of;
use crate::commands::{Action, ViewCommand, describe, entry};
use crate::desk::Request;
use crate::model::Level;
use crate::theme::ink;

const WIDTH: f32 = 224.0;

/// Draws the card in the lower left corner of the picture.
pub fn show(ui: &mut Ui, viewport: Rect, sheet: &Sheet, out: &mut Vec<Request>) {
    if viewport.width() < WIDTH + 48.0 || viewport.height() < 96.0 {
        return;
    }
    Area::new(Id::new("overlay"))
        .order(Order::Middle)
        .pivot(Align2::LEFT_BOTTOM)
        .fixed_pos(viewport.left_bottom() + vec2(16.0, -16.0))
        .constrain_to(viewport)
        .show(ui.ctx(), |ui| {
            Frame::new()
                .fill(ink(sheet.colours.console.panel))
                .stroke((1.0, ink(sheet.colours.console.outline)))
                .corner_radius(4)
                .inner_margin(Margin::same(8))
                .show(ui, |ui| {
                    ui.set_width(WIDTH);
                    chooser(ui, sheet, out);
                    legend(ui, sheet);
                });
        });
}

fn action(overlay: Overlay) -> Action {
    Action::View(ViewCommand::Overlay(overlay))
}

fn chooser(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let current = sheet.view.overlay;
    let name = |overlay| sheet.t(entry(action(overlay)).name);
    ComboBox::from_id_salt("overlay")
        .width(WIDTH)
        .selected_text(RichText::new(name(current)).color(sheet.strong()))
        .show_ui(ui, |ui| {
            for overlay in Overlay::ALL {
                let shortcut = entry(action(overlay)).shortcut.map(describe);
                let key = RichText::new(shortcut.unwrap_or_default()).color(sheet.weak());
                let button =
                    egui::Button::selectable(overlay == current, name(overlay)).right_text(key);
                if ui.add(button).clicked() {
                    out.push(Request::Do(action(overlay)));
                }
            }
        })
        .response
        .on_hover_text(format!(
            "{} · {}",
            sheet.t("overlay.chooser"),
            tooltip(sheet, action(current))
        ));
}

fn legend(ui: &mut Ui, sheet: &Sheet) {
    let legend = &sheet.view.legend;
    if sheet.view.overlay == Overlay::Normal {
        priorities(ui, sheet);
    }
    match &legend.scale {
        Scale::Continuous { stops, limits } => continuous(ui, sheet, stops, limits, legend.unit),
        Scale::Categories(categories) => {
            for category in categories {
                row(ui, sheet, category);
            }
        }
    }
    if legend.overlay != Overlay::Normal {
        let at = time_of(sheet.view.time.now());
        let text = sheet.with("overlay.at", &[("time", &at)]);
        ui.label(RichText::new(text).small().color(sheet.weak()));
    }
}

fn row(ui: &mut Ui, sheet: &Sheet, category: &Category) {
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(16.0, 12.0), Sense::hover());
        ui.painter().rect_filled(rect, 2.0, ink(category.colour));
        ui.label(sheet.t(category_key(category.key)));
    });
}

/// Key of the name of one of the scene's categories.
fn category_key(category: &str) -> &str {
    match category {
        "energised" => "legend.energised",
        "dead" => "legend.dead",
        "phase-a" => "legend.phase-a",
        "phase-b" => "legend.phase-b",
        "phase-c" => "legend.phase-c",
        "neutral" => "legend.neutral",
        "broken" => "legend.broken",
        "suspected" => "legend.suspected",
        "silent" => "legend.silent",
        "whole" => "legend.whole",
        other => other,
    }
}

/// The glyphs of the priorities, where nothing but what is abnormal has colour.
fn priorities(ui: &mut Ui, sheet: &Sheet) {
    let levels = [Level::Critical, Level::High, Level::Medium, Level::Low];
    for pair in levels.chunks(2) {
        ui.columns(2, |columns| {
            for (column, &level) in columns.iter_mut().zip(pair) {
                column.horizontal(|ui| {
                    glyph(ui, sheet, level);
                    ui.label(RichText::new(sheet.t(level.key())).small());
                });
            }
        });
    }
}

/// A bar blended between the stops, its ends and limits in figures.
fn continuous(ui: &mut Ui, sheet: &Sheet, stops: &[Stop], limits: &[f64], unit: &str) {
    let (Some(first), Some(last)) = (stops.first(), stops.last()) else {
        return;
    };
    let (rect, _) = ui.allocate_exact_size(vec2(WIDTH, 34.0), Sense::hover());
    let bar = Rect::from_min_max(
        rect.min + vec2(8.0, 4.0),
        pos2(rect.right() - 8.0, rect.top() + 16.0),
    );
    let span = (last.value - first.value).max(f64::EPSILON);
    let x_of = |value: f64| bar.left() + bar.width() * ((value - first.value) / span) as f32;
    let mut mesh = Mesh::default();
    for stop in stops {
        for y in [bar.top(), bar.bottom()] {
            mesh.vertices.push(Vertex {
                pos: pos2(x_of(stop.value), y),
                uv: WHITE_UV,
                color: ink(stop.colour),
            });
        }
    }
    for k in 0..stops.len() as u32 - 1 {
        let k = 2 * k;
        mesh.indices.extend([k, k + 1, k + 2, k + 1, k + 2, k + 3]);
    }
    ui.painter().add(mesh);
    for &limit in limits {
        let stroke = (1.5, sheet.strong());
        ui.painter()
            .vline(x_of(limit), bar.y_range().expand(3.0), stroke);
    }
    figures(ui, sheet, rect, &marks(stops, limits), &x_of, unit);
}

/// The limits, the ends and the middle stop, as far as they differ.
fn marks(stops: &[Stop], limits: &[f64]) -> Vec<f64> {
    let ends = [0, stops.len() - 1, stops.len() / 2].map(|k| stops[k].value);
    limits.iter().copied().chain(ends).collect()
}

/// Figures below the bar, limits first, each only where it has room; the unit
/// stands with the last of them.
fn figures(
    ui: &Ui,
    sheet: &Sheet,
    rect: Rect,
    marks: &[f64],
    x_of: &dyn Fn(f64) -> f32,
    unit: &str,
) {
    let most = marks.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let mut taken: Vec<Rect> = Vec::new();
    for &mark in marks {
        let unit = if mark >= most { unit } else { "" };
        let text = format!("{} {unit}", figure(mark));
        let font = FontId::proportional(11.5);
        let colour = ink(sheet.colours.console.text);
        let galley = ui
            .painter()
            .layout_no_wrap(text.trim().to_owned(), font, colour);
        let size = galley.size();
        let left = (x_of(mark) - size.x / 2.0).clamp(rect.left(), rect.right() - size.x);
        let place = Rect::from_min_size(pos2(left, rect.top() + 19.0), size);
        if taken.iter().any(|one| one.expand(3.0).intersects(place)) {
            continue;
        }
        ui.painter().galley(place.min, galley, colour);
        taken.push(place);
    }
}

/// A figure without digits that say nothing.
fn figure(value: f64) -> String {
    if value.abs() >= 10.0 && (value - value.round()).abs() < 0.05 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}
