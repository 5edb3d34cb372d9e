//! Algebra of the four conductors: vectors and matrices of four complex numbers.
//!
//! Real and imaginary parts lie apart, so that the same shape widens to several
//! time steps side by side. Nothing here fuses a multiplication with an addition:
//! results are the same bytes whatever the compiler does.

use std::ops::{Add, AddAssign, Mul, Neg, Sub, SubAssign};

use num_complex::Complex64;
use taiqu_grid::{Conductor, Phases};

/// Four complex numbers, one a conductor.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vec4 {
    /// Real parts.
    pub re: [f64; 4],
    /// Imaginary parts.
    pub im: [f64; 4],
}

impl Vec4 {
    /// All zero.
    pub const ZERO: Self = Self {
        re: [0.0; 4],
        im: [0.0; 4],
    };

    /// From one complex number a conductor.
    pub fn from_array(values: [Complex64; 4]) -> Self {
        Self {
            re: values.map(|z| z.re),
            im: values.map(|z| z.im),
        }
    }

    /// One complex number a conductor.
    pub fn to_array(self) -> [Complex64; 4] {
        std::array::from_fn(|c| self.get(c))
    }

    /// The number of conductor `c`.
    #[inline(always)]
    pub fn get(&self, c: usize) -> Complex64 {
        Complex64::new(self.re[c], self.im[c])
    }

    /// Adds to the number of conductor `c`.
    #[inline(always)]
    pub fn add_at(&mut self, c: usize, value: Complex64) {
        self.re[c] += value.re;
        self.im[c] += value.im;
    }

    /// The conductors of `set`, zero elsewhere.
    #[inline(always)]
    #[must_use]
    pub fn only(mut self, set: Phases) -> Self {
        for c in 0..4 {
            if set.bits() & (1 << c) == 0 {
                self.re[c] = 0.0;
                self.im[c] = 0.0;
            }
        }
        self
    }

    /// Σ v·i*, the complex power of voltages `self` and currents `i`.
    pub fn power(&self, i: &Self) -> Complex64 {
        (0..4).map(|c| self.get(c) * i.get(c).conj()).sum()
    }
}

impl AddAssign for Vec4 {
    #[inline(always)]
    fn add_assign(&mut self, other: Self) {
        for c in 0..4 {
            self.re[c] += other.re[c];
            self.im[c] += other.im[c];
        }
    }
}

impl SubAssign for Vec4 {
    #[inline(always)]
    fn sub_assign(&mut self, other: Self) {
        for c in 0..4 {
            self.re[c] -= other.re[c];
            self.im[c] -= other.im[c];
        }
    }
}

impl Add for Vec4 {
    type Output = Self;
    #[inline(always)]
    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl Sub for Vec4 {
    type Output = Self;
    #[inline(always)]
    fn sub(mut self, other: Self) -> Self {
        self -= other;
        self
    }
}

impl Neg for Vec4 {
    type Output = Self;
    fn neg(self) -> Self {
        Self {
            re: self.re.map(|x| -x),
            im: self.im.map(|x| -x),
        }
    }
}

/// A 4×4 complex matrix, rows first.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mat4 {
    /// Real parts.
    pub re: [[f64; 4]; 4],
    /// Imaginary parts.
    pub im: [[f64; 4]; 4],
}

impl Mat4 {
    /// All zero.
    pub const ZERO: Self = Self {
        re: [[0.0; 4]; 4],
        im: [[0.0; 4]; 4],
    };

    /// Ones on the diagonal of `set`.
    pub fn identity(set: Phases) -> Self {
        Self::diagonal(set, Complex64::ONE)
    }

    /// `value` on the diagonal of `set`.
    pub fn diagonal(set: Phases, value: Complex64) -> Self {
        let mut result = Self::ZERO;
        for c in set.iter() {
            result.add_at(c.index(), c.index(), value);
        }
        result
    }

    /// From rows of complex numbers.
    pub fn from_rows(rows: &[[Complex64; 4]; 4]) -> Self {
        Self {
            re: rows.map(|row| row.map(|z| z.re)),
            im: rows.map(|row| row.map(|z| z.im)),
        }
    }

    /// The element in a row and column.
    #[inline(always)]
    pub fn get(&self, row: usize, column: usize) -> Complex64 {
        Complex64::new(self.re[row][column], self.im[row][column])
    }

    /// Adds to the element in a row and column.
    pub fn add_at(&mut self, row: usize, column: usize, value: Complex64) {
        self.re[row][column] += value.re;
        self.im[row][column] += value.im;
    }

