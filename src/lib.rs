//! Taiqu as a library: scenarios, the two worlds of a simulation, rehearsal.
//!
//! The command line and the viewer are built on these.

pub mod rehearse;
pub mod scenario;
pub mod simulation;
