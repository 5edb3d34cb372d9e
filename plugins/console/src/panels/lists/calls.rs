//! The call desk: who calls, what to say; and the calls so far.

use egui::{Button, Id, Key, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::super::Sheet;
use super::super::parts::{glyph, icon_button};
use super::super::top::time_of;
use super::{ROW, cell, line, number, whole};
use crate::desk::Request;
use crate::icons::Icon;
use crate::model::{AnswerView, CallRow};

/// Draws the desk at the left and the calls at the right.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let room = ui.available_size();
    let desk = (room.x * 0.46).clamp(300.0, 640.0);
    ui.horizontal_top(|ui| {
        ui.allocate_ui(vec2(desk, room.y), |ui| {
            ui.vertical(|ui| {
                ui.set_width(desk);
                caller(ui, sheet, out);
            });
        });
        ui.separator();
        ui.vertical(|ui| calls(ui, sheet, out));
    });
}

fn caller(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let finder = &sheet.desk.calling;
    let mut text = finder.text.clone();
    let response = ui.horizontal(|ui| {
        let name = RichText::new(sheet.t("call.caller")).small();
        let name = ui.label(name.color(sheet.weak()));
        let edit = TextEdit::singleline(&mut text)
            .id(Id::new("caller"))
            .hint_text(sheet.t("call.who"))
            .desired_width(ui.available_width() - 16.0);
        ui.add(edit)
            .labelled_by(name.id)
            .on_hover_text(sheet.t("call.tip"))
    });
    let response = response.inner;
    if response.changed() {
        out.push(Request::TypeCaller(text));
    }
    if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) {
        out.push(Request::Answer(None));
    }
    ScrollArea::vertical()
        .id_salt("answer")
        .auto_shrink(false)
        .show(ui, |ui| {
            if !finder.text.trim().is_empty() {
                hits(ui, sheet, out);
            } else if let Some(answer) = &sheet.view.answer {
                read_out(ui, sheet, answer, out);
            } else {
                ui.label(RichText::new(sheet.t("call.tip")).color(sheet.weak()));
            }
        });
}

fn hits(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let finder = &sheet.desk.calling;
    if finder.hits.is_empty() {
        ui.label(RichText::new(sheet.t("search.nothing")).color(sheet.weak()));
    }
    for (k, hit) in finder.hits.iter().enumerate() {
        let name = RichText::new(sheet.own(&hit.name)).color(sheet.strong());
        let more = format!("{} · {}", hit.number, sheet.own(&hit.place));
        let more = RichText::new(more).small().color(sheet.weak());
        let button = Button::selectable(k == finder.chosen, (name, more))
            .truncate()
            .min_size(vec2(ui.available_width(), ROW));
        if ui.add(button).clicked() {
            out.push(Request::Answer(Some(hit.asset)));
        }
    }
}

/// Who it is, and the answer in sentences large enough to be read out.
fn read_out(ui: &mut Ui, sheet: &Sheet, answer: &AnswerView, out: &mut Vec<Request>) {
    ui.horizontal(|ui| {
        let name = sheet.with("lists.locate", &[("name", &sheet.own(&answer.name))]);
        if icon_button(ui, Icon::Target, &name, false).clicked() {
            out.push(Request::Locate(answer.customer));
        }
        glyph(ui, sheet, answer.level);
        ui.label(RichText::new(sheet.own(&answer.name)).color(sheet.strong()));
        if let Some(key) = answer.importance {
            ui.label(RichText::new(sheet.t(key)).color(sheet.strong()));
        }
        let more = format!("{} · {}", answer.number, sheet.own(&answer.address));
        ui.add(egui::Label::new(RichText::new(more).small().color(sheet.weak())).truncate());
    });
    for sentence in &answer.sentences {
        let text = RichText::new(sheet.own(sentence)).size(15.0);
        ui.label(text.color(sheet.strong()));
    }
}

fn calls(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let rows = &sheet.view.calls;
    if rows.is_empty() {
        ui.label(RichText::new(sheet.t("lists.no-calls")).color(sheet.weak()));
        return;
    }
    ScrollArea::vertical()
        .id_salt("calls")
        .auto_shrink(false)
        .show_rows(ui, ROW, rows.len(), |ui, range| {
            for k in range {
                ui.push_id(k, |ui| call(ui, sheet, &rows[k], out));
            }
        });
}

fn call(ui: &mut Ui, sheet: &Sheet, row: &CallRow, out: &mut Vec<Request>) {
    line(ui, |ui| {
        number(ui, 72.0, RichText::new(time_of(row.at)).color(sheet.weak()));
        cell(ui, 112.0, RichText::new(sheet.own(&row.who)));
        cell(ui, 96.0, RichText::new(sheet.t(row.complaint)));
        whole(ui, sheet, sheet.own(&row.answer), "", || {
            out.extend(row.asset.map(Request::Locate));
        });
    });
}
