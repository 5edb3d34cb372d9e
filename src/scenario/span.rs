//! Lengths of time as people write them.

use std::fmt;
use std::str::FromStr;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A length of time in whole seconds, written `2h30m`, `90s`, `1d`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Seconds.
    pub seconds: u64,
}

/// Units from the longest to the shortest, s.
const UNITS: [(char, u64); 4] = [('d', 86_400), ('h', 3600), ('m', 60), ('s', 1)];

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || format!("`{text}` is not a length of time like 2h30m or 90s");
        let mut rest = text;
        let mut seconds = 0_u64;
        let mut longest = u64::MAX;
        while !rest.is_empty() {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).ok_or_else(wrong)?;
            let (number, tail) = rest.split_at(digits);
            let letter = tail.chars().next().ok_or_else(wrong)?;
            let known = UNITS.into_iter().find(|&(unit, _)| unit == letter);
            let (_, unit) = known.filter(|&(_, s)| s < longest).ok_or_else(wrong)?;
            let number: u64 = number.parse().map_err(|_| wrong())?;
            let part = number.checked_mul(unit).ok_or_else(wrong)?;
            seconds = seconds.checked_add(part).ok_or_else(wrong)?;
            longest = unit;
            rest = &tail[letter.len_utf8()..];
        }
        if text.is_empty() {
            return Err(wrong());
        }
        Ok(Self { seconds })
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.seconds == 0 {
            return f.write_str("0s");
        }
        let mut rest = self.seconds;
        UNITS.into_iter().try_for_each(|(letter, unit)| {
            let number = rest / unit;
            rest %= unit;
            if number > 0 {
                write!(f, "{number}{letter}")?;
            }
            Ok(())
        })
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
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
        for (text, seconds) in [
            ("2h30m", 9000),
            ("90s", 90),
            ("1d", 86_400),
            ("0s", 0),
            ("1h1m1s", 3661),
        ] {
            let span: Span = text.parse().expect(text);
            assert_eq!(span.seconds, seconds, "{text}");
            assert_eq!(span.to_string().parse(), Ok(span));
        }
        for text in [
            "",
            "5",
            "h",
            "1m2h",
            "1h1h",
            "-1s",
            "1.5h",
            "99999999999999999999s",
        ] {
            assert!(text.parse::<Span>().is_err(), "{text}");
        }
    }
}
