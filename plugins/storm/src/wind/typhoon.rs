//! A typhoon: Holland's profile around a centre that moves along a track.
//!
//! The gradient wind at the distance r from the centre is
//! V = √(B·Δp/ρ·x·e⁻ˣ + (r·f/2)²) − r·f/2 with x = (R/r)^B (Holland 1980). Over open
//! land a part of it is left at 10 m, and friction turns it inwards. On the side where the
//! storm moves with its wind it is stronger; over land the pressure deficit fills.

use serde::{Deserialize, Serialize};
use taiqu_structure::Vector;

/// Where the centre is at some hour, and how deep.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// Hour since midnight of the first day.
    pub hour: f64,
    /// Where, km east and north of the origin of the district's coordinates.
    pub at_km: (f64, f64),
    /// Pressure in the centre, as it would be over the sea, hPa.
    pub pressure_hpa: f64,
    /// Distance of the strongest wind from the centre, km.
    pub radius_km: f64,
}

/// A typhoon.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Typhoon {
    /// Its track, in order of time; straight between the fixes and beyond them.
    pub track: Vec<Fix>,
    /// Holland's B; from depth and radius if not given.
    #[serde(default)]
    pub shape: Option<f64>,
    /// Pressure outside, hPa.
    #[serde(default = "outside")]
    pub outside_hpa: f64,
    /// Hour at which the centre comes over land; it stays over the sea if not given.
    #[serde(default)]
    pub landfall_hour: Option<f64>,
    /// Rate at which the deficit fills over land, 1/h.
    #[serde(default = "filling")]
    pub filling_per_h: f64,
}

const fn outside() -> f64 {
    1010.0
}

/// Vickery and Twisdale (1995), for a deficit of some 60 hPa.
const fn filling() -> f64 {
    0.035
}

/// Density of the air in a typhoon, kg/m³.
const AIR_KG_M3: f64 = 1.15;
/// Angular velocity of the Earth, rad/s.
const EARTH_RAD_S: f64 = 7.292e-5;
/// What open land leaves of the gradient wind as a 10-minute mean at 10 m (between 0.6 and
/// 0.7 in the literature).
const AT_GROUND: f64 = 0.65;
/// What the sea leaves of it.
const AT_SEA: f64 = 0.8;
/// How far friction turns the wind inwards, °.
const INFLOW_DEG: f64 = 20.0;
/// What of the storm's own motion adds to its strongest wind.
const CARRIED: f64 = 0.55;
/// Distance of the rain bands with most lightning from the centre, and how wide they are, km
/// (Molinari and others 1999: least at 100 km, most between 200 and 300).
const BANDS_KM: (f64, f64) = (250.0, 70.0);
/// Metres a second in a knot, and millimetres in an inch.
const KNOT_M_S: f64 = 0.514_444;
const INCH_MM: f64 = 25.4;

/// The centre at some moment.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Centre {
    at_km: Vector,
    moves_m_s: Vector,
    deficit_pa: f64,
    radius_km: f64,
}

impl Typhoon {
    /// Mean wind over 10 minutes at 10 m over open land, m/s, at `place_m`, in metres east
    /// and north of the origin, at the latitude `latitude_deg`.
    pub fn wind(&self, place_m: Vector, hour: f64, latitude_deg: f64) -> Vector {
        let Some(centre) = self.centre(hour) else {
            return Vector::default();
        };
        let out = place_m * 1e-3 - centre.at_km;
        // In the very middle there is no direction, and no wind.
        let distance_km = out.length().max(0.01);
        let outwards = out.direction();
        let shape = self.shape_of(&centre);
        let turning = 2.0 * EARTH_RAD_S * latitude_deg.to_radians().sin();
        let coriolis = distance_km * 1e3 * turning.abs() / 2.0;
        let x = (centre.radius_km / distance_km).powf(shape);
        let pressure = shape * centre.deficit_pa / AIR_KG_M3;
        let gradient = (pressure * x * (-x).exp() + coriolis * coriolis).sqrt() - coriolis;
        let most = self.gradient_m_s(&centre);
        // Counter-clockwise in the north, clockwise in the south.
        let around = outwards.across() * latitude_deg.signum();
        let (inwards, along) = INFLOW_DEG.to_radians().sin_cos();
        let turned = around * along - outwards * inwards;
        let share = if most > 0.0 { gradient / most } else { 0.0 };
        turned * (AT_GROUND * gradient) + centre.moves_m_s * (CARRIED * share)
    }

