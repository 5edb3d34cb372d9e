//! The lists at the bottom: what is abnormal, what has failed, what is done about it.

mod abnormal;
mod calls;
mod events;
mod incidents;
mod notices;
mod orders;
mod risk;
mod tasks;
mod timeline;

use egui::{Align, Button, Label, Layout, Response, RichText, Sense, Ui, vec2};

use super::Sheet;
use crate::commands::{Action, ViewCommand};
use crate::desk::{Request, Tab};
use crate::icons::Icon;
use crate::model::{OrderRow, View};

const ROW: f32 = 24.0;

/// Draws the tabs and the list that is shown.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    // As high as the panel is, however short the list: the picture keeps its room.
    ui.set_min_height(ui.available_height());
    tabs(ui, sheet, out);
    match sheet.desk.tab(sheet.view) {
        Tab::Risk => risk::show(ui, sheet, out),
        Tab::Abnormal => abnormal::show(ui, sheet, out),
        Tab::Incidents => incidents::show(ui, sheet, out),
        Tab::Orders => orders::show(ui, sheet, out),
        Tab::Tasks => tasks::show(ui, sheet, out),
        Tab::Calls => calls::show(ui, sheet, out),
        Tab::Notices => notices::show(ui, sheet, out),
        Tab::Timeline => timeline::show(ui, sheet, out),
        Tab::Events => events::show(ui, sheet, out),
    }
}

fn tabs(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    ui.horizontal(|ui| {
        let shown = sheet.desk.tab(sheet.view);
        for tab in Tab::ALL {
            let name = sheet.t(tab.key()).to_owned();
            let name = match count(sheet.view, tab) {
                Some(count) => format!("{name} {count}"),
                None => name,
            };
            if ui.selectable_label(shown == tab, name).clicked() {
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
            abnormal::summary(ui, sheet);
        });
    });
}

/// How many there are to look at; nothing for what has happened.
fn count(view: &View, tab: Tab) -> Option<usize> {
    let open = || view.incidents.iter().filter(|row| row.open).count();
    let going = |row: &&OrderRow| !row.progress.state.is_over();
    let going = || view.orders.iter().filter(going).count();
    match tab {
        Tab::Incidents => Some(open()),
        Tab::Orders => Some(going()),
        Tab::Tasks => Some(view.tasks.iter().filter(|row| row.open).count()),
        Tab::Calls => Some(view.calls.len()),
        Tab::Notices => Some(view.notices.len()),
        Tab::Risk => Some(view.risk.as_ref().map_or(0, |risk| risk.poles.len())),
        Tab::Abnormal => Some(view.findings.len()),
        Tab::Timeline | Tab::Events => None,
    }
}

fn line(ui: &mut Ui, add: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.set_height(ROW);
        add(ui);
    });
}

/// A column of a width, left-aligned.
fn cell(ui: &mut Ui, width: f32, text: RichText) -> Response {
    let layout = Layout::left_to_right(Align::Center);
    let cell = ui.allocate_ui_with_layout(vec2(width, ROW), layout, |ui| {
        ui.set_min_width(width);
        ui.add(Label::new(text).truncate())
    });
    cell.inner
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

/// A probability as people read it: nothing is quite certain.
fn percent(p: f64) -> String {
    if p > 0.995 {
        "> 99 %".to_owned()
    } else {
        format!("{:.0} %", 100.0 * p)
    }
}
