//! The weather over a district, with its extremes.

use serde::{Deserialize, Serialize};
use taiqu_field::Course;
use taiqu_structure::{Ground, Vector};

use crate::forecast::Service;
use crate::lightning::Lightning;
use crate::water::Flooding;
use crate::wind::{Downburst, SquallLine, Typhoon};

/// What a scenario adds to the everyday weather.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Extremes {
    /// A typhoon.
    pub typhoon: Option<Typhoon>,
    /// Squall lines.
    pub squalls: Vec<SquallLine>,
    /// Downbursts.
    pub downbursts: Vec<Downburst>,
    /// How water rises.
    pub flood: Flooding,
    /// Where the everyday wind comes from, ° clockwise from north.
    pub wind_from_deg: f64,
    /// What poles stand in, and for what they were built.
    pub ground: Ground,
    /// How well the weather service foresees it.
    pub service: Service,
    /// How much lightning its storms have.
    pub lightning: Lightning,
}

impl Extremes {
    /// How far rivers stand above their usual level, m, `hour` hours after midnight of the
    /// first day.
    pub fn river_m(&self, hour: f64) -> f64 {
        self.flood.river_m.at(hour, 0.0)
    }
}

/// The weather over a district.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weather {
    everyday: taiqu_field::Weather,
    extremes: Extremes,
}

/// Hours between the points of the course that the whole district gets, and over which they
/// are a mean.
const TABLED_H: f64 = 1.0 / 6.0;

impl Weather {
    /// That of a scenario.
    pub const fn new(everyday: taiqu_field::Weather, extremes: Extremes) -> Self {
        Self { everyday, extremes }
    }

    /// Mean wind over 10 minutes at 10 m, m/s, at a place, `hour` hours after midnight of
    /// the first day. In a squall it is what the gusts ride on.
    pub fn wind(&self, place_m: Vector, hour: f64) -> Vector {
        let Extremes {
            typhoon,
            squalls,
            downbursts,
            wind_from_deg,
            flood: _,
            ground: _,
            service: _,
            lightning: _,
        } = &self.extremes;
        let everyday = self.everyday.wind_m_s.at(hour, 0.0);
        let mut wind = Vector::towards((270.0 - wind_from_deg).to_radians()) * everyday;
        if let Some(typhoon) = typhoon {
            wind += typhoon.wind(place_m, hour, self.everyday.latitude_deg);
        }
        for squall in squalls {
            wind += squall.wind(place_m, hour);
        }
        for burst in downbursts {
            wind += burst.wind(place_m, hour);
        }
        wind
    }

    /// Whether its wind differs from one part of a town to another: what is convective does, a
    /// typhoon does not.
    pub const fn is_local(&self) -> bool {
        !self.extremes.squalls.is_empty() || !self.extremes.downbursts.is_empty()
    }

    /// Rain at a place, mm/h.
    pub fn rain_mm_h(&self, place_m: Vector, hour: f64) -> f64 {
        let typhoon = self.extremes.typhoon.iter();
        let typhoon = typhoon.map(|typhoon| typhoon.rain_mm_h(place_m, hour));
        let squalls = self.extremes.squalls.iter();
        let squalls = squalls.map(|squall| squall.rain_mm_h(place_m, hour));
        self.everyday.rain_mm_h.at(hour, 0.0) + typhoon.chain(squalls).sum::<f64>()
    }

    /// Flashes to the ground at a place for each square kilometre and hour. What is convective
    /// has them, not every rain.
    pub fn flashes_per_km2_h(&self, place_m: Vector, hour: f64) -> f64 {
        let Extremes {
            typhoon,
            squalls,
            downbursts,
            lightning,
            ..
        } = &self.extremes;
        let squalls = squalls.iter().map(|squall| squall.overhead(place_m, hour));
        let bursts = downbursts.iter().map(|burst| burst.overhead(place_m, hour));
        let bands = typhoon.iter().map(|typhoon| typhoon.bands(place_m, hour));
        // A downburst falls out of a squall line's thunderstorm, not out of another one.
        let squall = squalls.chain(bursts).fold(0.0, f64::max);
        lightning.other_per_km2_h.at(hour, 0.0)
            + lightning.squall_per_km2_h * squall
            + lightning.typhoon_per_km2_h * bands.sum::<f64>()
    }

    /// Cloud cover at a place, from 0 to 1: where it rains the sky is covered.
    pub fn cloud(&self, place_m: Vector, hour: f64) -> f64 {
        let everyday = self.everyday.cloud.at(hour, 0.0);
        everyday.max(self.rain_mm_h(place_m, hour).min(1.0))
    }

    /// Air temperature, °C.
    pub fn temperature_c(&self, hour: f64) -> f64 {
        self.everyday.at(hour).temperature_c
    }

    /// The same weather as one course for the whole district, as its middle has it from
    /// `start_hour` to `end_hour`: what loads, people and the weather service go by.
    pub fn tabled(&self, middle_m: Vector, start_hour: f64, end_hour: f64) -> taiqu_field::Weather {
        let count = ((end_hour - start_hour) / TABLED_H).ceil().max(0.0) as usize;
        let hours = (0..=count).map(|k| start_hour + k as f64 * TABLED_H);
        let course =
            |value: &dyn Fn(f64) -> f64| Course(hours.clone().map(|h| (h, value(h))).collect());
        taiqu_field::Weather {
            wind_m_s: course(&|hour| self.wind(middle_m, hour).length()),
            rain_mm_h: course(&|hour| self.rain_mm_h(middle_m, hour)),
            cloud: course(&|hour| self.cloud(middle_m, hour)),
            river_m: self.extremes.flood.river_m.clone(),
            ..self.everyday.clone()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everyday_weather_stays_as_it_was() {
        let everyday = taiqu_field::Weather {
            wind_m_s: Course(vec![(0.0, 2.0), (24.0, 8.0)]),
            rain_mm_h: Course(vec![(0.0, 0.5)]),
            ..taiqu_field::Weather::default()
        };
        let weather = Weather::new(everyday.clone(), Extremes::default());
        let tabled = weather.tabled(Vector::default(), 0.0, 24.0);
        for hour in [0.0, 5.5, 12.25, 23.0] {
            let (one, other) = (tabled.at(hour), everyday.at(hour));
            assert!((one.wind_m_s - other.wind_m_s).abs() < 1e-9);
            assert!((one.rain_mm_h - other.rain_mm_h).abs() < 1e-9);
        }
        // From the north it blows to the south.
        assert!(weather.wind(Vector::default(), 12.0).y < -4.9);
    }

    #[test]
    fn a_gauge_measures_what_rivers_do() {
        let flood = Flooding {
            river_m: Course(vec![(0.0, 0.0), (10.0, 2.0)]),
            ..Flooding::default()
        };
        let extremes = Extremes {
            flood,
            ..Extremes::default()
        };
        let weather = Weather::new(taiqu_field::Weather::default(), extremes);
        let tabled = weather.tabled(Vector::default(), 0.0, 24.0);
        for (hour, river_m) in [(0.0, 0.0), (5.0, 1.0), (20.0, 2.0)] {
            assert!((tabled.at(hour).river_m - river_m).abs() < 1e-9, "{hour}");
        }
    }
}
