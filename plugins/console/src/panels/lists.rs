//! The lists at the bottom: what is abnormal, and what happened.

use egui::{Align, Button, Label, Layout, RichText, ScrollArea, Sense, Ui, vec2};

use super::Sheet;
use super::parts::{duration, glyph, icon_button};
use super::top::time_of;
use crate::commands::{Action, ViewCommand};
use crate::desk::{Request, Tab};
use crate::icons::Icon;
use crate::model::{FindingRow, Level, LogRow, finding_key, level_of};

const ROW: f32 = 24.0;

/// Draws the tabs and the list that is shown.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    // As high as the panel is, however short the list: the picture keeps its room.
    ui.set_min_height(ui.available_height());
    tabs(ui, sheet, out);
    match sheet.desk.tab {
        Tab::Abnormal => abnormal(ui, sheet, out),
        Tab::Events => events(ui, sheet, out),
    }
}

fn tabs(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    ui.horizontal(|ui| {
        for (tab, key, count) in [
            (Tab::Abnormal, "lists.abnormal", sheet.view.findings.len()),
            (Tab::Events, "lists.events", sheet.view.log.len()),
        ] {
            let name = sheet.with(key, &[("count", &count)]);
            if ui.selectable_label(sheet.desk.tab == tab, name).clicked() {
                out.push(Request::Show(tab));
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            for (icon, command) in [
                (Icon::Right, ViewCommand::NextAbnormal),
                (Icon::Left, ViewCommand::PreviousAbnormal),
            ] {
                let action = Action::View(command);
                super::parts::command_icon(ui, sheet, icon, action, out);
            }
            summary(ui, sheet);
        });
    });
}

/// How many of each priority.
fn summary(ui: &mut Ui, sheet: &Sheet) {
    for level in [Level::Low, Level::Medium, Level::High, Level::Critical] {
        let of = |row: &&FindingRow| level_of(row.kind) == level;
        let count = sheet.view.findings.iter().filter(of).count();
        if count > 0 {
            ui.label(RichText::new(count.to_string()).color(sheet.strong()));
            glyph(ui, sheet, level).on_hover_text(sheet.t(level.key()));
        }
    }
}

fn abnormal(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    if sheet.view.findings.is_empty() {
        ui.add_space(8.0);
        ui.label(RichText::new(sheet.t("lists.all-normal")).color(sheet.weak()));
        return;
    }
    let rows = &sheet.view.findings;
    ScrollArea::vertical()
        .id_salt("abnormal")
        .auto_shrink(false)
        .show_rows(ui, ROW, rows.len(), |ui, range| {
            for k in range {
                ui.push_id(k, |ui| finding(ui, sheet, &rows[k], out));
            }
        });
}

fn finding(ui: &mut Ui, sheet: &Sheet, row: &FindingRow, out: &mut Vec<Request>) {
    let level = level_of(row.kind);
    let wide = ui.available_width() >= 720.0;
    line(ui, |ui| {
        let name = sheet.with("lists.locate", &[("name", &sheet.own(&row.name))]);
        if icon_button(ui, Icon::Target, &name, false).clicked() {
            out.push(Request::Locate(row.asset));
        }
        glyph(ui, sheet, level).on_hover_text(sheet.t(level.key()));
        let kind = RichText::new(sheet.t(finding_key(row.kind)));
        cell(ui, 96.0, kind.color(sheet.colours.level(level)));
        number(ui, 64.0, RichText::new(&row.value).color(sheet.strong()));
        if wide {
            let limit = if row.limit.is_empty() {
                String::new()
            } else {
                sheet.with("lists.limit", &[("limit", &row.limit)])
            };
            cell(ui, 112.0, RichText::new(limit).color(sheet.weak()));
        }
        let since = time_of(row.since)[..5].to_owned();
        number(ui, 48.0, RichText::new(since));
        number(
            ui,
            64.0,
            RichText::new(duration(row.lasting_s)).color(sheet.weak()),
        );
        ui.add_space(8.0);
        whole(
            ui,
            sheet,
            sheet.own(&row.name),
            sheet.own(&row.place),
            || {
                out.push(Request::Locate(row.asset));
            },
        );
    });
}

fn events(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let rows = &sheet.view.log;
    if rows.is_empty() {
        ui.add_space(8.0);
        ui.label(RichText::new(sheet.t("lists.no-events")).color(sheet.weak()));
        return;
    }
    ScrollArea::vertical()
        .id_salt("events")
        .auto_shrink(false)
        .show_rows(ui, ROW, rows.len(), |ui, range| {
            for k in range {
                ui.push_id(k, |ui| event(ui, sheet, &rows[k], out));
            }
        });
}

fn event(ui: &mut Ui, sheet: &Sheet, row: &LogRow, out: &mut Vec<Request>) {
    line(ui, |ui| {
        number(ui, 72.0, RichText::new(time_of(row.at)).color(sheet.weak()));
        glyph(ui, sheet, row.level);
        whole(ui, sheet, sheet.own(&row.text), "", || {
            out.extend(row.asset.map(Request::Locate));
        });
    });
}

fn line(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.set_height(ROW);
        add(ui);
    });
}

/// A column of a width, left-aligned.
fn cell(ui: &mut Ui, width: f32, text: RichText) {
    let layout = Layout::left_to_right(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, ROW), layout, |ui| {
        ui.set_min_width(width);
        ui.add(Label::new(text).truncate());
    });
}

/// A column of figures, right-aligned.
fn number(ui: &mut Ui, width: f32, text: RichText) {
    let layout = Layout::right_to_left(Align::Center);
    ui.allocate_ui_with_layout(vec2(width, ROW), layout, |ui| {
        ui.set_min_width(width);
        ui.add(Label::new(text).truncate());
    });
}

/// What fills the rest of a row, and can be clicked.
fn whole(ui: &mut Ui, sheet: &Sheet, text: &str, place: &str, clicked: impl FnOnce()) {
    let place = RichText::new(place).small().color(sheet.weak());
    let width = ui.available_width() - 8.0;
    let button = Button::new((text, place))
        .frame_when_inactive(false)
        .truncate()
        .sense(Sense::click());
    ui.allocate_ui_with_layout(
        vec2(width, ROW),
        Layout::left_to_right(Align::Center),
        |ui| {
            if ui.add(button).clicked() {
                clicked();
            }
        },
    );
}
