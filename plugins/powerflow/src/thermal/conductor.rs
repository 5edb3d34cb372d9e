//! Temperature of a bare or covered conductor in the air (IEEE 738-2012).
//!
//! The heat balance of a metre of wire: the loss in its resistance and the sun warm it,
//! wind, still air and radiation cool it.

use serde::{Deserialize, Serialize};

use super::Surface;

/// Zero of the Celsius scale, as the standard rounds it, K.
pub(super) const ZERO_C: f64 = 273.0;

/// The air and the sun around a conductor.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Air {
    /// Temperature, °C.
    pub ambient_c: f64,
    /// Speed of the wind, m/s.
    pub wind_ms: f64,
    /// Angle between wind and wire, °.
    pub wind_deg: f64,
    /// Power of the sun on a surface that faces it, W/m².
    pub sun_w_m2: f64,
    /// Height above the sea, m.
    pub elevation_m: f64,
}

/// What of the air cools a wire, at the temperature of its film.
pub(super) struct Film {
    /// Dynamic viscosity, kg/(m·s).
    pub viscosity: f64,
    /// Density, kg/m³.
    pub density: f64,
    /// Conductivity, W/(m·K).
    pub conductivity: f64,
}

impl Film {
    /// That at `film_c`, `h` metres above the sea.
    pub fn of(film_c: f64, h: f64) -> Self {
        Self {
            viscosity: 1.458e-6 * (film_c + ZERO_C).powf(1.5) / (film_c + 383.4),
            density: (1.293 - 1.525e-4 * h + 6.379e-9 * h * h) / (1.0 + 0.003_67 * film_c),
            conductivity: 2.424e-2 + 7.477e-5 * film_c - 4.407e-9 * film_c * film_c,
        }
    }
}

impl Surface {
    /// Heat that it loses at `wire_c`, less what the sun gives, W/m.
    fn lost(&self, wire_c: f64, air: &Air) -> f64 {
        const NUDGE_K: f64 = 0.01;
        let mut surface_c = wire_c;
        let mut leaves = self.left(surface_c, air);
        // What goes through a cover is what leaves it. Newton: the more the warmer.
        for _ in 0..if self.cover_km_w > 0.0 { 8 } else { 0 } {
            let slope = (self.left(surface_c + NUDGE_K, air) - leaves) / NUDGE_K;
            let off = surface_c + self.cover_km_w * leaves - wire_c;
            surface_c -= off / (1.0 + self.cover_km_w * slope);
            leaves = self.left(surface_c, air);
        }
        leaves
    }

    /// Heat that leaves a surface at `surface_c`, less what the sun gives, W/m.
    fn left(&self, surface_c: f64, air: &Air) -> f64 {
        self.convected(surface_c, air) + self.radiated(surface_c, air)
            - self.absorptivity * air.sun_w_m2 * self.outer_m
    }

    /// Clauses 4.4.3 (wind, low and high) and 4.4.4 (still air): the largest.
    fn convected(&self, wire_c: f64, air: &Air) -> f64 {
        let (over, film) = (wire_c - air.ambient_c, f64::midpoint(wire_c, air.ambient_c));
        let Film {
            viscosity,
            density,
            conductivity,
        } = Film::of(film, air.elevation_m);
        let reynolds = self.outer_m * density * air.wind_ms / viscosity;
        let angle = air.wind_deg.to_radians();
        let crossing =
            1.194 - angle.cos() + 0.194 * (2.0 * angle).cos() + 0.368 * (2.0 * angle).sin();
        let low = (1.01 + 1.35 * reynolds.powf(0.52)) * crossing * conductivity * over;
        let high = 0.754 * reynolds.powf(0.6) * crossing * conductivity * over;
        let still = 3.645 * density.sqrt() * self.outer_m.powf(0.75) * over.abs().powf(1.25);
        let still = still.copysign(over);
        if over < 0.0 {
            low.min(high).min(still)
        } else {
            low.max(high).max(still)
        }
    }

    /// Clause 4.4.5.
    fn radiated(&self, wire_c: f64, air: &Air) -> f64 {
        let fourth = |c: f64| ((c + ZERO_C) / 100.0).powi(4);
        17.8 * self.outer_m * self.emissivity * (fourth(wire_c) - fourth(air.ambient_c))
    }

