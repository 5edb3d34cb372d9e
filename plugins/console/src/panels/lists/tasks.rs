//! Grid managers' tasks.

use egui::{RichText, ScrollArea, Ui};

use super::super::Sheet;
use super::super::parts::{glyph, icon_button};
use super::{ROW, cell, line, number, whole};
use crate::desk::Request;
use crate::icons::Icon;
use crate::model::{Level, TaskRow};

/// Draws the rows.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let rows = &sheet.view.tasks;
    if rows.is_empty() {
        ui.add_space(8.0);
        ui.label(RichText::new(sheet.t("lists.no-tasks")).color(sheet.weak()));
        return;
    }
    ScrollArea::vertical()
        .id_salt("tasks")
        .auto_shrink(false)
        .show_rows(ui, ROW, rows.len(), |ui, range| {
            for k in range {
                ui.push_id(k, |ui| task(ui, sheet, &rows[k], out));
            }
        });
}

fn task(ui: &mut Ui, sheet: &Sheet, row: &TaskRow, out: &mut Vec<Request>) {
    let wide = ui.available_width() >= 720.0;
    let ink = if row.open {
        sheet.strong()
    } else {
        sheet.weak()
    };
    line(ui, |ui| {
        let name = sheet.with("lists.locate", &[("name", &sheet.own(&row.name))]);
        if icon_button(ui, Icon::Target, &name, false).clicked() {
            out.push(Request::Locate(row.asset));
        }
        let level = if row.open { row.level } else { Level::Normal };
        glyph(ui, sheet, level).on_hover_text(sheet.t(level.key()));
        number(
            ui,
            32.0,
            RichText::new(format!("#{}", row.number)).color(ink),
        );
        cell(ui, 96.0, RichText::new(sheet.t(row.cause)).color(ink));
        number(ui, 64.0, RichText::new(&row.worst).color(ink));
        ui.add_space(8.0);
        let manager = row.manager.as_ref().map_or("—", |name| sheet.own(name));
        cell(ui, 104.0, RichText::new(manager).color(ink));
        cell(ui, 104.0, RichText::new(sheet.t(row.state)).color(ink));
        if wide {
            let due = sheet.with(
                "task.due",
                &[("time", &row.due.to_string().replace('T', " "))],
            );
            let (text, level) = match row.kept {
                None => (due, Level::Normal),
                Some(true) => (sheet.t("task.kept").to_owned(), Level::Normal),
                Some(false) => (sheet.t("task.missed").to_owned(), Level::High),
            };
            let text = RichText::new(text);
            cell(
                ui,
                168.0,
                match level {
                    Level::Normal => text.color(sheet.weak()),
                    level => text.color(sheet.colours.level(level)),
                },
            );
        }
        let what = format!("{} · {}", sheet.own(&row.name), sheet.t(row.advice));
        let evidence = sheet.with("task.evidence", &[("count", &row.evidence)]);
        let why = format!("{} · {evidence}", sheet.own(&row.place));
        whole(ui, sheet, &what, &why, || {
            out.push(Request::Locate(row.asset));
        });
    });
}
