//! Short notices at the lower right of the picture; errors stay longer.

use egui::{Align2, Area, Frame, Id, Label, Margin, Order, Rect, RichText, Ui, vec2};

use super::Sheet;
use super::parts::{glyph, icon_button};
use crate::desk::Request;
use crate::icons::Icon;
use crate::model::Level;
use crate::theme::ink;

/// Draws the notices, the latest lowest.
pub fn show(ui: &mut Ui, viewport: Rect, sheet: &Sheet, out: &mut Vec<Request>) {
    if sheet.desk.toasts.is_empty() {
        return;
    }
    Area::new(Id::new("toasts"))
        .order(Order::Foreground)
        .pivot(Align2::RIGHT_BOTTOM)
        .fixed_pos(viewport.right_bottom() + vec2(-16.0, -16.0))
        .show(ui.ctx(), |ui| {
            for (k, toast) in sheet.desk.toasts.iter().enumerate() {
                Frame::new()
                    .fill(ink(sheet.colours.console.raised))
                    .stroke((1.0, ink(sheet.colours.console.outline)))
                    .corner_radius(4)
                    .inner_margin(Margin::same(8))
                    .show(ui, |ui| {
                        ui.horizontal(|ui| {
                            if toast.level > Level::Normal {
                                glyph(ui, sheet, toast.level);
                            }
                            ui.set_max_width(360.0);
                            let text = RichText::new(sheet.own(&toast.text));
                            ui.add(Label::new(text.color(sheet.strong())).wrap());
                            if icon_button(ui, Icon::Cross, sheet.t("toast.dismiss"), false)
                                .clicked()
                            {
                                out.push(Request::Dismiss(k));
                            }
                        });
                    });
            }
        });
}
