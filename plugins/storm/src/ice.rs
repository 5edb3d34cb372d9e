//! Ice on the wires of a district, and the wires that it tears.

use rand_distr::{Distribution as _, StandardNormal};
use taiqu_structure::{AIR_KG_M3, Span, WIRE_DRAG, ice_n_m, ice_rate_mm_h};

use crate::noise::{Purpose, stream};

/// Temperatures between which rain freezes to wires, °C: below, it falls as snow.
const FREEZES_C: (f64, f64) = (-8.0, 0.3);
/// How fast ice melts for each kelvin above that, mm/h; assumed.
const MELTS_MM_H_K: f64 = 2.0;
/// How much the breaking forces of spans differ, standard deviation of the logarithm, and
/// what joints and age leave of the catalogue's in the median; assumed.
const SCATTER: f64 = 0.10;
const LEFT: f64 = 0.9;

/// Weather in which ice grows or melts.
#[derive(Clone, Copy, Debug)]
pub struct Freezing {
    /// Air temperature, °C.
    pub temperature_c: f64,
    /// Rain, mm/h.
    pub rain_mm_h: f64,
    /// Wind, m/s.
    pub wind_m_s: f64,
}

impl Freezing {
    /// The ice after `seconds` more of it, m.
    pub fn after(&self, ice_m: f64, seconds: f64) -> f64 {
        let (snows, thaws) = FREEZES_C;
        let rate_mm_h = if self.temperature_c > thaws {
            -MELTS_MM_H_K * (self.temperature_c - thaws)
        } else if self.temperature_c > snows {
            ice_rate_mm_h(self.rain_mm_h, self.wind_m_s)
        } else {
            0.0
        };
        (ice_m + rate_mm_h * 1e-3 * seconds / 3600.0).max(0.0)
    }
}

/// Whether a span's wires tear under `ice_m` metres of ice at `temperature_c` in a wind
/// across them of `across_m_s`.
pub fn tears(span: &Span, ice_m: f64, temperature_c: f64, across_m_s: f64, seed: u64) -> bool {
    let mut random = stream(seed, Purpose::Strung, span.section);
    let normal: f64 = StandardNormal.sample(&mut random);
    let luck = LEFT * (SCATTER * normal).exp();
    span.wires.iter().any(|wire| {
        let weight = ice_n_m(ice_m, wire.outer_m);
        let wide = wire.outer_m + 2.0 * ice_m;
        let push = 0.5 * AIR_KG_M3 * WIRE_DRAG * wide * across_m_s * across_m_s;
        let pull = span.strung(wire).tension_n(temperature_c, weight, push);
        pull > luck * wire.breaking_n
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ice_grows_in_freezing_rain_stays_in_frost_and_melts() {
        let hour = |ice_m, temperature_c, rain_mm_h| {
            let weather = Freezing {
                temperature_c,
                rain_mm_h,
                wind_m_s: 8.0,
            };
            weather.after(ice_m, 3600.0)
        };
        // Jones: 3 mm/h in 8 m/s make some 2 mm an hour.
        let grown = hour(0.0, -2.0, 3.0);
        assert!((0.0015..0.0025).contains(&grown), "{grown}");
        assert!((hour(0.01, -2.0, 0.0) - 0.01).abs() < 1e-12);
        assert!((hour(0.01, -15.0, 3.0) - 0.01).abs() < 1e-12);
        assert!(hour(0.01, 3.0, 3.0) < 0.006 && hour(0.001, 9.0, 0.0) < 1e-12);
    }
}
