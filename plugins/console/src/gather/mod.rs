//! Fills the view models from the twin's world: the one place where panels and ECS
//! meet.

mod facts;
mod lists;
mod selection;
#[cfg(test)]
mod tests;
mod tree;
mod trend;
mod twin;
mod values;

use bevy::prelude::*;
use taiqu_estimate::components::{Abnormal, Log};
use taiqu_grid::{District, Text};
use taiqu_scene::labels::{Label, Reason};
use taiqu_scene::{Labels, Legend, Look, Overlay, Selection};

pub use tree::{Branches, tree};
pub use twin::{Twin, Wiring};

use crate::desk::Desk;
use crate::model::{LabelView, Level, View, level_of};
use crate::names;
use crate::texts::Texts;
use crate::wall::Wall;

/// Time and what is selected, which change with every tick.
pub fn gather_now(
    twin: Twin,
    selected: Res<Selection>,
    branches: Res<Branches>,
    mut desk: ResMut<Desk>,
    mut view: ResMut<View>,
) {
    let clock = &twin.clock;
    let time = &mut view.time;
    time.start = clock.start;
    time.tick = clock.tick;
    time.length_s = clock.length_s;
    time.speed = clock.speed;
    time.paused = clock.paused;
    time.lagging = clock.lagging;
    let asset = selected.0.filter(|&asset| twin.knows(asset));
    view.branch = asset.and_then(|asset| branches.of(&twin, asset));
    if desk.selected != selected.0
        && let Some(branch) = view.branch
    {
        desk.unfolded.extend(view.tree.above(branch));
    }
    desk.observe(selected.0);
    view.selection = asset.map(|asset| selection::selection(&twin, &branches, asset));
}

/// The wall clock, where the session shows one.
pub fn gather_wall(wall: Res<Wall>, mut view: ResMut<View>) {
    let now = wall.now();
    if view.header.wall != now {
        view.header.wall = now;
    }
}

/// What is abnormal; it ages with every tick.
pub fn gather_findings(
    twin: Twin,
    branches: Res<Branches>,
    abnormal: Res<Abnormal>,
    mut aged: Local<u64>,
    mut view: ResMut<View>,
) {
    let minute = twin.clock.tick.0 / 10;
    if !abnormal.is_changed() && *aged == minute {
        return;
    }
    *aged = minute;
    view.findings = lists::findings(&twin, &abnormal);
    let own = abnormal
        .0
        .iter()
        .filter_map(|finding| Some((branches.of(&twin, finding.asset)?, level_of(finding.kind))));
    view.burdens = view.tree.burdens(own);
}

/// What happened.
pub fn gather_log(
    twin: Twin,
    log: Option<Res<Log>>,
    texts: Res<Texts>,
    mut read: Local<Option<u64>>,
    mut view: ResMut<View>,
) {
    let Some(log) = log else { return };
    if *read != Some(log.0.written()) {
        *read = Some(log.0.written());
        view.log = lists::log(&twin, &log.0, &texts);
    }
}

/// What the picture shows: overlay, look, legend, names.
pub fn gather_picture(
    twin: Twin,
    overlay: Res<Overlay>,
    look: Res<Look>,
    legend: Res<Legend>,
    labels: Res<Labels>,
    desk: Res<Desk>,
    mut view: ResMut<View>,
) {
    view.overlay = *overlay;
    view.look = *look;
    if legend.is_changed() {
        view.legend = legend.clone();
    }
    let scale = desk.scale;
    view.labels = labels
        .0
        .iter()
        .filter(|label| twin.knows(label.asset))
        .map(|label| LabelView {
            at: egui::pos2(label.at.x / scale, label.at.y / scale),
            text: label_name(&twin.records.0, label).get(desk.lang).to_owned(),
            level: match label.reason {
                Reason::Abnormal(kind) => level_of(kind),
                _ => Level::Normal,
            },
            chosen: matches!(label.reason, Reason::Selected | Reason::Hovered),
            named: !matches!(label.reason, Reason::Abnormal(_)),
        })
        .collect();
}

/// Its own name; where there are several areas, a landmark stands for its area.
fn label_name(district: &District, label: &Label) -> Text {
    if label.reason == Reason::Landmark && district.areas.len() > 1 {
        names::place(district, label.asset.place)
    } else {
        names::name(district, label.asset)
    }
}
