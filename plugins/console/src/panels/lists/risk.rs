//! What a storm that is forecast will probably do.

use egui::{RichText, ScrollArea, Ui};

use super::super::Sheet;
use super::super::parts::icon_button;
use super::{ROW, line, number, percent, whole};
use crate::desk::Request;
use crate::icons::Icon;
use crate::model::{RiskRow, RiskView};

/// Draws when it comes and how much it may do, then three rankings side by side.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let Some(risk) = &sheet.view.risk else {
        ui.add_space(8.0);
        ui.label(RichText::new(sheet.t("lists.no-risk")).color(sheet.weak()));
        return;
    };
    line(ui, |ui| {
        ui.label(RichText::new(outlook(sheet, risk)).color(sheet.strong()));
    });
    let lists = risk.lists();
    ui.columns(lists.len(), |columns| {
        for (ui, (heading, rows)) in columns.iter_mut().zip(lists) {
            ui.label(RichText::new(sheet.t(heading)).small().color(sheet.weak()));
            ScrollArea::vertical()
                .id_salt(heading)
                .auto_shrink(false)
                .show_rows(ui, ROW, rows.len(), |ui, range| {
                    for k in range {
                        ui.push_id(k, |ui| row(ui, sheet, &rows[k], out));
                    }
                });
        }
    });
}

/// When the wind is strongest, and how many will be without supply.
fn outlook(sheet: &Sheet, risk: &RiskView) -> String {
    let count = format!("{:.0}", risk.expected_out);
    let out = sheet.with("risk.out", &[("count", &count)]);
    let Some((at, wind_m_s)) = risk.peak else {
        return out;
    };
    let (time, wind) = (at.clock(), format!("{wind_m_s:.0}"));
    let peak = sheet.with("risk.peak", &[("time", &time), ("wind", &wind)]);
    format!("{peak} · {out}")
}

fn row(ui: &mut Ui, sheet: &Sheet, row: &RiskRow, out: &mut Vec<Request>) {
    line(ui, |ui| {
        let name = sheet.with("lists.locate", &[("name", &sheet.own(&row.name))]);
        if icon_button(ui, Icon::Target, &name, false).clicked() {
            out.push(Request::Locate(row.asset));
        }
        let p = RichText::new(percent(row.probability));
        number(ui, 56.0, p.color(sheet.strong()));
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
