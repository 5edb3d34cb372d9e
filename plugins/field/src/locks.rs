//! The smart locks of boxes and cabinets. A lock opens for a crew that was authorised for
//! it, for its order and for now; it keeps who tried what and when, and tells it.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use serde::{Deserialize, Serialize};
use taiqu_grid::AssetRef;
use taiqu_link::lock::LockEvent;
use taiqu_link::{CrewId, Tick};

/// Entries that a lock keeps; assumed.
const KEPT: usize = 64;

/// One entry of a lock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LockEntry {
    /// When, ms since the start.
    pub at_ms: u64,
    /// What.
    pub event: LockEvent,
    /// The crew, and its work order; none where nobody knows who it was.
    pub by: Option<(CrewId, u32)>,
}

/// All locks of a group.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Locks {
    /// Which crew may open which lock for which order, and until when, ms.
    permits: BTreeMap<(AssetRef, CrewId, u32), u64>,
    open: BTreeSet<AssetRef>,
    entries: BTreeMap<AssetRef, VecDeque<LockEntry>>,
    /// Entries that were not told yet.
    untold: Vec<(AssetRef, LockEntry)>,
}

impl Locks {
    /// What a lock keeps, the oldest first.
    pub fn entries(&self, lock: AssetRef) -> impl Iterator<Item = &LockEntry> {
        self.entries.get(&lock).into_iter().flatten()
    }

    /// Whether a box stands open.
    pub fn is_open(&self, lock: AssetRef) -> bool {
        self.open.contains(&lock)
    }

    /// An authorisation reaches a lock.
    pub(crate) fn permit(&mut self, lock: AssetRef, by: (CrewId, u32), until_ms: u64) {
        let until = self.permits.entry((lock, by.0, by.1)).or_default();
        *until = (*until).max(until_ms);
    }

    /// A crew tries to open a lock; whether the box is open then.
    pub(crate) fn open(&mut self, tick: Tick, lock: AssetRef, by: (CrewId, u32)) -> bool {
        if self.open.contains(&lock) {
            return true;
        }
        let until = self.permits.get(&(lock, by.0, by.1));
        let may = until.is_some_and(|&until| tick.ms() <= until);
        let event = if may {
            self.open.insert(lock);
            LockEvent::Opened
        } else {
            LockEvent::Refused
        };
        self.enter(tick, lock, event, Some(by));
        may
    }

    /// A box is closed, if it stands open.
    pub(crate) fn close(&mut self, tick: Tick, lock: AssetRef, by: Option<(CrewId, u32)>) {
        if self.open.remove(&lock) {
            self.enter(tick, lock, LockEvent::Closed, by);
        }
    }

    /// A lock is broken open.
    pub(crate) fn force(&mut self, tick: Tick, lock: AssetRef) {
        self.open.insert(lock);
        self.enter(tick, lock, LockEvent::Forced, None);
    }

    /// Takes out what was not told yet and can be told now.
    pub(crate) fn tell(
        &mut self,
        is_heard: impl Fn(AssetRef) -> bool,
    ) -> Vec<(AssetRef, LockEntry)> {
        let (told, later) = std::mem::take(&mut self.untold)
            .into_iter()
            .partition(|&(lock, _)| is_heard(lock));
        self.untold = later;
        told
    }

    fn enter(&mut self, tick: Tick, lock: AssetRef, event: LockEvent, by: Option<(CrewId, u32)>) {
        let at_ms = tick.ms();
        let entry = LockEntry { at_ms, event, by };
        let entries = self.entries.entry(lock).or_default();
        if entries.len() == KEPT {
            entries.pop_front();
        }
        entries.push_back(entry);
        self.untold.push((lock, entry));
    }
}

#[cfg(test)]
mod tests {
    use taiqu_grid::Kind;

    use super::*;

    #[test]
    fn a_lock_opens_for_the_crew_the_order_and_the_time_it_was_told() {
        let lock = AssetRef::in_area(0, Kind::Box, 4);
        let other = AssetRef::in_area(0, Kind::Box, 5);
        let mut locks = Locks::default();
        locks.permit(lock, (1, 7), 60_000);
        for (lock, by, at_s, opens) in [
            (lock, (2, 7), 10, false),
            (lock, (1, 8), 10, false),
            (other, (1, 7), 10, false),
            (lock, (1, 7), 61, false),
            (lock, (1, 7), 60, true),
        ] {
            assert_eq!(locks.open(Tick(at_s), lock, by), opens, "{by:?} {at_s}");
        }
        locks.close(Tick(90), lock, Some((1, 7)));
        assert!(!locks.is_open(lock));
        let events: Vec<LockEvent> = locks.entries(lock).map(|e| e.event).collect();
        let refused = LockEvent::Refused;
        assert_eq!(
            events,
            [
                refused,
                refused,
                refused,
                LockEvent::Opened,
                LockEvent::Closed
            ]
        );
        assert!(locks.tell(|asset| asset == other).len() == 1);
        assert!(locks.tell(|_| true).len() == 5 && locks.tell(|_| true).is_empty());
    }

    #[test]
    fn a_lock_that_was_broken_open_is_open_to_all_and_keeps_its_last_entries() {
        let lock = AssetRef::in_area(0, Kind::Box, 4);
        let mut locks = Locks::default();
        locks.force(Tick(5), lock);
        assert!(locks.open(Tick(6), lock, (1, 1)));
        for at in 0..200 {
            locks.close(Tick(at), lock, None);
            locks.force(Tick(at), lock);
        }
        assert_eq!(locks.entries(lock).count(), KEPT);
    }
}
