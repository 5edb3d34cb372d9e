//! `Line`: two buses, an impedance per unit of length, a length.

use super::geometry::Geometry;
use super::linecode::{Impedance, Matrix, read_unit, unknown_code};
use crate::Text;
use crate::impedance::Earth;
use crate::opendss::bus::Bus;
use crate::opendss::deck::{Deck, Entry, Object, Open};
use crate::opendss::report::{Place, Report};

/// Length of a unit for which neither line nor line code says what it is, m.
const UNSAID_UNIT_M: f64 = 1000.0;
/// The unit of the default capacitance, m.
const KILOFEET_M: f64 = 304.8;

/// A line between two buses.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// The bus at either end.
    pub buses: [Bus; 2],
    /// Number of conductors.
    pub phases: usize,
    /// Length, m.
    pub length_m: f64,
    /// Resistance at the frequency of the solution, Ω/km.
    pub r: Matrix,
    /// Reactance at the frequency of the solution, Ω/km.
    pub x: Matrix,
    /// Capacitance, nF/km.
    pub c: Matrix,
    /// R1, X1, R0, X0, Ω/km, and C1, C0, nF/km, where they alone say it all.
    pub sequence: Option<[f64; 6]>,
    /// Current it may carry, A, where said.
    pub ampacity_a: Option<f64>,
    /// The line code it has.
    pub code: Option<String>,
    /// Whether no unit of length was said.
    pub is_unit_unsaid: bool,
    /// Conductors that are open.
    pub open: Open,
}

#[derive(Clone)]
struct State {
    buses: [Option<Bus>; 2],
    impedance: Impedance,
    length: f64,
    length_unit_m: Option<f64>,
    /// The last unit said, even where `OpenDSS` forgets it.
    said_unit_m: Option<f64>,
    code: Option<String>,
    /// The wires it is made of, and the spacing that waits for them.
    geometry: Option<Geometry>,
    spacing: Option<String>,
    is_deri: bool,
    /// Sequence values were changed and the matrices will follow them.
    is_stale: bool,
    is_capacitance_given: bool,
}

impl Line {
    /// The line that `object` defines; `None` if it cannot be one.
    pub fn read(object: &Object, deck: &Deck, report: &mut Report) -> Option<Self> {
        let state = State::of(object, usize::MAX, deck, report);
        state.finish(object, deck, report)
    }
}

impl State {
    fn of(object: &Object, edit: usize, deck: &Deck, report: &mut Report) -> Self {
        let mut state = Self {
            buses: [None, None],
            impedance: Impedance::new(object.base_frequency_hz),
            length: 1.0,
            length_unit_m: None,
            said_unit_m: None,
            code: None,
            geometry: None,
            spacing: None,
            is_deri: true,
            is_stale: false,
            is_capacitance_given: false,
        };
        for entry in object.entries_before(edit) {
            state.take(&entry, deck, report);
        }
        state
    }

    fn take(&mut self, entry: &Entry, deck: &Deck, report: &mut Report) {
        match entry.property {
            "bus1" => super::read_bus(report, entry, &mut self.buses[0]),
            "bus2" => super::read_bus(report, entry, &mut self.buses[1]),
            "length" => report.number(entry, &mut self.length),
            "basefreq" => report.number(entry, &mut self.impedance.base_frequency_hz),
            "linecode" => self.fetch(entry, deck, report),
            "phases" => self.set_phases(entry, report),
            "units" => {
                read_unit(entry, report, &mut self.length_unit_m);
                self.said_unit_m = self.length_unit_m;
                if self.code.is_none() && self.impedance.unit_m.is_none() {
                    self.impedance.unit_m = self.length_unit_m;
                }
            }
            "switch" => {
                if entry.value.is_yes() {
                    self.become_switch();
                }
            }
            "like" => self.copy(entry, deck, report),
            "geometry" => self.geometry = Geometry::named(entry, deck, report),
            "spacing" => self.spacing = Some(entry.value.text.clone()),
            "wires" => {
                let spacing = self.spacing.clone().unwrap_or_default();
                self.geometry = Geometry::spaced(&spacing, entry, deck, report);
            }
            "earthmodel" => self.is_deri = entry.value.initial() == Some('d'),
            _ => {
                if !self.impedance.take_common(entry, report) {
                    let what = Text::new("不支持", "it is not understood");
                    report.bad_value(entry, what);
                }
                self.note_own(entry.property);
            }
        }
    }

