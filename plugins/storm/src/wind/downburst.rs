//! A downburst: air that falls out of a thunderstorm and spreads over the ground.

use serde::{Deserialize, Serialize};
use taiqu_structure::Vector;

use super::squall::towards;

/// A downburst (Holmes and Oliver 2000): wind outwards from a centre that moves, rising
/// evenly to the strongest at a radius and falling off beyond, dying away with time.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Downburst {
    /// Hour since midnight of the first day at which it reaches the ground.
    pub hour: f64,
    /// Where, m east and north of the origin.
    pub at_m: (f64, f64),
    /// Its strongest wind outwards, m/s.
    pub peak_m_s: f64,
    /// Radius of the strongest wind, m.
    pub radius_m: f64,
    /// Over what distance it falls off beyond, m.
    pub fades_m: f64,
    /// In what time it falls to 1/e, s.
    pub lasts_s: f64,
    /// Where the thunderstorm comes from, ° clockwise from north.
    #[serde(default)]
    pub from_deg: f64,
    /// How fast it moves, m/s.
    #[serde(default)]
    pub moves_m_s: f64,
}

/// In what time it comes up, s.
const RISES_S: f64 = 60.0;
/// Radius of the thunderstorm out of which it falls, m; assumed.
const CELL_M: f64 = 5000.0;

impl Downburst {
    /// Its mean wind at a place, m/s.
    pub fn wind(&self, place_m: Vector, hour: f64) -> Vector {
        let since_s = (hour - self.hour) * 3600.0;
        if since_s <= 0.0 {
            return Vector::default();
        }
        let moves = towards(self.from_deg) * self.moves_m_s;
        let out = place_m - Vector::from(self.at_m) - moves * since_s;
        let distance = out.length();
        let radius = self.radius_m.max(1.0);
        let share = if distance < radius {
            distance / radius
        } else {
            (-((distance - radius) / self.fades_m.max(1.0)).powi(2)).exp()
        };
        let alive = self.alive(since_s);
        // The thunderstorm's own motion is felt where its air is.
        let felt = if distance < radius { 1.0 } else { share };
        (out.direction() * (self.peak_m_s * share) + moves * felt) * alive
    }

    /// How much of its thunderstorm is over a place, from 0 to 1.
    pub fn overhead(&self, place_m: Vector, hour: f64) -> f64 {
        let since_s = (hour - self.hour) * 3600.0;
        let moves = towards(self.from_deg) * self.moves_m_s;
        let out = place_m - Vector::from(self.at_m) - moves * since_s;
        self.alive(since_s) * (-(out.length() / CELL_M).powi(2)).exp()
    }

    /// What of it is left, from 0 to 1.
    fn alive(&self, since_s: f64) -> f64 {
        (since_s / RISES_S).clamp(0.0, 1.0) * (-since_s.max(0.0) / self.lasts_s.max(1.0)).exp()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_blows_outwards_most_at_its_radius_and_dies_away() {
        let burst = Downburst {
            hour: 0.0,
            at_m: (0.0, 0.0),
            peak_m_s: 30.0,
            radius_m: 800.0,
            fades_m: 600.0,
            lasts_s: 600.0,
            from_deg: 0.0,
            moves_m_s: 0.0,
        };
        let at = |east: f64, seconds: f64| burst.wind(Vector::new(east, 0.0), seconds / 3600.0);
        assert!(at(800.0, 60.0).x > at(400.0, 60.0).x && at(800.0, 60.0).x > at(1500.0, 60.0).x);
        assert!((at(800.0, 60.0).x - 30.0 * (-0.1_f64).exp()).abs() < 1e-9);
        assert!((at(-800.0, 60.0).x + at(800.0, 60.0).x).abs() < 1e-9);
        assert!(at(800.0, 3600.0).x < 0.1 && at(800.0, -1.0).length() < 1e-12);
    }
}
