//! The dialogue before an order goes to the field: who goes dark, who is lit.

use egui::{Align, Button, Id, Label, Layout, Modal, RichText, ScrollArea, Ui};

use super::Sheet;
use super::parts::{dialogue, glyph, heading};
use crate::commands::{Action, FieldCommand, entry};
use crate::desk::Request;
use crate::model::{Affected, Level, Preview};
use crate::names::importance_key;
use crate::theme::ink;

/// Draws the dialogue while an order waits.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let Some(preview) = &sheet.desk.pending else {
        return;
    };
    let window = ui.ctx().content_rect();
    let frame = dialogue(ui);
    let shown = Modal::new(Id::new("confirm"))
        .frame(frame)
        .show(ui.ctx(), |ui| {
            ui.set_width(440.0_f32.min(window.width() - 64.0));
            title(ui, sheet, preview);
            if preview.dark.is_empty() && preview.lit.is_empty() {
                ui.label(sheet.t("confirm.nobody"));
            }
            group(ui, sheet, &preview.dark, "confirm.dark", window.height());
            group(ui, sheet, &preview.lit, "confirm.lit", window.height());
            ui.add_space(16.0);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = sheet.t(entry(Action::Field(FieldCommand::of(&preview.command))).name);
                let yes = sheet.with("confirm.yes", &[("command", &name)]);
                if ui
                    .add(Button::new(yes).fill(ink(sheet.colours.console.highlight)))
                    .clicked()
                {
                    out.push(Request::Confirm);
                }
                if ui.button(sheet.t("confirm.no")).clicked() {
                    out.push(Request::Cancel);
                }
            });
        });
    if shown.backdrop_response.clicked() {
        out.push(Request::Cancel);
    }
}

fn title(ui: &mut Ui, sheet: &Sheet, preview: &Preview) {
    let row = entry(Action::Field(FieldCommand::of(&preview.command)));
    let title = format!("{} · {}", sheet.t(row.name), sheet.own(&preview.target));
    let title = RichText::new(title).heading().color(sheet.strong());
    ui.add(Label::new(title).wrap());
    let notice = RichText::new(sheet.t("confirm.notice")).color(sheet.weak());
    ui.add(Label::new(notice).wrap());
    ui.add_space(8.0);
}

/// How many, how many of them important, and who.
fn group(ui: &mut Ui, sheet: &Sheet, customers: &[Affected], key: &str, height: f32) {
    if customers.is_empty() {
        return;
    }
    let important = Preview::important(customers);
    let text = sheet.with(key, &[("count", &customers.len())]);
    ui.label(RichText::new(text).strong().size(15.0));
    if important > 0 {
        ui.horizontal(|ui| {
            glyph(ui, sheet, Level::Critical);
            ui.label(sheet.with("confirm.important", &[("count", &important)]));
        });
    }
    heading(ui, sheet, sheet.t("confirm.who"));
    ScrollArea::vertical()
        .id_salt(key)
        .auto_shrink([false, true])
        .max_height((height * 0.3).clamp(72.0, 240.0))
        .show_rows(ui, 20.0, customers.len(), |ui, range| {
            for customer in &customers[range] {
                line(ui, sheet, customer);
            }
        });
}

fn line(ui: &mut Ui, sheet: &Sheet, customer: &Affected) {
    ui.horizontal(|ui| {
        ui.set_height(20.0);
        ui.label(
            RichText::new(&customer.number)
                .monospace()
                .color(sheet.weak()),
        );
        ui.label(sheet.own(&customer.name));
        if let Some(key) = importance_key(customer.importance) {
            ui.label(RichText::new(sheet.t(key)).color(sheet.colours.level(Level::Critical)));
        }
    });
}
