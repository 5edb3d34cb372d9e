//! What a pole takes with it.
//!
//! While it falls its wires pull the next poles towards it, as hard as their ties hold.
//! Then they lie on the ground and catch no wind any more, and the spans on the far sides
//! pull the other way. The one comes after the other: a pole may give way to either.

use std::collections::BTreeMap;

use taiqu_structure::Vector;

use super::air::Airs;
use super::{Built, Failure, Mode, Standing};

/// Force along the wire at which a tie lets it slip, N; assumed.
pub const TIE_N: f64 = 300.0;
/// Seconds that a pole takes to fall so far that its wires pull the next ones.
const LATER_S: f64 = 1.0;

impl Standing {
    /// Lets fall the poles that give way by themselves in a block, `due`, and those that they
    /// bring down, and lays down what they hold; what gave way, in order of time.
    pub(super) fn fall(&mut self, airs: &Airs<'_>, mut due: Vec<Failure>) -> Vec<Failure> {
        let mut failures = Vec::new();
        let mut laid = Vec::new();
        while let Some(first) = first(&due) {
            let failure = due.swap_remove(first);
            let state = &mut self.state[failure.pole];
            if state.down {
                continue;
            }
            failures.push(failure);
            if failure.mode == Mode::Crack {
                continue;
            }
            state.down = true;
            state.felled_by_nm = failure.moment_nm;
            state.sway = None;
            for (next, pull_nm) in self.pulls(failure.pole) {
                due.extend(self.pulled(airs, failure.at_s + LATER_S, next, pull_nm));
            }
            let holds = self.lines.poles[failure.pole].holds.iter();
            laid.extend(holds.map(|hold| hold.span));
        }
        for span in laid {
            self.cut(span);
        }
        failures
    }

    /// The poles that stand beside `pole` in its lines, and the moments with which its wires
    /// pull them towards it while it falls, Nm.
    pub fn pulls(&self, pole: usize) -> BTreeMap<usize, Vector> {
        let mut pulls: BTreeMap<usize, Vector> = BTreeMap::new();
        for hold in &self.lines.poles[pole].holds {
            let span = &self.lines.spans[hold.span];
            let mut ends = span.poles.into_iter().flatten();
            let Some(next) = ends.find(|&end| end != pole && !self.state[end].down) else {
                continue;
            };
            if !self.down[hold.span] {
                let end = usize::from(span.poles[1] == Some(next));
                let height_m = span.height_m(end, &self.lines.poles, hold.span);
                let tied_nm = TIE_N * span.wires.len() as f64 * height_m;
                *pulls.entry(next).or_default() += self.out(next, hold.span) * tied_nm;
            }
        }
        pulls
    }

    /// What a pole that is pulled by `pull_nm` on top of all else does at `at_s`.
    fn pulled(
        &mut self,
        airs: &Airs<'_>,
        at_s: f64,
        pole: usize,
        pull_nm: Vector,
    ) -> Option<Failure> {
        let air = airs.over(self.lines.poles[pole].at);
        let moment_nm = self.forced_nm(air, &air.at(at_s), pole) + pull_nm;
        let own = moment_nm.length();
        let [crack, breaks, overturns] = self.poles[pole].bears_nm;
        let falls = breaks.min(overturns);
        self.state[pole].bear(own / falls, moment_nm);
        let mode = if own >= falls {
            if overturns <= breaks {
                Mode::Overturn
            } else {
                Mode::Break
            }
        } else if own >= crack && !self.state[pole].cracked {
            self.state[pole].cracked = true;
            Mode::Crack
        } else {
            return None;
        };
        Some(Failure {
            at_s,
            pole,
            mode,
            moment_nm,
        })
    }

    /// A span comes down: it catches no wind, and leaves the pull of the spans beyond.
    pub fn cut(&mut self, span: usize) {
        if std::mem::replace(&mut self.down[span], true) {
            return;
        }
        for pole in self.lines.spans[span].poles.into_iter().flatten() {
            let pull_nm = self.pull_nm(pole);
            let Built {
                exposure,
                pull_nm: before,
                ..
            } = &mut self.poles[pole];
            exposure.faces.retain(|face| face.span != span);
            self.state[pole].jolt_nm += pull_nm - std::mem::replace(before, pull_nm);
        }
    }

    /// The moment at a pole of the wires that go on into spans which are down, Nm.
    fn pull_nm(&self, pole: usize) -> Vector {
        let holds = self.lines.poles[pole].holds.iter();
        let gone = holds.filter(|hold| self.down[hold.span]);
        gone.fold(Vector::default(), |sum, hold| {
            let away = self.out(pole, hold.span) * -1.0;
            sum + away * (self.beyond_n(pole, hold.span, away) * hold.height_m)
        })
    }

    /// What the spans beyond a pole pull it by when `span` pulls no more, N: the wires that
    /// go on, each with what it is strung with or what its tie holds. Those of another
    /// voltage do not go on there, and drops end.
    fn beyond_n(&self, pole: usize, span: usize, away: Vector) -> f64 {
        let gone = &self.lines.spans[span];
        let of = |hold: &taiqu_structure::Hold| {
            let other = &self.lines.spans[hold.span];
            let goes_on = other.high == gone.high && !other.service && !gone.service;
            if !goes_on || self.down[hold.span] {
                return 0.0;
            }
            let share = self.out(pole, hold.span).dot(away).max(0.0);
            let wires = other.wires.iter();
            let pull: f64 = wires
                .map(|wire| other.strung(wire).strung_n.min(TIE_N))
                .sum();
            share * pull
        };
        self.lines.poles[pole].holds.iter().map(of).sum()
    }

    /// The direction in which a span leaves a pole.
    fn out(&self, pole: usize, span: usize) -> Vector {
        let span = &self.lines.spans[span];
        if span.poles[0] == Some(pole) {
            span.ahead()
        } else {
            span.ahead() * -1.0
        }
    }
}

/// The one of `due` that comes first; of those at one time, the one of the first pole.
fn first(due: &[Failure]) -> Option<usize> {
    let order = |&a: &usize, &b: &usize| {
        let (a, b) = (&due[a], &due[b]);
        a.at_s.total_cmp(&b.at_s).then(a.pole.cmp(&b.pole))
    };
    (0..due.len()).min_by(order)
}
