//! What is believed to have failed, and what is done about it.

use egui::{RichText, ScrollArea, Ui};

use super::super::Sheet;
use super::super::parts::{duration, glyph, icon_button};
use super::{ROW, cell, line, number, percent, whole};
use crate::desk::Request;
use crate::icons::Icon;
use crate::model::{IncidentRow, Level};
use crate::names::state_key;

/// Draws the rows.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let rows = &sheet.view.incidents;
    if rows.is_empty() {
        ui.add_space(8.0);
        ui.label(RichText::new(sheet.t("lists.no-incidents")).color(sheet.weak()));
        return;
    }
    ScrollArea::vertical()
        .id_salt("incidents")
        .auto_shrink(false)
        .show_rows(ui, ROW, rows.len(), |ui, range| {
            for k in range {
                ui.push_id(k, |ui| incident(ui, sheet, &rows[k], out));
            }
        });
}

fn incident(ui: &mut Ui, sheet: &Sheet, row: &IncidentRow, out: &mut Vec<Request>) {
    let room = ui.available_width();
    let level = if row.open { row.level } else { Level::Normal };
    let ink = if row.open {
        sheet.strong()
    } else {
        sheet.weak()
    };
    line(ui, |ui| {
        let name = sheet.with("lists.locate", &[("name", &sheet.own(&row.name))]);
        if icon_button(ui, Icon::Target, &name, false).clicked() {
            out.push(Request::Locate(row.part));
        }
        glyph(ui, sheet, level).on_hover_text(sheet.t(level.key()));
        number(ui, 36.0, RichText::new(&row.number).color(sheet.weak()));
        let trouble = RichText::new(sheet.t(row.trouble));
        cell(ui, 96.0, trouble.color(sheet.colours.level(level)));
        let count = sheet.with("incident.customers", &[("count", &row.customers)]);
        number(ui, 72.0, RichText::new(count).color(ink));
        if room >= 900.0 {
            let important = sheet.with("incident.important", &[("count", &row.important)]);
            let important = if row.important > 0 {
                important
            } else {
                String::new()
            };
            cell(ui, 80.0, RichText::new(important).color(ink));
        }
        number(ui, 48.0, RichText::new(row.since.clock()));
        let lasting = RichText::new(duration(row.lasting_s));
        number(ui, 64.0, lasting.color(sheet.weak()));
        ui.add_space(8.0);
        if room >= 760.0 {
            cell(ui, 208.0, RichText::new(progress(sheet, row)).color(ink));
        }
        if let Some((back, basis)) = row.expected.as_ref().filter(|_| room >= 620.0) {
            let back = RichText::new(sheet.own(back)).color(ink);
            cell(ui, 124.0, back).on_hover_text(sheet.own(basis));
        }
        let sure = percent(row.probability);
        let first = row.open_first.as_ref();
        let first = first.map(|part| sheet.with("incident.open", &[("part", &sheet.own(part))]));
        let what = format!(
            "{} {} · {sure}{}",
            sheet.own(&row.name),
            row.phases.to_string().to_uppercase(),
            first.unwrap_or_default(),
        );
        whole(ui, sheet, &what, &why(sheet, row), || {
            out.push(Request::Locate(row.part));
        });
    });
}

/// Where the latest order stands.
fn progress(sheet: &Sheet, row: &IncidentRow) -> String {
    let Some(order) = &row.order else {
        let key = if row.open {
            "incident.no-order"
        } else {
            "incident.over"
        };
        return sheet.t(key).to_owned();
    };
    let state = sheet.t(state_key(order.state));
    match &order.crew {
        Some(crew) => format!("#{} {state} · {}", order.number, sheet.own(crew)),
        None => format!("#{} {state}", order.number),
    }
}

/// Its place and its causes.
fn why(sheet: &Sheet, row: &IncidentRow) -> String {
    let causes = row.causes.iter().take(3);
    let causes: Vec<String> = causes
        .map(|&(key, p)| format!("{} {}", sheet.t(key), percent(p)))
        .collect();
    format!("{} · {}", sheet.own(&row.place), causes.join("  "))
}
