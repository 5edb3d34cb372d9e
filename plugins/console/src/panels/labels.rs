//! Names over the picture. Where two would cover each other, the lesser one goes.

use egui::{Align2, FontId, Rect, Stroke, StrokeKind, Ui, vec2};

use super::Sheet;
use super::parts::paint_glyph;
use crate::model::{LabelView, Level};
use crate::theme::ink;

/// Most names at once.
const MOST: usize = 60;

/// Paints the names, the most important first.
pub fn show(ui: &Ui, viewport: Rect, sheet: &Sheet) {
    let painter = ui.painter().with_clip_rect(viewport);
    let console = &sheet.colours.console;
    let mut taken: Vec<Rect> = Vec::new();
    for label in &sheet.view.labels {
        if taken.len() >= MOST {
            break;
        }
        let size = if label.chosen { 14.0 } else { 12.5 };
        let text = if label.named {
            label.text.clone()
        } else {
            String::new()
        };
        let galley = painter.layout_no_wrap(text, FontId::proportional(size), sheet.strong());
        let place = place(label, galley.size());
        if !viewport.contains_rect(place) || taken.iter().any(|one| one.intersects(place)) {
            continue;
        }
        let fill = ink(console.panel).gamma_multiply(0.85);
        painter.rect_filled(place, 3.0, fill);
        if label.chosen {
            let stroke = Stroke::new(1.0, ink(sheet.colours.roles.selection));
            painter.rect_stroke(place, 3.0, stroke, StrokeKind::Inside);
            painter.line_segment([place.center_bottom(), label.at], stroke);
        }
        let mut at = place.min + vec2(6.0, 2.0);
        if label.level > Level::Normal {
            let middle = place.left_center() + vec2(11.0, 0.0);
            paint_glyph(&painter, sheet, label.level, middle, 7.0);
            at.x += 16.0;
        }
        painter.galley(at, galley, sheet.strong());
        taken.push(place);
    }
}

/// The label's rectangle above its foot.
fn place(label: &LabelView, text: egui::Vec2) -> Rect {
    let glyph = if label.level > Level::Normal {
        16.0
    } else {
        0.0
    };
    let gap = if label.named { 12.0 } else { 6.0 };
    let size = vec2(text.x + glyph + gap, text.y.max(14.0) + 4.0);
    Align2::CENTER_BOTTOM.anchor_size(label.at - vec2(0.0, 10.0), size)
}
