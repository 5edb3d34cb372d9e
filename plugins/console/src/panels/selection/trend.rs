//! The last 24 hours of what is selected.

use egui::{Color32, Ui};
use egui_plot::{Axis, GridInput};
use egui_plot::{GridMark, HLine, Line, LineStyle, Plot, PlotPoints, Span};
use taiqu_grid::Conductor;

use super::Sheet;
use super::heading;
use crate::model::{Series, Trend};
use crate::theme::ink;

/// Share of the plot's width that stays free to the right.
const AIR: f64 = 0.07;

/// Draws the curves with the limits as bands.
pub fn show(ui: &mut Ui, sheet: &Sheet, trend: &Trend) {
    let title = sheet.with("trend.title", &[("unit", &trend.unit)]);
    heading(ui, sheet, &title);
    let (low, high) = range(trend);
    let clock = trend.clock_h;
    let until = trend.until_h;
    let from = (until - 24.0).max(earliest(trend)).min(until - 0.25);
    // Room for half of the last hour's text.
    let until = until + AIR * (until - from);
    letters(ui, sheet, &trend.series);
    Plot::new("trend")
        .height(132.0)
        .show_x(true)
        .allow_drag(false)
        .allow_zoom(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .allow_double_click_reset(false)
        .show_background(false)
        .grid_color(ink(sheet.colours.console.outline))
        .default_x_bounds(from, until)
        .default_y_bounds(low, high)
        .x_grid_spacer(hours)
        .x_axis_formatter(move |mark, _| clock_text(mark.value + clock))
        .y_axis_formatter(|mark, _| format!("{:.0}", mark.value))
        .y_axis_min_width(32.0)
        .label_formatter(|_| None)
        .show(ui, |plot| {
            plot.set_plot_bounds_x(from..=until);
            plot.set_plot_bounds_y(low..=high);
            let band = ink(sheet.colours.console.beyond).gamma_multiply(0.35);
            let line = ink(sheet.colours.console.weak);
            let bands = [
                trend.low.map(|limit| (limit, low..=limit)),
                trend.high.map(|limit| (limit, limit..=high)),
            ];
            for (limit, range) in bands.into_iter().flatten() {
                plot.span(
                    Span::new("", range)
                        .axis(Axis::Y)
                        .fill(band)
                        .border_width(0.0),
                );
                let style = LineStyle::dashed_dense();
                plot.hline(HLine::new("", limit).color(line).style(style));
            }
            for series in &trend.series {
                let colour = colour(sheet, series.phase);
                // Nobody measured what lies before the start: it is assumed.
                let begun = series.points.partition_point(|point| point[0] < 0.0);
                let (assumed, told) = series.points.split_at(begun);
                let assumed = Line::new("", PlotPoints::new(assumed.to_vec()));
                let style = LineStyle::dashed_loose();
                plot.line(assumed.color(colour.gamma_multiply(0.6)).style(style));
                let told = Line::new("", PlotPoints::new(told.to_vec()));
                plot.line(told.color(colour).width(1.5));
            }
        });
}

/// The letters of the phases in their colours; a colour never stands alone.
fn letters(ui: &mut Ui, sheet: &Sheet, series: &[Series]) {
    if series.iter().all(|one| one.phase.is_none()) {
        return;
    }
    ui.horizontal(|ui| {
        for one in series {
            let Some(phase) = one.phase else { continue };
            let letter = phase.letter().to_ascii_uppercase();
            let last = one.points.last().map_or(0.0, |point| point[1]);
            let text = format!("{letter} {last:.0}");
            ui.label(
                egui::RichText::new(text)
                    .small()
                    .color(colour(sheet, one.phase)),
            );
        }
    });
}

fn colour(sheet: &Sheet, phase: Option<Conductor>) -> Color32 {
    phase.map_or(sheet.strong(), |phase| {
        ink(sheet.colours.phases.all()[phase.index()])
    })
}

/// What the curves and limits span, with some air.
fn range(trend: &Trend) -> (f64, f64) {
    let values = trend.series.iter().flat_map(|s| &s.points).map(|p| p[1]);
    // A dead hour must not flatten the rest of the day.
    let live = values
        .clone()
        .filter(|&value| value > 1.0 || trend.low.is_none());
    let all = live.chain(trend.low).chain(trend.high);
    let (low, high) = all.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    });
    if !low.is_finite() {
        return (0.0, 1.0);
    }
    let air = ((high - low) * 0.12).max(0.5);
    (low - air, high + air)
}

fn earliest(trend: &Trend) -> f64 {
    let firsts = trend.series.iter().filter_map(|s| s.points.first());
    firsts.map(|point| point[0]).fold(trend.until_h, f64::min)
}

/// Marks on whole hours, at most six of them.
fn hours(input: GridInput) -> Vec<GridMark> {
    let (from, to) = input.bounds;
    let steps = [0.25, 0.5, 1.0, 2.0, 3.0, 6.0];
    let fits = |step: &f64| (to - from) / step <= 6.0;
    let step = steps.into_iter().find(fits).unwrap_or(6.0);
    let first = (from / step).ceil() as i64;
    let last = (to / step).floor() as i64;
    (first..=last)
        .map(|k| GridMark {
            value: k as f64 * step,
            step_size: step,
        })
        .collect()
}

fn clock_text(hour: f64) -> String {
    let minutes = (hour * 60.0).round().rem_euclid(24.0 * 60.0) as u32;
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}
