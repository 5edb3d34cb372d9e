//! What happened, line by line.

use egui::{RichText, ScrollArea, Ui};

use super::super::Sheet;
use super::super::parts::glyph;
use super::super::top::time_of;
use super::{ROW, line, number, whole};
use crate::desk::Request;
use crate::model::LogRow;

/// Draws the rows.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
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
