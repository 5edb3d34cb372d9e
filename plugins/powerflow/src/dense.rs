//! Small dense complex systems: inverses of conductor blocks, and the system that
//! closes loops.

use num_complex::Complex64;

/// Inverse of a square matrix by Gauss–Jordan elimination with partial pivoting.
///
/// A column without any pivot belongs to an unknown nothing determines; its row
/// and column of the result are zero, so that it stays at zero.
pub fn inverse(mut a: Vec<Vec<Complex64>>) -> Vec<Vec<Complex64>> {
    let n = a.len();
    let mut b: Vec<Vec<Complex64>> = (0..n)
        .map(|r| {
            (0..n)
                .map(|c| Complex64::from(f64::from(u8::from(r == c))))
                .collect()
        })
        .collect();
    for k in 0..n {
        let pivot = (k..n).max_by(|&r, &s| {
            let order = a[r][k].l1_norm().total_cmp(&a[s][k].l1_norm());
            order.then(s.cmp(&r))
        });
        let Some(pivot) = pivot.filter(|&r| a[r][k].l1_norm() > 0.0) else {
            for r in 0..n {
                a[r][k] = Complex64::ZERO;
                b[r][k] = Complex64::ZERO;
                a[k][r] = Complex64::ZERO;
                b[k][r] = Complex64::ZERO;
            }
            continue;
        };
        a.swap(k, pivot);
        b.swap(k, pivot);
        let scale = a[k][k].inv();
        a[k].iter_mut().chain(&mut b[k]).for_each(|x| *x *= scale);
        for r in (0..n).filter(|&r| r != k) {
            let factor = a[r][k];
            if factor == Complex64::ZERO {
                continue;
            }
            for c in 0..n {
                let (above, beside) = (a[k][c], b[k][c]);
                a[r][c] -= factor * above;
                b[r][c] -= factor * beside;
            }
        }
    }
    b
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nothing_determines_stays_zero() {
        let zero = Complex64::ZERO;
        let two = Complex64::from(2.0);
        let result = inverse(vec![vec![zero, zero], vec![zero, two]]);
        assert_eq!(result, [[zero, zero], [zero, Complex64::from(0.5)]]);
    }
}
