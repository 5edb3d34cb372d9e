//! What the weather makes of farms: pumps of fields, greenhouses, aerators of fish ponds.

use serde::{Deserialize, Serialize};
use taiqu_link::DateTime;

use crate::sun;
use crate::weather::Weather;

/// Which loads are of farms and how they follow the weather; settings, assumed where no
/// source is named.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FarmSettings {
    /// Loads whose profile's id begins so are pumps that water fields, in the hours of
    /// their profile.
    pub pumps: Vec<String>,
    /// Loads whose profile's id begins so are fans and heaters of greenhouses.
    pub greenhouses: Vec<String>,
    /// Loads whose profile's id begins so are aerators of fish ponds.
    pub aerators: Vec<String>,
    /// Water that the fields lack at the start, mm; after a drought more.
    pub lack_mm: f64,
    /// Water that they lack when every pump runs, mm.
    pub dry_mm: f64,
    /// Part of the rain that the fields keep.
    pub kept_rain: f64,
    /// Rain in which nobody waters, mm/h.
    pub wet_mm_h: f64,
    /// By how much full sun warms a greenhouse, K.
    pub sun_warms_k: f64,
    /// Air in a greenhouse from which the first fan and up to which the last one runs, °C.
    pub fans_c: (f64, f64),
    /// Air in it below which the first heater and down to which the last one runs, °C.
    pub heaters_c: (f64, f64),
    /// Part of its power that is fans; the other is heaters.
    pub fans_share: f64,
    /// Water of a pond from which fish need air at night, and from which every aerator
    /// runs, °C.
    pub pond_c: (f64, f64),
    /// Rain that makes a storm, before which all aerators run, mm/h.
    pub storm_mm_h: f64,
    /// For how long before a storm they run, h.
    pub before_storm_h: f64,
}

impl Default for FarmSettings {
    fn default() -> Self {
        Self {
            pumps: vec!["pump".into(), "irrigation".into()],
            greenhouses: vec!["greenhouse".into()],
            aerators: vec!["aerator".into()],
            lack_mm: 15.0,
            dry_mm: 20.0,
            kept_rain: 0.8,
            wet_mm_h: 0.5,
            sun_warms_k: 12.0,
            fans_c: (28.0, 34.0),
            heaters_c: (12.0, 4.0),
            fans_share: 0.4,
            pond_c: (18.0, 28.0),
            storm_mm_h: 8.0,
            before_storm_h: 3.0,
        }
    }
}

/// What the weather makes of farms at one moment.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Farming {
    /// Share of the pumps that run, in the hours for it.
    pub pumps: f64,
    /// Share of a greenhouse's power that runs.
    pub greenhouse: f64,
    /// Share of the aerators that run.
    pub aerators: f64,
}

impl Farming {
    /// It `second` s after the `start`.
    pub fn at(second: u64, start: DateTime, weather: &Weather, settings: &FarmSettings) -> Self {
        let sky = Sky { start, weather };
        let hour = (start.second_of_day() + second) as f64 / 3600.0;
        Self {
            pumps: sky.pumps(hour, settings),
            greenhouse: sky.greenhouse(hour, settings),
            aerators: sky.aerators(hour, settings),
        }
    }
}

/// Latent heat of water, J/kg, and the psychrometric constant, kPa/K.
const LATENT_J_KG: f64 = 2.45e6;
const PSYCHROMETRIC_KPA_K: f64 = 0.066;

/// Hours of the day between which aerators begin for the night, one after the other.
const NIGHT_H: (f64, f64) = (22.0, 28.0);
/// By how much earlier they begin after a dull day, h, and what makes it dull.
const DULL_EARLIER_H: f64 = 3.0;
const DULL_CLOUD: f64 = 0.7;
/// Hours of a sunny noon in which aerators mix the water, and most clouds for it.
const NOON_H: (f64, f64) = (12.5, 14.5);
const SUNNY_CLOUD: f64 = 0.3;

/// The weather over the calendar; hours are since midnight of the first day.
struct Sky<'a> {
    start: DateTime,
    weather: &'a Weather,
}

