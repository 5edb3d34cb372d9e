//! Composed views: home, top, and the framing of one thing.

use bevy::prelude::*;
use taiqu_grid::{AssetRef, Kind};

use super::goal::Pose;
use crate::picking::{Extent, Proxies};
use crate::terrain::Ground;

/// Vertical field of view, rad.
pub const FIELD_OF_VIEW: f32 = 0.72;
/// Districts up to this size are seen from behind their transformer, m.
const VILLAGE_M: f32 = 700.0;

/// The home view: over the shoulder of the transformer into the village, or all of
/// a larger district from a height.
pub fn home(ground: &Ground, stations: &[Extent]) -> Pose {
    let core = ground.core;
    let centre = ground.point(core.center());
    if core.size().max_element() > VILLAGE_M || stations.is_empty() {
        let reach = core.size().length() * 0.62;
        let eye = centre + Vec3::new(-0.50, 0.52, 0.70).normalize() * reach.max(80.0);
        return Pose::looking(eye, centre);
    }
    let station = stations[0].middle;
    let across = (centre - station).with_y(0.0);
    // A station amid its village is looked at from the south-west, with the evening sun.
    let inward = if across.length() > 60.0 { across.normalize() } else { Vec3::new(0.55, 0.0, -0.83) };
    let aside = inward.cross(Vec3::Y) * 11.0;
    let back = 40.0;
    let mut eye = station - inward * back - aside;
    eye.y = ground.height(eye.xz()).max(ground.height(station.xz())) + 15.5;
    let target = station.with_y(ground.height(station.xz()) + 3.0) + inward * 34.0;
    Pose::looking(eye, target)
}

/// Everything from straight above, north up; `aspect` is width over height.
pub fn top(ground: &Ground, aspect: f32) -> Pose {
    let size = ground.core.size();
    let fit = size.y.max(size.x / aspect.max(0.1)) / 2.0;
    let centre = ground.point(ground.core.center());
    let height = 1.04 * fit / (FIELD_OF_VIEW / 2.0).tan();
    Pose {
        eye: centre + Vec3::Y * height,
        yaw: 0.0,
        pitch: -std::f32::consts::FRAC_PI_2 + 1e-3,
    }
}

/// One thing, from its front if it has one, else from where the camera is now.
pub fn frame(asset: AssetRef, extent: &Extent, now: &Pose, proxies: &Proxies, ground: &Ground) -> Pose {
    let (side, rise, distance) = match (asset.kind, extent.front) {
        (Kind::Meter | Kind::Customer | Kind::Load, Some(front)) => (turned(front, 0.30), 0.10, (extent.radius * 5.5).max(0.9)),
        (Kind::Box, Some(front)) => (turned(front, 0.40), 0.14, (extent.radius * 4.2).max(1.8)),
        (Kind::Transformer, Some(front)) => (turned(front, 0.55), 0.04, (extent.radius * 9.5).max(15.5)),
        (_, Some(front)) => (turned(front, 0.5), 0.2, (extent.radius * 5.0).max(4.0)),
        (_, None) => (-now.ahead().with_y(0.0).normalize_or(Vec3::NEG_Z), 0.28, (extent.radius * 3.2).max(9.0)),
    };
    // A transformer is shown with the poles or the house around it.
    let middle = if asset.kind == Kind::Transformer { extent.middle + Vec3::Y * 0.6 } else { extent.middle };
    let out = (side + Vec3::Y * rise).normalize();
    let free = Dir3::new(out).ok().and_then(|direction| {
        let start = middle + out * (extent.radius + 0.05);
        let hit = proxies.pick(Ray3d::new(start, direction), 0.0)?;
        (hit.asset.is_none()).then_some(hit.distance + extent.radius - 0.3)
    });
    let distance = free.map_or(distance, |free| distance.min(free.max(0.8)));
    let mut eye = middle + out * distance;
    eye.y = eye.y.max(ground.height(eye.xz()) + 0.6);
    Pose::looking(eye, middle)
}

fn turned(front: Vec3, angle: f32) -> Vec3 {
    Quat::from_rotation_y(angle) * front.with_y(0.0).normalize_or(Vec3::Z)
}
