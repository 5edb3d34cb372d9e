//! The twin's picture of the network, from records and messages alone.
//!
//! *Inserts*: the components and resources of [`components`].
//! *Reads*: `grid`'s records and entities, `link`'s messages and clock.
//! *Writes messages*: none. *Runs in*: [`taiqu_link::SimTick`].

pub mod components;
