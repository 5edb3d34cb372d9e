//! The camera in the hand: left button turns about the grabbed point, right or
//! middle button drags it along, the wheel goes towards it.

use bevy::input::mouse::{AccumulatedMouseMotion, AccumulatedMouseScroll, MouseScrollUnit};
use bevy::prelude::*;
use bevy::window::PrimaryWindow;

use super::goal::{Goal, Pose};
use crate::picking::{Hovered, Proxies, Selection};
use crate::stage::{PointerOverPanels, SceneViewport};
use crate::terrain::Ground;

/// Movement below which a press is a click, logical pixels.
const CLICK_PX: f32 = 4.0;
/// Turn by one logical pixel, rad.
const TURN: f32 = 0.0055;
/// Share of the distance that one notch of the wheel leaves.
const NOTCH: f32 = 0.84;
/// Steepest looks up and down, rad.
const PITCH: (f32, f32) = (-1.569, 0.7);
/// Least height over the ground, m.
const CLEARANCE_M: f32 = 0.7;
/// Reach of the pointer, m.
const REACH_M: f32 = 6000.0;
/// Radius around the pointer within which a line is picked, logical pixels.
const SLACK_PX: f32 = 5.0;

/// The camera of the picture.
#[derive(Component, Clone, Copy, Debug)]
pub struct SceneCamera {
    /// Where it is.
    pub pose: Pose,
    /// Where it is flying, from where, and how much of the way is done.
    pub(super) flight: Option<(Pose, Pose, f32)>,
    /// Whether it has reached a first goal.
    pub(super) is_placed: bool,
    /// The view it holds until it is moved by hand.
    pub(super) held: Option<Held>,
    grab: Option<Grab>,
}

/// A view that was composed for a picture of this shape.
#[derive(Clone, Copy, Debug)]
pub(super) struct Held {
    pub goal: Goal,
    /// Width over height.
    pub aspect: f32,
    /// Whether the panels had told what room they leave.
    pub is_composed: bool,
}

/// A point held by a pressed button.
#[derive(Clone, Copy, Debug)]
struct Grab {
    button: MouseButton,
    point: Vec3,
    travelled: f32,
}

impl SceneCamera {
    /// At `pose`.
    pub const fn at(pose: Pose) -> Self {
        Self {
            pose,
            flight: None,
            is_placed: false,
            held: None,
            grab: None,
        }
    }
}

/// Turns and moves a pose.
impl Pose {
    /// Turned about `pivot` by `yaw` and `pitch`, rad.
    #[must_use]
    pub fn orbited(self, pivot: Vec3, yaw: f32, pitch: f32) -> Self {
        let tilted = (self.pitch + pitch).clamp(PITCH.0, PITCH.1);
        let right = Quat::from_rotation_y(self.yaw) * Vec3::X;
        let turn = Quat::from_rotation_y(yaw) * Quat::from_axis_angle(right, tilted - self.pitch);
        Self {
            eye: pivot + turn * (self.eye - pivot),
            yaw: self.yaw + yaw,
            pitch: tilted,
        }
    }

    /// Moved so that `distance` to `point` is scaled by `factor`.
    #[must_use]
    pub fn zoomed(self, point: Vec3, factor: f32) -> Self {
        let arm = self.eye - point;
        let length = (arm.length() * factor).clamp(0.5, REACH_M * 0.6);
        Self {
            eye: point + arm.normalize_or(Vec3::Y) * length,
            ..self
        }
    }

    /// Lifted out of the ground.
    #[must_use]
    pub fn above(self, ground: &Ground) -> Self {
        let lowest = ground.height(self.eye.xz()) + CLEARANCE_M;
        Self {
            eye: self.eye.with_y(self.eye.y.max(lowest)),
            ..self
        }
    }
}

