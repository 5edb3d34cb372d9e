//! What carries messages to and from the twin: the field in this process, a recorded file;
//! brokers later. The twin's code knows none of them.

use std::collections::VecDeque;
use std::fmt;
use std::path::Path;

use crossbeam_channel::{Receiver, Sender};
use thiserror::Error;

use crate::journal::{self, JournalError, Record};
use crate::{Downlink, Stamped, Tick, Uplink};

/// The other end of the channel no longer exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the other end of the link is gone")]
pub struct Gone;

/// A way to and from the field.
pub trait Transport: fmt::Debug + Send + Sync {
    /// What has come in since the last call; it may hold messages that arrive later.
    fn receive(&mut self) -> Vec<Stamped<Uplink>>;

    /// Sends an order.
    ///
    /// # Errors
    /// There is nobody to send it to.
    fn send(&mut self, order: Stamped<Downlink>) -> Result<(), Gone>;

    /// Goes back to the end of `tick`: what was to come after it is to come again, where
    /// that is not the sender's doing.
    fn rewind(&mut self, tick: Tick);
}

/// The field in this process.
#[derive(Debug)]
pub(crate) struct InProcess {
    pub up: Receiver<Stamped<Uplink>>,
    pub down: Sender<Stamped<Downlink>>,
}

impl Transport for InProcess {
    fn receive(&mut self) -> Vec<Stamped<Uplink>> {
        self.up.try_iter().collect()
    }

    fn send(&mut self, order: Stamped<Downlink>) -> Result<(), Gone> {
        self.down.send(order).map_err(|_| Gone)
    }

    fn rewind(&mut self, _: Tick) {
        // The field says again what it said.
        self.up.try_iter().for_each(drop);
    }
}

/// What a journal has recorded, with nobody to send orders to.
#[derive(Debug)]
pub struct Recorded {
    all: Vec<Stamped<Uplink>>,
    next: VecDeque<Stamped<Uplink>>,
}

impl Recorded {
    /// All that the journal at `path` received; what is damaged of it is left out.
    ///
    /// # Errors
    /// The file cannot be read or is no journal.
    pub fn open(path: &Path) -> Result<Self, JournalError> {
        let records = journal::salvage(path)?.into_iter();
        let received = records.filter_map(|record| match record {
            Record::Received { message } => Some(message),
            _ => None,
        });
        Ok(Self::of(received.collect()))
    }

    /// The given messages.
    pub fn of(all: Vec<Stamped<Uplink>>) -> Self {
        Self {
            next: all.iter().copied().collect(),
            all,
        }
    }
}

impl Transport for Recorded {
    fn receive(&mut self) -> Vec<Stamped<Uplink>> {
        self.next.drain(..).collect()
    }

    fn send(&mut self, _: Stamped<Downlink>) -> Result<(), Gone> {
        Ok(())
    }

    fn rewind(&mut self, tick: Tick) {
        let later = |message: &&Stamped<Uplink>| message.arrival_ms >= tick.next().ms();
        self.next = self.all.iter().filter(later).copied().collect();
    }
}
