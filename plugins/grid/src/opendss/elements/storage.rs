//! `Storage`: a battery behind an inverter, in the state in which a snapshot finds it.

use super::demand::{Demand, Injection};
use crate::Text;
use crate::opendss::deck::{Deck, Entry, Object};
use crate::opendss::report::Report;

struct State {
    injection: Injection,
    doing: Doing,
    rated_kw: f64,
    /// Largest apparent power, kVA; without it the rated power.
    kva: Option<f64>,
    rated_kwh: f64,
    stored: Stored,
    reserve_pct: f64,
    discharge_pct: f64,
    charge_pct: f64,
    idling_pct: f64,
    pf: f64,
    kvar: Option<f64>,
    dispatch: Option<char>,
}

#[derive(Clone, Copy, PartialEq)]
enum Doing {
    Charge,
    Discharge,
    Idle,
}

#[derive(Clone, Copy)]
enum Stored {
    Pct(f64),
    Kwh(f64),
}

/// Reads the battery that `object` defines; `None` if it cannot be one.
pub fn read(object: &Object, _: &Deck, report: &mut Report) -> Option<Demand> {
    let mut state = State::default();
    for entry in object.entries() {
        state.take(&entry, report);
    }
    let is_followed = state.dispatch == Some('f');
    if !matches!(state.dispatch, None | Some('d' | 'e' | 'f'))
        || (is_followed && state.doing == Doing::Charge)
    {
        let what = Text::new(
            "不支持储能的这种调度方式",
            "this way of dispatching storage is not understood",
        );
        report.unsupported(object.place, &object.id(), what);
        return None;
    }
    if is_followed {
        // A snapshot has no time, and follows a shape of one.
        state.discharge_pct = 100.0;
    }
    if state.injection.shapes.clone().chosen().is_some() {
        let what = Text::new(
            "储能的曲线未导入，功率保持不变",
            "the course of storage is left out; its power stays",
        );
        let remedy = Text::new("导入后另给曲线", "give a profile after the import");
        report.warning(object.place, &object.id(), what, remedy);
        state.injection.shapes = super::demand::Shapes::default();
    }
    let power = state.power();
    state.injection.demand(object, power, report)
}

impl Default for State {
    fn default() -> Self {
        Self {
            injection: Injection::new([0.9, 1.1]),
            doing: Doing::Idle,
            rated_kw: 25.0,
            kva: None,
            rated_kwh: 50.0,
            stored: Stored::Pct(100.0),
            reserve_pct: 20.0,
            discharge_pct: 100.0,
            charge_pct: 100.0,
            idling_pct: 1.0,
            pf: 1.0,
            kvar: None,
            dispatch: None,
        }
    }
}

impl State {
    fn take(&mut self, entry: &Entry, report: &mut Report) {
        let mut number = 0.0;
        match entry.property {
            "kw" => {
                report.number(entry, &mut number);
                self.set_power(number);
            }
            "state" => {
                self.doing = match entry.value.initial() {
                    Some('c') => Doing::Charge,
                    Some('d') => Doing::Discharge,
                    _ => Doing::Idle,
                }
            }
            "kwrated" => report.number(entry, &mut self.rated_kw),
            "kva" => {
                report.number(entry, &mut number);
                self.kva = Some(number);
            }
            "kwhrated" => report.number(entry, &mut self.rated_kwh),
            "%stored" => {
                report.number(entry, &mut number);
                self.stored = Stored::Pct(number);
            }
            "kwhstored" => {
                report.number(entry, &mut number);
                self.stored = Stored::Kwh(number);
            }
            "%reserve" => report.number(entry, &mut self.reserve_pct),
            "%discharge" => report.number(entry, &mut self.discharge_pct),
            "%charge" => report.number(entry, &mut self.charge_pct),
            "%idlingkw" => report.number(entry, &mut self.idling_pct),
            "pf" => {
                report.number(entry, &mut self.pf);
                self.kvar = None;
            }
            "kvar" => {
                report.number(entry, &mut number);
                self.kvar = Some(number);
            }
            "dispmode" => self.dispatch = entry.value.initial(),
            _ => {
                self.injection.take(entry, report);
            }
        }
    }

    /// A power sets the state, and its share of the rating as it is at that point.
    fn set_power(&mut self, kw: f64) {
        let pct = (kw / self.rated_kw).abs() * 100.0;
        if kw > 0.0 {
            (self.doing, self.discharge_pct) = (Doing::Discharge, pct);
        } else if kw < 0.0 {
            (self.doing, self.charge_pct) = (Doing::Charge, pct);
        } else {
            self.doing = Doing::Idle;
        }
    }

    /// Active and reactive power given, kW and kvar.
    fn power(&self) -> [f64; 2] {
        let stored_pct = match self.stored {
            Stored::Pct(pct) => pct,
            Stored::Kwh(kwh) => kwh / self.rated_kwh * 100.0,
        };
        let kw = match self.doing {
            Doing::Discharge if stored_pct > self.reserve_pct => {
                self.rated_kw * self.discharge_pct / 100.0
            }
            Doing::Charge if stored_pct < 100.0 => -self.rated_kw * self.charge_pct / 100.0,
            _ => -self.rated_kw * self.idling_pct / 100.0,
        };
        let tangent = (1.0 / (self.pf * self.pf) - 1.0).max(0.0).sqrt();
        let kvar = self.kvar.unwrap_or(kw * tangent * self.pf.signum());
        let kva = self.kva.unwrap_or(self.rated_kw);
        let kvar = kvar.clamp(-kva, kva);
        let most_kw = (kva * kva - kvar * kvar).max(0.0).sqrt();
        [kw.clamp(-most_kw, most_kw), kvar]
    }
}
