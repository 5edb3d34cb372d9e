//! `PVSystem`: panels behind an inverter, as they are in a snapshot.

use super::curve::Curve;
use super::demand::{Demand, Injection};
use crate::Text;
use crate::opendss::deck::{Deck, Entry, Object};
use crate::opendss::report::Report;

struct State {
    injection: Injection,
    kva: f64,
    rated_kw: f64,
    most_pct: f64,
    irradiance: f64,
    temperature: f64,
    /// Per cent of the inverter's rating below which it is off.
    cut_out_pct: f64,
    reactive: Reactive,
    /// Whether no reactive power flows while the inverter is off.
    stops_reactive: bool,
    efficiency: Option<Curve>,
    by_temperature: Option<Curve>,
}

/// What sets the reactive power.
#[derive(Clone, Copy)]
enum Reactive {
    Factor(f64),
    Kvar(f64),
}

/// Reads the system that `object` defines; `None` if it cannot be one.
pub fn read(object: &Object, deck: &Deck, report: &mut Report) -> Option<Demand> {
    let mut state = State::default();
    for entry in object.entries() {
        state.take(&entry, deck, report);
    }
    let power = state.power();
    if state.injection.shapes.clone().chosen().is_some() {
        let what = Text::new(
            "出力随曲线按比例变化，逆变器的启停和限值只按给定辐照度计",
            "its power follows the shape in proportion; what the inverter limits holds for the \
             given irradiance alone",
        );
        let remedy = Text::new("核对导入后的曲线", "check the imported profile");
        report.warning(object.place, &object.id(), what, remedy);
    }
    state.injection.demand(object, power, report)
}

impl Default for State {
    fn default() -> Self {
        Self {
            injection: Injection::new([0.9, 1.1]),
            kva: 500.0,
            rated_kw: 500.0,
            most_pct: 100.0,
            irradiance: 1.0,
            temperature: 25.0,
            cut_out_pct: 20.0,
            reactive: Reactive::Factor(1.0),
            stops_reactive: false,
            efficiency: None,
            by_temperature: None,
        }
    }
}

impl State {
    fn take(&mut self, entry: &Entry, deck: &Deck, report: &mut Report) {
        let mut number = 0.0;
        match entry.property {
            "kva" => report.number(entry, &mut self.kva),
            "pmpp" => report.number(entry, &mut self.rated_kw),
            "%pmpp" => report.number(entry, &mut self.most_pct),
            "irradiance" => report.number(entry, &mut self.irradiance),
            "temperature" => report.number(entry, &mut self.temperature),
            "%cutout" => report.number(entry, &mut self.cut_out_pct),
            "pf" => {
                report.number(entry, &mut number);
                self.reactive = Reactive::Factor(number);
            }
            "kvar" => {
                report.number(entry, &mut number);
                self.reactive = Reactive::Kvar(number);
            }
            "varfollowinverter" => self.stops_reactive = entry.value.is_yes(),
            "effcurve" => self.efficiency = Curve::named(entry, deck, report),
            "p-tcurve" => self.by_temperature = Curve::named(entry, deck, report),
            _ => {
                self.injection.take(entry, report);
            }
        }
    }

    /// Active and reactive power given, kW and kvar: the reactive power is kept
    /// where both are more than the inverter carries.
    fn power(&self) -> [f64; 2] {
        let at = |curve: &Option<Curve>, x| curve.as_ref().map_or(1.0, |curve| curve.at(x));
        let by_temperature = at(&self.by_temperature, self.temperature);
        let panel_kw = self.rated_kw * self.irradiance * by_temperature;
        let is_on = panel_kw >= self.kva * self.cut_out_pct / 100.0;
        let kw = if is_on {
            let kw = panel_kw * at(&self.efficiency, panel_kw / self.kva);
            kw.min(self.rated_kw * self.most_pct / 100.0)
        } else {
            0.0
        };
        let kvar = match self.reactive {
            _ if !is_on && self.stops_reactive => 0.0,
            Reactive::Kvar(kvar) => kvar,
            Reactive::Factor(pf) => kw * (1.0 / (pf * pf) - 1.0).max(0.0).sqrt() * pf.signum(),
        };
        let kvar = kvar.clamp(-self.kva, self.kva);
        let most_kw = (self.kva * self.kva - kvar * kvar).max(0.0).sqrt();
        [kw.min(most_kw), kvar]
    }
}
