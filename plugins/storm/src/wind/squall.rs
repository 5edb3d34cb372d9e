//! A squall line: a front of gusts that crosses the district.

use serde::{Deserialize, Serialize};
use taiqu_structure::Vector;

/// A squall line.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SquallLine {
    /// Hour since midnight of the first day at which the front is over the origin.
    pub hour: f64,
    /// Where it comes from, ° clockwise from north.
    pub from_deg: f64,
    /// How fast the front moves, m/s.
    pub moves_m_s: f64,
    /// Its strongest mean wind, m/s.
    pub peak_m_s: f64,
    /// From the front to the strongest wind, s.
    #[serde(default = "rises")]
    pub rises_s: f64,
    /// In what time the wind then falls to 1/e, s.
    #[serde(default = "lasts")]
    pub lasts_s: f64,
    /// Its heaviest rain, mm/h.
    #[serde(default)]
    pub rain_mm_h: f64,
}

const fn rises() -> f64 {
    90.0
}

const fn lasts() -> f64 {
    900.0
}

impl SquallLine {
    /// Where it blows to.
    pub fn towards(&self) -> Vector {
        towards(self.from_deg)
    }

    /// Its mean wind at a place, m/s.
    pub fn wind(&self, place_m: Vector, hour: f64) -> Vector {
        self.towards() * (self.peak_m_s * self.strength(self.since_s(place_m, hour)))
    }

    /// Its rain at a place, mm/h: it begins behind the front.
    pub fn rain_mm_h(&self, place_m: Vector, hour: f64) -> f64 {
        self.rain_mm_h * self.strength(self.since_s(place_m, hour) - self.rises_s)
    }

    /// How strong it is at a place, from 0 to 1.
    pub fn overhead(&self, place_m: Vector, hour: f64) -> f64 {
        self.strength(self.since_s(place_m, hour))
    }

    /// Seconds since the front passed a place.
    fn since_s(&self, place_m: Vector, hour: f64) -> f64 {
        let later_s = place_m.dot(self.towards()) / self.moves_m_s.max(1.0);
        (hour - self.hour) * 3600.0 - later_s
    }

    fn strength(&self, since_s: f64) -> f64 {
        if since_s <= 0.0 {
            return 0.0;
        }
        let rise = (since_s / self.rises_s.max(1.0)).min(1.0);
        let smooth = rise * rise * (3.0 - 2.0 * rise);
        let falls = (since_s - self.rises_s).max(0.0) / self.lasts_s.max(1.0);
        smooth * (-falls).exp()
    }
}

/// The direction in which a wind blows that comes from `from_deg`, ° clockwise from north.
pub(super) fn towards(from_deg: f64) -> Vector {
    let (sine, cosine) = from_deg.to_radians().sin_cos();
    Vector::new(-sine, -cosine)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_front_passes_one_place_after_the_other() {
        let line = SquallLine {
            hour: 15.0,
            from_deg: 270.0,
            moves_m_s: 15.0,
            peak_m_s: 28.0,
            rises_s: 90.0,
            lasts_s: 900.0,
            rain_mm_h: 60.0,
        };
        let at =
            |east: f64, seconds: f64| line.wind(Vector::new(east, 0.0), 15.0 + seconds / 3600.0);
        assert!(at(0.0, -1.0).length() < 1e-12);
        assert!((at(0.0, 90.0).x - 28.0).abs() < 1e-9);
        // 1.5 km further east a hundred seconds later.
        assert!((at(1500.0, 190.0).x - 28.0).abs() < 1e-9);
        assert!((at(0.0, 990.0).x - 28.0 / std::f64::consts::E).abs() < 1e-9);
        assert!(line.rain_mm_h(Vector::default(), 15.0 + 0.05) > 50.0);
    }
}
