//! The 3D view: the ground and what stands on it, the network, overlays, camera,
//! picking, labels. It reads what the twin knows (`taiqu_grid`, `taiqu_estimate`)
//! and shows it; it changes nothing but its own resources.
//!
//! *Inserts*: the picture's entities and its resources ([`Stage`], [`Look`],
//! [`Overlay`], [`Legend`], [`Selection`], [`CameraGoal`], [`Labels`] and so on).
//! *Reads*: `Records`, the components of `taiqu_estimate`, input.
//! *Runs in*: start-up (the picture is built), `Update` ([`SceneSystems`]).

mod assemble;
pub mod camera;
mod chance;
mod chunks;
mod convert;
mod flood;
pub mod labels;
mod mesh;
mod models;
mod network;
pub mod overlay;
pub mod picking;
mod plugin;
mod premises;
mod site;
mod sky;
mod stage;
mod statistics;
pub mod surface;
mod surroundings;
mod terrain;
pub mod theme;
pub mod vehicles;
mod wreck;

pub use assemble::Picture;
pub use camera::{CameraGoal, Flight, Goal, Pace, Pose, SceneCamera, ScenePicture};
pub use convert::MapFrame;
pub use labels::{Label, Labels, Named, Reason};
pub use models::Models;
pub use overlay::{Legend, Overlay};
pub use picking::{Hovered, Selection};
pub use plugin::{ScenePlugin, SceneSystems};
pub use site::{
    Damage, FallenPole, FallenTree, Lie, Piece, Place, Pool, Strike, Weather, WireDown,
};
pub use stage::{Look, PointerOverPanels, ReducedMotion, SceneViewport, Stage, Truth, Vehicle};
pub use statistics::{Cost, cost};
pub use terrain::Ground as SceneGround;
pub use theme::Theme;
