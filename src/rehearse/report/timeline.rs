//! What happened when: faults, incidents as believed, each crew's stages, calls.

use std::fmt::Write as _;

use taiqu_dispatch::{OrderState, WorkOrder};
use taiqu_grid::Text;

use super::Run;
use super::axis::{Axis, WIDTH};
use super::charts::framed;
use super::page::heading;
use super::say::{drawn, escape, plain, say};

/// Height of a lane's name and of a bar, in user units.
const NAME: f64 = 17.0;
const BAR: f64 = 15.0;
/// Between two lanes.
const GAP: f64 = 7.0;
const TOP: f64 = 4.0;
/// Most rows of bars in one lane.
const ROWS: usize = 12;

/// A piece of a lane.
struct Bar {
    from: u64,
    to: u64,
    class: &'static str,
    label: String,
    /// What it is, for who points at it.
    tip: Text,
}

/// The drawing of all lanes.
pub(super) fn timeline(run: &Run<'_>) -> String {
    let end = run.scenario.length_s;
    let mut drawing = Drawing {
        axis: run.axis(),
        svg: String::new(),
        y: TOP,
    };
    drawing.lane(("故障（真值）", "Faults (true)"), faults(run, end));
    drawing.lane(
        ("研判事件（孪生）", "Incidents (as believed)"),
        incidents(run, end),
    );
    for (k, crew) in run.staff.iter().enumerate() {
        let name = (crew.name.zh.as_str(), crew.name.en.as_str());
        drawing.lane(name, crew_bars(run, k, end));
    }
    if !run.referee.calls.is_empty() {
        drawing.calls(run);
    }
    if drawing.y <= TOP {
        return String::new();
    }
    let keys = [
        ("area", say("停电", "no supply")),
        ("block belief", say("研判事件", "incident")),
        ("block drive", say("途中", "driving")),
        ("block search", say("查找", "searching")),
        ("block secure", say("停电·验电·接地", "making safe")),
        ("block repair", say("抢修", "repairing")),
        ("dot right", say("答复属实", "told what is so")),
        ("dot wrong", say("答复不实", "told what is not")),
        ("dot unknown", say("尚不清楚", "not known yet")),
    ];
    let svg = drawing.finish();
    heading(&say("时间线", "Timeline")) + &framed(&svg, "", &keys)
}

/// From each fault to all having supply again.
fn faults(run: &Run<'_>, end: u64) -> Vec<Bar> {
    let all = run.referee.faults().iter().enumerate();
    let bars = all.map(|(k, fault)| {
        let from = fault.at().0;
        let story = run.stories.iter().find(|story| story.fault == k);
        let dark = story.filter(|story| !story.customers.is_empty());
        let mended = fault.mended.map_or(end, |at| at.0);
        let to = match dark {
            Some(story) => story.over_s.map_or(end, |s| from + s),
            None if fault.is_real() => mended,
            None => from,
        };
        Bar {
            from,
            to,
            class: if dark.is_some() { "true" } else { "apparent" },
            label: (k + 1).to_string(),
            tip: super::story::what(run, fault),
        }
    });
    bars.collect()
}

fn incidents(run: &Run<'_>, end: u64) -> Vec<Bar> {
    let bars = run.referee.verdicts.iter().map(|verdict| {
        let incident = &verdict.incident;
        Bar {
            from: incident.noticed.0,
            to: incident.ended.map_or(end, |at| at.0),
            class: "belief",
            label: super::verdicts::number(run, verdict),
            tip: run.part_on(incident.part, incident.phases),
        }
    });
    bars.collect()
}

/// What a crew was about, order by order.
fn crew_bars(run: &Run<'_>, crew: usize, end: u64) -> Vec<Bar> {
    let own = |order: &&WorkOrder| order.crew.is_some_and(|c| usize::from(c) == crew);
    let mut bars = Vec::new();
    for order in run.referee.orders.iter().filter(own) {
        let ends = order.history.iter().skip(1).map(|(tick, _)| tick.0);
        let ends = ends.chain([end]);
        for (&(from, state), to) in order.history.iter().zip(ends) {
            let Some(class) = stage(state).filter(|_| to > from.0) else {
                continue;
            };
            let label = if state == OrderState::UnderWay {
                order.number.to_string()
            } else {
                String::new()
            };
            let state = run.texts.both(taiqu_console::names::state_key(state), &[]);
            let tip = Text::new(
                format!("工单 {}：{}", order.number, state.zh),
                format!("Order {}: {}", order.number, state.en),
            );
            bars.push(Bar {
                from: from.0,
                to,
                class,
                label,
                tip,
            });
        }
    }
    bars
}

