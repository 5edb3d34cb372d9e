//! Series impedance and capacitance per unit of length, by sequence values or by
//! matrices: what a `LineCode` holds and a `Line` starts from.

use crate::Text;
use crate::opendss::deck::{Deck, Entry, Object};
use crate::opendss::report::Report;

/// Rows of a square matrix.
pub type Matrix = Vec<Vec<f64>>;

/// Impedance and capacitance per unit of length.
#[derive(Clone, Debug)]
pub struct Impedance {
    /// Number of conductors.
    pub phases: usize,
    /// Positive-, then zero-sequence resistance and reactance, Ω.
    pub r1_x1_r0_x0: [f64; 4],
    /// Positive- and zero-sequence capacitance, nF.
    pub c1_c0: [f64; 2],
    /// Resistance, Ω.
    pub r: Matrix,
    /// Reactance at the base frequency, Ω.
    pub x: Matrix,
    /// Capacitance, nF.
    pub c: Matrix,
    /// Whether the sequence values hold, not the matrices.
    pub is_sequence: bool,
    /// Resistance and reactance of the earth return, Ω, and resistivity, Ω·m; they
    /// matter at other than the base frequency.
    pub rg_xg_rho: [f64; 3],
    /// Frequency at which the reactances hold, Hz.
    pub base_frequency_hz: f64,
    /// The length to which it all refers, m; `None` if not said.
    pub unit_m: Option<f64>,
    /// Current it may carry, A, where said.
    pub norm_amps: Option<f64>,
}

impl Impedance {
    /// The default impedance of lines and line codes, for 1000 feet.
    pub fn new(base_frequency_hz: f64) -> Self {
        let mut impedance = Self {
            phases: 3,
            r1_x1_r0_x0: [0.058, 0.1206, 0.1784, 0.4047],
            c1_c0: [3.4, 1.6],
            r: Matrix::new(),
            x: Matrix::new(),
            c: Matrix::new(),
            is_sequence: true,
            rg_xg_rho: [0.018_05, 0.155_081, 100.0],
            base_frequency_hz,
            unit_m: None,
            norm_amps: None,
        };
        impedance.fill();
        impedance
    }

    /// Computes the matrices from the sequence values.
    pub fn fill(&mut self) {
        let [r1, x1, r0, x0] = self.r1_x1_r0_x0;
        let [c1, c0] = self.c1_c0;
        let order = self.phases;
        self.r = symmetric(order, r1, r0);
        self.x = symmetric(order, x1, x0);
        self.c = symmetric(order, c1, c0);
    }

    /// Capacitance, nF, of a susceptance in µS at the base frequency.
    pub fn capacitance(&self, susceptance_us: f64) -> f64 {
        susceptance_us * 1e3 / (std::f64::consts::TAU * self.base_frequency_hz)
    }

    /// The line code of `object` as it was before command number `edit`.
    pub fn of_code(object: &Object, edit: usize, deck: &Deck, report: &mut Report) -> Self {
        let mut code = Self::new(object.base_frequency_hz);
        let mut last = 0;
        for entry in object.entries_before(edit) {
            if entry.edit != last && code.is_sequence {
                code.fill();
            }
            last = entry.edit;
            code.take(&entry, deck, report);
        }
        if code.is_sequence {
            code.fill();
        }
        code
    }

    fn take(&mut self, entry: &Entry, deck: &Deck, report: &mut Report) {
        match entry.property {
            "nphases" => {
                let before = self.phases;
                report.count(entry, &mut self.phases);
                if !(1..=8).contains(&self.phases) {
                    let what = Text::new("导体数应为 1 至 8", "there may be 1 to 8 conductors");
                    report.bad_value(entry, what);
                    self.phases = before;
                }
                if self.phases != before {
                    self.fill();
                }
                self.is_sequence = true;
            }
            "basefreq" => report.number(entry, &mut self.base_frequency_hz),
            "units" => read_unit(entry, report, &mut self.unit_m),
            "kron" if !entry.value.is_yes() => {}
            "like" => {
                if let Some(other) = deck.get("linecode", &entry.value.text) {
                    // OpenDSS copies all but the unit and the choice of matrices.
                    let other = Self::of_code(other, entry.edit, deck, &mut report.deaf());
                    *self = Self {
                        unit_m: self.unit_m,
                        is_sequence: self.is_sequence,
                        ..other
                    };
                } else {
                    unknown_code(entry, report);
                }
            }
            _ => {
                if !self.take_common(entry, report) {
                    let what = Text::new("不支持", "it is not understood");
                    report.bad_value(entry, what);
                }
            }
        }
    }

