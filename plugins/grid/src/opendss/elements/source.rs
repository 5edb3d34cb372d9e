//! `Vsource`: a voltage behind sequence impedances, given in ohms, per unit, or by
//! short-circuit currents or powers.

use crate::opendss::bus::Bus;
use crate::opendss::deck::{Deck, Object};
use crate::opendss::report::Report;
use crate::{Text, area};

/// The source of the circuit.
#[derive(Clone, Debug)]
pub struct Source {
    /// Where it stands.
    pub bus: Bus,
    /// Rated voltage between phases, V.
    pub rated_v: f64,
    /// Voltage and impedances at the frequency of the solution.
    pub equivalent: area::Source,
}

/// How the impedance was given last.
#[derive(Clone, Copy, Debug)]
enum Given {
    Power,
    Current,
    Ohms,
}

struct State {
    bus: Option<Bus>,
    kv: f64,
    pu: f64,
    angle_deg: f64,
    phases: usize,
    given: Given,
    mva3: f64,
    mva1: f64,
    isc3: f64,
    isc1: f64,
    x1r1: f64,
    x0r0: f64,
    z1: [f64; 2],
    z2: [f64; 2],
    z0: [f64; 2],
    is_z2_given: bool,
    is_z0_given: bool,
    pu_z: [Option<[f64; 2]>; 3],
    base_mva: f64,
    base_frequency_hz: f64,
}

impl Source {
    /// The source that `object` defines; `None` if it cannot be one.
    pub fn read(object: &Object, deck: &Deck, report: &mut Report) -> Option<Self> {
        let mut state = State::new(object.base_frequency_hz);
        let mut edit = 0;
        state.settle();
        for entry in object.entries() {
            if entry.edit != edit {
                state.settle();
                edit = entry.edit;
            }
            state.take(&entry, report);
        }
        state.settle();
        let place = object.place;
        let id = object.id();
        let is_real = [state.z1, state.z0].iter().flatten().all(|z| z.is_finite());
        if !is_real || state.z1 == [0.0, 0.0] || state.z0[0] < 0.0 {
            let what = Text::new(
                "短路容量与 X/R 比不相容，无法算出零序阻抗",
                "short-circuit levels and X/R ratios do not agree on an impedance",
            );
            report.unsupported(place, &id, what);
            return None;
        }
        let bus = state.bus?;
        let is_plain = bus.terminals(3, 3).is_ok_and(|ends| {
            let in_order = Bus::default().terminals(3, 3);
            in_order.is_ok_and(|in_order| ends == in_order)
        });
        if state.phases != 3 || !is_plain {
            let what = Text::new(
                "电源必须是三相，节点为 1.2.3",
                "the source must have three phases on nodes 1.2.3",
            );
            report.unsupported(place, &id, what);
            return None;
        }
        let per_base = deck.frequency_hz / state.base_frequency_hz;
        Some(Self {
            bus,
            rated_v: state.kv * 1000.0,
            equivalent: area::Source {
                voltage_v: state.kv * state.pu * 1000.0,
                angle_deg: state.angle_deg,
                r1_ohm: state.z1[0],
                x1_ohm: state.z1[1] * per_base,
                r0_ohm: state.z0[0],
                x0_ohm: state.z0[1] * per_base,
            },
        })
    }
}

impl State {
    fn new(base_frequency_hz: f64) -> Self {
        Self {
            bus: None,
            kv: 115.0,
            pu: 1.0,
            angle_deg: 0.0,
            phases: 3,
            given: Given::Power,
            mva3: 2000.0,
            mva1: 2100.0,
            isc3: 10_000.0,
            isc1: 10_540.0,
            x1r1: 4.0,
            x0r0: 3.0,
            z1: [1.65, 6.6],
            z2: [1.65, 6.6],
            z0: [1.9, 5.7],
            is_z2_given: false,
            is_z0_given: false,
            pu_z: [None; 3],
            base_mva: 100.0,
            base_frequency_hz,
        }
    }

