//! The home view: a bird's three-quarter view of the whole place, from the side that
//! shows most of it in the best light.

use std::f32::consts::TAU;

use bevy::prelude::*;

use super::goal::Pose;
use super::views::FIELD_OF_VIEW;
use crate::picking::{Extent, Proxies, Shape};
use crate::sky;
use crate::terrain::Ground;

/// Directions that are tried.
const SIDES: u16 = 32;
/// Elevations that are tried, rad: the horizon just shows, or streets open up more.
const PITCHES: [f32; 2] = [-0.345, -0.45];
/// The part of the picture that the place fills, left, right, below and above its
/// middle, of half its size: the legend is at the lower left, the sky above.
const FILLED: [f32; 4] = [-0.94, 0.94, -0.80, 0.66];
/// Buildings up to this far from the station in the midst are in the picture, m.
const REACH_M: f32 = 420.0;
/// Number of buildings by which a view is judged.
const SAMPLE: usize = 24;
/// The sun is best seen from the side and a little from behind: cosine between view
/// and sun.
const BEST_SUN: f32 = -0.35;

/// How much better another side must be than the one that is shown: who makes the
/// window a little wider does not want to find the place turned.
const BETTER: f32 = 0.5;

/// The home view for a picture of `aspect` (width over height), from the side of the
/// home view that is `shown` unless another is much better.
pub fn home(
    ground: &Ground,
    stations: &[Extent],
    proxies: &Proxies,
    aspect: f32,
    shown: Option<&Pose>,
) -> Pose {
    let points = subject(ground, stations, proxies);
    let all = (0..SIDES).flat_map(|k| {
        let yaw = TAU * f32::from(k) / f32::from(SIDES);
        PITCHES.map(|pitch| fitted(&points, yaw, pitch, aspect))
    });
    let all: Vec<(Pose, f32)> = all.collect();
    let nearest = all
        .iter()
        .map(|(_, far)| *far)
        .fold(f32::INFINITY, f32::min);
    let merit = |(view, far): &(Pose, f32)| {
        let large = nearest / far;
        let before = far / (far + distance(view, stations));
        1.6 * large
            + light(view)
            + 1.5 * clear(view, stations, proxies)
            + 1.5 * open(view, proxies)
            + 1.6 * filled(view, &points)
            + before
    };
    let best = all.into_iter().map(|view| (merit(&view), view.0));
    let best = best.max_by(|a, b| a.0.total_cmp(&b.0));
    let same = shown.map(|shown| fitted(&points, shown.yaw, shown.pitch, aspect));
    match (best, same) {
        (Some((best, _)), Some(same)) if merit(&same) > best - BETTER => same.0,
        (Some((_, best)), _) => best,
        (None, _) => Pose::looking(Vec3::new(-60.0, 50.0, 80.0), Vec3::ZERO),
    }
}

/// What must be in the picture: the buildings, or the land where there are none. Of
/// a long district it is the part around the station in its midst, since all of it
/// would be a thin line in the haze.
fn subject(ground: &Ground, stations: &[Extent], proxies: &Proxies) -> Vec<Vec3> {
    let centre = ground.settled.center();
    let off = |at: &Vec2| at.distance_squared(centre);
    let middles = stations.iter().map(|station| station.middle.xz());
    let midst = middles
        .min_by(|a, b| off(a).total_cmp(&off(b)))
        .unwrap_or(centre);
    let near = |shape: &&Shape| shape.sphere().0.xz().distance(midst) < REACH_M;
    let buildings = proxies.obstacles().filter(near);
    let buildings: Vec<Vec3> = buildings.flat_map(Shape::corners).collect();
    if buildings.len() > 2 {
        return buildings;
    }
    let Rect { min, max } = ground.settled;
    [min, Vec2::new(max.x, min.y), max, Vec2::new(min.x, max.y)]
        .map(|at| ground.point(at))
        .to_vec()
}

/// The nearest pose of this attitude from which all points lie in the filled part of
/// the picture, and how far ahead their middle is.
fn fitted(points: &[Vec3], yaw: f32, pitch: f32, aspect: f32) -> (Pose, f32) {
    let attitude = Pose {
        eye: Vec3::ZERO,
        yaw,
        pitch,
    };
    let turn = attitude.rotation();
    let half = (FIELD_OF_VIEW / 2.0).tan();
    let [left, right, low, high] = FILLED;
    let slopes = [
        left * half * aspect,
        right * half * aspect,
        low * half,
        high * half,
    ];
    // With x, y across and d ahead of the eye e, a point is in the picture if
    // x - e.x lies between two slopes times d - e.d; so do the extremes of x - slope * d.
    let mut bounds = [
        f32::INFINITY,
        f32::NEG_INFINITY,
        f32::INFINITY,
        f32::NEG_INFINITY,
    ];
    let mut ahead = 0.0;
    for &point in points {
        let seen = turn.inverse() * point;
        let (x, y, d) = (seen.x, seen.y, -seen.z);
        bounds[0] = bounds[0].min(x - slopes[0] * d);
        bounds[1] = bounds[1].max(x - slopes[1] * d);
        bounds[2] = bounds[2].min(y - slopes[2] * d);
        bounds[3] = bounds[3].max(y - slopes[3] * d);
        ahead += d / points.len() as f32;
    }
    let across = (bounds[0] - bounds[1]) / (slopes[1] - slopes[0]);
    let upright = (bounds[2] - bounds[3]) / (slopes[3] - slopes[2]);
    let back = across.min(upright);
    let x = f32::midpoint(bounds[0] + slopes[0] * back, bounds[1] + slopes[1] * back);
    let y = f32::midpoint(bounds[2] + slopes[2] * back, bounds[3] + slopes[3] * back);
    let eye = turn * Vec3::new(x, y, -back);
    (Pose { eye, ..attitude }, ahead - back)
}