    /// What follows from giving the line an impedance of its own.
    fn note_own(&mut self, property: &str) {
        match property {
            "r1" | "x1" | "r0" | "x0" | "c1" | "c0" | "b1" | "b0" => {
                self.is_stale = true;
                self.impedance.is_sequence = true;
            }
            "rmatrix" | "xmatrix" | "cmatrix" => {}
            _ => return,
        }
        self.is_capacitance_given |= matches!(property, "c1" | "c0" | "b1" | "b0" | "cmatrix");
        self.forget_unit();
    }

    fn forget_unit(&mut self) {
        self.code = None;
        self.geometry = None;
        self.impedance.unit_m = None;
        self.length_unit_m = None;
    }

    fn become_switch(&mut self) {
        self.impedance.r1_x1_r0_x0 = [1.0; 4];
        self.impedance.c1_c0 = [1.1, 1.0];
        self.length = 0.001;
        self.is_stale = true;
        self.forget_unit();
    }

    fn set_phases(&mut self, entry: &Entry, report: &mut Report) {
        let mut phases = self.impedance.phases;
        report.count(entry, &mut phases);
        if phases == self.impedance.phases {
            return;
        }
        if self.impedance.is_sequence && (1..=8).contains(&phases) {
            self.impedance.phases = phases;
            self.fill();
        } else {
            let what = Text::new(
                "相数与阻抗矩阵不符",
                "the number of phases does not fit the impedance matrices",
            );
            report.bad_value(entry, what);
        }
    }

    /// Takes the impedance from the wires, over the line's earth and per metre.
    fn lay_wires(&mut self, geometry: &Geometry, frequency_hz: f64) {
        let earth = Earth {
            resistivity_ohm_m: self.impedance.rg_xg_rho[2],
            frequency_hz,
        };
        let [r, x, c] = geometry.per_metre(earth);
        self.impedance = Impedance {
            phases: geometry.conductors(),
            r,
            x,
            c,
            is_sequence: false,
            base_frequency_hz: frequency_hz,
            unit_m: Some(1.0),
            ..self.impedance.clone()
        };
        self.is_stale = false;
    }

    /// Copies the line code as it is at this command.
    fn fetch(&mut self, entry: &Entry, deck: &Deck, report: &mut Report) {
        let Some(code) = deck.get("linecode", &entry.value.text) else {
            return unknown_code(entry, report);
        };
        let fetched = Impedance::of_code(code, entry.edit, deck, &mut report.deaf());
        let own = std::mem::replace(&mut self.impedance, fetched);
        self.geometry = None;
        self.code = Some(code.name.clone());
        if self.impedance.is_sequence {
            self.is_stale = false;
            self.fill();
        } else {
            // The sequence values stay the line's own, and come back if it is stale.
            self.impedance.r1_x1_r0_x0 = own.r1_x1_r0_x0;
            self.impedance.c1_c0 = own.c1_c0;
        }
    }

    fn copy(&mut self, entry: &Entry, deck: &Deck, report: &mut Report) {
        let Some(other) = deck.get("line", &entry.value.text) else {
            let what = Text::new("没有这条线路", "there is no such line");
            return report.bad_value(entry, what);
        };
        let other = Self::of(other, entry.edit, deck, &mut report.deaf());
        // OpenDSS copies the figures and leaves out buses and units.
        *self = Self {
            buses: self.buses.clone(),
            length_unit_m: self.length_unit_m,
            code: None,
            impedance: Impedance {
                unit_m: self.impedance.unit_m,
                ..other.impedance
            },
            ..other
        };
    }

    fn fill(&mut self) {
        if self.impedance.phases == 1 {
            let [r1, x1, ..] = self.impedance.r1_x1_r0_x0;
            self.impedance.r1_x1_r0_x0 = [r1, x1, r1, x1];
            self.impedance.c1_c0[1] = self.impedance.c1_c0[0];
        }
        self.impedance.fill();
    }