    fn take(&mut self, entry: &crate::opendss::deck::Entry, report: &mut Report) {
        match entry.property {
            "bus1" => super::read_bus(report, entry, &mut self.bus),
            "basekv" => report.number(entry, &mut self.kv),
            "pu" => report.number(entry, &mut self.pu),
            "angle" => report.number(entry, &mut self.angle_deg),
            "phases" => report.count(entry, &mut self.phases),
            "basemva" => report.number(entry, &mut self.base_mva),
            "basefreq" => report.number(entry, &mut self.base_frequency_hz),
            "x1r1" => report.number(entry, &mut self.x1r1),
            "x0r0" => report.number(entry, &mut self.x0r0),
            "mvasc3" => self.give(Given::Power, |s| report.number(entry, &mut s.mva3)),
            "mvasc1" => self.give(Given::Power, |s| report.number(entry, &mut s.mva1)),
            "isc3" => self.give(Given::Current, |s| report.number(entry, &mut s.isc3)),
            "isc1" => self.give(Given::Current, |s| report.number(entry, &mut s.isc1)),
            "r1" => self.give(Given::Ohms, |s| {
                report.number(entry, &mut s.z1[0]);
                s.z2[0] = s.z1[0];
            }),
            "x1" => self.give(Given::Ohms, |s| {
                report.number(entry, &mut s.z1[1]);
                s.z2[1] = s.z1[1];
            }),
            "r0" => self.give(Given::Ohms, |s| report.number(entry, &mut s.z0[0])),
            "x0" => self.give(Given::Ohms, |s| report.number(entry, &mut s.z0[1])),
            "z1" | "z2" | "z0" | "puz1" | "puz2" | "puz0" => {
                if let Some(z) = report.complex(entry) {
                    self.give(Given::Ohms, |s| s.take_complex(entry.property, z));
                }
            }
            "frequency" => {
                let mut hz = self.base_frequency_hz;
                report.number(entry, &mut hz);
                if (hz - self.base_frequency_hz).abs() > f64::EPSILON {
                    let what = Text::new("电源频率不同", "the source has another frequency");
                    report.bad_value(entry, what);
                }
            }
            "bus2" => {
                let is_earth = Bus::parse(&entry.value.text).is_ok_and(|b| b.is_earth(3));
                if !is_earth {
                    let what = Text::new("电源必须接地", "the source must be earthed");
                    report.bad_value(entry, what);
                }
            }
            "sequence" if entry.value.initial() == Some('p') => {}
            "model" if entry.value.initial() == Some('t') => {}
            "like" => {
                let what = Text::new("不支持 like", "`like` is not understood here");
                report.bad_value(entry, what);
            }
            _ => {
                let what = Text::new(
                    format!("不支持“{}”", entry.value.text),
                    format!("`{}` is not understood", entry.value.text),
                );
                report.bad_value(entry, what);
            }
        }
    }

    fn give(&mut self, given: Given, set: impl FnOnce(&mut Self)) {
        self.given = given;
        set(self);
    }

    fn take_complex(&mut self, property: &str, z: [f64; 2]) {
        match property {
            "z1" => {
                self.z1 = z;
                if !self.is_z2_given {
                    self.z2 = z;
                }
                if !self.is_z0_given {
                    self.z0 = z;
                }
            }
            "z2" => (self.z2, self.is_z2_given) = (z, true),
            "z0" => (self.z0, self.is_z0_given) = (z, true),
            "puz1" => self.pu_z[0] = Some(z),
            "puz2" => self.pu_z[1] = Some(z),
            _ => self.pu_z[2] = Some(z),
        }
    }

    /// Computes the impedances, as `OpenDSS` does at the end of every edit.
    fn settle(&mut self) {
        match self.given {
            Given::Power => {}
            Given::Current => {
                self.mva3 = 3f64.sqrt() * self.kv * self.isc3 / 1000.0;
                self.mva1 = 3f64.sqrt() * self.kv * self.isc1 / 1000.0;
            }
            Given::Ohms => {
                if let [Some(z1), z2, z0] = self.pu_z {
                    let base = self.kv * self.kv / self.base_mva;
                    let ohms = |z: [f64; 2]| z.map(|z| z * base);
                    self.z1 = ohms(z1);
                    self.z2 = ohms(z2.unwrap_or(z1));
                    self.z0 = ohms(z0.unwrap_or(z1));
                }
                return;
            }
        }
        let x1 = self.kv * self.kv / self.mva3 / (1.0 + self.x1r1.powi(-2)).sqrt();
        let r1 = x1 / self.x1r1;
        let isc1 = self.mva1 * 1000.0 / (3f64.sqrt() * self.kv);
        let loop_ohm = 3.0 * self.kv * 1000.0 / 3f64.sqrt() / isc1;
        let r0 = root(
            1.0 + self.x0r0 * self.x0r0,
            4.0 * (r1 + x1 * self.x0r0),
            4.0 * (r1 * r1 + x1 * x1) - loop_ohm * loop_ohm,
        );
        self.z1 = [r1, x1];
        self.z2 = self.z1;
        self.z0 = [r0, r0 * self.x0r0];
    }
}

/// The larger root of a·x² + b·x + c.
fn root(a: f64, b: f64, c: f64) -> f64 {
    (-b + (b * b - 4.0 * a * c).sqrt()) / (2.0 * a)
}