    /// Rows of `rows` and columns of `columns`, zero elsewhere.
    #[must_use]
    pub fn only(mut self, rows: Phases, columns: Phases) -> Self {
        for r in 0..4 {
            for c in 0..4 {
                if rows.bits() & (1 << r) == 0 || columns.bits() & (1 << c) == 0 {
                    self.re[r][c] = 0.0;
                    self.im[r][c] = 0.0;
                }
            }
        }
        self
    }

    /// The transpose, without conjugation.
    #[must_use]
    pub fn transpose(&self) -> Self {
        let rows: [[Complex64; 4]; 4] =
            std::array::from_fn(|r| std::array::from_fn(|c| self.get(c, r)));
        Self::from_rows(&rows)
    }

    /// Every element times `factor`.
    #[must_use]
    pub fn scale(&self, factor: f64) -> Self {
        Self {
            re: self.re.map(|row| row.map(|x| x * factor)),
            im: self.im.map(|row| row.map(|x| x * factor)),
        }
    }

    /// Whether every element is zero.
    pub fn is_zero(&self) -> bool {
        *self == Self::ZERO
    }

    /// Inverse of the rows and columns of `set`, zero elsewhere, by elimination
    /// with partial pivoting. A row that has nothing left counts as open: its
    /// inverse is zero.
    #[must_use]
    pub fn inverse_on(&self, set: Phases) -> Self {
        let index: Vec<usize> = set.iter().map(Conductor::index).collect();
        let rows: Vec<Vec<Complex64>> = index
            .iter()
            .map(|&r| index.iter().map(|&c| self.get(r, c)).collect())
            .collect();
        let inverse = crate::dense::inverse(rows);
        let mut result = Self::ZERO;
        for (r, row) in index.iter().zip(&inverse) {
            for (c, value) in index.iter().zip(row) {
                result.add_at(*r, *c, *value);
            }
        }
        result
    }
}

impl AddAssign for Mat4 {
    fn add_assign(&mut self, other: Self) {
        for r in 0..4 {
            for c in 0..4 {
                self.re[r][c] += other.re[r][c];
                self.im[r][c] += other.im[r][c];
            }
        }
    }
}

impl Add for Mat4 {
    type Output = Self;
    fn add(mut self, other: Self) -> Self {
        self += other;
        self
    }
}

impl Neg for Mat4 {
    type Output = Self;
    fn neg(self) -> Self {
        self.scale(-1.0)
    }
}

impl Sub for Mat4 {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self + -other
    }
}

impl Mul for Mat4 {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        let mut result = Self::ZERO;
        for r in 0..4 {
            for k in 0..4 {
                let (re, im) = (self.re[r][k], self.im[r][k]);
                for c in 0..4 {
                    result.re[r][c] += re * other.re[k][c] - im * other.im[k][c];
                    result.im[r][c] += re * other.im[k][c] + im * other.re[k][c];
                }
            }
        }
        result
    }
}

impl Mul<Vec4> for &Mat4 {
    type Output = Vec4;
    #[inline(always)]
    fn mul(self, v: Vec4) -> Vec4 {
        let mut result = Vec4::ZERO;
        for r in 0..4 {
            for c in 0..4 {
                result.re[r] += self.re[r][c] * v.re[c] - self.im[r][c] * v.im[c];
                result.im[r] += self.re[r][c] * v.im[c] + self.im[r][c] * v.re[c];
            }
        }
        result
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inverse_undoes_its_matrix() {
        let rows = std::array::from_fn(|r| {
            std::array::from_fn(|c| {
                let own = if r == c { 3.0 } else { 0.5 };
                Complex64::new(own, 0.3 * r as f64 - 0.2 * c as f64)
            })
        });
        let matrix = Mat4::from_rows(&rows);
        let one = matrix * matrix.inverse_on(Phases::ABCN);
        let error = one - Mat4::identity(Phases::ABCN);
        for r in 0..4 {
            for c in 0..4 {
                assert!(error.get(r, c).norm() < 1e-15);
            }
        }
    }

    #[test]
    fn an_inverse_keeps_to_its_conductors() {
        let set: Phases = "an".parse().expect("two conductors");
        let matrix = Mat4::diagonal(Phases::ABCN, Complex64::new(0.0, 2.0));
        let expected = Mat4::diagonal(set, Complex64::new(0.0, -0.5));
        assert_eq!(matrix.inverse_on(set), expected);
    }
}
