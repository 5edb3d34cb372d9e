//! `Load`: a power at a rated voltage, and how it depends on the voltage.

use super::demand::{Demand, Shapes, Terminals};
use super::power::{Given, Power};
use crate::Text;
use crate::area::{LoadModel, VoltageBand};
use crate::opendss::deck::{Deck, Entry, Object};
use crate::opendss::report::Report;

#[derive(Clone)]
struct State {
    terminals: Terminals,
    power: Power,
    /// Whether the power factor was said after the last reactive power.
    is_pf_said: bool,
    /// Whether it is like a three-phase delta, which `OpenDSS` then wires wrongly.
    is_like_delta: bool,
    model: usize,
    low_min_max: [f64; 3],
    cvr: [f64; 2],
    zipv: Vec<f64>,
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
            terminals: Terminals::default(),
            power: Power::default(),
            is_pf_said: false,
            is_like_delta: false,
            model: 1,
            low_min_max: [0.5, 0.95, 1.05],
            cvr: [1.0, 2.0],
            zipv: Vec::new(),
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
            "bus1" | "phases" | "conn" | "kv" => {
                self.terminals.take(entry, report);
                self.is_like_delta &= !matches!(entry.property, "phases" | "conn");
            }
            "kw" | "kvar" | "kva" | "pf" | "xfkva" | "allocationfactor" | "kwh" | "kwhdays"
            | "cfactor" => {
                self.power.take(entry, report);
                match entry.property {
                    "kvar" => self.is_pf_said = false,
                    "pf" => self.is_pf_said = true,
                    _ => {}
                }
            }
            "model" => report.count(entry, &mut self.model),
            "vlowpu" => report.number(entry, &mut self.low_min_max[0]),
            "vminpu" => report.number(entry, &mut self.low_min_max[1]),
            "vmaxpu" => report.number(entry, &mut self.low_min_max[2]),
            "cvrwatts" => report.number(entry, &mut self.cvr[0]),
            "cvrvars" => report.number(entry, &mut self.cvr[1]),
            "zipv" => self.zipv = report.numbers(entry),
            "rneut" => warn_of_neutral(entry, report),
            "status" => self.is_fixed = matches!(entry.value.initial(), Some('f' | 'e')),
            "daily" | "yearly" | "duty" => {
                self.shapes.take(entry);
                self.follow_actual(entry, deck, report);
            }
            "like" => {
                if let Some(other) = deck.get("load", &entry.value.text) {
                    let bus = self.terminals.bus.take();
                    *self = Self::of(other, entry.edit, deck, &mut report.deaf());
                    self.is_like_delta = self.terminals.is_delta && self.terminals.phases > 2;
                    self.terminals.bus = bus;
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
        if let Some([kw, kvar]) = shape.and_then(peak) {
            self.power.kw = kw;
            self.power.kvar = kvar;
            self.power.given = if self.is_pf_said {
                Given::KwPf
            } else {
                Given::KwKvar
            };
        }
    }

    fn finish(self, object: &Object, deck: &Deck, report: &mut Report) -> Option<Demand> {
        let (place, id) = (object.place, object.id());
        if self.is_like_delta {
            let what = Text::new(
                "like 一个三相三角形负荷：OpenDSS 把它的第三支接到 c 与中性线之间，这里仍是三角形",
                "like a three-phase delta: `OpenDSS` puts its third branch between c and \
                 neutral, here it stays a delta",
            );
            let remedy = Text::new("在 like 之后写 conn=delta", "write conn=delta after like");
            report.error(place, &id, what, remedy);
        }
        let (bus, connection) = self.terminals.connect(object, report)?;
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
        if max < min {
            let what = Text::new("vmaxpu 低于 vminpu", "vmaxpu is below vminpu");
            report.unsupported(place, &id, what);
            return None;
        }
        let band = (model != LoadModel::ConstantImpedance).then_some(VoltageBand { low, min, max });
        let factor = if self.is_fixed { 1.0 } else { deck.load_mult };
        Some(Demand {
            name: object.name.clone(),
            place,
            bus,
            connection,
            kw: self.power.kw * factor,
            kvar: self.power.kvar * factor,
            rated_v: self.terminals.branch_v(),
            model,
            band,
            shape: self.shapes.chosen(),
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

/// `OpenDSS` puts the impedance into the load's admittance and takes it out again by
/// the current that makes up for that admittance.
fn warn_of_neutral(entry: &Entry, report: &mut Report) {
    let what = Text::new(
        "负荷的中性点阻抗在 OpenDSS 的解中不起作用，未导入",
        "a load's neutral impedance has no effect on OpenDSS's solution and is left out",
    );
    let remedy = Text::new("接地极用 Reactor 写", "write an electrode as a Reactor");
    report.warning(entry.place, &entry.object.id(), what, remedy);
}
