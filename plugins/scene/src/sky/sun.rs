//! Where the sun stands (declination after Cooper 1969, local solar time).

use std::f64::consts::TAU;

use bevy::prelude::*;

/// Clock hour at which the sun is highest: China's one time zone, a little west of
/// its meridian.
const NOON_H: f64 = 12.1;

/// Direction to the sun in the picture at `hour` of day `day` of the year.
pub fn sun_direction(hour: f64, day: u16, latitude_deg: f64) -> Vec3 {
    let declination = 23.45_f64.to_radians() * (TAU * (284.0 + f64::from(day)) / 365.0).sin();
    let angle = (hour - NOON_H) * TAU / 24.0;
    let latitude = latitude_deg.to_radians();
    let up = latitude.sin() * declination.sin() + latitude.cos() * declination.cos() * angle.cos();
    let west = declination.cos() * angle.sin();
    let south =
        latitude.sin() * declination.cos() * angle.cos() - latitude.cos() * declination.sin();
    Vec3::new(-west as f32, up as f32, south as f32).normalize()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_july_it_is_high_at_noon_and_sets_in_the_north_west() {
        let noon = sun_direction(NOON_H, 196, 30.0);
        let elevation = noon.y.asin().to_degrees();
        assert!((elevation - 81.5).abs() < 1.0, "{elevation}");
        assert!(noon.x.abs() < 1e-3 && noon.z > 0.0, "in the south: {noon}");
        let evening = sun_direction(19.0, 196, 30.0);
        assert!(evening.y.abs() < 0.03, "{evening}");
        assert!(evening.x < -0.9 && evening.z < 0.0, "{evening}");
        assert!(sun_direction(0.0, 196, 30.0).y < -0.5);
    }
}
