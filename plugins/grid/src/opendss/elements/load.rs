//! `Load`: a power at a rated voltage, and how it depends on the voltage.

use super::{branch_v, is_delta, read_bus};
use crate::area::{LoadModel, VoltageBand};
use crate::opendss::bus::Bus;
use crate::opendss::deck::{Deck, Entry, Object};
use crate::opendss::names;
use crate::opendss::report::{Place, Report};
use crate::{Connection, Text};

/// Power drawn between the conductors of a bus: a load, a generator, a capacitor.
#[derive(Clone, Debug)]
pub struct Demand {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// Name of the bus.
    pub bus: String,
    /// How it is connected there.
    pub connection: Connection,
    /// Active power, kW; negative generates.
    pub kw: f64,
    /// Reactive power, kvar; positive lags.
    pub kvar: f64,
    /// Rated voltage over a branch, V.
    pub rated_v: f64,
    /// How power depends on voltage.
    pub model: LoadModel,
    /// Voltages between which the model holds.
    pub band: Option<VoltageBand>,
    /// The load shape it follows.
    pub shape: Option<String>,
    /// Impedance from its neutral to earth, Ω.
    pub neutral_earth: Option<[f64; 2]>,
    /// Whether it is a customer's.
    pub is_customer: bool,
}

/// Which figures the power is computed from.
#[derive(Clone, Copy, Debug)]
pub(super) enum Given {
    KwPf,
    KwKvar,
    KvaPf,
}

/// Active and reactive power with the figures it is given by.
#[derive(Clone, Debug)]
pub(super) struct Power {
    pub kw: f64,
    pub kvar: f64,
    pub kva: f64,
    pub pf: f64,
    pub given: Given,
}

impl Power {
    /// Computes the figures that are not given from those that are.
    pub fn settle(&mut self) {
        let tangent = (1.0 / (self.pf * self.pf) - 1.0).max(0.0).sqrt() * self.pf.signum();
        match self.given {
            Given::KwPf => {
                self.kvar = self.kw * tangent;
                self.kva = self.kw.hypot(self.kvar);
            }
            Given::KwKvar => {
                self.kva = self.kw.hypot(self.kvar);
                if self.kva > 0.0 {
                    self.pf = self.kw / self.kva;
                    if self.kvar != 0.0 {
                        self.pf *= (self.kw * self.kvar).signum();
                    }
                }
            }
            Given::KvaPf => {
                self.kw = self.kva * self.pf.abs();
                self.kvar = self.kw * tangent;
            }
        }
    }
}

/// What the load shapes are called, by the mode that uses them.
#[derive(Clone, Debug, Default)]
pub(super) struct Shapes {
    pub daily: Option<String>,
    pub yearly: Option<String>,
    pub duty: Option<String>,
}

impl Shapes {
    /// The shape to follow over a day.
    pub fn chosen(self) -> Option<String> {
        self.daily.or(self.yearly).or(self.duty)
    }

    /// Takes a shape's name; `none` and nothing mean no shape.
    pub fn take(&mut self, entry: &Entry) {
        let name = Some(names::id(&entry.value.text)).filter(|n| !n.is_empty() && n != "none");
        match entry.property {
            "daily" => self.daily = name,
            "yearly" => self.yearly = name,
            _ => self.duty = name,
        }
    }
}

#[derive(Clone)]
struct State {
    bus: Option<Bus>,
    phases: usize,
    is_delta: bool,
    kv: f64,
    power: Power,
    model: usize,
    low_min_max: [f64; 3],
    cvr: [f64; 2],
    zipv: Vec<f64>,
    neutral: [f64; 2],
    is_fixed: bool,
    shapes: Shapes,
}

/// Reads the load that `object` defines; `None` if it cannot be one.
pub fn read(object: &Object, deck: &Deck, report: &mut Report) -> Option<Demand> {
    State::of(object, usize::MAX, deck, report).finish(object, deck, report)
}

impl State {
    fn of(object: &Object, edit: usize, deck: &Deck, report: &mut Report) -> Self {
        let mut state = Self {
            bus: None,
            phases: 3,
            is_delta: false,
            kv: 12.47,
            power: Power {
                kw: 10.0,
                kvar: 5.0,
                kva: 10.0 / 0.88,
                pf: 0.88,
                given: Given::KwPf,
            },
            model: 1,
            low_min_max: [0.5, 0.95, 1.05],
            cvr: [1.0, 2.0],
            zipv: Vec::new(),
            neutral: [-1.0, 0.0],
            is_fixed: false,
            shapes: Shapes::default(),
        };
        let mut last = 0;
        for entry in object.entries_before(edit) {
            if entry.edit != last {
                state.power.settle();
                last = entry.edit;
            }
            state.take(&entry, deck, report);
        }
        state.power.settle();
        state
    }

