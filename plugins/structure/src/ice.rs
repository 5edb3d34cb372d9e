//! Ice on wires.

use std::f64::consts::PI;

/// Density of glaze, kg/m³ (GB 50061).
const ICE_KG_M3: f64 = 900.0;
/// Gravity, m/s².
const GRAVITY: f64 = 9.806_65;

/// Weight of `thick_m` metres of ice around a wire of `outer_m`, N/m: a ring.
pub const fn ice_n_m(thick_m: f64, outer_m: f64) -> f64 {
    PI * thick_m * (thick_m + outer_m) * ICE_KG_M3 * GRAVITY
}

/// How fast freezing rain of `rain_mm_h` in a wind of `wind_m_s` thickens the ice around a
/// wire, mm/h, if all of it freezes: what falls and what is blown against the wire, spread
/// around it (Jones 1998, simple model; water in the air 0.067·P^0.846 g/m³ after Best).
/// The thickness does not depend on the wire's.
pub fn ice_rate_mm_h(rain_mm_h: f64, wind_m_s: f64) -> f64 {
    let water_g_m3 = 0.067 * rain_mm_h.powf(0.846);
    // Both in kg/m² and hour.
    let caught = rain_mm_h.hypot(3.6 * wind_m_s * water_g_m3);
    caught / (PI * ICE_KG_M3 / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ice_weighs_what_the_code_says() {
        // 0.9π·b(b + d)·g·10⁻³ N/m in mm: 18.2 N/m of 20 mm on 12.8 mm.
        assert!((ice_n_m(0.020, 0.0128) - 18.2).abs() < 0.1);
    }

    #[test]
    fn without_wind_a_ring_takes_what_falls_on_the_wire() {
        // Rain on the width d + 2b makes, over time, a ring: db/dt = P/(π·ρ).
        let rate = ice_rate_mm_h(3.0, 0.0);
        assert!((rate - 3.0 / (PI * 0.9)).abs() < 1e-12);
        assert!(ice_rate_mm_h(3.0, 8.0) > 1.5 * rate);
        assert!(ice_rate_mm_h(0.0, 8.0).abs() < 1e-12);
    }
}
