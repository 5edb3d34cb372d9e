//! Fills the view models from the twin's world: the one place where panels and ECS
//! meet.

mod expected;
mod facts;
mod hotline;
mod labels;
mod lists;
mod mischief;
mod notices;
mod risk;
mod selection;
mod tasks;
#[cfg(test)]
mod tests;
mod timeline;
mod tree;
mod trend;
mod twin;
mod values;
mod work;

use bevy::prelude::*;
use taiqu_estimate::components::{Abnormal, Log};
use taiqu_grid::{AssetRef, Kind};
use taiqu_link::Tick;
use taiqu_risk::components::Ahead;
use taiqu_scene::{Labels, Legend, Look, Overlay, Selection, Stage};

pub use tree::{Branches, tree};
pub use twin::{Twin, Wiring};
pub use work::Work;

use crate::desk::Desk;
use crate::model::{View, level_of};
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
    if let Some(selection) = view.selection.as_mut().filter(|_| desk.instructor) {
        let offers = mischief::mischief(&twin, selection.asset);
        selection.offers.extend(offers);
    }
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
    work: Work,
    abnormal: Res<Abnormal>,
    mut aged: Local<u64>,
    mut view: ResMut<View>,
) {
    let minute = twin.clock.tick.0 / 10;
    if !(abnormal.is_changed() || work.is_changed()) && *aged == minute {
        return;
    }
    *aged = minute;
    view.findings = lists::findings(&twin, &abnormal, &work);
    let own = abnormal
        .0
        .iter()
        .filter_map(|finding| Some((branches.of(&twin, finding.asset)?, level_of(finding.kind))));
    view.burdens = view.tree.burdens(own);
}

/// What happened.
pub fn gather_log(
    twin: Twin,
    work: Work,
    log: Option<Res<Log>>,
    texts: Res<Texts>,
    mut read: Local<Option<u64>>,
    mut view: ResMut<View>,
) {
    let Some(log) = log else { return };
    if *read != Some(log.0.written()) {
        *read = Some(log.0.written());
        view.log = lists::log(&twin, &work, &log.0, &texts);
    }
}

/// What has failed and what is done about it; it ages with every tick.
pub fn gather_work(
    twin: Twin,
    work: Work,
    texts: Res<Texts>,
    desk: Res<Desk>,
    mut seen: Local<Option<(Tick, Option<AssetRef>)>>,
    mut view: ResMut<View>,
) {
    // A customer who is selected is who calls, until another is named.
    let selected = desk.selected.filter(|one| one.kind == Kind::Customer);
    let caller = desk.caller.or(selected);
    let now = (twin.clock.tick, caller);
    if seen.replace(now) == Some(now) {
        return;
    }
    view.incidents = work::incidents(&twin, &work, &texts);
    view.orders = work::orders(&twin, &work);
    view.tasks = tasks::tasks(&twin, &work);
    view.calls = hotline::calls(&twin, &work, &texts);
    view.notices = notices::notices(&twin, &work, &texts);
    view.timeline = timeline::timeline(&twin, &work, &texts);
    view.answer = caller.and_then(|caller| hotline::answer(&twin, &work, &texts, caller));
}

/// What a storm that is forecast will probably do.
pub fn gather_risk(twin: Twin, ahead: Option<Res<Ahead>>, mut view: ResMut<View>) {
    let Some(ahead) = ahead.filter(DetectChanges::is_changed) else {
        return;
    };
    view.risk = ahead.0.as_ref().and_then(|risk| risk::risk(&twin, risk));
}

/// What the picture shows: overlay, look, legend, names.
pub fn gather_picture(
    twin: Twin,
    overlay: Res<Overlay>,
    look: Res<Look>,
    legend: Res<Legend>,
    (labels, stage): (Res<Labels>, Res<Stage>),
    (desk, texts): (Res<Desk>, Res<Texts>),
    mut view: ResMut<View>,
) {
    view.overlay = *overlay;
    view.look = *look;
    if legend.is_changed() {
        view.legend = legend.clone();
    }
    view.labels = labels::labels(&twin, (&labels, &stage), &desk, &texts, &view.incidents);
}
