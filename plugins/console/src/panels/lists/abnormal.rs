//! What is abnormal.

use egui::{RichText, ScrollArea, Ui};

use super::super::Sheet;
use super::super::parts::{duration, glyph, icon_button};
use super::{ROW, cell, line, number, whole};
use crate::desk::Request;
use crate::icons::Icon;
use crate::model::{FindingRow, Level, finding_key, level_of};

/// Draws the rows.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
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
        let since = row.since.clock();
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

/// How many of each priority.
pub fn summary(ui: &mut Ui, sheet: &Sheet) {
    for level in [Level::Low, Level::Medium, Level::High, Level::Critical] {
        let failed = sheet.view.incidents.iter().filter(|row| row.open);
        let failed = failed.filter(|row| row.level == level).count();
        let of = |row: &&FindingRow| level_of(row.kind) == level;
        let count = failed + sheet.view.findings.iter().filter(of).count();
        if count > 0 {
            ui.label(RichText::new(count.to_string()).color(sheet.strong()));
            glyph(ui, sheet, level).on_hover_text(sheet.t(level.key()));
        }
    }
}
