//! Whole simulations without a window: scenarios, both worlds, rehearsal, replay.

mod repeat;
mod scenarios;
mod shipped;
mod street;
mod time;
mod worlds;
