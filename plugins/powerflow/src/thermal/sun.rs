//! How much a clear sky's sun gives (IEEE 738-2012, table 3).

/// Powers of the sun's height in degrees, lowest first, for a clear atmosphere.
const CLEAR: [f64; 7] = [
    -42.2391,
    63.8044,
    -1.9220,
    3.469_21e-2,
    -3.611_18e-4,
    1.943_18e-6,
    -4.076_08e-9,
];

/// Power of the sun and the sky on a surface that faces the sun, W/m², at sea level under a
/// clear sky, for the sine of the sun's height.
pub fn clear_sky_w_m2(sine: f64) -> f64 {
    if sine <= 0.0 {
        return 0.0;
    }
    let height_deg = sine.min(1.0).asin().to_degrees();
    let powers = CLEAR.iter().rev();
    powers
        .fold(0.0, |sum, factor| sum * height_deg + factor)
        .max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_sun_comes_out() {
        // The standard's worked example: 74.8° above the horizon.
        let noon = clear_sky_w_m2(74.8_f64.to_radians().sin());
        assert!((noon - 1027.0).abs() < 2.0, "{noon}");
        assert!(clear_sky_w_m2(-0.1).abs() < 1e-12 && clear_sky_w_m2(0.001).abs() < 1e-12);
        let heights = (1..90).map(|k| clear_sky_w_m2(f64::from(k).to_radians().sin()));
        let heights: Vec<f64> = heights.collect();
        assert!(heights[..70].is_sorted(), "{heights:?}");
    }
}
