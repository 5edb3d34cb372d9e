//! The weather of a scenario.

use serde::{Deserialize, Serialize};
use taiqu_link::WeatherReport;

/// A quantity over the day: points (hour since midnight of the first day, value)
/// in order of time, straight lines between them, constant before and after.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Course(pub Vec<(f64, f64)>);

impl Course {
    /// The value at `hour`; `otherwise` if there are no points.
    pub fn at(&self, hour: f64, otherwise: f64) -> f64 {
        let after = self.0.partition_point(|&(h, _)| h <= hour);
        match (after.checked_sub(1).map(|k| self.0[k]), self.0.get(after)) {
            (None, None) => otherwise,
            (None, Some(&(_, value))) | (Some((_, value)), None) => value,
            (Some((h0, v0)), Some(&(h1, v1))) => v0 + (v1 - v0) * (hour - h0) / (h1 - h0),
        }
    }
}

/// Weather over the district, the same everywhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Weather {
    /// Air temperature, °C; 20 if not given.
    pub temperature_c: Course,
    /// Cloud cover, 0 clear to 1 overcast; clear if not given.
    pub cloud: Course,
    /// Wind, 10-minute mean at 10 m, m/s; calm if not given.
    pub wind_m_s: Course,
    /// Rain, mm/h; none if not given.
    pub rain_mm_h: Course,
    /// How far rivers stand above their usual level, m: what a storm's flooding says, and as
    /// usual without.
    #[serde(skip)]
    pub river_m: Course,
    /// Geographical latitude, degrees north, for the height of the sun.
    pub latitude_deg: f64,
}

impl Default for Weather {
    fn default() -> Self {
        Self {
            temperature_c: Course::default(),
            cloud: Course::default(),
            wind_m_s: Course::default(),
            rain_mm_h: Course::default(),
            river_m: Course::default(),
            latitude_deg: 30.0,
        }
    }
}

impl Weather {
    /// The weather at `hour` since midnight of the first day.
    pub fn at(&self, hour: f64) -> WeatherReport {
        WeatherReport {
            temperature_c: self.temperature_c.at(hour, 20.0),
            cloud: self.cloud.at(hour, 0.0),
            wind_m_s: self.wind_m_s.at(hour, 0.0),
            rain_mm_h: self.rain_mm_h.at(hour, 0.0),
            river_m: self.river_m.at(hour, 0.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_course_is_straight_between_points_and_flat_outside() {
        let course = Course(vec![(6.0, 20.0), (14.0, 36.0), (14.0, 30.0)]);
        let close = |hour, value: f64| (course.at(hour, 0.0) - value).abs() < 1e-12;
        assert!(close(0.0, 20.0) && close(10.0, 28.0) && close(20.0, 30.0));
        assert!((Course::default().at(3.0, 20.0) - 20.0).abs() < 1e-12);
    }
}
