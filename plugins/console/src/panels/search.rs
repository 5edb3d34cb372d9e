//! The search box and what it finds.

use egui::{Align2, Area, Button, Frame, Id, Key, Order, Response, RichText, TextEdit, Ui};
use egui::{pos2, vec2};

use super::Sheet;
use super::parts::tooltip;
use crate::commands::{Action, ViewCommand};
use crate::desk::Request;

const BOX: &str = "search";

/// The box to type in, in a bar that runs from right to left.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let finder = &sheet.desk.search;
    let mut text = finder.text.clone();
    let width = (ui.available_width() * 0.45).clamp(80.0, 260.0);
    let id = Id::new(BOX);
    if finder.wants_focus {
        // Before it is drawn, so that what was typed in this frame is not lost.
        ui.memory_mut(|memory| memory.request_focus(id));
    }
    let edit = TextEdit::singleline(&mut text)
        .id(id)
        .hint_text(sheet.t("search.hint"))
        .desired_width(width);
    let response = ui
        .add(edit)
        .on_hover_text(tooltip(sheet, Action::View(ViewCommand::Search)));
    if finder.wants_focus || response.changed() {
        out.push(Request::TypeSearch(text));
    }
    take_keys(ui, &response, out);
}

/// Up, down and Enter of a box that finds things.
pub fn take_keys(ui: &Ui, response: &Response, out: &mut Vec<Request>) {
    if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) {
        out.push(Request::Accept);
    }
    if response.has_focus() {
        for (key, down) in [(Key::ArrowDown, true), (Key::ArrowUp, false)] {
            if ui.input(|i| i.key_pressed(key)) {
                out.push(Request::Choose { down });
            }
        }
    }
}

/// What was found, below the box.
pub fn show_hits(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    if sheet.desk.search.text.trim().is_empty() {
        return;
    }
    let Some(anchor) = ui.ctx().read_response(Id::new(BOX)).map(|r| r.rect) else {
        return;
    };
    Area::new(Id::new("search-hits"))
        .order(Order::Foreground)
        .pivot(Align2::RIGHT_TOP)
        .fixed_pos(pos2(anchor.right(), anchor.bottom() + 4.0))
        .show(ui.ctx(), |ui| {
            Frame::popup(ui.style()).show(ui, |ui| {
                ui.set_width(380.0_f32.min(anchor.right() - 24.0));
                list(ui, sheet, out);
            });
        });
}

fn list(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let finder = &sheet.desk.search;
    if finder.hits.is_empty() {
        ui.label(sheet.t("search.nothing"));
        return;
    }
    for (k, hit) in finder.hits.iter().enumerate() {
        let kind = sheet.t(crate::names::kind_key(hit.asset.kind));
        let line = format!("{} · {} · {kind}", hit.number, sheet.own(&hit.place));
        let name = RichText::new(sheet.own(&hit.name)).color(sheet.strong());
        let line = RichText::new(line).small().color(sheet.weak());
        let button = Button::selectable(k == finder.chosen, (name, line))
            .truncate()
            .min_size(vec2(ui.available_width(), 24.0));
        if ui.add(button).clicked() {
            out.push(Request::AcceptHit(k));
        }
    }
    let hint = RichText::new(sheet.t("search.keys")).small();
    ui.label(hint.color(sheet.weak()));
}
