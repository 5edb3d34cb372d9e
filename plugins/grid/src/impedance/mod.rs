//! Series impedance and shunt admittance of lines: from given matrices, from
//! sequence values, or from the geometry of the wires.

mod geometry;

use num_complex::Complex64;

use crate::Phases;

pub use geometry::{Cable, Earth, Strand, cable, overhead};

/// A matrix over the conductors a, b, c, n.
pub type Matrix4 = [[Complex64; 4]; 4];

/// Series impedance and shunt capacitance of a kilometre of line.
#[derive(Clone, Debug, PartialEq)]
pub enum Impedance {
    /// Square matrices of one row and column a conductor.
    Matrix {
        /// Series impedance, Ω/km.
        z_ohm_per_km: Vec<Vec<Complex64>>,
        /// Capacitance (Maxwell, off-diagonals negative), nF/km; empty means none.
        c_nf_per_km: Vec<Vec<f64>>,
    },
    /// Sequence values, for as many conductors as the section has.
    Sequence {
        /// Positive-sequence impedance, Ω/km.
        z1_ohm_per_km: Complex64,
        /// Zero-sequence impedance, Ω/km.
        z0_ohm_per_km: Complex64,
        /// Positive-sequence capacitance, nF/km.
        c1_nf_per_km: f64,
        /// Zero-sequence capacitance, nF/km.
        c0_nf_per_km: f64,
    },
}

impl Impedance {
    /// Series impedance (Ω) and shunt admittance (S) of a whole section; rows and
    /// columns of conductors that it has not are zero.
    ///
    /// A matrix of as many conductors as the section is used in order; of one of
    /// four the section's rows and columns are taken. Any other pairing is none.
    pub fn of_section(
        &self,
        phases: Phases,
        length_m: f64,
        frequency_hz: f64,
    ) -> Option<(Matrix4, Matrix4)> {
        let km = length_m / 1000.0;
        let nf_to_s = Complex64::new(0.0, std::f64::consts::TAU * frequency_hz * 1e-9);
        let rows = self.rows(phases)?;
        let mut z = Matrix4::default();
        let mut y = Matrix4::default();
        for &(i, row) in &rows {
            for &(j, column) in &rows {
                let (z_per_km, c_per_km) = self.entry(row, column);
                z[i][j] = z_per_km * km;
                y[i][j] = nf_to_s * c_per_km * km;
            }
        }
        Some((z, y))
    }

    /// Conductor index and matrix row of each conductor of `phases`.
    fn rows(&self, phases: Phases) -> Option<Vec<(usize, usize)>> {
        let order = phases.iter().map(crate::Conductor::index);
        let in_order = |(k, i)| (i, k);
        match self {
            Self::Matrix { z_ohm_per_km, .. } if z_ohm_per_km.len() != phases.len() => {
                let whole = z_ohm_per_km.len() == 4;
                whole.then(|| order.map(|i| (i, i)).collect())
            }
            _ => Some(order.enumerate().map(in_order).collect()),
        }
    }

    /// Ω/km and nF/km between two rows. Sequence values become self and mutual ones
    /// by (2·Z₁+Z₀)/3 and (Z₀−Z₁)/3 (Fortescue 1918).
    fn entry(&self, row: usize, column: usize) -> (Complex64, f64) {
        match self {
            Self::Matrix {
                z_ohm_per_km,
                c_nf_per_km,
            } => {
                let c = c_nf_per_km.get(row).and_then(|c| c.get(column));
                (z_ohm_per_km[row][column], c.copied().unwrap_or(0.0))
            }
            Self::Sequence {
                z1_ohm_per_km: z1,
                z0_ohm_per_km: z0,
                c1_nf_per_km: c1,
                c0_nf_per_km: c0,
            } if row == column => ((2.0 * z1 + z0) / 3.0, (2.0 * c1 + c0) / 3.0),
            Self::Sequence {
                z1_ohm_per_km: z1,
                z0_ohm_per_km: z0,
                c1_nf_per_km: c1,
                c0_nf_per_km: c0,
            } => ((z0 - z1) / 3.0, (c0 - c1) / 3.0),
        }
    }
}
