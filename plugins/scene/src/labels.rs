//! Names and marks over things, placed on the screen for the console to write.

use std::collections::BTreeMap;

use bevy::prelude::*;
use taiqu_dispatch::components::Dispatch;
use taiqu_estimate::components::{Abnormal, FindingKind};
use taiqu_grid::components::Records;
use taiqu_grid::{AssetRef, Kind};
use taiqu_outage::Inquiry;
use taiqu_outage::components::{Calls, Inquiries};

use crate::camera::SceneCamera;
use crate::picking::{Hovered, Proxies, Selection};
use crate::stage::{SceneViewport, Stage};
use crate::vehicles::Van;
use crate::wreck;

/// Most labels at once.
const MOST: usize = 32;
/// Room that a label takes, logical pixels.
const ROOM_PX: Vec2 = Vec2::new(104.0, 26.0);
/// Height of a vehicle, m.
const VAN_M: f32 = 2.5;
/// Landmarks farther away than this stay unnamed, m.
const LANDMARK_M: f32 = 1200.0;

/// What to write this frame, the most important first, none over another.
#[derive(Resource, Clone, Debug, Default, PartialEq)]
pub struct Labels(pub Vec<Label>);

/// What a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Named {
    /// A thing of the network.
    Asset(AssetRef),
    /// The vehicle of the crew with this number.
    Crew(usize),
}

/// One label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    /// What it names.
    pub of: Named,
    /// Where its foot is, logical pixels of the window.
    pub at: Vec2,
    /// Why it is shown.
    pub reason: Reason,
}

/// Why a label is shown, the most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It is selected.
    Selected,
    /// The pointer is over it.
    Hovered,
    /// A live wire of it may lie on the ground.
    Danger,
    /// Somebody there told of a wire on the ground.
    Told,
    /// It has truly failed.
    True,
    /// It is held to have failed.
    Failed,
    /// A crew's vehicle.
    Crew,
    /// Something is wrong with it: draw the glyph as well.
    Abnormal(FindingKind),
    /// It is a landmark.
    Landmark,
}

/// Places the labels of this frame.
#[expect(
    clippy::too_many_arguments,
    reason = "a system's inputs are its parameters"
)]
pub(crate) fn place(
    records: Res<Records>,
    proxies: Res<Proxies>,
    selection: Res<Selection>,
    hovered: Res<Hovered>,
    (abnormal, inquiries): (Option<Res<Abnormal>>, Option<Res<Inquiries>>),
    (stage, calls, desk): (Res<Stage>, Option<Res<Calls>>, Option<Res<Dispatch>>),
    vans: Query<(&Van, &Transform)>,
    viewport: Res<SceneViewport>,
    camera: Single<(&Camera, &GlobalTransform), With<SceneCamera>>,
    mut labels: ResMut<Labels>,
) {
    let (view, eye) = *camera;
    let mut reasons: BTreeMap<AssetRef, Reason> = BTreeMap::new();
    let landmarks = records
        .0
        .all(Kind::Transformer)
        .map(|asset| (asset, Reason::Landmark));
    let found = abnormal.iter().flat_map(|abnormal| &abnormal.0);
    let found = found.map(|finding| (finding.asset, Reason::Abnormal(finding.kind)));
    let incidents = inquiries.iter().flat_map(|all| &all.0);
    let incidents = incidents.flat_map(Inquiry::incidents);
    let failed = incidents.filter(|incident| incident.is_open());
    let failed = failed.map(|incident| (incident.part, Reason::Failed));
    let truly = stage.truth.iter().flat_map(|truth| &truth.failed);
    let truly = truly.map(|&(asset, _)| (asset, Reason::True));
    let dangerous = wreck::dangerous(
        inquiries.as_ref().map_or(&[], |all| &all.0),
        desk.as_ref().map_or(&[], |desk| desk.0.orders()),
    );
    let live = stage.damage.wires.iter().filter(|wire| wire.live);
    let live = live.filter(|_| stage.truth.is_some());
    let dangerous = dangerous.chain(live.map(|wire| wire.section));
    let dangerous = dangerous.map(|section| (section, Reason::Danger));
    let told = wreck::told(
        calls.as_ref().map_or(&[], |all| &all.0),
        inquiries.as_ref().map_or(&[], |all| &all.0),
    );
    let told = told.map(|place| (place, Reason::Told));
    let touched = [
        (hovered.0, Reason::Hovered),
        (selection.0, Reason::Selected),
    ];
    let touched = touched
        .into_iter()
        .filter_map(|(asset, reason)| Some((asset?, reason)));
    for (asset, reason) in landmarks
        .chain(found)
        .chain(failed)
        .chain(truly)
        .chain(dangerous)
        .chain(told)
        .chain(touched)
    {
        let kept = reasons.entry(asset).or_insert(reason);
        *kept = reason.min(*kept);
    }
    let placed = |of: Named, foot: Vec3, reason: Reason| {
        let at = viewport.corner() + view.world_to_viewport(eye, foot).ok()?;
        let distance = foot.distance(eye.translation());
        Some((reason, distance, Label { of, at, reason }))
    };
    let mut wanted: Vec<(Reason, f32, Label)> = reasons
        .into_iter()
        .filter_map(|(asset, reason)| {
            let extent = proxies.find(&records.0, asset)?;
            let above = if asset.kind == Kind::Section {
                0.3
            } else {
                extent.radius
            };
            let foot = extent.middle + Vec3::Y * above;
            let distance = foot.distance(eye.translation());
            if reason == Reason::Landmark && distance > LANDMARK_M {
                return None;
            }
            placed(Named::Asset(asset), foot, reason)
        })
        .collect();
    wanted.extend(vans.iter().filter_map(|(van, transform)| {
        let foot = transform.translation + Vec3::Y * VAN_M;
        placed(Named::Crew(van.crew), foot, Reason::Crew)
    }));
    wanted.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
    let frame = viewport.0.unwrap_or_default();
    let wanted = wanted
        .into_iter()
        .map(|(_, _, label)| label)
        .filter(|label| frame.contains(label.at));
    labels.set_if_neq(Labels(spaced(wanted)));
}

/// Keeps labels that leave room to those before them, up to the most.
fn spaced(wanted: impl Iterator<Item = Label>) -> Vec<Label> {
    let mut kept: Vec<Label> = Vec::new();
    for label in wanted {
        let free = |other: &Label| {
            let apart = (other.at - label.at).abs();
            apart.x >= ROOM_PX.x || apart.y >= ROOM_PX.y
        };
        if kept.len() < MOST && kept.iter().all(free) {
            kept.push(label);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_leave_room_to_the_more_important() {
        let label = |index, x, y| Label {
            of: Named::Asset(AssetRef::in_area(0, Kind::Meter, index)),
            at: Vec2::new(x, y),
            reason: Reason::Landmark,
        };
        let kept = spaced(
            [
                label(0, 0.0, 0.0),
                label(1, 50.0, 10.0),
                label(2, 50.0, 40.0),
            ]
            .into_iter(),
        );
        assert_eq!(kept.iter().map(|l| l.at.y).collect::<Vec<_>>(), [0.0, 40.0]);
        let many = (0..100).map(|k| label(k, 0.0, 40.0 * k as f32));
        assert_eq!(spaced(many).len(), MOST);
    }
}