impl Sky<'_> {
    fn sine(&self, hour: f64) -> f64 {
        let days = (hour / 24.0).floor().max(0.0) as u64;
        let day = self.start.plus(86_400 * days).day_of_year();
        sun::sine_of_elevation(day, hour.rem_euclid(24.0), self.weather.latitude_deg)
    }

    /// Irradiance, kW/m².
    fn irradiance(&self, hour: f64) -> f64 {
        sun::generation(self.sine(hour), self.weather.at(hour).cloud)
    }

    /// Water that plants and ground give to the air, mm/h: Makkink's equation as simplified
    /// by De Bruin (1987), ET = 0.65 Δ/(Δ + γ) · Rs/λ, with the slope Δ of the saturation
    /// pressure after FAO-56.
    fn evaporation(&self, hour: f64) -> f64 {
        let t = self.weather.at(hour).temperature_c;
        let pressure = 0.6108 * (17.27 * t / (t + 237.3)).exp();
        let slope = 4098.0 * pressure / (t + 237.3).powi(2);
        let energy = 1e3 * 3600.0 * self.irradiance(hour);
        0.65 * slope / (slope + PSYCHROMETRIC_KPA_K) * energy / LATENT_J_KG
    }

    /// Fields that lack water are watered unless it rains; heat and sun make them lack it,
    /// rain ends it.
    fn pumps(&self, hour: f64, settings: &FarmSettings) -> f64 {
        if self.weather.at(hour).rain_mm_h >= settings.wet_mm_h {
            return 0.0;
        }
        let first = self.start.second_of_day() as f64 / 3600.0;
        let mut lack_mm = settings.lack_mm;
        let mut from = first;
        while from < hour {
            let span = (hour - from).min(1.0);
            let middle = from + span / 2.0;
            let rain = settings.kept_rain * self.weather.at(middle).rain_mm_h;
            lack_mm = (lack_mm + span * (self.evaporation(middle) - rain)).max(0.0);
            from += 1.0;
        }
        (lack_mm / settings.dry_mm).min(1.0)
    }

    /// Fans run by the heat, heaters by the cold under the glass.
    fn greenhouse(&self, hour: f64, settings: &FarmSettings) -> f64 {
        let outside = self.weather.at(hour).temperature_c;
        let inside = outside + settings.sun_warms_k * self.irradiance(hour);
        settings.fans_share * share(inside, settings.fans_c)
            + (1.0 - settings.fans_share) * share(inside, settings.heaters_c)
    }

    /// Plants in a pond use up its oxygen at night, the more the warmer and the duller the
    /// day was; before a storm the air takes none into the water; at a sunny noon aerators
    /// mix the layers.
    fn aerators(&self, hour: f64, settings: &FarmSettings) -> f64 {
        // A pond follows the air of a day.
        let day = (0..24).map(|k| self.weather.at(hour - f64::from(k)).temperature_c);
        let warm = share(day.sum::<f64>() / 24.0, settings.pond_c);
        let soon = (0..=4).map(|k| hour + settings.before_storm_h * f64::from(k) / 4.0);
        let storm = soon
            .map(|hour| self.weather.at(hour).rain_mm_h)
            .any(|rain| rain >= settings.storm_mm_h);
        if storm && warm > 0.0 {
            return 1.0;
        }
        let of_day = hour.rem_euclid(24.0);
        if self.sine(hour) < 0.0 {
            let midnight = hour - of_day;
            let evening = if of_day < 12.0 {
                midnight - 24.0
            } else {
                midnight
            };
            let daylight = (8..17).map(|h| self.weather.at(evening + f64::from(h)).cloud);
            let dull = daylight.sum::<f64>() / 9.0 > DULL_CLOUD;
            let earlier = if dull { DULL_EARLIER_H } else { 0.0 };
            let begin = share(hour - evening + earlier, NIGHT_H);
            return warm * begin;
        }
        let noon = (NOON_H.0..NOON_H.1).contains(&of_day);
        let sunny = self.weather.at(hour).cloud < SUNNY_CLOUD;
        if noon && sunny { warm } else { 0.0 }
    }
}

/// How far `value` has come from one limit to the other, 0 to 1.
fn share(value: f64, (from, to): (f64, f64)) -> f64 {
    ((value - from) / (to - from)).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::weather::Course;

    fn weather(temperature_c: f64, rain: &[(f64, f64)]) -> Weather {
        Weather {
            temperature_c: Course(vec![(0.0, temperature_c)]),
            rain_mm_h: Course(rain.to_vec()),
            ..Weather::default()
        }
    }

    fn farming(hour: f64, weather: &Weather) -> Farming {
        let start = "2026-07-15T00:00:00".parse().expect("a time");
        Farming::at(
            (hour * 3600.0) as u64,
            start,
            weather,
            &FarmSettings::default(),
        )
    }

    #[test]
    fn heat_and_drought_raise_pumps_and_rain_stops_them() {
        let (hot, cool) = (weather(36.0, &[]), weather(12.0, &[]));
        assert!(farming(9.0, &hot).pumps > 0.7);
        assert!(farming(17.0, &hot).pumps > farming(9.0, &hot).pumps);
        assert!(farming(17.0, &hot).pumps > farming(17.0, &cool).pumps);
        let rain = weather(30.0, &[(6.0, 0.0), (6.1, 10.0), (9.0, 10.0), (9.1, 0.0)]);
        assert!(farming(8.0, &rain).pumps.abs() < 1e-12);
        assert!(farming(10.0, &rain).pumps < 0.1);
        // The sky of July gives 4 to 7 mm a day.
        let sky = Sky {
            start: "2026-07-15T00:00:00".parse().expect("a time"),
            weather: &hot,
        };
        let day: f64 = (0..24).map(|h| sky.evaporation(f64::from(h) + 0.5)).sum();
        assert!((4.0..7.0).contains(&day), "{day} mm");
    }

    #[test]
    fn greenhouses_are_cooled_at_noon_and_heated_in_frost() {
        let hot = weather(33.0, &[]);
        assert!((farming(12.0, &hot).greenhouse - 0.4).abs() < 1e-9);
        assert!((farming(2.0, &weather(-2.0, &[])).greenhouse - 0.6).abs() < 1e-9);
        assert!(farming(2.0, &weather(20.0, &[])).greenhouse.abs() < 1e-9);
    }

    #[test]
    fn aerators_run_before_dawn_and_before_storms_and_not_in_the_cold() {
        let warm = weather(28.0, &[]);
        assert!((farming(4.5, &warm).aerators - 1.0).abs() < 1e-9);
        assert!(farming(23.0, &warm).aerators < 0.3);
        assert!(farming(17.0, &warm).aerators.abs() < 1e-9);
        let storm = weather(28.0, &[(18.0, 0.0), (18.5, 20.0), (19.0, 0.0)]);
        assert!((farming(17.0, &storm).aerators - 1.0).abs() < 1e-9);
        assert!(farming(4.5, &weather(10.0, &[])).aerators.abs() < 1e-9);
    }
}
