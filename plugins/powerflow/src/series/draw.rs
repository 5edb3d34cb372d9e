//! The currents that loads draw, in lanes.

use num_complex::Complex64;
use pulp::Simd;

use super::group::Work;
use super::lanes::{Lanes, numbers, numbers_mut};
use super::plan::{Draw, EVERYWHERE, Law, Plan};
use crate::LoadPower;

/// What lanes know of a load's branch.
#[derive(Clone, Copy, Debug)]
pub struct DrawState<S: Simd> {
    /// Its power at rated voltage, W and var.
    pub power: Lanes<S>,
    /// Voltage where its drop begins, V.
    pub u: Lanes<S>,
    /// Its current, A.
    pub i: Lanes<S>,
    /// Square of the voltage over it, V².
    pub over_sqr: S::f64s,
}

/// What one pass over the loads found in each lane.
#[derive(Clone, Copy, Debug)]
pub struct Change<S: Simd> {
    /// Square of the largest change of a voltage, pu.
    pub worst: S::f64s,
    /// Sum of the squares, which is not a number as soon as one of them is.
    pub sum: S::f64s,
    /// Negative where the network cannot carry some load.
    pub margin: S::f64s,
}

/// Draws every load's current at the voltages found last; lanes in `resting` keep the
/// currents they have.
#[inline(always)]
pub fn draw<S: Simd>(simd: S, plan: &Plan, work: &mut Work<S>, resting: S::m64s) -> Change<S> {
    let Work { v, j, draws, .. } = work;
    let zero = simd.splat_f64s(0.0);
    let mut change = Change {
        worst: zero,
        sum: zero,
        margin: zero,
    };
    for (draw, state) in plan.draws.iter().zip(draws) {
        let [from, to] = draw.ends.map(|end| end as usize);
        let u = v[from].minus(simd, v[to]);
        let moved = u.minus(simd, state.u).norm_sqr(simd);
        state.u = u;
        let before = state.over_sqr;
        let i = answer(simd, draw, state, &mut change);
        let i = state.i.or(simd, resting, i);
        state.i = i;
        state.over_sqr = simd.select_f64s(resting, before, state.over_sqr);
        let mut moved = simd.mul_f64s(moved, simd.splat_f64s(draw.per_base_sqr));
        if draw.law != Law::Power {
            let drift = simd.sub_f64s(state.over_sqr, before);
            let scale = simd.splat_f64s(0.5 * draw.branch.per_rated_v.powi(2));
            let drift = simd.mul_f64s(drift, scale);
            moved = simd.max_f64s(moved, simd.mul_f64s(drift, drift));
        }
        change.worst = simd.max_f64s(change.worst, moved);
        change.sum = simd.add_f64s(change.sum, moved);
        j[from] = j[from].plus(simd, i);
        j[to] = j[to].minus(simd, i);
    }
    change
}

/// The current of `draw` at the voltage in its `state`, A.
#[inline(always)]
fn answer<S: Simd>(
    simd: S,
    draw: &Draw,
    state: &mut DrawState<S>,
    change: &mut Change<S>,
) -> Lanes<S> {
    let last = state.over_sqr;
    match draw.law {
        Law::Power => {
            let (i, margin) = constant_power(simd, draw, state);
            if draw.holds == EVERYWHERE {
                change.margin = simd.min_f64s(change.margin, margin);
                return i;
            }
            let beyond = simd.less_than_f64s(margin, simd.splat_f64s(0.0));
            let outside = simd.or_m64s(beyond, outside(simd, draw, state.over_sqr));
            if is_nowhere(simd, outside) {
                return i;
            }
            let inside = state.over_sqr;
            let other = behind(simd, draw, state, admittance(simd, draw, state, last));
            state.over_sqr = simd.select_f64s(outside, state.over_sqr, inside);
            other.or(simd, outside, i)
        }
        Law::Mix(p, q) => {
            let y = mix(simd, draw, state, [p, q]);
            let outside = outside(simd, draw, last);
            if is_nowhere(simd, outside) {
                return behind(simd, draw, state, y);
            }
            let other = admittance(simd, draw, state, last);
            behind(simd, draw, state, other.or(simd, outside, y))
        }
        Law::Other => behind(simd, draw, state, admittance(simd, draw, state, last)),
    }
}

/// Where the law of `draw` does not hold at voltages of the squares `over_sqr`.
#[inline(always)]
fn outside<S: Simd>(simd: S, draw: &Draw, over_sqr: S::f64s) -> S::m64s {
    let [min, max] = draw.holds;
    let (min, max) = (simd.splat_f64s(min), simd.splat_f64s(max));
    simd.or_m64s(
        simd.less_than_or_equal_f64s(over_sqr, min),
        simd.greater_than_f64s(over_sqr, max),
    )
}

#[inline(always)]
fn is_nowhere<S: Simd>(simd: S, mask: S::m64s) -> bool {
    simd.first_true_m64s(mask) == S::F64_LANES
}

/// The admittance, S, of shares of constant impedance, current and power.
#[inline(always)]
fn mix<S: Simd>(simd: S, draw: &Draw, state: &DrawState<S>, shares: [[f64; 3]; 2]) -> Lanes<S> {
    let one = simd.splat_f64s(1.0);
    let per_rated_sqr = draw.branch.per_rated_v.powi(2);
    let per_sqr = simd.div_f64s(one, state.over_sqr);
    let per_volt = simd.sqrt_f64s(per_sqr);
    let [p, q] = shares.map(|[z, i, s]| {
        [
            z * per_rated_sqr,
            i * per_rated_sqr * draw.branch.rated_v,
            s,
        ]
    });
    let g = simd.mul_add_e_f64s(simd.splat_f64s(p[1]), per_volt, simd.splat_f64s(p[0]));
    let g = simd.mul_add_e_f64s(simd.splat_f64s(p[2]), per_sqr, g);
    let b = simd.mul_add_e_f64s(simd.splat_f64s(q[1]), per_volt, simd.splat_f64s(q[0]));
    let b = simd.mul_add_e_f64s(simd.splat_f64s(q[2]), per_sqr, b);
    Lanes {
        re: simd.mul_f64s(state.power.re, g),
        im: simd.neg_f64s(simd.mul_f64s(state.power.im, b)),
    }
}

