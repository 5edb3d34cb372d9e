//! Which meters to ask.

use std::collections::BTreeSet;

use crate::belief::Belief;
use crate::layout::Layout;

/// Bits below which an answer is not worth the carrier's time.
const WORTH_BITS: f64 = 0.01;
/// Meters of one box on the same phases that are asked in one round: the first may have
/// a broken module.
const ALIKE: usize = 2;

impl Layout {
    /// The meters, as numbers in [`Layout::meters`], whose answers would tell most, at
    /// most `budget` of those that `may` be asked. A live one answers with the
    /// probability `answers`.
    pub fn questions(
        &self,
        belief: &Belief,
        may: impl Fn(usize) -> bool,
        answers: f64,
        budget: usize,
    ) -> Vec<usize> {
        let gain = |k: usize| {
            let place = &self.meters[k];
            belief.gain(place.part as usize, place.connection.conductors(), answers)
        };
        let meters = (0..self.meters.len()).filter(|&k| may(k));
        let mut worth: Vec<(f64, usize)> = meters
            .map(|k| (gain(k), k))
            .filter(|&(gain, _)| gain > WORTH_BITS)
            .collect();
        worth.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut asked = Vec::new();
        let mut alike = BTreeSet::new();
        for (_, k) in worth {
            let place = &self.meters[k];
            let free = (0..ALIKE)
                .find(|&n| !alike.contains(&(place.shelf, place.connection.conductors(), n)));
            if let Some(n) = free {
                alike.insert((place.shelf, place.connection.conductors(), n));
                asked.push(k);
            }
            if asked.len() == budget {
                break;
            }
        }
        asked
    }
}
