//! The weather as the picture shows it: what moves, and what flashes.

use bevy::prelude::*;

use crate::chance::chance;
use crate::site::Weather;

/// Rain that is drawn as a downpour, mm/h.
const DOWNPOUR_MM_H: f64 = 50.0;
/// Share of a downpour from which there is lightning.
const THUNDER: f32 = 0.4;
/// Between two chances of a flash, s: far below three a second.
const FLASH_EVERY_S: f64 = 4.0;
/// Share of them that are taken, and how long a flash fades, s.
const FLASHES: f32 = 0.45;
const FADES_S: f64 = 0.14;

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
        let mut made = Self {
            weather,
            since_s: if moves { since_s } else { 0.0 },
            motion: f32::from(u8::from(moves)),
            flash: 0.0,
        };
        if moves && made.rain() >= THUNDER {
            made.flash = flash(since_s);
        }
        made
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

/// Light of lightning at a moment: a flash fades before the next can come.
fn flash(since_s: f64) -> f32 {
    let number = (since_s / FLASH_EVERY_S).floor();
    let place = Vec2::new(number as f32, 0.5);
    let begins = f64::from(chance(place, 94)) * (FLASH_EVERY_S - 8.0 * FADES_S);
    let since = since_s - number * FLASH_EVERY_S - begins;
    if chance(place, 93) > FLASHES || since < 0.0 {
        return 0.0;
    }
    (-since / FADES_S).exp() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    const SQUALL: Weather = Weather {
        wind_m_s: (20.0, -5.0),
        rain_mm_h: 60.0,
        cloud: 1.0,
        ice_m: 0.0,
    };

    #[test]
    fn lightning_is_seldom_and_fades() {
        let times = (0..60_000).map(|k| f64::from(k) * 0.02);
        let lights: Vec<f32> = times
            .map(|at| Overhead::new(SQUALL, at, true).flash)
            .collect();
        let begun = lights.windows(2).filter(|pair| pair[1] > pair[0] + 0.5);
        let flashes = begun.count();
        // In twenty minutes there are 300 chances.
        assert!((90..190).contains(&flashes), "{flashes}");
        let bright = lights.iter().filter(|light| **light > 0.1).count();
        assert!(bright < lights.len() / 10, "{bright}");
    }

    #[test]
    fn what_must_not_move_stands_still() {
        let times = [0.0, 17.3, 900.0].map(|at| Overhead::new(SQUALL, at, false));
        assert!(times.iter().all(|one| *one == times[0]));
        assert!(times[0].flash == 0.0 && times[0].motion == 0.0);
    }
}