    fn finish(mut self, object: &Object, deck: &Deck, report: &mut Report) -> Option<Line> {
        if let Some(geometry) = self.geometry.take() {
            if !self.is_deri {
                let what = Text::new(
                    "只支持 Deri 大地模型",
                    "only Deri's model of the earth is understood",
                );
                report.unsupported(object.place, &object.id(), what);
            }
            self.lay_wires(&geometry, deck.frequency_hz);
        }
        if self.is_stale {
            if !self.is_capacitance_given
                && let Some(unit_m) = self.length_unit_m
            {
                let per_unit = unit_m / KILOFEET_M;
                self.impedance.c1_c0 = self.impedance.c1_c0.map(|c| c * per_unit);
            }
            self.fill();
        }
        let place = object.place;
        let [Some(from), Some(to)] = self.buses.clone() else {
            let what = Text::new("缺少 bus1 或 bus2", "bus1 or bus2 is missing");
            report.unsupported(place, &object.id(), what);
            return None;
        };
        if self.length <= 0.0 {
            let what = Text::new("长度必须为正", "the length must be positive");
            report.unsupported(place, &object.id(), what);
            return None;
        }
        let (impedance_unit, length_unit, is_unit_unsaid) = self.units();
        let per_km = 1000.0 / impedance_unit;
        let (r, x) = self.at_frequency(deck.frequency_hz);
        if (0..self.impedance.phases).any(|k| r[k][k] < 0.0) {
            let what = Text::new(
                "按 basefreq 换算后电阻为负（Rg 按每千英尺计）",
                "its resistance is negative once converted from its basefreq by Rg, which is per \
                 thousand feet",
            );
            report.unsupported(place, &object.id(), what);
            return None;
        }
        let scale = |matrix: Matrix| -> Matrix {
            let row = |row: Vec<f64>| row.into_iter().map(|v| v * per_km).collect();
            matrix.into_iter().map(row).collect()
        };
        let is_at_base =
            (deck.frequency_hz - self.impedance.base_frequency_hz).abs() < f64::EPSILON;
        let is_sequence = self.impedance.is_sequence || self.is_stale;
        let [r1, x1, r0, x0] = self.impedance.r1_x1_r0_x0;
        let [c1, c0] = self.impedance.c1_c0;
        let sequence = (is_sequence && is_at_base && self.impedance.phases == 3)
            .then(|| [r1, x1, r0, x0, c1, c0].map(|v| v * per_km));
        Some(Line {
            name: object.name.clone(),
            place,
            buses: [from, to],
            phases: self.impedance.phases,
            length_m: self.length * length_unit,
            r: scale(r),
            x: scale(x),
            c: scale(self.impedance.c),
            sequence,
            ampacity_a: self.impedance.norm_amps,
            code: self.code,
            is_unit_unsaid,
            open: object.open.clone(),
        })
    }

    /// The units of the impedance and of the length, m, and whether none was said.
    /// Where one of them is not said, `OpenDSS` takes both for the same.
    fn units(&self) -> (f64, f64, bool) {
        match (self.impedance.unit_m, self.length_unit_m) {
            (Some(impedance), Some(length)) => (impedance, length, false),
            (Some(unit), None) | (None, Some(unit)) => (unit, unit, false),
            (None, None) => {
                let unit = self.said_unit_m.unwrap_or(UNSAID_UNIT_M);
                (unit, unit, self.said_unit_m.is_none())
            }
        }
    }

    /// Resistance and reactance at `frequency_hz`: reactance grows with frequency,
    /// the earth return's share by Carson's logarithm.
    fn at_frequency(&self, frequency_hz: f64) -> (Matrix, Matrix) {
        let Impedance {
            ref r,
            ref x,
            rg_xg_rho: [rg, xg, rho],
            base_frequency_hz,
            ..
        } = self.impedance;
        let times = frequency_hz / base_frequency_hz;
        let kxg = xg / (658.5 * (rho / base_frequency_hz).sqrt()).ln();
        let less = if xg == 0.0 {
            0.0
        } else {
            0.5 * kxg * times.ln()
        };
        let map = |matrix: &Matrix, f: &dyn Fn(f64) -> f64| -> Matrix {
            let row = |row: &Vec<f64>| row.iter().map(|&v| f(v)).collect();
            matrix.iter().map(row).collect()
        };
        (
            map(r, &|r| r + rg * (times - 1.0)),
            map(x, &|x| (x - less) * times),
        )
    }
}
