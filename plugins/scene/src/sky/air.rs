//! Light and air by look and by the height of the sun.

use bevy::prelude::*;

use super::Overhead;
use crate::overlay::Overlay;
use crate::stage::Look;
use crate::surface::Air;
use crate::theme::{Hours, Rgb, Skies, SkyColours};

/// Lowest elevation of the light, so that dusk still models things, rad.
const LOWEST_LIGHT: f32 = 0.26;
/// Direction to the light of a sky that does not follow the hour: from where the sun
/// of an evening stands, but high enough that every wall has form.
const STEADY_LIGHT: Vec3 = Vec3::new(-0.70, 0.62, -0.36);
/// Thickness of the haze, 1/m.
const HAZE_PER_M: f32 = 2.8e-4;

/// How much thicker a downpour makes the haze.
const RAIN_HAZE: f32 = 4.5;
/// How much of clouds and rain is seen where the picture is to be quiet.
const QUIET: f32 = 0.3;

/// The air under a sky with the sun in this direction, and the direction to the light.
pub fn air(
    skies: &Skies,
    sun: Vec3,
    (look, overlay): (Look, Overlay),
    above: &Overhead,
) -> (Air, Vec3) {
    let (clear, lamps, towards_light) = match skies {
        Skies::Steady(sky) => (Sky::of(sky), 0.0, STEADY_LIGHT.normalize()),
        Skies::ByHour(hours) => by_hour(hours, sun),
    };
    let drama = if look == Look::Presentation {
        1.0
    } else {
        QUIET
    };
    let (cloud, rain) = (above.cloud() * drama, above.rain() * drama);
    let sky = clear.under(cloud, rain).lit(above.flash);
    let haze = HAZE_PER_M * (1.0 + RAIN_HAZE * rain);
    let sun = if matches!(skies, Skies::ByHour(_)) && sun.y > -0.05 {
        sun
    } else {
        towards_light
    };
    let flag = |is: bool| f32::from(u8::from(is));
    let air = Air {
        sun: sky.sun.extend(0.0),
        above: sky.above.extend(lamps),
        below: sky.below.extend(flag(overlay != Overlay::Normal)),
        zenith: sky.zenith.extend(flag(look == Look::Presentation)),
        horizon: sky.horizon.extend(haze),
        glow: sky.glow.extend(0.0),
        towards_sun: sun.extend(0.0),
        wind: above.wind(),
        weather: Vec4::new(cloud, rain, above.motion, 0.0),
    };
    (air, towards_light)
}

/// The sky at this height of the sun, how far lamps are on, and the direction to the
/// light: sun or moon.
fn by_hour(hours: &Hours, sun: Vec3) -> (Sky, f32, Vec3) {
    let elevation = sun.y.clamp(-1.0, 1.0).asin().to_degrees();
    let day = smooth(2.0, 16.0, elevation);
    let night = smooth(-1.0, -9.0, elevation);
    let mut sky = Sky::of(&hours.dusk)
        .towards(Sky::of(&hours.day), day)
        .towards(Sky::of(&hours.night), night);
    // The light fades out and in again where it changes from sun to moon.
    sky.sun *= ((night - 0.5).abs() * 2.0).clamp(0.0, 1.0);
    let low = Vec3::new(sun.x, 0.0, sun.z).normalize_or(Vec3::NEG_X);
    let lowest = low * LOWEST_LIGHT.cos() + Vec3::Y * LOWEST_LIGHT.sin();
    let towards_light = if night > 0.5 {
        Vec3::new(0.45, 0.62, 0.64).normalize()
    } else if sun.y > LOWEST_LIGHT.sin() {
        sun
    } else {
        lowest
    };
    (sky, smooth(5.0, -1.5, elevation), towards_light)
}

/// A sky in linear light.
#[derive(Clone, Copy, Debug)]
struct Sky {
    zenith: Vec3,
    horizon: Vec3,
    glow: Vec3,
    sun: Vec3,
    above: Vec3,
    below: Vec3,
}

impl Sky {
    fn of(colours: &SkyColours) -> Self {
        let plain = |colour: Rgb| Vec3::from(colour.linear());
        let light = |(colour, strength): (Rgb, f32)| plain(colour) * strength;
        Self {
            zenith: plain(colours.zenith),
            horizon: plain(colours.horizon),
            glow: plain(colours.glow),
            sun: light(colours.sun),
            above: light(colours.above),
            below: light(colours.below),
        }
    }

    /// Under clouds, and in this share of a downpour.
    fn under(self, cloud: f32, rain: f32) -> Self {
        let grey = |colour: Vec3| Vec3::splat(colour.dot(Vec3::new(0.2126, 0.7152, 0.0722)));
        let slate = |colour: Vec3| grey(colour) * Vec3::new(0.93, 0.99, 1.06);
        let dark = 1.0 - 0.42 * rain;
        let mean = (self.zenith + self.horizon) * 0.5;
        let covered = Self {
            zenith: slate(mean) * 0.75 * dark,
            horizon: slate(mean) * 1.05 * dark,
            glow: Vec3::ZERO,
            sun: slate(self.sun) * 0.12 * dark,
            above: slate(self.above + self.sun * 0.22) * dark,
            below: slate(self.below) * dark,
        };
        self.towards(covered, cloud)
    }

    /// In a flash of lightning.
    fn lit(mut self, flash: f32) -> Self {
        let light = Vec3::new(0.78, 0.84, 1.0) * flash;
        self.above += light;
        self.zenith += light * 0.35;
        self.horizon += light * 0.25;
        self
    }

    fn towards(self, other: Self, share: f32) -> Self {
        Self {
            zenith: self.zenith.lerp(other.zenith, share),
            horizon: self.horizon.lerp(other.horizon, share),
            glow: self.glow.lerp(other.glow, share),
            sun: self.sun.lerp(other.sun, share),
            above: self.above.lerp(other.above, share),
            below: self.below.lerp(other.below, share),
        }
    }
}

fn smooth(from: f32, to: f32, value: f32) -> f32 {
    let t = ((value - from) / (to - from)).clamp(0.0, 1.0);
    t * t * (3.0 - 2.0 * t)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sky::sun_direction;

    #[test]
    fn the_light_is_never_below_the_ground() {
        let sky = SkyColours {
            zenith: Rgb([10; 3]),
            horizon: Rgb([20; 3]),
            glow: Rgb([0; 3]),
            sun: (Rgb([255; 3]), 1.0),
            above: (Rgb([100; 3]), 0.5),
            below: (Rgb([50; 3]), 0.2),
        };
        let hours = Hours {
            day: sky,
            dusk: sky,
            night: sky,
        };
        for hour in 0..24 {
            let sun = sun_direction(f64::from(hour), 196, 30.0);
            for skies in [Skies::Steady(sky), Skies::ByHour(hours)] {
                let how = (Look::Presentation, Overlay::Normal);
                let (air, light) = air(&skies, sun, how, &Overhead::default());
                assert!(
                    light.y > 0.1 && (light.length() - 1.0).abs() < 1e-3,
                    "{hour}: {light}"
                );
                let dark = matches!(skies, Skies::ByHour(_)) && !(6..19).contains(&hour);
                assert_eq!(air.above.w > 0.5, dark, "lamps at {hour}");
            }
        }
    }
}
