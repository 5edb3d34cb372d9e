//! The passage of a storm over a place: its mean wind from moment to moment, and how far
//! it has carried its gusts.

use taiqu_structure::Vector;

use super::Gusts;
use crate::Weather;

/// Seconds between two points of the table.
pub const STEP_S: f64 = 10.0;

/// The mean wind at a place, tabled over a storm's length.
#[derive(Clone, Debug)]
pub struct Passage {
    middle_m: Vector,
    points: Vec<Point>,
}

#[derive(Clone, Copy, Debug, Default)]
struct Point {
    wind: Vector,
    travel_m: f64,
}

/// A moment of the passage.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Instant {
    middle_m: Vector,
    /// Where the wind blows to.
    towards: Vector,
    /// Mean wind over 10 minutes at 10 m, m/s.
    pub mean_m_s: f64,
    travel_m: f64,
}

impl Passage {
    /// That of `weather` over the middle of a district, `middle_m`, from `start_hour`, hours
    /// since midnight of the first day, for `length_s`.
    pub fn new(weather: &Weather, middle_m: Vector, start_hour: f64, length_s: f64) -> Self {
        Self::at_place(weather, middle_m, middle_m, start_hour, length_s)
    }

    /// The same over another place of it, `at_m`.
    pub(super) fn at_place(
        weather: &Weather,
        at_m: Vector,
        middle_m: Vector,
        start_hour: f64,
        length_s: f64,
    ) -> Self {
        let count = (length_s / STEP_S).ceil().max(0.0) as usize + 2;
        let mut travel_m = 0.0;
        let mut last = 0.0;
        let points = (0..count).map(|k| {
            let hour = start_hour + k as f64 * STEP_S / 3600.0;
            let wind = weather.wind(at_m, hour);
            let speed = wind.length();
            if k > 0 {
                travel_m += f64::midpoint(last, speed) * STEP_S;
            }
            last = speed;
            Point { wind, travel_m }
        });
        Self {
            middle_m,
            points: points.collect(),
        }
    }

    /// The moment `seconds` after the start.
    pub fn at(&self, seconds: f64) -> Instant {
        let place = (seconds / STEP_S).max(0.0);
        let before = (place as usize).min(self.points.len().saturating_sub(2));
        let share = place - before as f64;
        let (a, b) = (self.points[before], self.points[before + 1]);
        let wind = a.wind + (b.wind - a.wind) * share;
        Instant {
            middle_m: self.middle_m,
            towards: wind.direction(),
            mean_m_s: wind.length(),
            travel_m: a.travel_m + (b.travel_m - a.travel_m) * share,
        }
    }
}

impl Instant {
    /// The wind of this moment at a place, m/s.
    pub fn wind(&self, gusts: &Gusts, place_m: Vector, lane: u32) -> Vector {
        let (along, across) = self.coordinates(place_m);
        self.wind_of(1.0 + INTENSITY * gusts.at(along, across, self.travel_m, lane))
    }

    /// The wind at a place over its mean, by the wide gusts alone.
    pub fn wide(&self, gusts: &Gusts, place_m: Vector) -> f64 {
        let (along, across) = self.coordinates(place_m);
        1.0 + INTENSITY * gusts.wide_at(along, across, self.travel_m)
    }

    /// `times` the mean wind, m/s; it does not blow backwards.
    pub fn wind_of(&self, times: f64) -> Vector {
        self.towards * (self.mean_m_s * times.max(0.0))
    }

    /// Along the wind and across it from the middle of the district, m.
    fn coordinates(&self, place_m: Vector) -> (f64, f64) {
        let off = place_m - self.middle_m;
        (off.dot(self.towards), off.dot(self.towards.across()))
    }
}

/// Standard deviation of the wind over its mean at 10 m: σ = √6·u* with the logarithmic
/// profile over open country of a roughness of 5 cm.
pub const INTENSITY: f64 = 0.185;