    /// Its temperature after `seconds` of a constant current `amps`, starting at
    /// `wire_c`, °C.
    ///
    /// Each step solves the balance linearised at its beginning, exactly; it is as long
    /// as the wire needs to move by a few kelvin at most.
    pub fn after(&self, wire_c: f64, amps: f64, air: &Air, seconds: f64) -> f64 {
        const STEP_S: f64 = 60.0;
        const NUDGE_K: f64 = 0.01;
        let gained = |c: f64| amps * amps * self.resistance(c) - self.lost(c, air);
        let mut now = wire_c;
        let mut left = seconds;
        while left > 0.0 {
            let step = left.min(STEP_S);
            let gain = gained(now);
            let slope = (gained(now + NUDGE_K) - gain) / NUDGE_K;
            let rate = slope / self.capacity_j_mk;
            // (e^(rate·t) − 1)/rate, which is t where the balance does not change.
            let lasting = if (rate * step).abs() < 1e-9 {
                step
            } else {
                (rate * step).exp_m1() / rate
            };
            now += gain / self.capacity_j_mk * lasting;
            left -= step;
        }
        now
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    /// The standard's worked example: 400 mm² ACSR at 100 °C, 7.283e-5 Ω/m at 25 °C and
    /// 8.688e-5 Ω/m at 75 °C.
    pub(in crate::thermal) fn example() -> (Surface, Air) {
        let per_ohm = (8.688e-5 - 7.283e-5) / 50.0;
        let r20 = 7.283e-5 - 5.0 * per_ohm;
        let wire = Surface {
            outer_m: 0.02814,
            emissivity: 0.8,
            absorptivity: 0.8,
            r20_ohm_m: r20,
            per_k: per_ohm / r20,
            capacity_j_mk: 1309.0,
            cover_km_w: 0.0,
        };
        let air = Air {
            ambient_c: 40.0,
            wind_ms: 0.61,
            wind_deg: 90.0,
            sun_w_m2: 22.44 / (0.8 * 0.02814),
            elevation_m: 0.0,
        };
        (wire, air)
    }

    /// The current that holds a wire at `wire_c`, A; zero where the sun alone makes it warmer.
    pub(in crate::thermal) fn ampacity(wire: &Surface, wire_c: f64, air: &Air) -> f64 {
        let square = wire.lost(wire_c, air) / wire.resistance(wire_c);
        square.max(0.0).sqrt()
    }

    #[test]
    fn the_standards_example_comes_out() {
        let (wire, air) = example();
        // The standard rounds the properties of the air to three digits.
        assert!((wire.convected(100.0, &air) - 82.0).abs() < 0.5);
        assert!((wire.radiated(100.0, &air) - 39.1).abs() < 0.1);
        assert!((wire.resistance(100.0) - 9.390e-5).abs() < 1e-8);
        assert!((ampacity(&wire, 100.0, &air) - 1025.0).abs() < 3.0);
    }

    #[test]
    fn a_wire_settles_where_its_current_is_its_ampacity() {
        let (wire, air) = example();
        let amps = ampacity(&wire, 75.0, &air);
        for start in [10.0, 75.0, 120.0] {
            let end = wire.after(start, amps, &air, 6.0 * 3600.0);
            assert!((end - 75.0).abs() < 1e-3, "{end}");
        }
        let fine = (0..1800).fold(40.0, |c, _| wire.after(c, amps, &air, 1.0));
        let coarse = wire.after(40.0, amps, &air, 1800.0);
        assert!((fine - coarse).abs() < 0.1, "{fine} {coarse}");
    }

    #[test]
    fn a_cover_makes_the_metal_warmer_by_what_goes_through_it() {
        let (bare, air) = example();
        let covered = Surface {
            cover_km_w: 0.1,
            ..bare
        };
        let [through, leaves] = [covered.lost(100.0, &air), bare.lost(100.0, &air)];
        assert!((bare.lost(100.0 - 0.1 * through, &air) - through).abs() < 1e-6);
        assert!(through < leaves && through > 0.8 * leaves);
    }

    #[test]
    fn a_cold_wire_in_warm_air_takes_heat_in() {
        let (wire, air) = example();
        assert!(wire.convected(10.0, &air) < 0.0 && wire.radiated(10.0, &air) < 0.0);
    }
}
