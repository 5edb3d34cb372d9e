//! What the twin learned and concluded, beside the readings.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use taiqu_link::{Tick, Uplink};

use crate::components::Finding;

/// One line of the chronicle.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub enum Entry {
    /// A message that is not a periodic sample arrived.
    Learned(Uplink),
    /// Something became abnormal.
    Began(Finding),
    /// Something is no longer abnormal.
    Ended(Finding),
}

/// Lines kept.
const KEPT: usize = 10_000;

/// The last entries, each with its tick, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Chronicle {
    entries: VecDeque<(Tick, Entry)>,
    written: u64,
}

impl Chronicle {
    /// The entries kept.
    pub fn entries(&self) -> impl DoubleEndedIterator<Item = &(Tick, Entry)> {
        self.entries.iter()
    }

    /// How many entries were ever written.
    pub const fn written(&self) -> u64 {
        self.written
    }

    /// The entries after the first `read` ever written, as far as they are kept.
    pub fn after(&self, read: u64) -> impl Iterator<Item = &(Tick, Entry)> {
        let new = self.written.saturating_sub(read) as usize;
        self.entries
            .iter()
            .skip(self.entries.len().saturating_sub(new))
    }

    /// Writes an entry.
    pub(crate) fn write(&mut self, tick: Tick, entry: Entry) {
        if self.entries.len() == KEPT {
            self.entries.pop_front();
        }
        self.entries.push_back((tick, entry));
        self.written += 1;
    }

    /// Writes what began and ended between two lists of findings.
    pub(crate) fn compare(&mut self, tick: Tick, before: &[Finding], after: &[Finding]) {
        let key = |finding: &Finding| (finding.kind, finding.asset);
        let absent = |finding: &&Finding, from: &[Finding]| {
            from.binary_search_by_key(&key(finding), key).is_err()
        };
        for finding in before.iter().filter(|f| absent(f, after)) {
            self.write(tick, Entry::Ended(*finding));
        }
        for finding in after.iter().filter(|f| absent(f, before)) {
            self.write(tick, Entry::Began(*finding));
        }
    }
}
