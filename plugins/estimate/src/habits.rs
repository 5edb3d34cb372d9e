//! Customers who use much more or much less than they are used to.
//!
//! A customer's use in the last hours is held against the own history, both in proportion
//! to what the records let expect at those hours, and against what all customers beside
//! did: so that neither the hour, nor the weather, nor a holiday is taken for a change.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};
use taiqu_link::Tick;

/// Hours that are looked at, and hours of history that are needed before them.
const RECENT: u64 = 4;
const HISTORY: usize = 8;
/// Hours that are kept.
const KEPT: usize = 7 * 24;
/// Readings that an hour must have.
const READINGS: u32 = 3;
/// Ratio of change that is odd, and its reciprocal; and the power it must be about, W.
/// Assumed.
pub const ODD: f64 = 5.0;
const ODD_W: f64 = 400.0;

/// What a customer used, hour by hour.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Habit {
    /// The hour, what was used and what was expected on average, W; the oldest first.
    hours: VecDeque<(u64, f64, f64)>,
    /// The hour that goes on: its number, sums of what was used and expected, readings.
    now: (u64, f64, f64, u32),
}

impl Habit {
    /// Takes in a reading; whether an hour was completed.
    pub fn take(&mut self, at: Tick, used_w: f64, expected_w: f64) -> bool {
        let hour = at.0 / 3600;
        let (before, used, expected, count) = self.now;
        let completed = hour > before && count >= READINGS;
        if hour > before {
            if completed {
                let count = f64::from(count);
                self.hours
                    .push_back((before, used / count, expected / count));
                if self.hours.len() > KEPT {
                    self.hours.pop_front();
                }
            }
            self.now = (hour, 0.0, 0.0, 0);
        }
        if hour == self.now.0 {
            self.now.1 += used_w;
            self.now.2 += expected_w;
            self.now.3 += 1;
        }
        completed
    }

    /// Used and expected in the hours up to `last`, recent and before; none without
    /// enough of them.
    fn windows(&self, last: u64) -> Option<[(f64, f64); 2]> {
        let from = (last + 1).saturating_sub(RECENT);
        let sum =
            |(used, expected): (f64, f64), &(_, u, e): &(u64, f64, f64)| (used + u, expected + e);
        let recent = self.hours.iter().filter(|h| (from..=last).contains(&h.0));
        let before = self.hours.iter().filter(|h| h.0 < from);
        let enough = recent.clone().count() as u64 == RECENT && before.clone().count() >= HISTORY;
        enough.then(|| [recent.fold((0.0, 0.0), sum), before.fold((0.0, 0.0), sum)])
    }

    /// The last whole hour.
    fn last(&self) -> Option<u64> {
        self.hours.back().map(|hour| hour.0)
    }
}

/// Those of `habits` that use otherwise than they did, by their place in the list, with
/// the ratio of what they use to what they would by habit.
pub fn odd(habits: &[Habit]) -> Vec<(usize, f64)> {
    let Some(last) = habits.iter().filter_map(Habit::last).max() else {
        return Vec::new();
    };
    let windows: Vec<_> = habits.iter().map(|habit| habit.windows(last)).collect();
    let rate = |(used, expected): (f64, f64)| used / expected;
    // What most did; one who uses very much more does not count for more.
    let changes = windows
        .iter()
        .flatten()
        .map(|&[recent, before]| rate(recent) / rate(before));
    let mut changes: Vec<f64> = changes.filter(|change| change.is_finite()).collect();
    changes.sort_by(f64::total_cmp);
    let common = changes.get(changes.len() / 2).copied().unwrap_or(0.0);
    if common <= 0.0 {
        return Vec::new();
    }
    let odd = windows.iter().enumerate().filter_map(|(k, window)| {
        let [recent, before] = (*window)?;
        let habitual = rate(before) * common * recent.1;
        let ratio = recent.0 / habitual;
        let change_w = (recent.0 - habitual).abs() / RECENT as f64;
        let odd = habitual > 0.0 && !(1.0 / ODD..=ODD).contains(&ratio) && change_w > ODD_W;
        odd.then_some((k, ratio))
    });
    odd.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten customers over a day; the last one uses `factor` times as much from hour 14 on,
    /// and all twice as much from hour 12 on.
    fn day(factor: f64) -> Vec<Habit> {
        let mut habits = vec![Habit::default(); 10];
        for quarter in 0..=18 * 4 {
            let at = Tick(900 * quarter);
            let heat = if quarter >= 12 * 4 { 2.0 } else { 1.0 };
            for (k, habit) in habits.iter_mut().enumerate() {
                let own = if k == 9 && quarter >= 14 * 4 {
                    factor
                } else {
                    1.0
                };
                habit.take(at, 600.0 * heat * own * (1.0 + 0.1 * k as f64), 500.0);
            }
        }
        habits
    }

    #[test]
    fn who_breaks_with_the_own_habit_is_odd_and_nobody_else() {
        let found = odd(&day(0.0));
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].0, 9);
        assert!(found[0].1 < 0.01);
        let found = odd(&day(8.0));
        assert!(
            matches!(found[..], [(9, ratio)] if ratio > ODD),
            "{found:?}"
        );
    }

    #[test]
    fn a_hot_day_is_no_change() {
        assert_eq!(odd(&day(1.0)), []);
    }

    #[test]
    fn without_history_nothing_is_odd() {
        let mut habits = vec![Habit::default(); 3];
        for quarter in 0..6 * 4 {
            for habit in &mut habits {
                habit.take(
                    Tick(900 * quarter),
                    if quarter < 8 { 2000.0 } else { 0.0 },
                    500.0,
                );
            }
        }
        assert_eq!(odd(&habits), []);
    }
}
