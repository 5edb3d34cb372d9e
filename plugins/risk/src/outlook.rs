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

    /// How high rivers are over their usual level at `tick`, m: as a gauge `measured` them at
    /// some time and as is forecast from then on, or as is forecast alone; none without a
    /// forecast.
    pub fn river_m(&self, tick: Tick, measured: Option<(Tick, f64)>) -> Option<f64> {
        let expected_m = self.expected_river_m(tick)?;
        let risen = |(at, river_m)| Some(river_m + expected_m - self.expected_river_m(at)?);
        measured.and_then(risen).or(Some(expected_m))
    }

    /// The same by the forecast alone, between the hours that were told.
    fn expected_river_m(&self, tick: Tick) -> Option<f64> {
        let mut hours = self.from(tick);
        let first = hours.next()?;
        let next = hours.next().unwrap_or(first);
        let share = (tick.0 as i64 - first.at_s) as f64 / 3600.0;
        Some(first.river_m + share.clamp(0.0, 1.0) * (next.river_m - first.river_m))
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

    /// A forecast of how high rivers are at these hours, m.
    fn of_river(hours: &[(i64, f64)]) -> Outlook {
        let mut outlook = Outlook::default();
        for &(hour, river_m) in hours {
            let mut message = told(0, hour, 5.0);
            if let Uplink::WeatherExpected(outlook) = &mut message.body {
                outlook.river_m = river_m;
            }
            outlook.take(&message);
        }
        outlook
    }

    #[test]
    fn a_river_rises_between_the_hours() {
        assert_eq!(Outlook::default().river_m(Tick(0), None), None);
        let outlook = of_river(&[(0, 0.2), (1, 0.6), (2, 0.6)]);
        let at = |second| outlook.river_m(Tick(second), None).expect("it was told");
        assert!((at(900) - 0.3).abs() < 1e-12);
        assert!((at(3600) - 0.6).abs() < 1e-12 && (at(9000) - 0.6).abs() < 1e-12);
    }

    #[test]
    fn what_a_gauge_measures_counts_and_the_forecast_only_from_there_on() {
        let outlook = of_river(&[(0, 0.2), (1, 0.6), (2, 0.6)]);
        let measured = Some((Tick(900), 1.5));
        let at = |second| outlook.river_m(Tick(second), measured).expect("a gauge");
        assert!((at(900) - 1.5).abs() < 1e-12);
        // It rises by another 0.1 m within a quarter of an hour, and 0.3 m in all.
        assert!((at(1800) - 1.6).abs() < 1e-12 && (at(7200) - 1.8).abs() < 1e-12);
        assert_eq!(Outlook::default().river_m(Tick(900), measured), None);
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
