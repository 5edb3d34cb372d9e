//! The journal: everything needed to live a run again, appended frame by frame.
//!
//! A frame is the payload's length (u32, little-endian), its CRC-32 (IEEE, u32,
//! little-endian) and the payload, a [`Record`] in postcard's wire format. The
//! first frame is [`Record::Opened`]. A file that ends inside a frame, as after a
//! kill, is read up to its last whole frame and the rest is reported.

mod read;
mod write;

use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Command, DateTime, Stamped, Tick, Uplink};

pub use read::{Journal, Tail, cat, read, salvage};
pub use write::Writer;

/// One entry of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Record {
    /// A run began.
    Opened {
        /// Layout of what follows, [`FORMAT`].
        format: u32,
        /// The version of the program.
        version: String,
        /// The files that decide what happens, the scenario's first.
        inputs: Vec<Input>,
        /// The seed.
        seed: u64,
        /// The way of organising, as on the command line.
        operations: String,
        /// What the calendar showed at tick 0.
        start: DateTime,
    },
    /// An order was given; it acts at `tick`.
    Ordered {
        /// When it acts.
        tick: Tick,
        /// Its number on the link.
        sequence: u64,
        /// The order.
        command: Command,
    },
    /// A message came in; when this is in the journal it may be acknowledged.
    Received {
        /// The message.
        message: Stamped<Uplink>,
    },
    /// Time was taken back to the end of `tick`: what was ordered after it is void.
    Rewound {
        /// The last tick that remains.
        tick: Tick,
    },
    /// The run ended after `tick`.
    Closed {
        /// The last tick lived.
        tick: Tick,
    },
}

/// A file that decides what happens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its name, in words that hold on another machine too.
    pub name: String,
    /// CRC-32 of its bytes, to tell that it changed.
    pub crc32: u32,
}

/// The layout that this build writes and reads.
pub const FORMAT: u32 = 12;

/// Longest payload that is believed, bytes; a longer length is a damaged frame.
const LONGEST: u32 = 1 << 20;

/// Bytes before the payload.
const HEAD: usize = 8;

/// Why a journal cannot be written or read.
#[derive(Debug, Error)]
pub enum JournalError {
    /// The file system refused.
    #[error("{path}: {error}")]
    Io {
        /// The file.
        path: String,
        /// What it said.
        error: std::io::Error,
    },
    /// The entry cannot be put into bytes.
    #[error("a journal entry cannot be encoded: {0}")]
    Encode(postcard::Error),
    /// The file does not begin with a [`Record::Opened`] of this layout.
    #[error("{path}: not a journal of layout {FORMAT}")]
    NotAJournal {
        /// The file.
        path: String,
    },
}

#[cfg(test)]
mod tests;
