//! A wire that hangs in the wind and swings: a pendulum of its sag.

use std::f64::consts::PI;

use crate::air::{AIR_KG_M3, WIRE_DRAG};
use crate::{Span, StrungWire};

/// Gravity, m/s².
const GRAVITY: f64 = 9.806_65;
/// Damping of the wires themselves and at their ties, of critical; the air's, which moving
/// wires feel, is far more. Assumed.
const OWN_DAMPING: f64 = 0.005;

/// How a wire hangs in a wind, and swings about that.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// How far its middle is from the line between its ends, m.
    pub sag_m: f64,
    /// Sine and cosine of the angle from hanging straight down; above 0 to the right.
    pub turned: [f64; 2],
    /// Natural frequency, Hz.
    pub frequency_hz: f64,
    /// Damping, of critical.
    pub damping: f64,
}

impl Swing {
    /// That of a wire of a span at `wire_c` in a wind across it, strung as it should be.
    pub fn of(span: &Span, wire: &StrungWire, wire_c: f64, across_m_s: f64) -> Self {
        let drag = AIR_KG_M3 * WIRE_DRAG * wire.outer_m * across_m_s.abs();
        let push_n_m = 0.5 * drag * across_m_s;
        let own_n_m = wire.kg_per_m * GRAVITY;
        let whole_n_m = own_n_m.hypot(push_n_m);
        let tension_n = span.strung(wire).tension_n(wire_c, 0.0, push_n_m);
        let sag_m = whole_n_m * span.length_m().powi(2) / (8.0 * tension_n);
        // A parabola about the line between its ends: weight 2/3, inertia 8/15.
        let rate = (1.25 * whole_n_m / (wire.kg_per_m * sag_m)).sqrt();
        // Drag grows by twice a speed along the wind, and by once a speed across it.
        let (sine, cosine) = (push_n_m / whole_n_m, own_n_m / whole_n_m);
        let drag = drag * (cosine * cosine + 0.5 * sine * sine);
        Self {
            sag_m,
            turned: [sine, cosine],
            frequency_hz: rate / (2.0 * PI),
            damping: OWN_DAMPING + drag / (2.0 * wire.kg_per_m * rate),
        }
    }

    /// That of a wire that sags `times` as much.
    pub fn longer(self, times: f64) -> Self {
        let slower = times.sqrt();
        Self {
            sag_m: self.sag_m * times,
            frequency_hz: self.frequency_hz / slower,
            damping: OWN_DAMPING + (self.damping - OWN_DAMPING) * slower,
            ..self
        }
    }

    /// Where its middle is from the line between its ends: to the right and up, m.
    pub fn hangs(&self) -> [f64; 2] {
        let [sine, cosine] = self.turned;
        [self.sag_m * sine, -self.sag_m * cosine]
    }
}

/// The sine and cosine of the angle in the middle of two.
pub fn between(one: [f64; 2], other: [f64; 2]) -> [f64; 2] {
    let [sine, cosine] = [one[0] + other[0], one[1] + other[1]];
    let length = (sine * sine + cosine * cosine).sqrt();
    [sine / length, cosine / length]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clash::tests::span;

    #[test]
    fn a_wire_swings_as_a_pendulum_of_its_sag() {
        let span = span("LGJ-70", 70.0, 0.4);
        let still = Swing::of(&span, &span.wires[0], 15.0, 0.0);
        // T = 1.8·√f.
        let period_s = 1.8 * still.sag_m.sqrt();
        assert!((still.frequency_hz * period_s - 1.0).abs() < 0.01);
        assert!((still.damping - OWN_DAMPING).abs() < 1e-12);
        let blown = Swing::of(&span, &span.wires[0], 15.0, 20.0);
        // ½·1.225·1.1·0.0114·400 = 3.07 N/m against 2.70 N/m.
        assert!((blown.turned[0] / blown.turned[1] - 1.138).abs() < 0.01);
        assert!(blown.damping > 0.05 && blown.sag_m > still.sag_m);
        let slack = blown.longer(4.0);
        assert!((slack.frequency_hz / blown.frequency_hz - 0.5).abs() < 1e-12);
        assert!(slack.damping > blown.damping);
    }
}
