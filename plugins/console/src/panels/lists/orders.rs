//! The order board.

use egui::{RichText, ScrollArea, Sense, Ui, vec2};
use taiqu_dispatch::OrderState;

use super::super::Sheet;
use super::super::parts::{duration, icon_button};
use super::{ROW, cell, line, number, whole};
use crate::desk::Request;
use crate::icons::Icon;
use crate::model::{Level, OrderRow, Promise};
use crate::names::state_key;
use crate::theme::ink;

/// The states on the way of an order that goes well.
const STEPS: [OrderState; 11] = [
    OrderState::Accepted,
    OrderState::Assigned,
    OrderState::Taken,
    OrderState::Arrived,
    OrderState::Located,
    OrderState::Permitted,
    OrderState::Repairing,
    OrderState::Restored,
    OrderState::Replied,
    OrderState::CallingBack,
    OrderState::Archived,
];

/// Draws the rows.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let rows = &sheet.view.orders;
    if rows.is_empty() {
        ui.add_space(8.0);
        ui.label(RichText::new(sheet.t("lists.no-orders")).color(sheet.weak()));
        return;
    }
    ScrollArea::vertical()
        .id_salt("orders")
        .auto_shrink(false)
        .show_rows(ui, ROW, rows.len(), |ui, range| {
            for k in range {
                ui.push_id(k, |ui| order(ui, sheet, &rows[k], out));
            }
        });
}

fn order(ui: &mut Ui, sheet: &Sheet, row: &OrderRow, out: &mut Vec<Request>) {
    let room = ui.available_width();
    let over = row.progress.state.is_over();
    let ink = if over { sheet.weak() } else { sheet.strong() };
    line(ui, |ui| {
        let name = sheet.with("lists.locate", &[("name", &sheet.own(&row.name))]);
        if icon_button(ui, Icon::Target, &name, false).clicked() {
            out.push(Request::Locate(row.target));
        }
        let title = format!("#{}", row.progress.number);
        number(ui, 36.0, RichText::new(title).color(ink));
        steps(ui, sheet, row.progress.state);
        let state = sheet.t(state_key(row.progress.state));
        cell(ui, 104.0, RichText::new(state).color(ink));
        number(ui, 48.0, RichText::new(row.since.clock()));
        ui.add_space(8.0);
        crew(ui, sheet, row);
        if room >= 760.0 {
            let (text, level) = promise(sheet, row.promise);
            let text = RichText::new(text);
            cell(
                ui,
                136.0,
                match level {
                    Level::Normal => text.color(sheet.weak()),
                    level => text.color(sheet.colours.level(level)),
                },
            );
        }
        if room >= 900.0 {
            secured(ui, sheet, row);
        }
        let found = row.found.map(|key| format!(" · {}", sheet.t(key)));
        let waits = (!row.missing.is_empty())
            .then(|| sheet.with("order.waits-for", &[("parts", &parts(sheet, &row.missing))]));
        let waits = waits.map(|waits| format!(" · {waits}"));
        let what = format!(
            "{}{}{}",
            sheet.own(&row.name),
            found.unwrap_or_default(),
            waits.unwrap_or_default()
        );
        let why = format!("{} · {}", sheet.own(&row.place), sheet.t(row.about));
        whole(ui, sheet, &what, &why, || {
            out.push(Request::Locate(row.target));
        });
    });
}

/// Who has it, or is to have it.
fn crew(ui: &mut Ui, sheet: &Sheet, row: &OrderRow) {
    let over = row.progress.state.is_over();
    let text = match (&row.progress.crew, &row.next) {
        (Some(crew), _) => {
            let ink = if over { sheet.weak() } else { sheet.strong() };
            RichText::new(sheet.own(crew)).color(ink)
        }
        (None, Some((crew, turn))) => {
            let next = sheet.with("order.next", &[("crew", &sheet.own(crew)), ("turn", turn)]);
            RichText::new(next).color(sheet.weak())
        }
        (None, None) => RichText::new("—").color(sheet.weak()),
    };
    let shown = cell(ui, 120.0, text);
    if !over && !row.carries.is_empty() {
        let carries = parts(sheet, &row.carries);
        shown.on_hover_text(sheet.with("order.carries", &[("parts", &carries)]));
    }
}

/// Material in words.
fn parts(sheet: &Sheet, parts: &[(&'static str, u16)]) -> String {
    let one = |(key, count): &(&'static str, u16)| {
        sheet.with(
            "material.count",
            &[("part", &sheet.t(key)), ("count", count)],
        )
    };
    parts.iter().map(one).collect::<Vec<_>>().join(", ")
}

/// The ticket, and what was late.
fn secured(ui: &mut Ui, sheet: &Sheet, row: &OrderRow) {
    let ticket = row.ticket.map(|(key, permitted)| {
        let mark = if permitted { "✔ " } else { "" };
        format!("{mark}{}", sheet.t(key))
    });
    let ticket = RichText::new(ticket.unwrap_or_default());
    cell(ui, 112.0, ticket.color(sheet.weak()));
    let late: Vec<&str> = row.late.iter().map(|key| sheet.t(key)).collect();
    if late.is_empty() {
        cell(ui, 96.0, RichText::new(""));
        return;
    }
    let late = sheet.with("step.late", &[("steps", &late.join(", "))]);
    let colour = sheet.colours.level(Level::Medium);
    cell(ui, 96.0, RichText::new(late).color(colour));
}

/// A dot for each step, filled as far as it has come.
fn steps(ui: &mut Ui, sheet: &Sheet, state: OrderState) {
    let size = vec2(10.0 * STEPS.len() as f32 + 6.0, ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let console = &sheet.colours.console;
    let failed = state.is_over() && !state.is_restored();
    for (k, step) in STEPS.into_iter().enumerate() {
        let at = rect.left_center() + vec2(8.0 + 10.0 * k as f32, 0.0);
        if step <= state && !failed {
            ui.painter().circle_filled(at, 3.5, ink(console.text));
        } else {
            ui.painter()
                .circle_stroke(at, 3.0, (1.0, ink(console.highlight)));
        }
    }
    response.on_hover_text(sheet.t(state_key(state)));
}

/// The promise to arrive in words, and how bad that is.
fn promise(sheet: &Sheet, promise: Promise) -> (String, Level) {
    let said = |key: &str, seconds: u64| sheet.with(key, &[("time", &duration(seconds))]);
    match promise {
        Promise::Left(s) => (said("promise.left", s), Level::Normal),
        Promise::Late(s) => (said("promise.late", s), Level::High),
        Promise::Kept(s) => (said("promise.kept", s), Level::Normal),
        Promise::Broken(s) => (said("promise.broken", s), Level::Medium),
        Promise::Void => (String::new(), Level::Normal),
    }
}
