//! The camera: orbit about the point under the pointer, and flights to goals.

mod flight;
mod goal;
mod home;
mod orbit;
mod picture;
mod views;

pub(crate) use flight::{fly, set_out};
pub use goal::{CameraGoal, Flight, Goal, Pose};
pub use orbit::SceneCamera;
pub(crate) use orbit::steer;
pub use picture::{Pace, ScenePicture};
pub(crate) use picture::{draw_when_due, spawn};