    /// Takes what lines and line codes share; false if it is something else.
    ///
    /// Whether sequence values or matrices hold from here on is for the caller where
    /// it differs: a line code given `c0` alone keeps its matrices.
    pub fn take_common(&mut self, entry: &Entry, report: &mut Report) -> bool {
        let order = self.phases;
        match entry.property {
            "r1" => report.number(entry, &mut self.r1_x1_r0_x0[0]),
            "x1" => report.number(entry, &mut self.r1_x1_r0_x0[1]),
            "r0" => report.number(entry, &mut self.r1_x1_r0_x0[2]),
            "x0" => report.number(entry, &mut self.r1_x1_r0_x0[3]),
            "c1" => report.number(entry, &mut self.c1_c0[0]),
            "c0" => report.number(entry, &mut self.c1_c0[1]),
            "b1" | "b0" => {
                let mut susceptance_us = 0.0;
                report.number(entry, &mut susceptance_us);
                let index = usize::from(entry.property == "b0");
                self.c1_c0[index] = self.capacitance(susceptance_us);
            }
            "rmatrix" => report.matrix(entry, order, &mut self.r),
            "xmatrix" => report.matrix(entry, order, &mut self.x),
            "cmatrix" => report.matrix(entry, order, &mut self.c),
            "rg" => report.number(entry, &mut self.rg_xg_rho[0]),
            "xg" => report.number(entry, &mut self.rg_xg_rho[1]),
            "rho" => report.number(entry, &mut self.rg_xg_rho[2]),
            "normamps" => {
                let mut amps = 0.0;
                report.number(entry, &mut amps);
                self.norm_amps = (amps > 0.0).then_some(amps);
            }
            _ => return false,
        }
        match entry.property {
            "r1" | "x1" | "r0" | "x0" | "c1" | "b1" | "b0" => self.is_sequence = true,
            "rmatrix" | "xmatrix" | "cmatrix" => self.is_sequence = false,
            _ => {}
        }
        true
    }
}

/// The matrix with the given sequence values: positive `one`, zero `zero`.
fn symmetric(order: usize, one: f64, zero: f64) -> Matrix {
    let own = (2.0 * one + zero) / 3.0;
    let mutual = (zero - one) / 3.0;
    let row = |i: usize| {
        (0..order)
            .map(|j| if i == j { own } else { mutual })
            .collect()
    };
    (0..order).map(row).collect()
}

/// Reads a unit of length into `slot`, in metres.
pub fn read_unit(entry: &Entry, report: &mut Report, slot: &mut Option<f64>) {
    let word = entry.value.lower();
    *slot = match word.as_str() {
        "m" => Some(1.0),
        w if w.starts_with("no") => None,
        w if w.starts_with("mi") => Some(1609.344),
        w if w.starts_with("kf") => Some(304.8),
        w if w.starts_with("km") => Some(1000.0),
        w if w.starts_with("me") => Some(1.0),
        w if w.starts_with("ft") => Some(0.3048),
        w if w.starts_with("in") => Some(0.0254),
        w if w.starts_with("cm") => Some(0.01),
        w if w.starts_with("mm") => Some(0.001),
        _ => {
            let what = Text::new(
                format!("没有长度单位“{word}”"),
                format!("there is no unit of length `{word}`"),
            );
            return report.bad_value(entry, what);
        }
    };
}

/// Reports a line code that does not exist.
pub fn unknown_code(entry: &Entry, report: &mut Report) {
    let what = Text::new(
        format!("没有线路型号“{}”", entry.value.text),
        format!("there is no line code `{}`", entry.value.text),
    );
    report.bad_value(entry, what);
}
