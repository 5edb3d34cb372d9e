//! When devices sample and report.

use crate::DateTime;

/// The second within the minute at which the devices of a group sample, and loads
/// there change. Groups differ, as terminals of real areas do, so that neither the
/// link nor the machine has all work in one second.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rhythm {
    late_s: u64,
}

impl Rhythm {
    /// Seconds between the samples of area terminals.
    pub const MINUTE_S: u64 = 60;
    /// Seconds between the readings of meters.
    pub const QUARTER_S: u64 = 900;

    /// The rhythm of group number `group` of `groups`; the first is on the minute.
    pub const fn of(group: usize, groups: usize) -> Self {
        let late_s = group as u64 * Self::MINUTE_S / groups as u64;
        Self { late_s }
    }

    /// Whether terminals sample at `time`.
    pub const fn is_minute(self, time: DateTime) -> bool {
        self.since(time, Self::MINUTE_S) == 0
    }

    /// Whether meters read at `time`.
    pub const fn is_quarter(self, time: DateTime) -> bool {
        self.since_quarter_s(time) == 0
    }

    /// Seconds since meters read last.
    pub const fn since_quarter_s(self, time: DateTime) -> u64 {
        self.since(time, Self::QUARTER_S)
    }

    const fn since(self, time: DateTime, period_s: u64) -> u64 {
        (time.second_of_day() + period_s - self.late_s) % period_s
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_share_the_minute() {
        let start: DateTime = "2026-07-15T18:00:00".parse().expect("a time");
        let minutes = |group: usize, groups: usize| -> Vec<u64> {
            let rhythm = Rhythm::of(group, groups);
            let all = 0..180;
            all.filter(|&s| rhythm.is_minute(start.plus(s))).collect()
        };
        assert_eq!(minutes(0, 1), [0, 60, 120]);
        assert_eq!(minutes(1, 20), [3, 63, 123]);
        assert_eq!(minutes(99, 100), [59, 119, 179]);
        let rhythm = Rhythm::of(1, 2);
        assert!(rhythm.is_quarter(start.plus(930)) && !rhythm.is_quarter(start.plus(900)));
        assert_eq!(rhythm.since_quarter_s(start), 870);
    }
}