    /// Rain at `place_m`, mm/h: rises from the centre to the strongest wind's surroundings
    /// and falls off outwards, the more the stronger the storm (R-CLIPER, Tuleya and others
    /// 2007).
    pub fn rain_mm_h(&self, place_m: Vector, hour: f64) -> f64 {
        let Some(centre) = self.centre(hour) else {
            return 0.0;
        };
        let distance_km = (place_m * 1e-3 - centre.at_km).length();
        let strength = 1.0 + (AT_SEA * self.gradient_m_s(&centre) / KNOT_M_S - 35.0) / 33.0;
        let per_hour = INCH_MM / 24.0;
        let middle = (-1.10 + 3.96 * strength).max(0.0) * per_hour;
        let most = (-1.60 + 4.80 * strength).max(0.0) * per_hour;
        let at_km = (64.5 - 13.0 * strength).max(10.0);
        let over_km = (150.0 - 16.0 * strength).max(50.0);
        if distance_km < at_km {
            middle + (most - middle) * distance_km / at_km
        } else {
            most * (-(distance_km - at_km) / over_km).exp()
        }
    }

    /// How much of its outer rain bands is over a place, from 0 to 1.
    pub fn bands(&self, place_m: Vector, hour: f64) -> f64 {
        let (at_km, wide_km) = BANDS_KM;
        self.centre(hour).map_or(0.0, |centre| {
            let distance_km = (place_m * 1e-3 - centre.at_km).length();
            (-((distance_km - at_km) / wide_km).powi(2)).exp()
        })
    }

    /// The same typhoon whose track after `hour` is off by `shift_km_h` for each hour, and
    /// whose deficit by the factor e^`deeper` for a day, growing with the root of time.
    #[must_use]
    pub fn displaced(&self, hour: f64, shift_km_h: Vector, deeper: f64) -> Self {
        let mut track: Vec<Fix> = Vec::new();
        let here = self.centre(hour).map(|centre| Fix {
            hour,
            at_km: (centre.at_km.x, centre.at_km.y),
            pressure_hpa: self.outside_hpa - self.over_sea_hpa(hour),
            radius_km: centre.radius_km,
        });
        track.extend(self.track.iter().filter(|fix| fix.hour < hour));
        track.extend(here);
        for fix in self.track.iter().filter(|fix| fix.hour > hour) {
            let ahead_h = fix.hour - hour;
            let deficit = self.outside_hpa - fix.pressure_hpa;
            let deeper = (deeper * (ahead_h / 24.0).sqrt()).exp();
            track.push(Fix {
                at_km: (
                    fix.at_km.0 + shift_km_h.x * ahead_h,
                    fix.at_km.1 + shift_km_h.y * ahead_h,
                ),
                pressure_hpa: self.outside_hpa - deficit * deeper,
                ..*fix
            });
        }
        Self {
            track,
            ..self.clone()
        }
    }

    /// The strongest mean wind of the whole track, over open land, m/s.
    pub fn strongest_m_s(&self) -> f64 {
        let fixes = self.track.iter().filter_map(|fix| self.centre(fix.hour));
        let with_motion = |centre: Centre| {
            AT_GROUND * self.gradient_m_s(&centre) + CARRIED * centre.moves_m_s.length()
        };
        fixes.map(with_motion).fold(0.0, f64::max)
    }

    /// The strongest gradient wind around a centre at rest, m/s: where x is 1.
    fn gradient_m_s(&self, centre: &Centre) -> f64 {
        let pressure = self.shape_of(centre) * centre.deficit_pa / AIR_KG_M3;
        (pressure / std::f64::consts::E).sqrt()
    }

    /// Holland's B as Vickery and others (2000) have it from deficit and radius.
    fn shape_of(&self, centre: &Centre) -> f64 {
        let deficit_hpa = centre.deficit_pa / 100.0;
        let usual = 1.38 + 0.00184 * deficit_hpa - 0.00309 * centre.radius_km;
        self.shape.unwrap_or(usual).clamp(0.8, 2.5)
    }

    /// The deficit that it would have over the sea, hPa.
    fn over_sea_hpa(&self, hour: f64) -> f64 {
        self.piece(hour).map_or(0.0, |(from, to, share)| {
            let within = share.clamp(0.0, 1.0);
            let pressure = from.pressure_hpa + (to.pressure_hpa - from.pressure_hpa) * within;
            (self.outside_hpa - pressure).max(0.0)
        })
    }

    /// The piece of the track on which the centre is, and how far along; below 0 and above
    /// 1 beyond the ends, where it goes on as on the nearest piece.
    fn piece(&self, hour: f64) -> Option<(&Fix, &Fix, f64)> {
        let (first, last) = (self.track.first()?, self.track.last()?);
        let after = self.track.partition_point(|fix| fix.hour <= hour);
        let after = after.clamp(1, self.track.len().max(2) - 1);
        let (from, to) = match (self.track.get(after - 1), self.track.get(after)) {
            (Some(from), Some(to)) => (from, to),
            _ => (first, last),
        };
        let hours = to.hour - from.hour;
        let share = if hours > 0.0 {
            (hour - from.hour) / hours
        } else {
            0.0
        };
        Some((from, to, share))
    }