/// Share of the picture's height that the points take up: a row of houses seen from
/// the side is but a line.
fn filled(view: &Pose, points: &[Vec3]) -> f32 {
    let turn = view.rotation().inverse();
    let heights = points.iter().map(|&point| {
        let seen = turn * (point - view.eye);
        seen.y / -seen.z
    });
    let (low, high) = heights.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), at| {
        (low.min(at), high.max(at))
    });
    let half = (FIELD_OF_VIEW / 2.0).tan();
    (high - low) / (half * (FILLED[3] - FILLED[2]))
}

/// How well an evening's sun models what is seen, 0 to 1.
fn light(view: &Pose) -> f32 {
    let level = |direction: Vec3| direction.with_y(0.0).normalize_or(Vec3::X);
    let towards = level(view.ahead()).dot(level(sky::evening()));
    1.0 - (towards - BEST_SUN).abs() / (1.0 - BEST_SUN)
}

/// Share of the stations, from foot to top, that nothing hides.
fn clear(view: &Pose, stations: &[Extent], proxies: &Proxies) -> f32 {
    let seen = |point: Vec3| {
        let way = point - view.eye;
        let free = Dir3::new(way)
            .is_ok_and(|ahead| proxies.sight(Ray3d::new(view.eye, ahead)) > way.length() - 1.0);
        f32::from(u8::from(free))
    };
    let whole = |station: &Extent| {
        let parts = [-3.0, 0.0, 3.5].map(|up| seen(station.middle + Vec3::Y * up));
        parts.iter().sum::<f32>() / 3.0
    };
    stations.iter().map(whole).sum::<f32>() / stations.len().max(1) as f32
}

/// Share of the buildings, judged by a few, that no other hides.
fn open(view: &Pose, proxies: &Proxies) -> f32 {
    let all: Vec<(Vec3, f32)> = proxies.obstacles().map(Shape::sphere).collect();
    let few = all.iter().step_by(all.len().div_ceil(SAMPLE).max(1));
    let seen: Vec<f32> = few
        .map(|&(middle, radius)| {
            let way = middle - view.eye;
            let free = Dir3::new(way).is_ok_and(|ahead| {
                proxies.sight(Ray3d::new(view.eye, ahead)) > way.length() - radius - 1.0
            });
            f32::from(u8::from(free))
        })
        .collect();
    seen.iter().sum::<f32>() / seen.len().max(1) as f32
}

/// Distance to the nearest station, m.
fn distance(view: &Pose, stations: &[Extent]) -> f32 {
    let off = |station: &Extent| station.middle.distance(view.eye);
    stations.iter().map(off).fold(f32::INFINITY, f32::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fitted_view_holds_all_points_and_touches_two_edges() {
        let points: Vec<Vec3> = (0..40_u8)
            .map(|k| Vec3::new(f32::from(k % 8) * 50.0, 3.0, f32::from(k / 8) * 30.0))
            .collect();
        let (pose, _) = fitted(&points, 0.7, -0.4, 1.5);
        let half = (FIELD_OF_VIEW / 2.0).tan();
        let on_screen = points.iter().map(|&point| {
            let seen = pose.rotation().inverse() * (point - pose.eye);
            assert!(seen.z < 0.0, "behind the eye: {seen}");
            Vec2::new(seen.x / (half * 1.5), seen.y / half) / -seen.z
        });
        let (mut low, mut high) = (Vec2::INFINITY, Vec2::NEG_INFINITY);
        for at in on_screen {
            (low, high) = (low.min(at), high.max(at));
        }
        let [left, right, below, above] = FILLED;
        let near = |a: f32, b: f32| (a - b).abs() < 1e-3;
        assert!(low.x > left - 1e-3 && high.x < right + 1e-3, "{low} {high}");
        assert!(
            low.y > below - 1e-3 && high.y < above + 1e-3,
            "{low} {high}"
        );
        let wide = near(low.x, left) && near(high.x, right);
        let tall = near(low.y, below) && near(high.y, above);
        assert!(wide || tall, "{low} {high}");
    }

    #[test]
    fn the_best_light_comes_from_the_side_behind() {
        let sun = sky::evening();
        let view = |turn: f32| {
            let ahead = Quat::from_rotation_y(turn) * sun.with_y(0.0);
            light(&Pose::looking(Vec3::ZERO, ahead))
        };
        assert!(view(1.9) > 0.95 && view(-1.9) > 0.95);
        assert!(view(0.0) < 0.1 && view(3.1) < 0.7);
    }
}
