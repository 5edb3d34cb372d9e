//! Whole simulations without a window: scenarios, both worlds, rehearsal, replay.

mod balance;
mod crews;
mod equipment;
mod feed;
mod harden;
mod hypotheses;
mod leaks;
mod means;
mod notices;
mod orders;
mod outages;
mod repeat;
mod run;
mod same_bytes;
mod scenarios;
mod shipped;
mod storm;
mod street;
mod tampering;
mod time;
mod worlds;
