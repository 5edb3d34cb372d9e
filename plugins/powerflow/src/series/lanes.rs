//! Complex numbers of several time steps side by side, one step a lane of the
//! processor's vectors.

use num_complex::Complex64;
use pulp::{Simd, bytemuck};

/// Most lanes that any processor's vectors have.
pub const MOST: usize = 8;

/// One complex number a lane.
#[derive(Clone, Copy, Debug)]
pub struct Lanes<S: Simd> {
    /// Real parts.
    pub re: S::f64s,
    /// Imaginary parts.
    pub im: S::f64s,
}

impl<S: Simd> Lanes<S> {
    /// `z` in every lane.
    #[inline(always)]
    pub fn splat(simd: S, z: Complex64) -> Self {
        Self {
            re: simd.splat_f64s(z.re),
            im: simd.splat_f64s(z.im),
        }
    }

    /// The sum.
    #[inline(always)]
    pub fn plus(self, simd: S, other: Self) -> Self {
        Self {
            re: simd.add_f64s(self.re, other.re),
            im: simd.add_f64s(self.im, other.im),
        }
    }

    /// The difference.
    #[inline(always)]
    pub fn minus(self, simd: S, other: Self) -> Self {
        Self {
            re: simd.sub_f64s(self.re, other.re),
            im: simd.sub_f64s(self.im, other.im),
        }
    }

    /// `self` + z·`other`.
    #[inline(always)]
    pub fn plus_times(self, simd: S, z: Complex64, other: Self) -> Self {
        let (re, im) = (simd.splat_f64s(z.re), simd.splat_f64s(z.im));
        let sum = simd.mul_add_e_f64s(re, other.re, self.re);
        let rest = simd.mul_add_e_f64s(re, other.im, self.im);
        Self {
            re: simd.negate_mul_add_e_f64s(im, other.im, sum),
            im: simd.mul_add_e_f64s(im, other.re, rest),
        }
    }

    /// `self` − z·`other`.
    #[inline(always)]
    pub fn minus_times(self, simd: S, z: Complex64, other: Self) -> Self {
        let (re, im) = (simd.splat_f64s(z.re), simd.splat_f64s(z.im));
        let sum = simd.negate_mul_add_e_f64s(re, other.re, self.re);
        let rest = simd.negate_mul_add_e_f64s(re, other.im, self.im);
        Self {
            re: simd.mul_add_e_f64s(im, other.im, sum),
            im: simd.negate_mul_add_e_f64s(im, other.re, rest),
        }
    }

    /// |self|².
    #[inline(always)]
    pub fn norm_sqr(self, simd: S) -> S::f64s {
        simd.mul_add_e_f64s(self.re, self.re, simd.mul_f64s(self.im, self.im))
    }

    /// Re(self·`other`*).
    #[inline(always)]
    pub fn dot(self, simd: S, other: Self) -> S::f64s {
        simd.mul_add_e_f64s(self.re, other.re, simd.mul_f64s(self.im, other.im))
    }

    /// `self` where `mask` holds, else `other`.
    #[inline(always)]
    pub fn or(self, simd: S, mask: S::m64s, other: Self) -> Self {
        Self {
            re: simd.select_f64s(mask, self.re, other.re),
            im: simd.select_f64s(mask, self.im, other.im),
        }
    }

    /// The number of one lane.
    #[inline(always)]
    pub fn get(&self, lane: usize) -> Complex64 {
        Complex64::new(numbers::<S>(&self.re)[lane], numbers::<S>(&self.im)[lane])
    }

    /// Sets the number of one lane.
    #[inline(always)]
    pub fn set(&mut self, lane: usize, z: Complex64) {
        numbers_mut::<S>(&mut self.re)[lane] = z.re;
        numbers_mut::<S>(&mut self.im)[lane] = z.im;
    }
}

/// The numbers of a vector, one a lane.
#[inline(always)]
pub fn numbers<S: Simd>(vector: &S::f64s) -> &[f64] {
    bytemuck::cast_slice(std::slice::from_ref(vector))
}

/// The numbers of a vector, to be changed.
#[inline(always)]
pub fn numbers_mut<S: Simd>(vector: &mut S::f64s) -> &mut [f64] {
    bytemuck::cast_slice_mut(std::slice::from_mut(vector))
}
