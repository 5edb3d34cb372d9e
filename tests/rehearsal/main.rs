//! Whole simulations without a window: scenarios, both worlds, rehearsal, replay.

mod repeat;
mod scenarios;
mod street;
mod worlds;
