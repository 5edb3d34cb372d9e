//! What customers were told.

use egui::{RichText, ScrollArea, Ui};

use super::super::Sheet;
use super::super::parts::glyph;
use super::super::top::time_of;
use super::{ROW, cell, line, number, whole};
use crate::desk::Request;
use crate::model::{Level, NoticeRow};

/// Draws the rows.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let rows = &sheet.view.notices;
    if rows.is_empty() {
        ui.add_space(8.0);
        ui.label(RichText::new(sheet.t("lists.no-notices")).color(sheet.weak()));
        return;
    }
    ScrollArea::vertical()
        .id_salt("notices")
        .auto_shrink(false)
        .show_rows(ui, ROW, rows.len(), |ui, range| {
            for k in range {
                ui.push_id(k, |ui| notice(ui, sheet, &rows[k], out));
            }
        });
}

fn notice(ui: &mut Ui, sheet: &Sheet, row: &NoticeRow, out: &mut Vec<Request>) {
    let ink = if row.stands {
        sheet.strong()
    } else {
        sheet.weak()
    };
    line(ui, |ui| {
        number(ui, 72.0, RichText::new(time_of(row.at)).color(sheet.weak()));
        let level = if row.stands { row.level } else { Level::Normal };
        glyph(ui, sheet, level).on_hover_text(sheet.t(level.key()));
        number(ui, 36.0, RichText::new(&row.incident).color(sheet.weak()));
        cell(ui, 88.0, RichText::new(sheet.t(row.kind)).color(ink));
        let count = sheet.with("incident.customers", &[("count", &row.customers)]);
        number(ui, 72.0, RichText::new(count).color(ink));
        ui.add_space(8.0);
        let reached = sheet.own(&row.reached);
        whole(ui, sheet, sheet.own(&row.text), reached, || {
            out.extend(row.part.map(Request::Locate));
        });
    });
}
