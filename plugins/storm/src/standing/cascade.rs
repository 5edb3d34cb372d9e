//! What a pole takes with it.
//!
//! While it falls its wires pull the next poles towards it, as hard as their ties hold.
//! Then they lie on the ground, and the spans on the far sides pull the other way. Spans
//! that are down catch no wind any more.

use taiqu_structure::Vector;

use super::{Failure, Mode, Standing};

/// Force along the wire at which a tie lets it slip, N; assumed.
pub const TIE_N: f64 = 300.0;
/// Seconds that a pole takes to fall so far that its wires pull the next ones.
const LATER_S: f64 = 1.0;

impl Standing {
    /// Lays down a pole that failed, and the next ones that it brings down with it.
    pub(super) fn lay(
        &mut self,
        failure: Failure,
        wind: impl Fn(&Self, usize) -> Vector,
    ) -> Vec<Failure> {
        let mut brought = Vec::new();
        let mut falling = vec![failure];
        while let Some(failure) = falling.pop() {
            let pole = failure.pole;
            self.state[pole].down = true;
            self.state[pole].felled_by_nm = failure.moment_nm;
            self.state[pole].sway = None;
            for (next, span, tied_nm) in self.next_to(pole) {
                self.cut(span);
                if self.state[next].down {
                    continue;
                }
                let ahead = (self.lines.poles[pole].at - self.lines.poles[next].at).direction();
                let moment_nm = wind(self, next) + ahead * tied_nm;
                let [_, breaks, overturns] = self.poles[next].bears_nm;
                if moment_nm.length() < breaks.min(overturns) {
                    continue;
                }
                self.state[next].down = true;
                let with_it = Failure {
                    at_s: failure.at_s + LATER_S,
                    pole: next,
                    mode: if overturns <= breaks {
                        Mode::Overturn
                    } else {
                        Mode::Break
                    },
                    moment_nm,
                };
                brought.push(with_it);
                falling.push(with_it);
            }
        }
        brought
    }

    /// The poles held to `pole` by a span, the span, and the moment that its ties pass on
    /// to them, Nm.
    fn next_to(&self, pole: usize) -> Vec<(usize, usize, f64)> {
        let mut next = Vec::new();
        for hold in &self.lines.poles[pole].holds {
            let span = &self.lines.spans[hold.span];
            if self.down[hold.span] {
                continue;
            }
            let other = span
                .poles
                .into_iter()
                .flatten()
                .find(|&other| other != pole);
            // The span to a house is cut with the pole all the same.
            let tied = |other: usize| {
                let end = usize::from(span.poles[1] == Some(other));
                let height = span.height_m(end, &self.lines.poles, hold.span);
                TIE_N * span.wires.len() as f64 * height
            };
            match other {
                Some(other) => next.push((other, hold.span, tied(other))),
                None => next.push((pole, hold.span, 0.0)),
            }
        }
        next
    }

    /// A span comes down: it catches no wind, and leaves the pull of the spans beyond.
    pub fn cut(&mut self, span: usize) {
        if std::mem::replace(&mut self.down[span], true) {
            return;
        }
        self.came_down.push(span);
        let item = &self.lines.spans[span];
        for (end, pole) in item.poles.into_iter().enumerate() {
            let Some(pole) = pole else { continue };
            self.poles[pole]
                .exposure
                .faces
                .retain(|face| face.span != span);
            let away = if end == 0 {
                item.ahead() * -1.0
            } else {
                item.ahead()
            };
            let pull =
                self.beyond_n(pole, span, away) * item.height_m(end, &self.lines.poles, span);
            self.poles[pole].pull_nm += away * pull;
            self.state[pole].jolt_nm += away * pull;
        }
    }

    /// What the spans beyond a pole pull it by when `span` pulls no more, N: the wires that
    /// go on, each with what it is strung with or what its tie holds.
    fn beyond_n(&self, pole: usize, span: usize, away: Vector) -> f64 {
        let of = |hold: &taiqu_structure::Hold| {
            let other = &self.lines.spans[hold.span];
            let out = if other.poles[0] == Some(pole) {
                other.ahead()
            } else {
                other.ahead() * -1.0
            };
            let share = out.dot(away).max(0.0);
            let wires = other.wires.iter();
            let pull: f64 = wires
                .map(|wire| other.strung(wire).strung_n.min(TIE_N))
                .sum();
            if hold.span == span || other.service || self.down[hold.span] {
                0.0
            } else {
                share * pull
            }
        };
        self.lines.poles[pole].holds.iter().map(of).sum()
    }
}