/// The class of a stage that takes time; none for one that only waits or is over.
const fn stage(state: OrderState) -> Option<&'static str> {
    match state {
        OrderState::UnderWay => Some("drive"),
        OrderState::Arrived => Some("search"),
        OrderState::Located | OrderState::Isolating | OrderState::Permitted => Some("secure"),
        OrderState::Repairing | OrderState::Repaired => Some("repair"),
        OrderState::Accepted
        | OrderState::Assigned
        | OrderState::Taken
        | OrderState::Restored
        | OrderState::Replied
        | OrderState::CallingBack
        | OrderState::Archived
        | OrderState::Reopened
        | OrderState::Fruitless
        | OrderState::HandedOver
        | OrderState::Withdrawn => None,
    }
}

struct Drawing {
    axis: Axis,
    svg: String,
    y: f64,
}

impl Drawing {
    /// A lane with its bars, those that overlap one below the other.
    fn lane(&mut self, name: (&str, &str), bars: Vec<Bar>) {
        self.name(name);
        let mut rows: Vec<u64> = Vec::new();
        let mut left_out = 0;
        for bar in bars {
            let free = rows.iter().position(|&until| until <= bar.from);
            let row = free.unwrap_or(rows.len());
            if row >= ROWS {
                left_out += 1;
                continue;
            }
            if row == rows.len() {
                rows.push(0);
            }
            rows[row] = bar.to.max(bar.from + 1);
            self.bar(&bar, self.y + row as f64 * (BAR + 2.0));
        }
        self.y += rows.len().max(1) as f64 * (BAR + 2.0);
        if left_out > 0 {
            let (x, y) = (self.axis.x(0.0) + 4.0, self.y + 11.0);
            let more = drawn(
                &format!("另有 {left_out} 项"),
                &format!("and {left_out} more"),
            );
            self.write(&format!(
                "<text class=\"lane\" x=\"{x}\" y=\"{y}\">{more}</text>"
            ));
            self.y += NAME;
        }
        self.y += GAP;
    }

    fn bar(&mut self, bar: &Bar, y: f64) {
        let (x0, x1) = (self.axis.x(bar.from as f64), self.axis.x(bar.to as f64));
        let width = (x1 - x0).max(3.0);
        let tip = plain(&bar.tip.zh, &bar.tip.en);
        self.write(&format!(
            "<rect class=\"bar {}\" x=\"{x0:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{BAR}\" rx=\"2\">\
             <title>{tip}</title></rect>",
            bar.class
        ));
        if bar.label.is_empty() {
            return;
        }
        let label = escape(&bar.label);
        // In the bar where there is room, else before it.
        let fits = width > 7.0 * bar.label.len() as f64 + 6.0;
        let (x, class) = if fits {
            (x0 + 4.0, "in")
        } else {
            (x0 - 3.0, "before")
        };
        self.write(&format!(
            "<text class=\"label {class}\" x=\"{x:.1}\" y=\"{:.1}\">{label}</text>",
            y + BAR - 3.5
        ));
    }

    fn calls(&mut self, run: &Run<'_>) {
        self.name(("来电", "Calls"));
        let y = self.y + BAR / 2.0;
        for judged in &run.referee.calls {
            let x = self.axis.x(judged.call.at.0 as f64);
            let class = match judged.right {
                Some(true) => "right",
                Some(false) => "wrong",
                None => "unknown",
            };
            let complaint = taiqu_console::names::complaint_key(judged.call.complaint);
            let tip = run.texts.both(complaint, &[]);
            let tip = plain(&tip.zh, &tip.en);
            self.write(&format!(
                "<circle class=\"call {class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"4.5\"><title>{tip}</title></circle>"
            ));
        }
        self.y += BAR + GAP;
    }

    fn name(&mut self, (zh, en): (&str, &str)) {
        let x = self.axis.x(0.0) + 2.0;
        let y = self.y + NAME - 5.0;
        let name = drawn(zh, en);
        self.write(&format!(
            "<text class=\"lane\" x=\"{x}\" y=\"{y:.1}\">{name}</text>"
        ));
        self.y += NAME;
    }

    /// The lanes over the axis of time.
    fn finish(self) -> String {
        let (bottom, label) = (self.y, plain("时间线", "Timeline"));
        let height = bottom + 26.0;
        let axis = self.axis.draw(TOP, bottom);
        format!(
            "<svg viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" aria-label=\"{label}\">{axis}{}</svg>",
            self.svg
        )
    }

    fn write(&mut self, svg: &str) {
        // Writing to a string cannot fail.
        let _ = write!(self.svg, "{svg}");
    }
}
