//! Where the sun stands, as far as generation needs it.

use std::f64::consts::TAU;

/// Sine of the sun's elevation, negative at night, on `day` of the year at `hour`
/// of solar time, at a latitude in degrees.
///
/// Declination after Cooper (1969), δ = 23.45° sin(360°(284 + n)/365).
pub fn sine_of_elevation(day: u32, hour: f64, latitude_deg: f64) -> f64 {
    let declination = 23.45_f64.to_radians() * (TAU * (284.0 + f64::from(day)) / 365.0).sin();
    let latitude = latitude_deg.to_radians();
    let hour_angle = TAU * (hour - 12.0) / 24.0;
    latitude.sin() * declination.sin() + latitude.cos() * declination.cos() * hour_angle.cos()
}

/// Power of a flat generator, pu of its rating, for the sine of the sun's
/// elevation and a cloud cover of 0 to 1.
///
/// Clear-sky irradiance after Haurwitz (1945), I = 1098 s e^(−0.057/s) W/m², over
/// 1000 W/m²; clouds after Kasten and Czeplak (1980), 1 − 0.75 C^3.4.
pub fn generation(sine: f64, cloud: f64) -> f64 {
    if sine <= 0.0 {
        return 0.0;
    }
    let clear = 1.098 * sine * (-0.057 / sine).exp();
    clear.min(1.0) * overcast(cloud)
}

/// The share of clear-sky irradiance that clouds leave (Kasten and Czeplak 1980).
pub fn overcast(cloud: f64) -> f64 {
    1.0 - 0.75 * cloud.clamp(0.0, 1.0).powf(3.4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sun_of_midsummer() {
        // At 30° north on 21 June the sun culminates at 90° − 30° + 23.4°.
        let noon = sine_of_elevation(172, 12.0, 30.0);
        assert!((noon.asin().to_degrees() - 83.45).abs() < 0.1);
        assert!(sine_of_elevation(172, 0.0, 30.0) < 0.0);
        assert!(generation(noon, 0.0) > 0.95);
        assert!((generation(noon, 1.0) / generation(noon, 0.0) - 0.25).abs() < 1e-12);
        assert!(generation(-0.1, 0.0).abs() < 1e-12);
    }
}
