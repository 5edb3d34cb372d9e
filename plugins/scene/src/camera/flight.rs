//! Flights to goals.

use bevy::prelude::*;
use taiqu_grid::components::Records;
use taiqu_grid::{AssetRef, Kind};

use super::goal::{CameraGoal, Flight, Goal, Pose};
use super::home::home;
use super::orbit::{Held, SceneCamera};
use super::views;
use crate::picking::{Extent, Proxies};
use crate::stage::SceneViewport;
use crate::terrain::Ground;

/// How long a flight takes, s.
const FLIGHT_S: f32 = 0.9;

/// Takes up a goal.
pub fn set_out(
    mut goal: ResMut<CameraGoal>,
    flight: Res<Flight>,
    records: Res<Records>,
    proxies: Res<Proxies>,
    ground: Res<Ground>,
    viewport: Res<SceneViewport>,
    mut scene: Single<&mut SceneCamera>,
) {
    let aspect = viewport.aspect();
    // Views that fill the picture fill it again when its shape changes.
    let outgrown = scene
        .held
        .filter(|held| (held.aspect - aspect).abs() > 0.01);
    let asked = goal.0.take();
    let Some(wish) = asked.or(outgrown.map(|held| held.goal)) else {
        return;
    };
    let find = |asset: AssetRef| proxies.find(&records.0, asset);
    let pose = match wish {
        Goal::Home => {
            let stations: Vec<Extent> = records.0.all(Kind::Transformer).filter_map(find).collect();
            let is_composed = asked.is_none() && scene.held.is_some_and(|held| held.is_composed);
            let shown = is_composed.then_some(&scene.pose);
            Some(home(&ground, &stations, &proxies, aspect, shown))
        }
        Goal::Top => Some(views::top(&ground, aspect)),
        Goal::Frame(asset) => {
            find(asset).map(|extent| views::frame(asset, &extent, &scene.pose, &proxies, &ground))
        }
        Goal::Pose(pose) => Some(pose),
    };
    let Some(pose) = pose else { return };
    if asked.is_some() && *flight == Flight::Smooth && scene.is_placed {
        scene.flight = Some((scene.pose, pose, 0.0));
    } else {
        scene.pose = pose;
        scene.flight = None;
    }
    scene.is_placed = true;
    scene.held = matches!(wish, Goal::Home | Goal::Top).then_some(Held {
        goal: wish,
        aspect,
        is_composed: viewport.0.is_some(),
    });
}

/// Flies on, and puts the camera where its pose is.
pub fn fly(
    time: Res<Time>,
    ground: Option<Res<Ground>>,
    camera: Single<(&mut SceneCamera, &mut Transform)>,
) {
    let (mut scene, mut transform) = camera.into_inner();
    if let Some((from, to, done)) = scene.flight {
        let done = (done + time.delta_secs() / FLIGHT_S).min(1.0);
        let pose = between(&from, &to, done * done * (3.0 - 2.0 * done));
        scene.pose = ground.as_ref().map_or(pose, |ground| pose.above(ground));
        scene.flight = (done < 1.0).then_some((from, to, done));
    }
    transform.set_if_neq(scene.pose.transform());
}

fn between(from: &Pose, to: &Pose, share: f32) -> Pose {
    let turn = (to.yaw - from.yaw + std::f32::consts::PI).rem_euclid(std::f32::consts::TAU)
        - std::f32::consts::PI;
    Pose {
        eye: from.eye.lerp(to.eye, share),
        yaw: from.yaw + turn * share,
        pitch: from.pitch.lerp(to.pitch, share),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flight_turns_the_short_way() {
        let pose = |yaw| Pose {
            eye: Vec3::ZERO,
            yaw,
            pitch: 0.0,
        };
        let middle = between(&pose(3.0), &pose(-3.0), 0.5);
        assert!(
            (middle.yaw - std::f32::consts::PI).abs() < 1e-4,
            "{}",
            middle.yaw
        );
    }
}
