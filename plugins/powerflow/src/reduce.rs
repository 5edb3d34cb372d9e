//! Elimination of one branch with everything below it.
//!
//! With H the admittance that the far end sees below itself and j the currents
//! drawn there, a branch between p (near) and k (far) becomes
//!
//! - v(k) = T·v(p) − D·j,
//! - p draws M·j more, and sees the branch's own admittance below itself.
//!
//! A plain series impedance with nothing but load currents below has T = M = 1
//! and D = Z. With shunts below, M = (1 + H·Z)⁻¹: no large admittances are ever
//! subtracted, so that links of a fraction of a milliohm keep their digits. A
//! conductor that the branch does not carry is eliminated at the far end first.

use num_complex::Complex64;
use taiqu_grid::Phases;

use crate::block::Mat4;
use crate::transformer::TerminalAdmittance;

/// Stray power to earth of a conductor that hangs on loads alone, VA: that of a
/// metre of cable, enough to settle what nothing else does.
const STRAY_VA: f64 = 1e-5;

/// The far end of a branch.
#[derive(Clone, Copy, Debug)]
pub struct FarEnd<'a> {
    /// Admittance at and below it, S.
    pub h: &'a Mat4,
    /// Its live conductors.
    pub live: Phases,
    /// Its nominal phase voltage, V.
    pub nominal_v: f64,
}

/// Stray admittance of `conductors` of a nominal phase voltage, S.
pub fn stray(conductors: Phases, nominal_v: f64) -> Mat4 {
    let siemens = STRAY_VA / (nominal_v * nominal_v);
    Mat4::diagonal(conductors, Complex64::from(siemens))
}

/// A branch and what hangs on it, as its near end sees them.
#[derive(Clone, Debug, PartialEq)]
pub struct Reduced {
    /// Adds to the near end's admittance, S.
    pub h: Mat4,
    /// From currents drawn at the far end to those drawn at the near end.
    pub m: Mat4,
    /// From near to far voltages.
    pub t: Mat4,
    /// From currents drawn at the far end to its voltage drop, Ω.
    pub d: Mat4,
}

impl Reduced {
    /// A series impedance `z` in the conductors `conducting`.
    pub fn series(z: &Mat4, conducting: Phases, far: FarEnd<'_>) -> Self {
        let FarEnd { h, live, .. } = far;
        let through = conducting.and(live);
        let open = live.without(through);
        if open.is_empty() && h.is_zero() {
            return Self {
                h: Mat4::ZERO,
                m: Mat4::identity(live),
                t: Mat4::identity(live),
                d: z.only(live, live),
            };
        }
        let one = Mat4::identity(through);
        let z = z.only(through, through);
        let own = Mat4::identity(live);
        let g = (*h + stray(open, far.nominal_v)).inverse_on(open);
        let k = (*h * g).only(through, open);
        let below = (*h - k * *h).only(through, through);
        let m = (one + below * z).inverse_on(through);
        let t = (one + z * below).inverse_on(through);
        let up = m * (one - k);
        let down = own.only(live, through) - (g * *h).only(open, through);
        Self {
            h: m * below,
            m: up,
            t: down * t,
            d: down * (t * z) * (one - k) + g,
        }
    }

    /// Windings whose high-voltage side is the near end, where the conductors `near`
    /// are live.
    pub fn windings(y: &TerminalAdmittance, near: Phases, far: FarEnd<'_>) -> Self {
        let FarEnd { h, live, .. } = far;
        let touched = Phases::from_bits((0..4).fold(0, |bits, c| {
            bits | u8::from(y.ll.get(c, c) != Complex64::ZERO) << c
        }));
        let stray = stray(live.without(touched), far.nominal_v);
        let d = (y.ll.only(live, live) + *h + stray).inverse_on(live);
        let (up, down) = (y.hl.only(near, live), y.lh.only(live, near));
        let t = -(d * down);
        Self {
            h: y.hh.only(near, near) + up * t,
            m: -(up * d),
            t,
            d,
        }
    }

    /// Whether currents and voltages pass unchanged but for the drop.
    pub fn is_plain(&self, near: Phases, live: Phases) -> bool {
        let t = Mat4::identity(live);
        self.h.is_zero() && self.m == t && self.t == t && near.contains(live)
    }
}
