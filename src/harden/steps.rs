//! How far the work has come.

use std::sync::atomic::{AtomicU64, Ordering};

/// How far the work has come: storms lived, of all.
pub(super) struct Steps<'a> {
    done: AtomicU64,
    all: u64,
    progress: &'a (dyn Fn(u64, u64) + Sync),
}

impl<'a> Steps<'a> {
    /// None of `all` is done; `progress` is told of each.
    pub const fn new(all: u64, progress: &'a (dyn Fn(u64, u64) + Sync)) -> Self {
        let done = AtomicU64::new(0);
        Self {
            done,
            all,
            progress,
        }
    }

    /// One more is done.
    pub fn step(&self) {
        let done = self.done.fetch_add(1, Ordering::Relaxed) + 1;
        (self.progress)(done, self.all);
    }
}
