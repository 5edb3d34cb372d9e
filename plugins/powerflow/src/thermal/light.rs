//! The heat balance of IEEE 738 for many wires at once, some tens of nanoseconds each.
//!
//! Two things make it light. The properties of the air are taken at one temperature of the
//! film for all wires, since what they do to cooling nearly cancels. And a step is
//! semi-implicit: what a wire loses it loses at the temperature to which it comes, so that a
//! minute is one step for the thinnest wire, and the end is that of the balance. In the cases
//! tested here it is within a kelvin of the whole balance at rest and within three on the way.

use super::conductor::{Film, ZERO_C};
use super::{Air, Surface};

/// How much warmer the film is than the air, K; assumed.
const FILM_K: f64 = 20.0;

/// A wind, as far as all wires have in common what it does to them.
#[derive(Clone, Copy, Debug)]
pub struct Blown {
    /// Powers of its speed for a low and a high Reynolds number, times the factor of its
    /// angle, and that factor.
    low: f64,
    high: f64,
    crossing: f64,
}

impl Blown {
    /// A wind of `wind_ms`, which may be none, whose direction has the cosine `along` with the wire's.
    pub fn of(wind_ms: f64, along: f64) -> Self {
        let cosine = along.abs().min(1.0);
        let sine = (1.0 - cosine * cosine).sqrt();
        let crossing =
            1.194 - cosine + 0.194 * (2.0 * cosine * cosine - 1.0) + 0.368 * 2.0 * sine * cosine;
        let logarithm = wind_ms.ln();
        Self {
            low: crossing * (0.52 * logarithm).exp(),
            high: crossing * (0.6 * logarithm).exp(),
            crossing,
        }
    }
}

/// Wires of one kind in the air of a moment, whatever wind each of them has.
#[derive(Clone, Copy, Debug)]
pub struct Light {
    surface: Surface,
    ambient_c: f64,
    /// What the sun gives, W/m.
    sun_w_m: f64,
    /// Of wind, W/(m·K): always, for a low power of its speed and for a high one.
    forced: [f64; 3],
    /// Of still air, W/(m·K) for the fourth root of a kelvin.
    still: f64,
    /// Of radiation, W/(m·K⁴).
    shines: f64,
    leads_wm_k: f64,
}

/// What became of a wire in a step.
#[derive(Clone, Copy, Debug)]
pub struct Lived {
    /// Its temperature at the end, °C.
    pub wire_c: f64,
    /// What arose in it, W/m.
    pub heats_w_m: f64,
    /// What it lost through its cover for each kelvin over the air, W/(m·K).
    pub loses_w_mk: f64,
}

impl Light {
    /// Those of `surface` in `air`, but for its wind.
    pub fn of(surface: &Surface, air: &Air) -> Self {
        let Film {
            viscosity,
            density,
            conductivity,
        } = Film::of(air.ambient_c + FILM_K, air.elevation_m);
        let reynolds = surface.outer_m * density / viscosity;
        Self {
            surface: *surface,
            ambient_c: air.ambient_c,
            sun_w_m: surface.absorptivity * air.sun_w_m2 * surface.outer_m,
            forced: [
                1.01 * conductivity,
                1.35 * reynolds.powf(0.52) * conductivity,
                0.754 * reynolds.powf(0.6) * conductivity,
            ],
            still: 3.645 * density.sqrt() * surface.outer_m.powf(0.75),
            shines: 17.8e-8 * surface.outer_m * surface.emissivity,
            leads_wm_k: surface.leads_wm_k(),
        }
    }

    /// What becomes of a wire of them, which is at `wire_c`, in `seconds` of `amps`.
    pub fn after(&self, wire_c: f64, amps: f64, blown: &Blown, seconds: f64) -> Lived {
        let heats_w_m = amps * amps * self.surface.resistance(wire_c);
        let cools = self.cools_w_mk(wire_c, heats_w_m, blown);
        let rate = self.surface.capacity_j_mk / seconds;
        let whole = 1.0 + cools * self.surface.cover_km_w;
        let gains = (rate * wire_c + heats_w_m) * whole + self.sun_w_m + cools * self.ambient_c;
        Lived {
            wire_c: gains / (rate * whole + cools),
            heats_w_m,
            loses_w_mk: cools / whole,
        }
    }

