//! Where the camera is asked to go.

use bevy::prelude::*;
use taiqu_grid::AssetRef;

/// A wish for the camera; fulfilled and cleared in the next frame.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq)]
pub struct CameraGoal(pub Option<Goal>);

/// A place to look from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Goal {
    /// The composed view of the whole district.
    Home,
    /// All of it from straight above, north up.
    Top,
    /// This thing, near enough to see what it is.
    Frame(AssetRef),
    /// Exactly this pose.
    Pose(Pose),
}

/// Position and attitude of the camera.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pose {
    /// Where the eye is.
    pub eye: Vec3,
    /// Heading, rad anticlockwise from north.
    pub yaw: f32,
    /// Elevation of the view, rad; negative looks down.
    pub pitch: f32,
}

impl Pose {
    /// From `eye` towards `target`.
    pub fn looking(eye: Vec3, target: Vec3) -> Self {
        let ahead = (target - eye).normalize_or(Vec3::NEG_Z);
        Self {
            eye,
            yaw: (-ahead.x).atan2(-ahead.z),
            pitch: ahead.y.clamp(-1.0, 1.0).asin(),
        }
    }

    /// The attitude.
    pub fn rotation(&self) -> Quat {
        Quat::from_rotation_y(self.yaw) * Quat::from_rotation_x(self.pitch)
    }

    /// The direction of view.
    pub fn ahead(&self) -> Vec3 {
        self.rotation() * Vec3::NEG_Z
    }

    /// As a transform.
    pub fn transform(&self) -> Transform {
        Transform::from_translation(self.eye).with_rotation(self.rotation())
    }
}

/// How the camera reaches its goal.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flight {
    /// A short flight.
    #[default]
    Smooth,
    /// At once, as pictures and reduced motion want it.
    Instant,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pose_looks_at_its_target() {
        let (eye, target) = (Vec3::new(10.0, 20.0, 30.0), Vec3::new(-5.0, 2.0, 7.0));
        let pose = Pose::looking(eye, target);
        assert!(pose.ahead().distance((target - eye).normalize()) < 1e-5);
        assert!(
            (pose.transform().rotation * Vec3::X).y.abs() < 1e-6,
            "the horizon is level"
        );
    }
}
