//! `Generator` of constant power or constant impedance.

use super::demand::{Demand, Injection};
use crate::Text;
use crate::opendss::deck::{Deck, Entry, Object};
use crate::opendss::report::Report;

struct State {
    injection: Injection,
    kw: f64,
    kvar: f64,
    pf: f64,
    is_dispatched: bool,
}

/// Reads the generator that `object` defines; `None` if it cannot be one.
pub fn read(object: &Object, deck: &Deck, report: &mut Report) -> Option<Demand> {
    let mut state = State::default();
    for entry in object.entries() {
        state.take(&entry, deck, report);
    }
    if state.is_dispatched {
        let what = Text::new(
            "按负荷水平或电价调度的发电机不支持",
            "generators dispatched by load level or price are not understood",
        );
        report.unsupported(object.place, &object.id(), what);
        return None;
    }
    let power = [state.kw, state.kvar];
    state.injection.demand(object, power, report)
}

impl Default for State {
    fn default() -> Self {
        Self {
            injection: Injection::new([0.9, 1.1]),
            kw: 1000.0,
            kvar: 60.0,
            pf: 0.88,
            is_dispatched: false,
        }
    }
}

impl State {
    fn take(&mut self, entry: &Entry, deck: &Deck, report: &mut Report) {
        match entry.property {
            "kw" => {
                report.number(entry, &mut self.kw);
                self.follow_pf();
            }
            "pf" => {
                report.number(entry, &mut self.pf);
                self.follow_pf();
            }
            "kvar" => {
                report.number(entry, &mut self.kvar);
                let kva = self.kw.hypot(self.kvar);
                if kva > 0.0 {
                    self.pf = self.kw / kva;
                    if self.kw * self.kvar < 0.0 {
                        self.pf = -self.pf;
                    }
                }
            }
            "dispmode" => self.is_dispatched = !matches!(entry.value.initial(), Some('d')),
            _ => {
                self.injection.take(entry, report);
                self.follow_actual(entry, deck, report);
            }
        }
    }

    fn follow_pf(&mut self) {
        let tangent = (1.0 / (self.pf * self.pf) - 1.0).max(0.0).sqrt();
        self.kvar = self.kw * tangent * self.pf.signum();
    }

    /// A shape of actual power sets the generator to its peak.
    fn follow_actual(&mut self, entry: &Entry, deck: &Deck, report: &Report) {
        if !matches!(entry.property, "daily" | "yearly" | "duty") {
            return;
        }
        let shape = deck.get("loadshape", &entry.value.text);
        let peak = |shape| super::shape::actual_peak(shape, entry, deck, report);
        if let Some(power) = shape.and_then(peak) {
            [self.kw, self.kvar] = power;
        }
    }
}
