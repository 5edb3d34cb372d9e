//! The weather as the picture shows it: what moves, and what flashes.

use bevy::prelude::*;

use crate::site::Weather;

/// Rain that is drawn as a downpour, mm/h.
const DOWNPOUR_MM_H: f64 = 50.0;
/// How long a flash fades, simulated s.
const FADES_S: f64 = 0.14;
/// Distance at which it lights half as much as close by, m.
const HALF_M: f32 = 2000.0;

/// The weather as the picture shows it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Overhead {
    weather: Weather,
    /// How long it has moved, s.
    since_s: f64,
    /// How far what it moves is seen to move, 0 or 1.
    pub motion: f32,
    /// Light of lightning.
    pub flash: f32,
}

impl Overhead {
    /// In a picture that shows everything as it moves, or stands still.
    pub fn new(weather: Weather, since_s: f64, moves: bool) -> Self {
        Self {
            weather,
            since_s: if moves { since_s } else { 0.0 },
            motion: f32::from(u8::from(moves)),
            flash: 0.0,
        }
    }

    /// With the light of the last strike, as it is at the simulated time `now_s` at a place
    /// so far from it; none in a picture that stands still.
    pub fn lit(self, now_s: f64, away_m: impl Fn((f64, f64)) -> f32) -> Self {
        let light = self
            .weather
            .strike
            .map_or(0.0, |strike| flash(now_s - strike.at_s, away_m(strike.at)));
        Self {
            flash: self.motion * light,
            ..self
        }
    }

    /// Share of the sky that is covered.
    pub const fn cloud(&self) -> f32 {
        self.weather.cloud as f32
    }

    /// Rain, as a share of a downpour.
    pub fn rain(&self) -> f32 {
        (self.weather.rain_mm_h / DOWNPOUR_MM_H).clamp(0.0, 1.0) as f32
    }

    /// Wind, time and ice as the shader reads them.
    pub const fn wind(&self) -> Vec4 {
        let (east, north) = self.weather.wind_m_s;
        let ice = self.weather.ice_m as f32;
        Vec4::new(east as f32, -north as f32, self.since_s as f32, ice)
    }
}

/// Light of lightning that struck so long ago, so far away.
fn flash(since_s: f64, away_m: f32) -> f32 {
    if since_s < 0.0 {
        return 0.0;
    }
    let fades = (-since_s / FADES_S).exp() as f32;
    fades / (1.0 + (away_m / HALF_M).powi(2))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Strike;

    const STRUCK: Weather = Weather {
        wind_m_s: (20.0, -5.0),
        rain_mm_h: 0.0,
        cloud: 1.0,
        ice_m: 0.0,
        strike: Some(Strike {
            at_s: 17.25,
            at: (300.0, 0.0),
        }),
    };

    /// The light at a moment, from a place on the map.
    fn light(weather: Weather, now_s: f64, east_m: f64) -> f32 {
        let away_m = |at: (f64, f64)| (at.0 - east_m).abs() as f32;
        Overhead::new(weather, 0.0, true).lit(now_s, away_m).flash
    }

    #[test]
    fn the_sky_flashes_where_and_when_lightning_strikes() {
        assert!(light(STRUCK, 17.2, 300.0) == 0.0);
        let [first, then, over] = [17.25, 17.4, 19.0].map(|now_s| light(STRUCK, now_s, 300.0));
        assert!(first > 0.99 && then < 0.5 * first && over < 0.01);
        // Far away it lights less.
        assert!(light(STRUCK, 17.25, 5000.0) < 0.3);
    }

    #[test]
    fn rain_alone_does_not_flash() {
        let rain = Weather {
            rain_mm_h: 60.0,
            strike: None,
            ..STRUCK
        };
        let times = (0..60_000).map(|k| f64::from(k) * 0.02);
        assert!(times.map(|at| light(rain, at, 0.0)).all(|one| one == 0.0));
    }

    #[test]
    fn what_must_not_move_stands_still() {
        let times = [0.0, 17.3, 900.0];
        let times = times.map(|at| Overhead::new(STRUCK, at, false).lit(at, |_| 0.0));
        assert!(times.iter().all(|one| *one == times[0]));
        assert!(times[0].flash == 0.0 && times[0].motion == 0.0);
    }
}
