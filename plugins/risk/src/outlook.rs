//! The newest forecast of each hour.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use taiqu_link::{Stamped, Tick, Uplink, WeatherOutlook};

/// The newest forecast of each hour that was told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outlook {
    /// By the hour, s since the start: when it was told, ms, and what.
    hours: BTreeMap<i64, (u64, WeatherOutlook)>,
}

impl Outlook {
    /// Takes a message in; whether anything is new.
    pub fn take(&mut self, message: &Stamped<Uplink>) -> bool {
        let Uplink::WeatherExpected(outlook) = message.body else {
            return false;
        };
        let told = (message.event_ms, outlook);
        let known = self.hours.get(&outlook.at_s);
        if known.is_some_and(|&(before, _)| before > message.event_ms) || known == Some(&told) {
            return false;
        }
        self.hours.insert(outlook.at_s, told);
        true
    }

    /// What is expected from the hour of `tick` on, in order of time.
    pub fn from(&self, tick: Tick) -> impl Iterator<Item = &WeatherOutlook> {
        let hours = self.hours.range(tick.0 as i64 - 3599..);
        hours.map(|(_, (_, outlook))| outlook)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use taiqu_link::Source;

    fn told(at_ms: u64, hour: i64, wind_m_s: f64) -> Stamped<Uplink> {
        Stamped {
            source: Source::WeatherService,
            sequence: 0,
            event_ms: at_ms,
            arrival_ms: at_ms,
            body: Uplink::WeatherExpected(WeatherOutlook {
                at_s: hour * 3600,
                wind_m_s,
                ..WeatherOutlook::default()
            }),
        }
    }

    #[test]
    fn the_newest_counts_however_late_an_older_one_comes() {
        let mut outlook = Outlook::default();
        assert!(outlook.take(&told(3_600_000, 5, 20.0)));
        assert!(outlook.take(&told(3_600_000, 1, 9.0)));
        assert!(!outlook.take(&told(0, 5, 12.0)));
        assert!(!outlook.take(&told(3_600_000, 5, 20.0)));
        let winds: Vec<f64> = outlook.from(Tick(4000)).map(|o| o.wind_m_s).collect();
        assert_eq!(winds, [9.0, 20.0]);
        let later: Vec<f64> = outlook.from(Tick(3600 * 4)).map(|o| o.wind_m_s).collect();
        assert_eq!(later, [20.0]);
    }
}
