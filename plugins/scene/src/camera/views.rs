//! Views of all from above, and of one thing.

use bevy::prelude::*;
use taiqu_grid::{AssetRef, Kind};

use super::goal::Pose;
use crate::picking::{Extent, Proxies};
use crate::terrain::Ground;

/// Vertical field of view, rad.
pub const FIELD_OF_VIEW: f32 = 0.72;
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
