//! Taiqu as a library: scenarios, the two worlds of a simulation, rehearsals,
//! the viewer and the command line around them.

pub mod cli;
pub mod harden;
pub mod rehearse;
pub mod scenario;
pub mod shot;
pub mod simulation;
pub mod view;