    fn take(&mut self, entry: &Entry, deck: &Deck, report: &mut Report) {
        match entry.property {
            "bus1" => read_bus(report, entry, &mut self.bus),
            "phases" => report.count(entry, &mut self.phases),
            "conn" => self.is_delta = is_delta(&entry.value.text),
            "kv" => report.number(entry, &mut self.kv),
            "kw" => {
                report.number(entry, &mut self.power.kw);
                self.power.given = Given::KwPf;
            }
            "kvar" => {
                report.number(entry, &mut self.power.kvar);
                self.power.given = Given::KwKvar;
            }
            "kva" => {
                report.number(entry, &mut self.power.kva);
                self.power.given = Given::KvaPf;
            }
            "pf" => report.number(entry, &mut self.power.pf),
            "model" => report.count(entry, &mut self.model),
            "vlowpu" => report.number(entry, &mut self.low_min_max[0]),
            "vminpu" => report.number(entry, &mut self.low_min_max[1]),
            "vmaxpu" => report.number(entry, &mut self.low_min_max[2]),
            "cvrwatts" => report.number(entry, &mut self.cvr[0]),
            "cvrvars" => report.number(entry, &mut self.cvr[1]),
            "zipv" => self.zipv = report.numbers(entry),
            "rneut" => report.number(entry, &mut self.neutral[0]),
            "xneut" => report.number(entry, &mut self.neutral[1]),
            "status" => self.is_fixed = matches!(entry.value.initial(), Some('f' | 'e')),
            "daily" | "yearly" | "duty" => {
                self.shapes.take(entry);
                self.follow_actual(entry, deck, report);
            }
            "like" => {
                if let Some(other) = deck.get("load", &entry.value.text) {
                    let bus = self.bus.take();
                    *self = Self::of(other, entry.edit, deck, &mut Report::default());
                    self.bus = bus;
                } else {
                    let what = Text::new("没有这个负荷", "there is no such load");
                    report.bad_value(entry, what);
                }
            }
            // Only frequency-dependent figures are left, and loads have none.
            _ => {}
        }
    }

    /// A shape of actual power sets the load to its peak.
    fn follow_actual(&mut self, entry: &Entry, deck: &Deck, report: &Report) {
        let shape = deck.get("loadshape", &entry.value.text);
        let peak = |shape| super::shape::actual_peak(shape, entry, deck, report);
        if let Some(peak) = shape.and_then(peak) {
            self.power.kw = peak;
            self.power.given = Given::KwPf;
        }
    }

    fn finish(self, object: &Object, deck: &Deck, report: &mut Report) -> Option<Demand> {
        let (place, id) = (object.place, object.id());
        let Some(bus) = self.bus.clone() else {
            let what = Text::new("缺少 bus1", "bus1 is missing");
            report.unsupported(place, &id, what);
            return None;
        };
        let connection = match bus.connection(self.phases, self.is_delta) {
            Ok(connection) => connection,
            Err(what) => {
                report.unsupported(place, &id, what);
                return None;
            }
        };
        let Some(model) = self.voltage_model() else {
            let what = Text::new(
                format!("不支持负荷模型 {}（或缺少 ZIPV 的 7 个数）", self.model),
                format!(
                    "load model {} is not understood, or its seven ZIPV figures are missing",
                    self.model
                ),
            );
            report.unsupported(place, &id, what);
            return None;
        };
        // Below `vlowpu` the impedance holds even where `vminpu` lies lower.
        let [low, min, max] = self.low_min_max;
        let min = min.max(low);
        let band = (model != LoadModel::ConstantImpedance).then_some(VoltageBand { low, min, max });
        let factor = if self.is_fixed { 1.0 } else { deck.load_mult };
        Some(Demand {
            name: object.name.clone(),
            place,
            bus: bus.name,
            connection,
            kw: self.power.kw * factor,
            kvar: self.power.kvar * factor,
            rated_v: branch_v(self.kv, self.phases, self.is_delta),
            model,
            band,
            shape: self.shapes.chosen(),
            neutral_earth: (self.neutral[0] >= 0.0).then_some(self.neutral),
            is_customer: true,
        })
    }

    fn voltage_model(&self) -> Option<LoadModel> {
        Some(match self.model {
            1 => LoadModel::ConstantPower,
            2 => LoadModel::ConstantImpedance,
            3 => LoadModel::Exponential { p: 0.0, q: 2.0 },
            4 => LoadModel::Exponential {
                p: self.cvr[0],
                q: self.cvr[1],
            },
            5 => LoadModel::ConstantCurrent,
            8 => match *self.zipv.as_slice() {
                [pz, pi, pp, qz, qi, qp, cut_off] => LoadModel::Zip {
                    p: [pz, pi, pp],
                    q: [qz, qi, qp],
                    cut_off,
                },
                _ => return None,
            },
            _ => return None,
        })
    }
}
