//! Simulation time: integer ticks of one second from a start on the calendar.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Seconds since the start of the simulation.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Tick(pub u64);

impl Tick {
    /// The tick after this one.
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    /// Milliseconds since the start.
    pub const fn ms(self) -> u64 {
        self.0 * 1000
    }

    /// Seconds from `earlier` to this tick; 0 if it is later.
    pub const fn since(self, earlier: Self) -> u64 {
        self.0.saturating_sub(earlier.0)
    }
}

const DAY_S: i64 = 86_400;

/// A local date and time without zone, to the second, written
/// `2026-07-15T18:00:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DateTime {
    /// Seconds since 1970-01-01T00:00:00.
    seconds: i64,
}

impl DateTime {
    /// 1970-01-01T00:00:00.
    pub const EPOCH: Self = Self { seconds: 0 };

    /// The given day and time of the Gregorian calendar; `None` if there is no
    /// such day or time.
    pub fn new(date: (i32, u32, u32), time: (u32, u32, u32)) -> Option<Self> {
        let (year, month, day) = date;
        let (hour, minute, second) = time;
        let known = (1..=9999).contains(&year)
            && (1..=12).contains(&month)
            && (1..=days_in(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second < 60;
        let of_day = i64::from(hour * 3600 + minute * 60 + second);
        known.then(|| Self {
            seconds: days_before(year, month, day) * DAY_S + of_day,
        })
    }

    /// This time `seconds` later.
    #[must_use]
    pub const fn plus(self, seconds: u64) -> Self {
        Self {
            seconds: self.seconds + seconds as i64,
        }
    }

    /// Seconds since midnight.
    pub const fn second_of_day(self) -> u64 {
        self.seconds.rem_euclid(DAY_S) as u64
    }

    /// Year, month and day.
    pub fn date(self) -> (i32, u32, u32) {
        let mut days = self.seconds.div_euclid(DAY_S);
        let mut year = 1970;
        while days < 0 {
            year -= 1;
            days += i64::from(year_days(year));
        }
        while days >= i64::from(year_days(year)) {
            days -= i64::from(year_days(year));
            year += 1;
        }
        let mut month = 1;
        while days >= i64::from(days_in(year, month)) {
            days -= i64::from(days_in(year, month));
            month += 1;
        }
        (year, month, days as u32 + 1)
    }

    /// Day of the year, from 1.
    pub fn day_of_year(self) -> u32 {
        let (year, month, day) = self.date();
        (days_before(year, month, day) - days_before(year, 1, 1)) as u32 + 1
    }
}

fn is_leap(year: i32) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

fn year_days(year: i32) -> u32 {
    if is_leap(year) { 366 } else { 365 }
}

fn days_in(year: i32, month: u32) -> u32 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if is_leap(year) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days from 1970-01-01 to the given day.
fn days_before(year: i32, month: u32, day: u32) -> i64 {
    let whole = i64::from(year - 1);
    let leaps = |y: i64| y.div_euclid(4) - y.div_euclid(100) + y.div_euclid(400);
    let years = 365 * (i64::from(year) - 1970) + leaps(whole) - leaps(1969);
    let months: u32 = (1..month).map(|m| days_in(year, m)).sum();
    years + i64::from(months) + i64::from(day) - 1
}

impl FromStr for DateTime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("`{text}` is not a time like 2026-07-15T18:00:00");
        let (date, time) = text.split_once('T').ok_or_else(wrong)?;
        let parts = |text: &str, by: char| -> Option<Vec<u32>> {
            text.split(by).map(|part| part.parse().ok()).collect()
        };
        let date = parts(date, '-').ok_or_else(wrong)?;
        let time = parts(time, ':').ok_or_else(wrong)?;
        let (&[year, month, day], &[hour, minute, second]) = (date.as_slice(), time.as_slice())
        else {
            return Err(wrong());
        };
        let year = i32::try_from(year).map_err(|_| wrong())?;
        Self::new((year, month, day), (hour, minute, second)).ok_or_else(wrong)
    }
}

impl DateTime {
    /// Hour and minute as a clock shows them, `14:03`.
    pub fn clock(self) -> String {
        let s = self.second_of_day();
        format!("{:02}:{:02}", s / 3600, s / 60 % 60)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.date();
        let s = self.second_of_day();
        let (hour, minute, second) = (s / 3600, s / 60 % 60, s % 60);
        write!(
            f,
            "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
        )
    }
}

impl Serialize for DateTime {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for DateTime {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        for text in [
            "1970-01-01T00:00:00",
            "2024-02-29T23:59:59",
            "2026-07-15T18:00:00",
            "0001-01-01T00:00:00",
        ] {
            let time: DateTime = text.parse().expect(text);
            assert_eq!(time.to_string(), text);
        }
        for text in [
            "",
            "2026-02-29T00:00:00",
            "2026-07-15",
            "2026-07-15T24:00:00",
        ] {
            assert!(text.parse::<DateTime>().is_err(), "{text}");
        }
    }

    #[test]
    fn days_roll_over() {
        let eve: DateTime = "2027-12-31T23:59:30".parse().expect("a time");
        assert_eq!(eve.day_of_year(), 365);
        assert_eq!(eve.plus(45).to_string(), "2028-01-01T00:00:15");
        assert_eq!(eve.plus(45).second_of_day(), 15);
    }
}
