//! The sheet of shortcuts.

use egui::{Align, Id, Layout, Modal, RichText, ScrollArea, Ui};

use super::Sheet;
use super::parts::{dialogue, heading};
use crate::commands::{Action, Entry, Group, TABLE, ViewCommand, describe};
use crate::desk::Request;

/// Draws the sheet while it is open.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    if !sheet.desk.help {
        return;
    }
    let window = ui.ctx().content_rect();
    let shown = Modal::new(Id::new("help"))
        .frame(dialogue(ui))
        .show(ui.ctx(), |ui| {
            let width = 640.0_f32.min(window.width() - 64.0);
            ui.set_width(width);
            ui.label(
                RichText::new(sheet.t("help.title"))
                    .heading()
                    .color(sheet.strong()),
            );
            ScrollArea::vertical()
                .max_height((window.height() - 144.0).max(96.0))
                .show(ui, |ui| {
                    if width < 480.0 {
                        groups(ui, sheet, &Group::ALL);
                        return;
                    }
                    let (left, right) = Group::ALL.split_at(3);
                    ui.columns(2, |columns| {
                        groups(&mut columns[0], sheet, left);
                        groups(&mut columns[1], sheet, right);
                    });
                });
            ui.add_space(8.0);
            ui.label(RichText::new(sheet.t("help.mouse")).color(sheet.weak()));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                if ui.button(sheet.t("help.close")).clicked() {
                    out.push(Request::Do(Action::View(ViewCommand::Help)));
                }
            });
        });
    if shown.backdrop_response.clicked() {
        out.push(Request::Do(Action::View(ViewCommand::Help)));
    }
}

fn groups(ui: &mut Ui, sheet: &Sheet, groups: &[Group]) {
    for &group in groups {
        heading(ui, sheet, sheet.t(group.key()));
        for row in TABLE.iter().filter(|row| row.group == group) {
            line(ui, sheet, row);
        }
    }
}

fn line(ui: &mut Ui, sheet: &Sheet, row: &Entry) {
    ui.horizontal(|ui| {
        let key = row.shortcut.map(describe).unwrap_or_default();
        ui.label(sheet.t(row.name)).on_hover_text(sheet.t(row.tip));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(12.0);
            ui.label(RichText::new(key).monospace().color(sheet.strong()));
        });
    });
}
