//! Meters' clocks: they drift, and are put right by a word to all.

use serde::{Deserialize, Serialize};
use taiqu_link::{DateTime, Rhythm, Tick};

/// Largest error that a word to all corrects, ms; a clock that is farther off takes it for
/// a mistake (GB/T 17215, from memory).
const CORRECTED_MS: i64 = 300_000;
const DAY_S: i64 = 86_400;

/// What a meter's clock shows, against the true time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    /// By how much it was ahead when it was set, ms.
    ahead_ms: i64,
    /// Second at which that was.
    set_s: u64,
    /// The day on which it was corrected last.
    corrected: Option<u64>,
}

impl Clock {
    /// A clock that is `ahead_ms` ahead at the start.
    pub const fn ahead(ahead_ms: i64) -> Self {
        Self {
            ahead_ms,
            set_s: 0,
            corrected: None,
        }
    }

    /// By how much it is ahead at `tick`, ms, if it gains `drift_ms` a day.
    pub const fn error_ms(self, tick: Tick, drift_ms: i64) -> i64 {
        let since_s = tick.0.saturating_sub(self.set_s) as i64;
        self.ahead_ms + drift_ms * since_s / DAY_S
    }

    /// What it shows at `tick`, ms since the start.
    pub fn shows_ms(self, tick: Tick, drift_ms: i64) -> u64 {
        tick.ms()
            .saturating_add_signed(self.error_ms(tick, drift_ms))
    }

    /// It hears the true time on day `day`; it believes it once a day, and only where it is
    /// not far off.
    pub fn hear(&mut self, tick: Tick, day: u64, drift_ms: i64) -> bool {
        let error_ms = self.error_ms(tick, drift_ms);
        if error_ms.abs() > CORRECTED_MS || self.corrected == Some(day) {
            return false;
        }
        *self = Self {
            ahead_ms: 0,
            set_s: tick.0,
            corrected: Some(day),
        };
        true
    }
}

/// When a meter reads next: the tick, and the second that its clock shows then.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NextReading {
    /// The tick.
    pub at_s: u64,
    /// The quarter hour that its clock shows.
    pub quarter_s: u64,
}

impl NextReading {
    /// The first after `tick` of a clock that is `error_ms` ahead.
    pub fn after(tick: Tick, error_ms: i64, (start, rhythm): (DateTime, Rhythm)) -> Self {
        let shows_s = tick.ms().saturating_add_signed(error_ms) / 1000;
        let since_s = rhythm.since_quarter_s(start.plus(shows_s));
        let quarter_s = shows_s + Rhythm::QUARTER_S - since_s;
        let true_ms = (1000 * quarter_s).saturating_add_signed(-error_ms);
        Self {
            at_s: true_ms.div_ceil(1000).max(tick.0 + 1),
            quarter_s,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_drifts_until_it_hears_the_time_once_a_day() {
        let mut clock = Clock::ahead(-800);
        let day = Tick(86_400);
        assert_eq!(clock.error_ms(day, 500), -300);
        assert!(clock.hear(day, 1, 500));
        assert_eq!(clock.error_ms(day, 500), 0);
        assert_eq!(clock.error_ms(Tick(3 * 86_400), 500), 1000);
        assert!(!clock.hear(Tick(86_500), 1, 500), "once a day");
        let mut far = Clock::ahead(301_000);
        assert!(!far.hear(day, 1, 0));
        assert_eq!(far.shows_ms(day, 0), 86_701_000);
    }

    #[test]
    fn a_meter_reads_when_its_own_clock_shows_the_quarter() {
        let start: DateTime = "2026-07-15T12:00:00".parse().expect("a time");
        let place = (start, Rhythm::of(0, 1));
        for (error_ms, at_s) in [(0, 900), (-1500, 902), (1500, 899), (-40_000, 940)] {
            let next = NextReading::after(Tick(10), error_ms, place);
            assert_eq!((next.at_s, next.quarter_s), (at_s, 900), "{error_ms}");
            let then = NextReading::after(Tick(next.at_s), error_ms, place);
            assert_eq!((then.at_s, then.quarter_s), (at_s + 900, 1800));
        }
    }
}
