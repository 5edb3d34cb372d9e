//! Which messages have been taken in already.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

/// The numbers of messages that were taken in: all below one, and some above it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repeats {
    below: u64,
    above: BTreeSet<u64>,
}

/// Numbers above the first gap that are kept; what is missing longer is lost, and would
/// not be let in any more.
const KEPT: usize = 1 << 16;

impl Repeats {
    /// Whether a message with this `sequence` was not taken in before; it is from now on.
    pub fn is_new(&mut self, sequence: u64) -> bool {
        if sequence < self.below || !self.above.insert(sequence) {
            return false;
        }
        if self.above.len() > KEPT
            && let Some(first) = self.above.pop_first()
        {
            self.below = first + 1;
        }
        while self.above.remove(&self.below) {
            self.below += 1;
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_is_new_once() {
        let mut repeats = Repeats::default();
        let numbers = [0, 2, 1, 2, 0, 5, 4, 5, 3, 1];
        let new: Vec<bool> = numbers.iter().map(|&n| repeats.is_new(n)).collect();
        assert_eq!(
            new,
            [
                true, true, true, false, false, true, true, false, true, false
            ]
        );
        assert_eq!((repeats.below, repeats.above.len()), (6, 0));
    }

    #[test]
    fn gaps_do_not_grow_without_end() {
        let mut repeats = Repeats::default();
        assert!((0..200_000).all(|n| repeats.is_new(2 * n)));
        assert!(repeats.above.len() <= KEPT);
        assert!(!repeats.is_new(399_998) && !repeats.is_new(1));
    }
}
