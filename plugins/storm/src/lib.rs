//! Extreme weather and what it breaks.
//!
//! [`Weather`] is the air over a district: the everyday weather of the scenario, and the
//! typhoons, squall lines and downbursts that [`Extremes`] adds to it. [`wind`] has their
//! mechanics and the gusts that they carry. [`Standing`] is what stands in it, with the
//! luck that each pole and tree was given, and tells what gives way and when. [`Storm`] lives
//! all of it and says what follows; [`StormPlugin`] does that to the field. [`Bodies`] shows
//! what falls as moving bodies, with the wires between them, and decides nothing.
//!
//! *Inserts*: [`Overhead`]. *Changes*, by their own methods: the field's `Truth` and
//! `Staff`. *Runs in*: [`taiqu_link::SimTick`].

mod bodies;
mod check;
mod clashes;
mod components;
mod debris;
mod deeds;
mod forecast;
mod heat;
mod ice;
mod lightning;
mod noise;
mod plugin;
mod setup;
mod standing;
mod storm;
mod trees;
mod water;
mod weather;
pub mod wind;

pub use bodies::{
    Bodies, BodyMemory, Break, Moment, Order, PolePose, Poses, RopePose, STEP_S, TreePose, Worker,
};
pub use check::check;
pub use components::Overhead;
pub use deeds::Deed;
pub use forecast::Service;
pub use heat::{Around, Carried, Heat, Hung, WarmCable, WarmWire};
pub use lightning::{Lightning, Stroke};
pub use plugin::{StormPlugin, StormSystems};
pub use setup::Setup;
pub use standing::{Airs, BLOCK_S, Failure, Fallen, Mode, Precision, Standing, State, TIE_N};
pub use storm::{Memory, Storm};
pub use trees::{FallenTree, Trees};
pub use water::{Flooding, Water};
pub use weather::{Extremes, Weather};