    fn centre(&self, hour: f64) -> Option<Centre> {
        let (from, to, share) = self.piece(hour)?;
        let hours = to.hour - from.hour;
        let (at, to_at) = (Vector::from(from.at_km), Vector::from(to.at_km));
        let way = to_at - at;
        let within = share.clamp(0.0, 1.0);
        let between = |a: f64, b: f64| a + (b - a) * within;
        let on_land_h = self
            .landfall_hour
            .map_or(0.0, |landfall| (hour - landfall).max(0.0));
        let moves = if hours > 0.0 {
            way * (1000.0 / (hours * 3600.0))
        } else {
            Vector::default()
        };
        Some(Centre {
            at_km: at + way * share,
            moves_m_s: moves,
            deficit_pa: 100.0 * self.over_sea_hpa(hour) * (-self.filling_per_h * on_land_h).exp(),
            radius_km: between(from.radius_km, to.radius_km),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 955 hPa, going west past the origin's south at 20 km/h.
    fn typhoon() -> Typhoon {
        let fix = |hour: f64, east: f64| Fix {
            hour,
            at_km: (east, -40.0),
            pressure_hpa: 955.0,
            radius_km: 40.0,
        };
        Typhoon {
            track: vec![fix(0.0, 200.0), fix(20.0, -200.0)],
            shape: Some(1.4),
            outside_hpa: 1010.0,
            landfall_hour: None,
            filling_per_h: 0.035,
        }
    }

    #[test]
    fn the_gradient_wind_is_hollands() {
        let still = Typhoon {
            track: vec![Fix {
                at_km: (0.0, 0.0),
                ..typhoon().track[0]
            }],
            ..typhoon()
        };
        // At the radius of the strongest wind x is 1; at 30° the Coriolis term is
        // r·Ω·sin 30° = 40e3·7.292e-5·0.5 = 1.458 m/s.
        let gradient = (1.4 * 5500.0 / 1.15 * (-1.0_f64).exp() + 1.458 * 1.458).sqrt() - 1.458;
        let wind = still.wind(Vector::new(40e3, 0.0), 0.0, 30.0);
        assert!((wind.length() / (0.65 * gradient) - 1.0).abs() < 1e-3);
        // East of the centre it blows northwards and, by friction, inwards.
        assert!(wind.y > 0.0 && wind.x < 0.0);
        let inflow = (-wind.x / wind.y).atan().to_degrees();
        assert!((inflow - 20.0).abs() < 1e-9);
        // In the eye there is next to none.
        assert!(still.wind(Vector::new(500.0, 0.0), 0.0, 30.0).length() < 1.0);
    }

    #[test]
    fn it_blows_harder_on_the_side_on_which_it_moves() {
        let passing = typhoon();
        let north = passing.wind(Vector::new(0.0, 0.0), 10.0, 25.0).length();
        let south = passing.wind(Vector::new(0.0, -80e3), 10.0, 25.0).length();
        assert!(north > south + 4.0, "{north} {south}");
    }

    #[test]
    fn wind_at_a_place_rises_turns_and_falls_as_it_passes() {
        let passing = typhoon();
        let at = |hour: f64| passing.wind(Vector::default(), hour, 25.0);
        assert!(at(2.0).length() < at(9.0).length() && at(18.0).length() < at(9.0).length());
        // From the north-east before, from the south-east after.
        assert!(at(4.0).y < 0.0 && at(16.0).y > 0.0);
        let rain = |hour: f64| passing.rain_mm_h(Vector::default(), hour);
        assert!(rain(10.0) > 3.0 * rain(0.0) && (5.0..30.0).contains(&rain(10.0)));
    }

    #[test]
    fn over_land_it_fills() {
        let sea = typhoon();
        let land = Typhoon {
            landfall_hour: Some(6.0),
            ..typhoon()
        };
        let wind = |of: &Typhoon, hour| of.wind(Vector::default(), hour, 25.0).length();
        assert!((wind(&sea, 5.0) - wind(&land, 5.0)).abs() < 1e-12);
        assert!(wind(&land, 12.0) < 0.95 * wind(&sea, 12.0));
        // What carries the storm is not what fills.
        assert!(wind(&land, 12.0) > 0.7 * wind(&sea, 12.0));
    }

    #[test]
    fn a_storm_without_track_brings_no_wind() {
        let none = Typhoon {
            track: Vec::new(),
            ..typhoon()
        };
        assert!(none.wind(Vector::default(), 3.0, 25.0).length() < 1e-12);
        assert!(none.rain_mm_h(Vector::default(), 3.0).abs() < 1e-12);
    }
}
