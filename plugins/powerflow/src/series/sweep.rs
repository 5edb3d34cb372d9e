//! The two sweeps, in lanes.

use num_complex::Complex64;
use pulp::Simd;

use super::lanes::Lanes;
use super::plan::{Form, Plan, Pole};

/// Turns the currents drawn at each pole, A, into those drawn at and below it.
#[inline(always)]
pub fn backward<S: Simd>(simd: S, plan: &Plan, j: &mut [Lanes<S>]) {
    for pole in plan.poles.iter().rev() {
        let elements = &plan.elements[pole.d + pole.width * pole.width..];
        let (above, own) = j.split_at_mut(pole.first);
        let own = &own[..pole.width];
        let near = &pole.near[..pole.near_width];
        match pole.form {
            Form::Plain => add(simd, near, own, above),
            Form::Earthed => {
                let [phases @ .., neutral] = near else {
                    continue;
                };
                add(simd, phases, own, above);
                add_row(simd, elements, own, &mut above[*neutral as usize]);
            }
            Form::General => {
                for (row, &slot) in elements.chunks_exact(pole.width).zip(near) {
                    add_row(simd, row, own, &mut above[slot as usize]);
                }
            }
        }
    }
}

/// Voltages of the poles from the sources down.
#[inline(always)]
pub fn forward<S: Simd>(simd: S, plan: &Plan, j: &[Lanes<S>], v: &mut [Lanes<S>]) {
    for pole in &plan.poles {
        let (above, own) = v.split_at_mut(pole.first);
        let near = &pole.near[..pole.near_width];
        let j = &j[pole.first..];
        match pole.width {
            1 => own[..1].copy_from_slice(&fall::<S, 1>(simd, plan, pole, j, above)),
            2 => own[..2].copy_from_slice(&fall::<S, 2>(simd, plan, pole, j, above)),
            3 => own[..3].copy_from_slice(&fall::<S, 3>(simd, plan, pole, j, above)),
            _ => own[..4].copy_from_slice(&fall::<S, 4>(simd, plan, pole, j, above)),
        }
        if pole.form == Form::General {
            let t = &plan.elements[pole.d + pole.width * (pole.width + pole.near_width)..];
            for (row, v) in t.chunks_exact(pole.near_width).zip(&mut own[..pole.width]) {
                for (&z, &slot) in row.iter().zip(near) {
                    *v = v.plus_times(simd, z, above[slot as usize]);
                }
            }
        }
    }
}

/// Voltages above a pole less the drop −D·j; the latter alone in the general form.
#[inline(always)]
fn fall<S: Simd, const N: usize>(
    simd: S,
    plan: &Plan,
    pole: &Pole,
    j: &[Lanes<S>],
    above: &[Lanes<S>],
) -> [Lanes<S>; N] {
    let d = &plan.elements[pole.d..][..N * N];
    let zero = Lanes::splat(simd, Complex64::ZERO);
    let mut v = [zero; N];
    if pole.form != Form::General {
        for (v, &slot) in v.iter_mut().zip(&pole.near) {
            *v = above[slot as usize];
        }
    }
    if pole.form == Form::Earthed {
        let t = &plan.elements[pole.d + N * N + N..][..N];
        let neutral = v[N - 1];
        v[N - 1] = zero;
        for (v, &z) in v.iter_mut().zip(t) {
            *v = v.plus_times(simd, z, neutral);
        }
    }
    for (c, &j) in j[..N].iter().enumerate() {
        for (r, v) in v.iter_mut().enumerate() {
            *v = v.minus_times(simd, d[r * N + c], j);
        }
    }
    v
}

#[inline(always)]
fn add<S: Simd>(simd: S, near: &[u32], own: &[Lanes<S>], above: &mut [Lanes<S>]) {
    for (&slot, &current) in near.iter().zip(own) {
        let above = &mut above[slot as usize];
        *above = above.plus(simd, current);
    }
}

#[inline(always)]
fn add_row<S: Simd>(simd: S, row: &[Complex64], own: &[Lanes<S>], sum: &mut Lanes<S>) {
    for (&z, &current) in row.iter().zip(own) {
        *sum = sum.plus_times(simd, z, current);
    }
}
