//! Impedance of parallel wires over (or in) conducting earth, neutral kept.

use std::f64::consts::{PI, SQRT_2, TAU};

use num_complex::Complex64;

/// Permeability of vacuum, H/m.
const MU0: f64 = 4.0e-7 * PI;

/// The earth that carries the return current, and the frequency.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Earth {
    /// Resistivity, Ωm.
    pub resistivity_ohm_m: f64,
    /// Frequency, Hz.
    pub frequency_hz: f64,
}

/// A wire of an overhead line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Strand {
    /// Resistance at the conductor's temperature, Ω/km.
    pub r_ohm_per_km: f64,
    /// Geometric mean radius, m.
    pub gmr_m: f64,
    /// Position across the line, m.
    pub x_m: f64,
    /// Mean height above the ground, m.
    pub height_m: f64,
}

/// Series impedance of overhead wires, Ω/km, one row and column a wire.
///
/// Earth return by the complex depth p = √(ρ/(jωμ₀)) of Deri et al., "The complex
/// ground return plane", IEEE Trans. PAS-100 (1981), a closed form of Carson's
/// integrals (1926) that differs from them by less than a percent at 50 Hz. The
/// wires' inner reactance is in their geometric mean radius.
pub fn overhead(wires: &[Strand], earth: Earth) -> Vec<Vec<Complex64>> {
    let omega = TAU * earth.frequency_hz;
    let depth = (earth.resistivity_ohm_m / Complex64::new(0.0, omega * MU0)).sqrt();
    let per_km = Complex64::new(0.0, 1000.0 * omega * MU0 / TAU);
    let entry = |i: usize, j: usize| {
        let (a, b) = (wires[i], wires[j]);
        if i == j {
            let image = 2.0 * (a.height_m + depth);
            return a.r_ohm_per_km + per_km * (image / a.gmr_m).ln();
        }
        let across = a.x_m - b.x_m;
        let image = a.height_m + b.height_m + 2.0 * depth;
        let image = (image * image + across * across).sqrt();
        per_km * (image / across.hypot(a.height_m - b.height_m)).ln()
    };
    square(wires.len(), entry)
}

/// A cable of equal phase cores around its axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cable {
    /// Number of phase cores, 1 to 3.
    pub phases: usize,
    /// Resistance of a phase core at its temperature, Ω/km.
    pub r_ohm_per_km: f64,
    /// Resistance of the neutral core, Ω/km, where there is one.
    pub neutral_r_ohm_per_km: Option<f64>,
    /// Reactance per core as tables give it (positive sequence), Ω/km.
    pub x_ohm_per_km: f64,
    /// Geometric mean radius of a phase core, m.
    pub gmr_m: f64,
}

/// Series impedance of a cable, Ω/km, phases first and the neutral last.
///
/// The cores lie on a triangle or, with a neutral, on a square whose diagonals are
/// a–c and b–n; the side is the one that gives the tabulated reactance. Earth return
/// is the leading term of Pollaczek's (1926) and Carson's series, which does not
/// depend on depth: an equivalent conductor 658.9·√(ρ/f) m away and π²·f·10⁻⁴ Ω/km.
pub fn cable(cable: Cable, earth: Earth) -> Vec<Vec<Complex64>> {
    let omega = TAU * earth.frequency_hz;
    let per_km = 1000.0 * omega * MU0 / TAU;
    let earth_r = PI * PI * earth.frequency_hz * 1e-4;
    let earth_m = 658.9 * (earth.resistivity_ohm_m / earth.frequency_hz).sqrt();
    let cores = cable.phases + usize::from(cable.neutral_r_ohm_per_km.is_some());
    let mean_m = cable.gmr_m * (cable.x_ohm_per_km / per_km).exp();
    // Of a square's three distances between a, b and c one is a diagonal.
    let is_square = cores == 4;
    let side_m = if is_square {
        mean_m / SQRT_2.powf(1.0 / 3.0)
    } else {
        mean_m
    };
    let entry = |i: usize, j: usize| {
        let coupled = |distance: f64| Complex64::new(earth_r, per_km * (earth_m / distance).ln());
        if i == j {
            let own = cable.neutral_r_ohm_per_km.filter(|_| i == cable.phases);
            return coupled(cable.gmr_m) + own.unwrap_or(cable.r_ohm_per_km);
        }
        let is_diagonal = is_square && i.abs_diff(j) == 2;
        coupled(if is_diagonal { side_m * SQRT_2 } else { side_m })
    };
    square(cores, entry)
}

fn square(n: usize, entry: impl Fn(usize, usize) -> Complex64) -> Vec<Vec<Complex64>> {
    let row = |i| (0..n).map(|j| entry(i, j)).collect();
    (0..n).map(row).collect()
}
