//! The top bar: mode, scenario, simulated and wall time, search, language.

use egui::{Align, Button, Frame, Label, Layout, Margin, RichText, Ui};
use taiqu_link::DateTime;

use super::parts::{command_icon, icon_button, tooltip};
use super::{Sheet, search};
use crate::commands::{Action, ViewCommand};
use crate::desk::{Request, Side};
use crate::icons::Icon;
use crate::model::Mode;
use crate::theme::ink;

/// Draws the bar. What there is no room for gives way: first the wall time, then
/// the scenario's name.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let room = ui.available_width();
    ui.horizontal(|ui| {
        ui.set_min_height(28.0);
        mode(ui, sheet);
        clock(ui, sheet, room);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            buttons(ui, sheet, out);
            search::show(ui, sheet, out);
            if room >= 900.0 {
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let name = sheet.own(&sheet.view.header.scenario);
                    let name = RichText::new(name).color(sheet.strong());
                    ui.add_space(8.0);
                    ui.add(Label::new(name).truncate());
                });
            }
        });
    });
}

fn mode(ui: &mut Ui, sheet: &Sheet) {
    let mode = if sheet.desk.instructor {
        Mode::Training
    } else {
        sheet.view.header.mode
    };
    let name = RichText::new(sheet.t(mode.key())).color(ink(sheet.colours.console.on_frame));
    Frame::new()
        .fill(sheet.colours.console.frames.of(mode))
        .corner_radius(3)
        .inner_margin(Margin::symmetric(10, 3))
        .show(ui, |ui| ui.label(name))
        .response
        .on_hover_text(sheet.t(mode.tip()));
}

fn clock(ui: &mut Ui, sheet: &Sheet, room: f32) {
    let now = sheet.view.time.now();
    if room >= 640.0 {
        ui.label(RichText::new(date(now)).color(sheet.weak()));
    }
    let time = RichText::new(time_of(now)).monospace().size(18.0);
    ui.label(time.color(sheet.strong()));
    let wall = sheet.view.header.wall.as_ref();
    if let Some(at) = wall.filter(|_| room >= 1040.0) {
        let text = sheet.with("top.wall", &[("time", at)]);
        ui.label(RichText::new(text).small().color(sheet.weak()));
    }
}

/// From right to left.
fn buttons(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let view = |command| Action::View(command);
    let window = ui.ctx().content_rect().size();
    for (side, icon, command) in [
        (
            Side::Selection,
            Icon::PanelRight,
            ViewCommand::SelectionPanel,
        ),
        (Side::List, Icon::PanelBottom, ViewCommand::ListPanel),
        (Side::Tree, Icon::PanelLeft, ViewCommand::TreePanel),
    ] {
        let open = sheet.desk.sides.open(side, window);
        let name = tooltip(sheet, view(command));
        if icon_button(ui, icon, &name, open).clicked() {
            out.push(Request::Open(side, !open));
        }
    }
    for (key, command) in [
        ("top.help", ViewCommand::Help),
        ("top.language", ViewCommand::Language),
    ] {
        let action = view(command);
        let button = Button::new(sheet.t(key)).frame_when_inactive(false);
        let response = ui.add(button).on_hover_text(tooltip(sheet, action));
        if response.clicked() {
            out.push(Request::Do(action));
        }
    }
    command_icon(ui, sheet, Icon::Menu, view(ViewCommand::Palette), out);
}

/// Year, month and day as ISO 8601 has it.
fn date(at: DateTime) -> String {
    let (year, month, day) = at.date();
    format!("{year:04}-{month:02}-{day:02}")
}

/// Hours, minutes and seconds.
pub fn time_of(at: DateTime) -> String {
    let s = at.second_of_day();
    format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}
