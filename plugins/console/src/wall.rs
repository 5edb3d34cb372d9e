//! The wall clock in local time.

use std::fs;
use std::time::{SystemTime, UNIX_EPOCH};

use bevy::prelude::Resource;
use taiqu_link::DateTime;

/// The wall clock; it says nothing where pictures must not depend on the hour.
#[derive(Resource, Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Wall {
    zone: Option<Zone>,
}

/// How local time is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Zone {
    /// Seconds east of Greenwich.
    Fixed(i64),
    /// Unknown, or with summer time: universal time is told instead.
    Universal,
}

impl Wall {
    /// The machine's clock.
    pub fn local() -> Self {
        let rules = fs::read("/etc/localtime").unwrap_or_default();
        Self {
            zone: Some(fixed_offset(&rules).map_or(Zone::Universal, Zone::Fixed)),
        }
    }

    /// Hour and minute now, `14:03`, or `14:03 UTC`.
    pub fn now(&self) -> Option<String> {
        let zone = self.zone?;
        let passed = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
        let (offset, name) = match zone {
            Zone::Fixed(offset) => (offset, ""),
            Zone::Universal => (0, " UTC"),
        };
        let local = passed.as_secs().saturating_add_signed(offset);
        let s = DateTime::EPOCH.plus(local).second_of_day();
        Some(format!("{:02}:{:02}{name}", s / 3600, s / 60 % 60))
    }
}

/// Seconds east of Greenwich by the last line of a time-zone file (RFC 9636 §3.3:
/// a POSIX rule such as `CST-8`), if there is no summer time.
fn fixed_offset(file: &[u8]) -> Option<i64> {
    let text = file.strip_suffix(b"\n")?;
    let start = text.iter().rposition(|&byte| byte == b'\n')?;
    let rule = std::str::from_utf8(&text[start + 1..]).ok()?;
    let offset = match rule.strip_prefix('<') {
        Some(named) => named.split_once('>')?.1,
        None => rule.trim_start_matches(|c: char| c.is_ascii_alphabetic()),
    };
    let (sign, digits) = match offset.strip_prefix('-') {
        Some(digits) => (1, digits),
        None => (-1, offset.strip_prefix('+').unwrap_or(offset)),
    };
    let (hours, minutes) = digits.split_once(':').unwrap_or((digits, "0"));
    let hours: i64 = hours.parse().ok()?;
    let minutes: i64 = minutes.parse().ok()?;
    Some(sign * (hours * 3600 + minutes * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_without_summer_time_are_known() {
        let of = |rule: &str| fixed_offset(format!("TZif2…\n{rule}\n").as_bytes());
        assert_eq!(of("CST-8"), Some(8 * 3600));
        assert_eq!(of("<+0545>-5:45"), Some(5 * 3600 + 45 * 60));
        assert_eq!(of("UTC0"), Some(0));
        assert_eq!(of("EST5EDT,M3.2.0,M11.1.0"), None);
        assert_eq!(fixed_offset(b""), None);
    }

    #[test]
    fn a_silent_clock_says_nothing() {
        assert_eq!(Wall::default().now(), None);
    }
}
