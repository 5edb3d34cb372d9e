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

/// The home view: past the transformer into the village, from the side where it is
/// seen best, or all of a larger district from a height.
pub fn home(ground: &Ground, stations: &[Extent], proxies: &Proxies) -> Pose {
    let settled = ground.settled;
    let centre = ground.point(settled.center());
    if settled.size().max_element() > VILLAGE_M || stations.is_empty() {
        let reach = settled.size().length() * 0.72;
        let eye = centre + Vec3::new(-0.50, 0.52, 0.70).normalize() * reach.max(80.0);
        return Pose::looking(eye, centre);
    }
    let station = &stations[0];
    let foot = ground.point(station.middle.xz());
    let views = (0..24).map(|k| {
        let out = Quat::from_rotation_y(std::f32::consts::TAU * k as f32 / 24.0) * Vec3::Z;
        let view = past(station, foot, out, ground);
        (merit(&view, station, centre, proxies), view)
    });
    let best = views.max_by(|a, b| a.0.total_cmp(&b.0));
    best.map_or_else(
        || Pose::looking(centre + Vec3::new(-60.0, 50.0, 80.0), centre),
        |(_, view)| view,
    )
}

/// The view past a station, a little to its right, from the side `out`.
fn past(station: &Extent, foot: Vec3, out: Vec3, ground: &Ground) -> Pose {
    let aside = out.cross(Vec3::Y) * 6.0;
    let mut eye = station.middle + out * 32.0 + aside;
    eye.y = ground.height(eye.xz()).max(foot.y) + 12.5;
    Pose::looking(eye, foot + Vec3::Y * 3.0 - out * 24.0)
}

/// How well a view past the station shows it whole, from its front or back, with the
/// village behind it.
fn merit(view: &Pose, station: &Extent, centre: Vec3, proxies: &Proxies) -> f32 {
    let seen = |point: Vec3| {
        let way = point - view.eye;
        let clear = Dir3::new(way)
            .is_ok_and(|ahead| proxies.sight(Ray3d::new(view.eye, ahead)) > way.length());
        f32::from(u8::from(clear))
    };
    let whole: f32 = [-2.5, 0.0, 3.5]
        .map(|up| seen(station.middle + Vec3::Y * up))
        .iter()
        .sum();
    let ahead = view.ahead().with_y(0.0).normalize_or(Vec3::Z);
    let across = (centre - station.middle).with_y(0.0);
    let behind = ahead.dot(across) / across.length().max(60.0);
    let face = station.front.map_or(0.0, |front| ahead.dot(front).abs());
    let free = proxies
        .sight(Ray3d::new(
            view.eye,
            Dir3::new(view.ahead()).unwrap_or(Dir3::Z),
        ))
        .min(60.0)
        / 60.0;
    whole + 1.2 * behind + 0.9 * face + 0.8 * free
}

/// Everything from straight above, north up; `aspect` is width over height.
pub fn top(ground: &Ground, aspect: f32) -> Pose {
    let size = ground.settled.size();
    let fit = size.y.max(size.x / aspect.max(0.1)) / 2.0;
    let centre = ground.point(ground.settled.center());
    let height = 1.04 * fit / (FIELD_OF_VIEW / 2.0).tan();
    Pose {
        eye: centre + Vec3::Y * height,
        yaw: 0.0,
        pitch: -std::f32::consts::FRAC_PI_2 + 1e-3,
    }
}

/// One thing, from its front if it has one, else from where the camera is now.
pub fn frame(
    asset: AssetRef,
    extent: &Extent,
    now: &Pose,
    proxies: &Proxies,
    ground: &Ground,
) -> Pose {
    let (side, rise, distance) = match (asset.kind, extent.front) {
        (Kind::Meter | Kind::Customer | Kind::Load, Some(front)) => {
            (turned(front, 0.30), 0.10, (extent.radius * 5.5).max(0.9))
        }
        (Kind::Box, Some(front)) => (turned(front, 0.40), 0.14, (extent.radius * 4.2).max(1.8)),
        (Kind::Transformer, Some(front)) => {
            (turned(front, 0.55), 0.04, (extent.radius * 9.5).max(15.5))
        }
        (_, Some(front)) => (turned(front, 0.5), 0.2, (extent.radius * 5.0).max(4.0)),
        (_, None) => (
            -now.ahead().with_y(0.0).normalize_or(Vec3::NEG_Z),
            0.28,
            (extent.radius * 3.2).max(9.0),
        ),
    };
    // A transformer is shown with the poles or the house around it.
    let middle = if asset.kind == Kind::Transformer {
        extent.middle + Vec3::Y * 0.6
    } else {
        extent.middle
    };
    let out = (side + Vec3::Y * rise).normalize();
    // The first side from which nothing stands in the way, else the clearest one.
    let clear = |turn: f32| {
        let out = Quat::from_rotation_y(turn) * out;
        let start = middle + out * (extent.radius + 0.05);
        let direction = Dir3::new(out).unwrap_or(Dir3::Y);
        let free = proxies.sight(Ray3d::new(start, direction)) + extent.radius - 0.3;
        (out, free.max(0.8))
    };
    let ways = [0.0, -0.35, 0.25, -0.7, -1.0, 0.5, -1.4].map(clear);
    let open = ways.iter().find(|(_, free)| *free >= distance);
    let best = open.or_else(|| ways.iter().max_by(|a, b| a.1.total_cmp(&b.1)));
    let (out, free) = best.copied().unwrap_or((out, distance));
    let mut eye = middle + out * distance.min(free);
    eye.y = eye.y.max(ground.height(eye.xz()) + 0.6);
    Pose::looking(eye, middle)
}

fn turned(front: Vec3, angle: f32) -> Vec3 {
    Quat::from_rotation_y(angle) * front.with_y(0.0).normalize_or(Vec3::Z)
}
