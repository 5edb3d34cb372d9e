//! Time control: run, stand still, one tick, speed, and where in the scenario.

use egui::{ComboBox, Key, Rect, RichText, Sense, TextEdit, Ui, WidgetInfo, WidgetType};
use egui::{pos2, vec2};
use taiqu_link::{SimClock, Tick};

use super::Sheet;
use super::parts::{command_icon, duration};
use crate::commands::{Action, ViewCommand};
use crate::desk::Request;
use crate::icons::Icon;
use crate::theme::ink;

/// Draws the bar.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let time = &sheet.view.time;
    let room = ui.available_width();
    let view = |command| Action::View(command);
    ui.horizontal(|ui| {
        ui.set_min_height(24.0);
        let running = !time.paused || sheet.desk.jump.is_some();
        let icon = if running { Icon::Pause } else { Icon::Play };
        command_icon(ui, sheet, icon, view(ViewCommand::PlayPause), out);
        command_icon(ui, sheet, Icon::Step, view(ViewCommand::Step), out);
        command_icon(ui, sheet, Icon::Slower, view(ViewCommand::Slower), out);
        speed(ui, sheet, out);
        command_icon(ui, sheet, Icon::Faster, view(ViewCommand::Faster), out);
        if room >= 760.0 {
            state(ui, sheet);
        }
        let field = if room >= 600.0 { 200.0 } else { 0.0 };
        let width = (ui.available_width() - field).max(48.0);
        course(ui, sheet, width, out);
        if field > 0.0 {
            jump(ui, sheet, out);
        }
    });
}

fn speed(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let current = sheet.view.time.speed;
    let name = |speed: u32| format!("{speed}×");
    ComboBox::from_id_salt("speed")
        .width(72.0)
        .selected_text(name(current))
        .show_ui(ui, |ui| {
            for speed in SimClock::SPEEDS {
                if ui.selectable_label(speed == current, name(speed)).clicked() {
                    out.push(Request::Speed(speed));
                }
            }
        })
        .response
        .on_hover_text(sheet.t("time.speed"));
}

fn state(ui: &mut Ui, sheet: &Sheet) {
    let time = &sheet.view.time;
    let key = if sheet.desk.jump.is_some() {
        "time.jumping"
    } else if time.tick.0 >= time.length_s {
        "time.over"
    } else if time.paused {
        "time.paused"
    } else if time.lagging {
        "time.lagging"
    } else {
        "time.running"
    };
    let text = RichText::new(sheet.t(key)).small().color(sheet.weak());
    ui.add_sized([64.0, 24.0], egui::Label::new(text).truncate());
}

/// The scenario from start to end, with the hours marked.
fn course(ui: &mut Ui, sheet: &Sheet, width: f32, out: &mut Vec<Request>) {
    let time = &sheet.view.time;
    let ends = width >= 240.0;
    let end = |ui: &mut Ui, tick: u64| {
        if ends {
            let text = time.start.plus(tick).clock();
            ui.label(RichText::new(text).small().color(sheet.weak()));
        }
    };
    end(ui, 0);
    let track = if ends { width - 104.0 } else { width - 16.0 };
    rail(ui, sheet, track, out);
    end(ui, time.length_s);
}

/// The rail of the course; a click ahead lives until there, one behind goes back.
fn rail(ui: &mut Ui, sheet: &Sheet, width: f32, out: &mut Vec<Request>) {
    let time = &sheet.view.time;
    let length = time.length_s.max(1);
    let (rect, response) = ui.allocate_exact_size(vec2(width, 24.0), Sense::click());
    let name = sheet.t("time.course");
    response.widget_info(|| WidgetInfo::labeled(WidgetType::Slider, true, name));
    let x_of = |tick: u64| rect.left() + rect.width() * (tick.min(length) as f32 / length as f32);
    let console = &sheet.colours.console;
    let line = Rect::from_center_size(rect.center(), vec2(rect.width(), 4.0));
    let painter = ui.painter();
    let into_hour = time.start.second_of_day() % 3600;
    for hour in 1..=(length + into_hour) / 3600 {
        let x = x_of(hour * 3600 - into_hour);
        painter.vline(x, line.y_range().expand(4.0), (1.0, ink(console.pressed)));
    }
    painter.rect_filled(line, 2.0, ink(console.pressed));
    let now = x_of(time.tick.0);
    let lived = Rect::from_min_max(line.min, pos2(now, line.bottom()));
    painter.rect_filled(lived, 2.0, ink(console.text));
    if let Some(goal) = sheet.desk.jump {
        let stroke = (2.0, sheet.strong());
        painter.vline(x_of(goal.0), rect.y_range().shrink(4.0), stroke);
    }
    painter.circle_filled(pos2(now, rect.center().y), 5.0, sheet.strong());
    let Some(at) = response.hover_pos() else {
        return;
    };
    let share = f64::from((at.x - rect.left()) / rect.width()).clamp(0.0, 1.0);
    let tick = (share * length as f64).round() as u64;
    let clock = time.start.plus(tick).clock();
    if response.clicked() && tick != time.tick.0 {
        out.push(Request::Jump(Tick(tick)));
    }
    if tick <= time.tick.0 {
        response.on_hover_text_at_pointer(sheet.with("time.past", &[("time", &clock)]));
        return;
    }
    let wait = duration(tick - time.tick.0);
    let values: [(&str, &dyn std::fmt::Display); 2] = [("time", &clock), ("wait", &wait)];
    response.on_hover_text_at_pointer(sheet.with("time.ahead", &values));
}

/// The field that takes a time of day to jump to.
fn jump(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let mut text = sheet.desk.jump_text.clone();
    let name = RichText::new(sheet.t("time.jump")).small();
    let name = ui.label(name.color(sheet.weak()));
    let edit = TextEdit::singleline(&mut text)
        .id_salt("jump")
        .hint_text("21:30")
        .desired_width(72.0);
    let response = ui
        .add(edit)
        .labelled_by(name.id)
        .on_hover_text(sheet.t("time.jump.tip"));
    if response.changed() {
        out.push(Request::TypeTime(text));
    }
    if response.lost_focus() && ui.input(|i| i.key_pressed(Key::Enter)) {
        out.push(Request::JumpToTyped);
    }
}
