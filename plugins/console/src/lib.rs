//! The panels over the 3D view: commands, time, search, what is selected and what
//! is abnormal, in Chinese and English.
//!
//! Panels ([`panels`]) are plain egui over plain values ([`model`]); what the user
//! does becomes a [`desk::Request`], which one function answers.
//!
//! *Inserts*: [`desk::Desk`], [`model::View`], the panels' camera.
//! *Reads*: `grid`'s records, `link`'s clock, `estimate`'s picture, `scene`'s
//! resources. *Writes*: `scene`'s selection, goal, overlay and look, and the room
//! that the panels leave. *Writes messages*: [`CommandRequest`], `ClockRequest`.
//! *Reads messages*: [`Notice`]. *Runs in*: `Update` ([`ConsoleSystems`]) and egui's
//! pass.

pub mod commands;
pub mod desk;
mod execute;
mod fonts;
mod gather;
mod icons;
pub mod model;
pub mod names;
pub mod panels;
mod plugin;
pub mod search;
mod settings;
pub mod texts;
pub mod theme;
mod wall;

pub use fonts::fonts;
pub use plugin::{CommandRequest, ConsolePlugin, ConsoleSystems, Notice};
