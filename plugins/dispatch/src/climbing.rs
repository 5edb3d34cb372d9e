//! When the wind lets people climb, by what is measured and what is forecast.

use serde::{Deserialize, Serialize};
use taiqu_grid::{AssetRef, District, Kind};
use taiqu_link::{Damage, Make, Tick};
use taiqu_risk::Outlook;

/// How the desk plans around the wind; settings.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Climbing {
    /// Wind from which nobody climbs, 10-minute mean at 10 m, m/s (Beaufort 6).
    pub limit_m_s: f64,
    /// How long it must stay below, by the forecast, for climbing to begin, s. Assumed.
    pub calm_s: u64,
    /// From how long a wait a crew that has found what must be climbed for leaves, and does
    /// something else meanwhile, s. Assumed.
    pub leave_s: u64,
    /// How long before climbing may begin a crew is on site, to make the place safe, s.
    /// Assumed.
    pub ahead_s: u64,
    /// What is reckoned with where no forecast sees the wind fall, s. Assumed.
    pub unknown_s: u64,
    /// What looking for a fault that probably must be climbed for counts while nobody
    /// climbs, against work that gives supply back, as a share. Assumed.
    pub patrol: f64,
}

impl Default for Climbing {
    fn default() -> Self {
        Self {
            limit_m_s: 10.8,
            calm_s: 3600,
            leave_s: 3600,
            ahead_s: 1500,
            unknown_s: 6 * 3600,
            patrol: 0.3,
        }
    }
}

impl Climbing {
    /// From when people may climb, if they may not at `now`: when the wind has fallen for
    /// as long as it must, by the forecast. What is measured counts more than what was
    /// forecast of the same hour.
    pub fn held_until(&self, now: Tick, measured_m_s: f64, outlook: &Outlook) -> Option<Tick> {
        let (second, blows) = (now.0 as i64, measured_m_s >= self.limit_m_s);
        let windy: Vec<i64> = outlook
            .from(now)
            .filter(|hour| hour.wind_m_s >= self.limit_m_s && (blows || hour.at_s > second))
            .map(|hour| hour.at_s)
            .collect();
        let mut from = if blows { second + 1 } else { second };
        // An hour of wind counts whole, and a calm that is too short not at all.
        for at in windy {
            if at > from + self.calm_s as i64 {
                break;
            }
            from = from.max(at + 3600);
        }
        if from == second {
            return None;
        }
        // Without any forecast it may fall at any moment.
        let seen = outlook.from(now).last().map_or(from, |hour| hour.at_s);
        let unseen = if seen < from {
            now.0 + self.unknown_s
        } else {
            0
        };
        Some(Tick(unseen.max(from as u64)))
    }

    /// How long until the last hour that is forecast in which nobody climbs is over, s.
    pub fn windy_s(&self, now: Tick, outlook: &Outlook) -> u32 {
        let windy = outlook
            .from(now)
            .filter(|hour| hour.wind_m_s >= self.limit_m_s);
        let over = windy.map(|hour| hour.at_s + 3600 - now.0 as i64).max();
        over.map_or(0, |s| u32::try_from(s).unwrap_or(0))
    }
}

/// Whether somebody must climb, or be lifted, to repair this.
pub(crate) fn is_aloft(records: &District, part: AssetRef, damage: Option<Damage>) -> bool {
    let on_line = matches!(part.kind, Kind::Section | Kind::Transformer | Kind::Node);
    let aloft = damage.is_some_and(Damage::is_aloft) && on_line;
    aloft && records.has(part) && !Make::of(records, part).cable
}

#[cfg(test)]
mod tests {
    use taiqu_link::{Source, Stamped, Uplink, WeatherOutlook};

    use super::*;

    fn outlook(winds: &[f64]) -> Outlook {
        let mut outlook = Outlook::default();
        for (hour, &wind_m_s) in winds.iter().enumerate() {
            outlook.take(&Stamped {
                source: Source::WeatherService,
                sequence: 0,
                event_ms: 0,
                arrival_ms: 0,
                body: Uplink::WeatherExpected(WeatherOutlook {
                    at_s: hour as i64 * 3600,
                    wind_m_s,
                    ..WeatherOutlook::default()
                }),
            });
        }
        outlook
    }

    #[test]
    fn nobody_is_held_in_calm_weather() {
        let rules = Climbing::default();
        let held = |measured, winds: &[f64]| rules.held_until(Tick(600), measured, &outlook(winds));
        assert_eq!(held(3.0, &[]), None);
        assert_eq!(held(3.0, &[20.0, 4.0, 4.0, 4.0]), None);
        assert_eq!(held(3.0, &[4.0, 4.0, 4.0, 20.0]), None);
    }

    #[test]
    fn climbing_begins_when_the_wind_has_fallen_for_long_enough() {
        let rules = Climbing::default();
        let held = |measured, winds: &[f64]| rules.held_until(Tick(600), measured, &outlook(winds));
        let hours = |n: u64| Some(Tick(n * 3600));
        assert_eq!(held(14.0, &[14.0, 14.0, 12.0, 9.0, 7.0]), hours(3));
        // An hour between two storms is too short.
        assert_eq!(held(14.0, &[14.0, 8.0, 14.0, 8.0, 7.0, 7.0]), hours(3));
        // It comes soon.
        assert_eq!(held(9.0, &[9.0, 14.0, 8.0, 7.0]), hours(2));
        // It was to have fallen by now: any moment.
        assert_eq!(held(11.0, &[8.0, 8.0, 8.0]), Some(Tick(601)));
        assert_eq!(held(14.0, &[]), Some(Tick(601)));
        // Nobody sees its end.
        assert_eq!(held(14.0, &[14.0, 14.0]), Some(Tick(600 + 6 * 3600)));
    }

    #[test]
    fn a_storm_lasts_to_its_last_windy_hour() {
        let lasts = |winds: &[f64]| Climbing::default().windy_s(Tick(600), &outlook(winds));
        assert_eq!(lasts(&[4.0, 4.0, 4.0]), 0);
        assert_eq!(lasts(&[4.0, 14.0, 4.0, 14.0, 4.0]), 4 * 3600 - 600);
    }

    #[test]
    fn nobody_climbs_for_a_fuse_or_a_box() {
        let records = District::default();
        let fuse = AssetRef::in_area(0, Kind::Switch, 0);
        assert!(!is_aloft(&records, fuse, Some(Damage::BlownFuse)));
        let meter = AssetRef::in_area(0, Kind::Box, 0);
        assert!(!is_aloft(&records, meter, Some(Damage::BurntBox)));
    }
}
