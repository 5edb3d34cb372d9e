//! The palette: every command, found by typing.

use egui::{Align2, Button, Id, Modal, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::Sheet;
use super::parts::dialogue;
use super::search::take_keys;
use crate::commands::{Action, TABLE, ViewCommand, describe};
use crate::desk::{Finder, Request};

/// Draws the palette while it is open.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let Some(finder) = &sheet.desk.palette else {
        return;
    };
    let window = ui.ctx().content_rect();
    let area = Modal::default_area(Id::new("palette")).anchor(
        Align2::CENTER_TOP,
        vec2(0.0, (window.height() * 0.12).max(8.0)),
    );
    let shown = Modal::new(Id::new("palette"))
        .area(area)
        .frame(dialogue(ui))
        .show(ui.ctx(), |ui| {
            ui.set_width(480.0_f32.min(window.width() - 64.0));
            field(ui, sheet, finder, out);
            ui.add_space(8.0);
            ScrollArea::vertical()
                .auto_shrink([false, true])
                .max_height((window.height() * 0.6).min(420.0))
                .show(ui, |ui| list(ui, sheet, finder, out));
        });
    if shown.backdrop_response.clicked() {
        out.push(Request::Do(Action::View(ViewCommand::Palette)));
    }
}

fn field(ui: &mut Ui, sheet: &Sheet, finder: &Finder<usize>, out: &mut Vec<Request>) {
    let mut text = finder.text.clone();
    let edit = TextEdit::singleline(&mut text)
        .id(Id::new("palette-text"))
        .hint_text(sheet.t("palette.hint"))
        .desired_width(f32::INFINITY);
    let response = ui.add(edit);
    if finder.wants_focus {
        response.request_focus();
    }
    if finder.wants_focus || response.changed() {
        out.push(Request::TypePalette(text));
    }
    take_keys(ui, &response, out);
}

fn list(ui: &mut Ui, sheet: &Sheet, finder: &Finder<usize>, out: &mut Vec<Request>) {
    if finder.hits.is_empty() {
        ui.label(sheet.t("palette.nothing"));
    }
    for (k, &row) in finder.hits.iter().enumerate() {
        let row = &TABLE[row];
        let key = row.shortcut.map(describe).unwrap_or_default();
        let chosen = k == finder.chosen;
        let button = Button::selectable(chosen, sheet.t(row.name))
            .right_text(RichText::new(key).color(sheet.weak()))
            .min_size(vec2(ui.available_width(), 24.0));
        let response = ui.add(button).on_hover_text(sheet.t(row.tip));
        if chosen
            && ui
                .input(|i| i.key_pressed(egui::Key::ArrowDown) || i.key_pressed(egui::Key::ArrowUp))
        {
            response.scroll_to_me(None);
        }
        if response.clicked() {
            out.push(Request::AcceptHit(k));
        }
    }
}