/// Moves the camera by the mouse, selects by clicks, and tells what is under the
/// pointer.
#[expect(
    clippy::too_many_arguments,
    reason = "a system's inputs are its parameters"
)]
pub fn steer(
    window: Option<Single<&Window, With<PrimaryWindow>>>,
    camera: Option<Single<(&Camera, &GlobalTransform, &mut SceneCamera)>>,
    buttons: Res<ButtonInput<MouseButton>>,
    motion: Res<AccumulatedMouseMotion>,
    scroll: Res<AccumulatedMouseScroll>,
    panels: Res<PointerOverPanels>,
    viewport: Res<SceneViewport>,
    proxies: Res<Proxies>,
    ground: Res<Ground>,
    mut selection: ResMut<Selection>,
    mut hovered: ResMut<Hovered>,
) {
    let (Some(window), Some(camera)) = (window, camera) else {
        return;
    };
    let (view, place, mut scene) = camera.into_inner();
    let ray = window
        .cursor_position()
        .and_then(|at| view.viewport_to_world(place, at - viewport.corner()).ok());
    let Some(ray) = ray.filter(|_| !panels.0 || scene.grab.is_some()) else {
        hovered.set_if_neq(Hovered(None));
        return;
    };
    let height = view.logical_viewport_size().map_or(900.0, |size| size.y);
    let slack = SLACK_PX * 2.0 * (super::views::FIELD_OF_VIEW / 2.0).tan() / height;
    let reach = ground.hit(ray, REACH_M);
    let hit = proxies
        .pick(ray, slack)
        .filter(|hit| reach.is_none_or(|reach| hit.distance < reach + 0.5));
    let distance = hit.map(|hit| hit.distance).or(reach).unwrap_or(300.0);
    let point = ray.get_point(distance);
    hovered.set_if_neq(Hovered(hit.and_then(|hit| hit.asset)));

    for button in [MouseButton::Left, MouseButton::Right, MouseButton::Middle] {
        if buttons.just_pressed(button) && scene.grab.is_none() {
            scene.grab = Some(Grab {
                button,
                point,
                travelled: 0.0,
            });
            scene.flight = None;
        }
    }
    if let Some(mut grab) = scene.grab {
        grab.travelled += motion.delta.length();
        if buttons.pressed(grab.button) {
            if grab.travelled > CLICK_PX {
                scene.held = None;
                scene.pose = dragged(scene.pose, &grab, motion.delta, ray).above(&ground);
            }
            scene.grab = Some(grab);
        } else {
            if grab.button == MouseButton::Left && grab.travelled <= CLICK_PX {
                selection.set_if_neq(Selection(hovered.0));
            }
            scene.grab = None;
        }
    }
    let notches = match scroll.unit {
        MouseScrollUnit::Line => scroll.delta.y,
        MouseScrollUnit::Pixel => scroll.delta.y / 50.0,
    };
    if notches != 0.0 {
        scene.flight = None;
        scene.held = None;
        scene.pose = scene.pose.zoomed(point, NOTCH.powf(notches)).above(&ground);
    }
}

fn dragged(pose: Pose, grab: &Grab, delta: Vec2, ray: Ray3d) -> Pose {
    if grab.button == MouseButton::Left {
        return pose.orbited(grab.point, -delta.x * TURN, -delta.y * TURN);
    }
    // On a level plane the ground sticks to the pointer; near the horizon, where that
    // plane runs away, one that faces the eye takes its place.
    let normal = if ray.direction.y.abs() > 0.12 {
        Vec3::Y
    } else {
        -pose.ahead()
    };
    let slope = ray.direction.dot(normal);
    let along = (grab.point - ray.origin).dot(normal) / slope;
    if slope.abs() < 1e-4 || along <= 0.0 {
        return pose;
    }
    Pose {
        eye: pose.eye + grab.point - ray.get_point(along),
        ..pose
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pose() -> Pose {
        Pose::looking(Vec3::new(0.0, 30.0, 40.0), Vec3::ZERO)
    }

    #[test]
    fn orbiting_keeps_the_pivot_where_it_is_seen() {
        let pivot = Vec3::new(5.0, 1.0, -3.0);
        let (before, after) = (pose(), pose().orbited(pivot, 0.4, -0.2));
        let seen = |pose: Pose| pose.rotation().inverse() * (pivot - pose.eye);
        assert!(seen(before).distance(seen(after)) < 1e-3);
        assert!(
            (after.rotation() * Vec3::X).y.abs() < 1e-6,
            "the horizon stays level"
        );
    }

    #[test]
    fn zooming_keeps_the_point_in_its_direction() {
        let point = Vec3::new(8.0, 0.0, 2.0);
        let after = pose().zoomed(point, 0.5);
        let towards = |pose: Pose| (point - pose.eye).normalize();
        assert!(towards(pose()).distance(towards(after)) < 1e-5);
        assert!((after.eye.distance(point) - 0.5 * pose().eye.distance(point)).abs() < 1e-3);
    }

    #[test]
    fn panning_sticks_to_the_grabbed_point() {
        let grab = Grab {
            button: MouseButton::Right,
            point: Vec3::ZERO,
            travelled: 9.0,
        };
        let ray =
            |pose: Pose| Ray3d::new(pose.eye, Dir3::new(Vec3::new(0.1, -0.6, -0.8)).expect("it"));
        let after = dragged(pose(), &grab, Vec2::ONE, ray(pose()));
        let again = ray(after);
        let hit = again.get_point(-again.origin.y / again.direction.y);
        assert!(hit.distance(Vec3::ZERO) < 1e-3, "{hit}");
    }
}
