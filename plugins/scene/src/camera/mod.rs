//! The camera: orbit about the point under the pointer, and flights to goals.

mod goal;

pub use goal::{CameraGoal, Flight, Goal, Pose};
