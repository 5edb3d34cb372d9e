//! Approaching what a load asks for with care, where its answer to a change of voltage
//! may be stronger than the change.
//!
//! An inverter's steep curve or a cut-off throws the voltage back over the point it
//! came from, and back again for ever. The power that such a load draws therefore goes
//! only part of the way to what it asks for: half as far each time it turns round, and
//! a little further each time it does not. It ends where the two are the same, so only
//! the way there changes, never the answer.

use num_complex::Complex64;

/// How much further after a step in the direction of the last one.
const QUICKER: f64 = 1.06;
/// How much less far after one that turned round.
const SLOWER: f64 = 0.5;

/// Least part of the way: loads beside it make it turn too.
const LEAST: f64 = 1.0 / 64.0;
/// Square of the part of a power that is too little for a turn to mean anything.
const NOTHING: f64 = 1e-14;

/// A power on its way.
#[derive(Clone, Copy, Debug)]
pub struct Pace {
    power: Complex64,
    /// What was lacking at the last step.
    lacking: Complex64,
    /// Part of the way to go.
    pub part: f64,
}

impl Default for Pace {
    /// The first step goes the whole way.
    fn default() -> Self {
        Self {
            power: Complex64::ZERO,
            lacking: Complex64::ZERO,
            part: 1.0,
        }
    }
}

impl Pace {
    /// Where it is after a step towards `wanted`.
    #[inline(always)]
    pub fn step(&mut self, wanted: Complex64) -> Complex64 {
        let lacking = wanted - self.power;
        let along = (lacking * self.lacking.conj()).re;
        let turned = along < -NOTHING * wanted.norm_sqr();
        self.part = (self.part * if turned { SLOWER } else { QUICKER }).clamp(LEAST, 1.0);
        self.lacking = lacking;
        self.power += lacking * self.part;
        self.power
    }
}
