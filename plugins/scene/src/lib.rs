//! The 3D view: the ground and what stands on it, the network, overlays, camera,
//! picking, labels. It reads what the twin knows (`taiqu_grid`, `taiqu_estimate`)
//! and shows it; it changes nothing but its own resources.
//!
//! *Inserts*: the picture's entities and its resources ([`Stage`], [`Look`],
//! [`Overlay`], [`Legend`], [`Selection`], [`CameraGoal`], [`Labels`] and so on).
//! *Reads*: `Records`, the components of `taiqu_estimate`, input.
//! *Runs in*: start-up (the picture is built), `Update` ([`SceneSystems`]).

pub mod camera;
pub mod labels;
mod mesh;
pub mod overlay;
pub mod picking;
mod stage;
pub mod surface;
pub mod theme;

pub use camera::{CameraGoal, Flight, Goal, Pose};
pub use labels::{Label, Labels, Reason};
pub use overlay::{Legend, Overlay};
pub use picking::{Hovered, Selection};
pub use stage::{Look, PointerOverPanels, SceneViewport, Stage};
pub use theme::Theme;
