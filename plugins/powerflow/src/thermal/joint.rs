//! A joint of two wires: how much warmer than they it is, and how it goes bad.
//!
//! A joint is a short piece of larger resistance. What arises in it beyond what arises in as
//! much wire goes into the air over its own length, and along the wire to both sides, which
//! is a fin without end. With θ the rise over the wire, g what a metre of wire loses for each
//! kelvin, λA how well it leads heat, l the joint's length and k its resistance over that of
//! as much wire:
//!
//! θ = I²R'·(k − 1)·l / (g·l + 2·√(g·λA)).
//!
//! It follows its wire at once, since it is small. From where aluminium softens, the joint's
//! grip lets go: its resistance doubles again and again, the warmer the faster, until what is
//! left of the wire's strength no longer holds.

use super::Lived;

/// Length of a joint, m; assumed.
const LENGTH_M: f64 = 0.15;
/// Temperature from which it gets worse, °C. Hard aluminium loses a tenth of its strength in
/// some hours at 150 °C (Aluminum Association; IEEE 738, annex), and clamps relax with it.
const SOFTENS_C: f64 = 150.0;
/// How long its resistance takes to double there, s, and by how many kelvin more that is half
/// as long. Assumed.
const DOUBLES_S: f64 = 3600.0;
const TWICE_K: f64 = 10.0;
/// Temperature at which a wire parts that is strung with a tenth of its strength, °C: then
/// aluminium has no more left (165 N/mm² cold, 14 N/mm² at 370 °C; ASM, aluminium 1100-H18).
pub const PARTS_C: f64 = 370.0;

/// A joint of two wires.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Joint {
    /// Its resistance over that of as much wire.
    pub ratio: f64,
}

impl Joint {
    /// How warm it is in a wire that lived so and leads heat so well, °C.
    pub fn warm_c(&self, wire: &Lived, leads_wm_k: f64) -> f64 {
        let fins = 2.0 * (wire.loses_w_mk * leads_wm_k).sqrt();
        let more = wire.heats_w_m * (self.ratio - 1.0) * LENGTH_M;
        wire.wire_c + more / (wire.loses_w_mk * LENGTH_M + fins)
    }

    /// The same joint after `seconds` at `joint_c`; none where it parts.
    pub fn after(self, joint_c: f64, seconds: f64) -> Option<Self> {
        if joint_c >= PARTS_C {
            return None;
        }
        let over_k = joint_c - SOFTENS_C;
        let doublings = if over_k > 0.0 {
            seconds / DOUBLES_S * (over_k / TWICE_K).exp2()
        } else {
            0.0
        };
        // A step does not outrun what the joint's own heat answers.
        Some(Self {
            ratio: self.ratio * doublings.min(1.0).exp2(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_joint_is_warmer_as_a_stub_between_two_fins() {
        // A wire of 185 mm² that carries its ampacity.
        let wire = Lived {
            wire_c: 90.0,
            heats_w_m: 48.0,
            loses_w_mk: 0.9,
        };
        let (loses, leads) = (wire.loses_w_mk, 0.039);
        let warm = |ratio: f64| Joint { ratio }.warm_c(&wire, leads);
        assert!((warm(1.0) - 90.0).abs() < 1e-9);
        // The stub and fins solved by finite differences of a millimetre.
        let (step, count) = (1e-3, 4000);
        let mut rise = vec![0.0; count];
        // Symmetric about the joint's middle: half a joint of 75 mm, then wire.
        let (mut low, mut rest) = (vec![0.0; count], vec![0.0; count]);
        for k in 0..count {
            let more = if k < 75 { wire.heats_w_m * 2.0 } else { 0.0 };
            // A joint leads far better than its wire: it is all as warm.
            let along = |k: usize| if k < 75 { 1e3 * leads } else { leads } / (step * step);
            let (back, below, before) = match k.checked_sub(1) {
                Some(last) => (along(last), low[last], rest[last]),
                None => (0.0, 0.0, 0.0),
            };
            let own = loses + along(k) + back * (1.0 - below);
            low[k] = along(k) / own;
            rest[k] = (more + back * before) / own;
        }
        for k in (0..count).rev() {
            let next = rise.get(k + 1).copied().unwrap_or(0.0);
            rise[k] = rest[k] + low[k] * next;
        }
        let closed = warm(3.0) - 90.0;
        assert!(
            (closed / rise[0] - 1.0).abs() < 0.02,
            "{closed} {}",
            rise[0]
        );
    }

    #[test]
    fn below_the_softening_it_stays_and_above_it_runs_away() {
        let joint = Joint { ratio: 3.0 };
        assert_eq!(joint.after(SOFTENS_C - 1.0, 1e6), Some(joint));
        let hour = (0..60).try_fold(joint, |joint, _| joint.after(SOFTENS_C + 1e-6, 60.0));
        assert!((hour.expect("it holds").ratio - 6.0).abs() < 1e-3);
        assert!(joint.after(PARTS_C, 60.0).is_none());
    }
}
