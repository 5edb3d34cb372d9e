//! What happened when, in lanes; a click goes to that time.

use egui::{Align2, Color32, FontId, Rect, ScrollArea, Sense, Ui, WidgetInfo, WidgetType};
use egui::{pos2, vec2};
use taiqu_link::Tick;

use super::super::Sheet;
use crate::desk::Request;
use crate::model::{Lane, Tone};
use crate::theme::ink;

/// Height of a lane and of the hours above them.
const LANE: f32 = 18.0;
/// Room for the lanes' names.
const NAMES: f32 = 120.0;

/// Draws the lanes over the whole scenario.
pub fn show(ui: &mut Ui, sheet: &Sheet, out: &mut Vec<Request>) {
    let lanes = &sheet.view.timeline;
    if lanes.is_empty() {
        ui.add_space(8.0);
        let text = egui::RichText::new(sheet.t("lists.no-events"));
        ui.label(text.color(sheet.weak()));
        return;
    }
    ScrollArea::vertical()
        .id_salt("timeline")
        .auto_shrink(false)
        .show(ui, |ui| {
            let size = vec2(
                ui.available_width() - 8.0,
                LANE * (lanes.len() + 1) as f32 + 4.0,
            );
            let (rect, response) = ui.allocate_exact_size(size, Sense::click());
            let name = sheet.t("lists.timeline");
            response.widget_info(|| WidgetInfo::labeled(WidgetType::Slider, true, name));
            let chart = Chart {
                sheet,
                rect: Rect::from_min_max(rect.min + vec2(NAMES, 0.0), rect.max),
            };
            chart.hours(ui);
            for (k, lane) in lanes.iter().enumerate() {
                chart.lane(ui, k, lane, rect.left());
            }
            chart.now(ui);
            let Some(at) = response.hover_pos().filter(|at| at.x >= chart.rect.left()) else {
                return;
            };
            let tick = chart.tick(at.x);
            if response.clicked() && tick != sheet.view.time.tick {
                out.push(Request::Jump(tick));
            }
            let under = chart.under(at);
            let clock = sheet.view.time.start.plus(tick.0).clock();
            response.on_hover_text_at_pointer(match under {
                Some(text) => format!("{clock}  {text}"),
                None => clock,
            });
        });
}

struct Chart<'a> {
    sheet: &'a Sheet<'a>,
    rect: Rect,
}

impl Chart<'_> {
    fn x(&self, tick: Tick) -> f32 {
        let length = self.sheet.view.time.length_s.max(1);
        let share = tick.0.min(length) as f32 / length as f32;
        self.rect.left() + self.rect.width() * share
    }

    fn tick(&self, x: f32) -> Tick {
        let share = f64::from((x - self.rect.left()) / self.rect.width()).clamp(0.0, 1.0);
        Tick((share * self.sheet.view.time.length_s as f64).round() as u64)
    }

    fn top(&self, lane: usize) -> f32 {
        self.rect.top() + LANE * (lane + 1) as f32
    }

    /// The hours, as many as have room.
    fn hours(&self, ui: &Ui) {
        let time = &self.sheet.view.time;
        let hours = (time.length_s as f32 / 3600.0).max(0.1);
        let room = (self.rect.width() / hours).max(1.0);
        let every = [1, 2, 3, 6, 12, 24].into_iter();
        let every = every
            .clone()
            .find(|&every| room * every as f32 >= 48.0)
            .unwrap_or(24);
        let into_hour = time.start.second_of_day() % 3600;
        let line = ink(self.sheet.colours.console.outline);
        for hour in 0..=(time.length_s + into_hour) / 3600 {
            let Some(tick) = (hour * 3600).checked_sub(into_hour) else {
                continue;
            };
            let at = time.start.plus(tick);
            if !(at.second_of_day() / 3600).is_multiple_of(every) {
                continue;
            }
            let x = self.x(Tick(tick));
            ui.painter().vline(x, self.rect.y_range(), (1.0, line));
            let font = FontId::proportional(10.0);
            let weak = self.sheet.weak();
            let foot = pos2(x + 3.0, self.rect.top());
            ui.painter()
                .text(foot, Align2::LEFT_TOP, at.clock(), font, weak);
        }
    }

    fn lane(&self, ui: &Ui, k: usize, lane: &Lane, left: f32) {
        let top = self.top(k);
        let names = Rect::from_min_max(pos2(left, top), pos2(self.rect.left() - 6.0, top + LANE));
        let font = FontId::proportional(12.0);
        let middle = pos2(names.left(), names.center().y);
        ui.painter().with_clip_rect(names).text(
            middle,
            Align2::LEFT_CENTER,
            self.sheet.own(&lane.name),
            font,
            self.sheet.weak(),
        );
        for span in &lane.spans {
            let bar = self.bar(k, span.from, span.to);
            ui.painter().rect_filled(bar, 2.0, self.tone(span.tone));
        }
        for &(at, level) in &lane.marks {
            let middle = pos2(self.x(at), top + LANE / 2.0);
            let colour = self.sheet.colours.level(level);
            ui.painter().circle_filled(middle, 3.0, colour);
        }
    }

    fn bar(&self, lane: usize, from: Tick, to: Tick) -> Rect {
        let (from, to) = (self.x(from), self.x(to));
        let top = self.top(lane) + 3.0;
        Rect::from_min_max(pos2(from, top), pos2(to.max(from + 2.0), top + LANE - 6.0))
    }

    /// What is under the pointer.
    fn under(&self, at: egui::Pos2) -> Option<&str> {
        let lanes = self.sheet.view.timeline.iter().enumerate();
        let mut spans = lanes.flat_map(|(k, lane)| lane.spans.iter().map(move |span| (k, span)));
        let hit = spans.find(|(k, span)| {
            let bar = self.bar(*k, span.from, span.to);
            bar.expand2(vec2(2.0, 3.0)).contains(at)
        });
        hit.map(|(_, span)| self.sheet.own(&span.text))
    }

    fn now(&self, ui: &Ui) {
        let x = self.x(self.sheet.view.time.tick);
        let stroke = (1.5, self.sheet.strong());
        ui.painter().vline(x, self.rect.y_range(), stroke);
    }

    fn tone(&self, tone: Tone) -> Color32 {
        let console = &self.sheet.colours.console;
        match tone {
            Tone::Grave(level) => self.sheet.colours.level(level),
            Tone::Waiting => ink(console.pressed),
            Tone::Driving => ink(console.work.driving),
            Tone::Searching => ink(console.work.searching),
            Tone::Securing => ink(console.work.securing),
            Tone::Repairing => ink(console.work.repairing),
        }
    }
}