/// Constant power S behind the drop's impedance z, at the voltage u before it: with
/// b = |u|²/2 − Re(z·S*), the load's |V|² is m = b + √(b² − |z|²·|S|²), and its
/// current S*·u / (m + z·S*). Returns the current and what stands under the root,
/// negative too where b is.
#[inline(always)]
fn constant_power<S: Simd>(simd: S, draw: &Draw, state: &mut DrawState<S>) -> (Lanes<S>, S::f64s) {
    let zero = simd.splat_f64s(0.0);
    let Lanes { re: p, im: q } = state.power;
    let u = state.u;
    let square = u.norm_sqr(simd);
    let drawn = Lanes::<S> {
        re: simd.mul_add_e_f64s(p, u.re, simd.mul_f64s(q, u.im)),
        im: simd.negate_mul_add_e_f64s(q, u.re, simd.mul_f64s(p, u.im)),
    };
    if draw.z == Complex64::ZERO {
        state.over_sqr = square;
        let held = simd.greater_than_f64s(square, zero);
        let scale = simd.div_f64s(simd.splat_f64s(1.0), square);
        let scale = simd.select_f64s(held, scale, zero);
        let i = Lanes {
            re: simd.mul_f64s(drawn.re, scale),
            im: simd.mul_f64s(drawn.im, scale),
        };
        return (i, zero);
    }
    let (r, x) = (simd.splat_f64s(draw.z.re), simd.splat_f64s(draw.z.im));
    let along = simd.mul_add_e_f64s(r, p, simd.mul_f64s(x, q));
    let across = simd.negate_mul_add_e_f64s(r, q, simd.mul_f64s(x, p));
    let b = simd.sub_f64s(simd.mul_f64s(simd.splat_f64s(0.5), square), along);
    // |z·S*|², as |z|²·|S|².
    let fall = simd.mul_add_e_f64s(along, along, simd.mul_f64s(across, across));
    let under = simd.sub_f64s(simd.mul_f64s(b, b), fall);
    let m = simd.add_f64s(b, simd.sqrt_f64s(simd.max_f64s(under, zero)));
    let below = Lanes::<S> {
        re: simd.add_f64s(m, along),
        im: across,
    };
    state.over_sqr = m;
    // |m + z·S*|² = m·|u|².
    let whole = simd.mul_f64s(m, square);
    let held = simd.greater_than_f64s(whole, zero);
    let scale = simd.div_f64s(simd.splat_f64s(1.0), whole);
    let scale = simd.select_f64s(held, scale, zero);
    let re = drawn.dot(simd, below);
    let im = simd.negate_mul_add_e_f64s(drawn.re, below.im, simd.mul_f64s(drawn.im, below.re));
    let i = Lanes {
        re: simd.mul_f64s(re, scale),
        im: simd.mul_f64s(im, scale),
    };
    (i, simd.min_f64s(under, b))
}

/// The admittance of `draw`, S, lane by lane, at voltages of the squares `over_sqr`.
#[inline(always)]
fn admittance<S: Simd>(simd: S, draw: &Draw, state: &DrawState<S>, over_sqr: S::f64s) -> Lanes<S> {
    let mut y = Lanes::splat(simd, Complex64::ZERO);
    for (lane, &square) in numbers::<S>(&over_sqr).iter().enumerate() {
        let power = state.power.get(lane);
        let power = LoadPower {
            p_w: power.re,
            q_var: power.im,
        };
        let x = square.sqrt() * draw.branch.per_rated_v;
        y.set(lane, draw.branch.admittance(power, x, draw.band));
    }
    y
}

/// The current of the admittance `y` behind the drop, A.
#[inline(always)]
fn behind<S: Simd>(simd: S, draw: &Draw, state: &mut DrawState<S>, y: Lanes<S>) -> Lanes<S> {
    // V = u / (1 + z·y).
    let one = Lanes::splat(simd, Complex64::ONE);
    let w = one.plus_times(simd, draw.z, y);
    let scale = simd.div_f64s(simd.splat_f64s(1.0), w.norm_sqr(simd));
    let u = state.u;
    let v = Lanes::<S> {
        re: simd.mul_f64s(u.dot(simd, w), scale),
        im: simd.mul_f64s(
            simd.negate_mul_add_e_f64s(u.re, w.im, simd.mul_f64s(u.im, w.re)),
            scale,
        ),
    };
    state.over_sqr = v.norm_sqr(simd);
    Lanes {
        re: simd.negate_mul_add_e_f64s(y.im, v.im, simd.mul_f64s(y.re, v.re)),
        im: simd.mul_add_e_f64s(y.re, v.im, simd.mul_f64s(y.im, v.re)),
    }
}

/// Takes in the powers of one step.
#[inline(always)]
pub fn set_powers<S: Simd>(
    plan: &Plan,
    states: &mut [DrawState<S>],
    lane: usize,
    powers: &[LoadPower],
) {
    for (draw, state) in plan.draws.iter().zip(states) {
        let LoadPower { p_w, q_var } = powers[draw.branch.load as usize];
        numbers_mut::<S>(&mut state.power.re)[lane] = p_w * draw.share;
        numbers_mut::<S>(&mut state.power.im)[lane] = q_var * draw.share;
    }
}