    /// How much the surface of a wire that is at `wire_c` and in which `heats` watts a metre
    /// arise loses for each kelvin over the air, W/(m·K).
    fn cools_w_mk(&self, wire_c: f64, heats: f64, blown: &Blown) -> f64 {
        let surface_c = wire_c - self.surface.cover_km_w * heats;
        let over_k = (surface_c - self.ambient_c).max(0.0);
        let [always, low, high] = self.forced;
        let forced = (always * blown.crossing + low * blown.low).max(high * blown.high);
        let [own, other] = [self.ambient_c + over_k + ZERO_C, self.ambient_c + ZERO_C];
        let shines = self.shines * (own * own + other * other) * (own + other);
        forced.max(self.still * over_k.sqrt().sqrt()) + shines
    }

    /// How well they lead heat along themselves, W·m/K.
    pub const fn leads_wm_k(&self) -> f64 {
        self.leads_wm_k
    }
}

#[cfg(test)]
mod tests {
    use super::super::conductor::tests::{ampacity, example};
    use super::*;

    /// The wire of the standard's example, and covered and thin ones.
    fn wires() -> [Surface; 3] {
        let (wire, _) = example();
        let covered = Surface {
            outer_m: 0.0202,
            r20_ohm_m: 1.64e-4,
            capacity_j_mk: 700.0,
            cover_km_w: 0.123,
            ..wire
        };
        let thin = Surface {
            outer_m: 0.0042,
            r20_ohm_m: 4.61e-3,
            capacity_j_mk: 33.0,
            cover_km_w: 0.35,
            ..wire
        };
        [wire, covered, thin]
    }

    fn airs() -> impl Iterator<Item = Air> {
        let (_, air) = example();
        let winds = [0.0, 0.6, 3.0, 12.0].into_iter();
        let winds = winds.flat_map(|wind_ms| [90.0, 20.0].map(|wind_deg| (wind_ms, wind_deg)));
        winds.flat_map(move |(wind_ms, wind_deg)| {
            [(-10.0, 0.0), (40.0, 1000.0)].map(|(ambient_c, sun_w_m2)| Air {
                ambient_c,
                wind_ms,
                wind_deg,
                sun_w_m2,
                ..air
            })
        })
    }

    #[test]
    fn it_comes_to_rest_where_the_whole_balance_does() {
        for surface in wires() {
            for air in airs() {
                let amps = ampacity(&surface, air.ambient_c + 50.0, &air);
                let blown = Blown::of(air.wind_ms, air.wind_deg.to_radians().cos());
                let light = Light::of(&surface, &air);
                let end = (0..300).fold(10.0, |c, _| light.after(c, amps, &blown, 60.0).wire_c);
                let off = end - air.ambient_c - 50.0;
                assert!(off.abs() < 1.0, "{air:?} {surface:?}: {off}");
            }
        }
    }

    #[test]
    fn on_the_way_it_stays_near_the_whole_balance() {
        for surface in wires() {
            for air in airs() {
                let blown = Blown::of(air.wind_ms, air.wind_deg.to_radians().cos());
                let light = Light::of(&surface, &air);
                let amps = ampacity(&surface, air.ambient_c + 40.0, &air);
                let (mut light_c, mut whole_c) = (air.ambient_c, air.ambient_c);
                for _ in 0..30 {
                    light_c = light.after(light_c, amps, &blown, 60.0).wire_c;
                    for _ in 0..60 {
                        whole_c = surface.after(whole_c, amps, &air, 1.0);
                    }
                    let slow = surface.capacity_j_mk > 100.0;
                    let off = (light_c - whole_c).abs();
                    assert!(!slow || off < 3.0, "{air:?} {surface:?}: {off}");
                }
            }
        }
    }

    #[test]
    fn however_much_it_carries_a_minute_is_a_step_that_holds() {
        let [_, _, thin] = wires();
        let (_, air) = example();
        let light = Light::of(&thin, &air);
        let blown = Blown::of(0.6, 0.0);
        let mut wire_c = 40.0;
        for amps in [0.0, 400.0, 0.0, 30.0, 0.0] {
            for _ in 0..10 {
                wire_c = light.after(wire_c, amps, &blown, 60.0).wire_c;
                assert!(wire_c.is_finite() && wire_c > 39.0, "{wire_c}");
            }
        }
        assert!(wire_c < 70.0, "{wire_c}");
    }
}
