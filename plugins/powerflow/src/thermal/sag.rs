//! Tension and sag of a wire between two poles as its temperature and load change.
//!
//! The wire's length on the parabola, L + w²L³/(24·H²), must be what its temperature and
//! tension make of it. From one state to another that leaves a cubic for the tension
//! (the state-change equation; CIGRE Technical Brochure 324):
//!
//! H² · (H + E·A·(w₁·L)²/(24·H₁²) − H₁ + E·A·α·(θ − θ₁)) = E·A·(w·L)²/24.

use serde::{Deserialize, Serialize};

/// Gravity, m/s².
const GRAVITY: f64 = 9.806_65;

/// A wire as it was strung.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Span {
    /// Distance of its ends, level with each other, m.
    pub length_m: f64,
    /// Mass, kg/m.
    pub kg_per_m: f64,
    /// Stiffness E·A, N: modulus of elasticity times cross-section.
    pub stiffness_n: f64,
    /// Expansion with temperature, 1/K.
    pub per_k: f64,
    /// Temperature at which it was strung, °C.
    pub strung_c: f64,
    /// Horizontal tension that it was given, N.
    pub strung_n: f64,
}

impl Span {
    /// Horizontal tension at the temperature `wire_c`, N, where ice, water or wind add
    /// `load_n_m` newtons a metre, across the wire by `across_n_m`.
    pub fn tension_n(&self, wire_c: f64, load_n_m: f64, across_n_m: f64) -> f64 {
        let own = self.kg_per_m * GRAVITY;
        let pull = |w: f64| self.stiffness_n * (w * self.length_m).powi(2) / 24.0;
        let slack = pull(own) / self.strung_n.powi(2) - self.strung_n
            + self.stiffness_n * self.per_k * (wire_c - self.strung_c);
        root(slack, pull((own + load_n_m).hypot(across_n_m)))
    }

    /// How far its middle hangs below its ends at the temperature `wire_c`, m, in still
    /// air and with `load_n_m` newtons of ice or water a metre.
    pub fn sag_m(&self, wire_c: f64, load_n_m: f64) -> f64 {
        let whole = self.kg_per_m * GRAVITY + load_n_m;
        whole * self.length_m.powi(2) / (8.0 * self.tension_n(wire_c, load_n_m, 0.0))
    }
}

/// The only positive root of H²·(H + a) = b, for b above zero.
///
/// Above it the function is convex and rises, so that Newton's method comes down to it
/// from anywhere there, and is done when it no longer comes down.
fn root(a: f64, b: f64) -> f64 {
    let mut h = b.cbrt() + (-a).max(0.0);
    loop {
        let next = h - (h * h * (h + a) - b) / (h * (3.0 * h + 2.0 * a));
        if next.is_nan() || next >= h {
            return h;
        }
        h = next;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 50 m of covered aluminium, 70 mm².
    const SPAN: Span = Span {
        length_m: 50.0,
        kg_per_m: 0.28,
        stiffness_n: 56e9 * 70e-6,
        per_k: 23e-6,
        strung_c: 15.0,
        strung_n: 1_200.0,
    };

    /// Length of the wire on the parabola, and what temperature and tension make of it,
    /// both beyond the span's, m.
    fn lengths(wire_c: f64, load_n_m: f64) -> [f64; 2] {
        let own = SPAN.kg_per_m * GRAVITY;
        let bow = |w: f64, h: f64| w * w * SPAN.length_m.powi(3) / (24.0 * h * h);
        let h = SPAN.tension_n(wire_c, load_n_m, 0.0);
        let stretched = (h - SPAN.strung_n) / SPAN.stiffness_n * SPAN.length_m;
        let warmed = SPAN.per_k * (wire_c - SPAN.strung_c) * SPAN.length_m;
        [
            bow(own + load_n_m, h),
            bow(own, SPAN.strung_n) + stretched + warmed,
        ]
    }

    #[test]
    fn as_strung_it_is_as_it_was_strung() {
        assert!((SPAN.tension_n(15.0, 0.0, 0.0) - 1_200.0).abs() < 1e-6);
        let sag = 0.28 * GRAVITY * 2_500.0 / (8.0 * 1_200.0);
        assert!((SPAN.sag_m(15.0, 0.0) - sag).abs() < 1e-9);
    }

    #[test]
    fn the_wire_is_as_long_as_its_state_makes_it() {
        for wire_c in [-30.0, 0.0, 40.0, 90.0, 160.0] {
            for load_n_m in [0.0, 2.0, 15.0] {
                let [bow, own] = lengths(wire_c, load_n_m);
                assert!((bow - own).abs() < 1e-9, "{wire_c} {load_n_m}: {bow} {own}");
            }
        }
    }

    #[test]
    fn tensions_are_those_of_the_cubics_closed_form() {
        for wire_c in [-30.0, -5.0, 15.0, 40.0, 120.0] {
            for (load_n_m, across_n_m) in [(0.0, 0.0), (0.0, 8.0), (6.0, 2.0), (18.0, 4.0)] {
                let own = SPAN.kg_per_m * GRAVITY;
                let pull = |w: f64| SPAN.stiffness_n * (w * SPAN.length_m).powi(2) / 24.0;
                let warmer = SPAN.stiffness_n * SPAN.per_k * (wire_c - SPAN.strung_c);
                let a = pull(own) / SPAN.strung_n.powi(2) - SPAN.strung_n + warmer;
                let b = pull((own + load_n_m).hypot(across_n_m));
                // H³ + a·H² − b = 0 by Cardano and Viète, H = t − a/3.
                let (p, q) = (-a * a / 3.0, 2.0 * a.powi(3) / 27.0 - b);
                let inside = (q / 2.0).powi(2) + (p / 3.0).powi(3);
                let t = if inside >= 0.0 {
                    let root = inside.sqrt();
                    (-q / 2.0 + root).cbrt() + (-q / 2.0 - root).cbrt()
                } else {
                    let size = (-p / 3.0).sqrt();
                    2.0 * size * ((-q / 2.0 / size.powi(3)).acos() / 3.0).cos()
                };
                let own = SPAN.tension_n(wire_c, load_n_m, across_n_m);
                assert!(
                    (own / (t - a / 3.0) - 1.0).abs() < 1e-6,
                    "{own} {}",
                    t - a / 3.0
                );
            }
        }
    }

    #[test]
    fn warmth_lowers_it_and_frost_tightens_it() {
        let sags: Vec<f64> = (-4..20)
            .map(|k| SPAN.sag_m(10.0 * f64::from(k), 0.0))
            .collect();
        assert!(sags.is_sorted_by(|a, b| a < b), "{sags:?}");
        // Far lower at the covering's limit than on a frosty morning.
        let fall = SPAN.sag_m(90.0, 0.0) - SPAN.sag_m(-10.0, 0.0);
        assert!((0.6..1.2).contains(&fall), "{fall}");
    }

    #[test]
    fn wind_across_pulls_as_much_as_ice_of_the_same_weight_together_would() {
        let own = SPAN.kg_per_m * GRAVITY;
        let across = SPAN.tension_n(15.0, 0.0, 3.0);
        let down = SPAN.tension_n(15.0, own.hypot(3.0) - own, 0.0);
        assert!((across - down).abs() < 1e-9);
    }
}
