//! The line types that sections may name: the file's own, then the catalogue's.

use std::collections::BTreeMap;

use num_complex::Complex64;

use super::names::unknown_type;
use super::{Report, Who};
use crate::Text;
use crate::area::raw::{RawImpedance, RawLineCode};
use crate::catalogue::{Catalogue, LineType};
use crate::impedance::Impedance;

pub(super) struct Codes<'a> {
    own: BTreeMap<String, LineType>,
    catalogue: &'a Catalogue,
}

impl<'a> Codes<'a> {
    pub fn check(raw: Vec<RawLineCode>, catalogue: &'a Catalogue, report: &mut Report) -> Self {
        let mut own = BTreeMap::new();
        for code in raw {
            let id = code.id.clone();
            let who = Who("line_code", &id);
            super::names::check_id(who, report);
            let line = line_type(code, report);
            if own.insert(id.clone(), line).is_some() {
                report.duplicate(Who("line_code", &id));
            }
        }
        Self { own, catalogue }
    }

    /// The line type `id` of section `who`; an unknown one is reported.
    pub fn find(&self, id: &str, who: Who, report: &mut Report) -> Option<&LineType> {
        let found = self.own.get(id).or_else(|| self.catalogue.lines.get(id));
        if found.is_none() {
            let candidates = self.own.keys().chain(self.catalogue.lines.keys());
            unknown_type(who, "line_type", id, candidates, report);
        }
        found
    }
}

fn line_type(code: RawLineCode, report: &mut Report) -> LineType {
    let who = Who("line_code", &code.id);
    if let Some(ampacity_a) = code.ampacity_a {
        report.positive(who, "ampacity_a", ampacity_a);
    }
    let impedance = impedance(who, &code.impedance, report);
    LineType {
        laying: code.laying,
        rated_v: None,
        impedance,
        ampacity_a: code.ampacity_a,
        limit_c: None,
        wires: Vec::new(),
        outer_m: 0.0,
        source: String::new(),
        id: code.id,
    }
}

/// Ω/km of every conductor that is laid in low-voltage networks, with room to spare.
const USUAL_R: (f64, f64) = (0.005, 30.0);

fn impedance(who: Who, raw: &RawImpedance, report: &mut Report) -> Impedance {
    match raw {
        RawImpedance::Matrix {
            r_ohm_per_km: r,
            x_ohm_per_km: x,
            c_nf_per_km: c,
        } => {
            let n = r.len();
            let mut sound = check_matrix(who, "r_ohm_per_km", r, n, report);
            sound &= check_matrix(who, "x_ohm_per_km", x, n, report);
            if !c.is_empty() {
                sound &= check_matrix(who, "c_nf_per_km", c, n, report);
            }
            if !sound {
                return Impedance::Matrix {
                    z_ohm_per_km: vec![vec![Complex64::ZERO; n]; n],
                    c_nf_per_km: Vec::new(),
                };
            }
            for k in 0..n {
                check_self(who, r[k][k], x[k][k], report);
            }
            let entry = |i: usize, j: usize| Complex64::new(r[i][j], x[i][j]);
            let row = |i| (0..n).map(|j| entry(i, j)).collect();
            Impedance::Matrix {
                z_ohm_per_km: (0..n).map(row).collect(),
                c_nf_per_km: c.clone(),
            }
        }
        &RawImpedance::Sequence {
            r1_ohm_per_km,
            x1_ohm_per_km,
            r0_ohm_per_km,
            x0_ohm_per_km,
            c1_nf_per_km,
            c0_nf_per_km,
        } => {
            if report.finite(who, "r1_ohm_per_km", r1_ohm_per_km)
                && report.finite(who, "x1_ohm_per_km", x1_ohm_per_km)
            {
                check_self(who, r1_ohm_per_km, x1_ohm_per_km, report);
            }
            report.not_negative(who, "r0_ohm_per_km", r0_ohm_per_km);
            report.finite(who, "x0_ohm_per_km", x0_ohm_per_km);
            report.not_negative(who, "c1_nf_per_km", c1_nf_per_km);
            report.not_negative(who, "c0_nf_per_km", c0_nf_per_km);
            Impedance::Sequence {
                z1_ohm_per_km: Complex64::new(r1_ohm_per_km, x1_ohm_per_km),
                z0_ohm_per_km: Complex64::new(r0_ohm_per_km, x0_ohm_per_km),
                c1_nf_per_km,
                c0_nf_per_km,
            }
        }
    }
}

/// A conductor's own impedance: passive and not zero, and of a usual size.
fn check_self(who: Who, r: f64, x: f64, report: &mut Report) {
    report.not_negative(who, "r_ohm_per_km", r);
    if r == 0.0 && x == 0.0 {
        report.error(
            who,
            Text::new("阻抗为零", "the impedance is zero"),
            Text::new(
                "填写每公里的阻抗；无阻抗的连接请用开关",
                "give the impedance per kilometre; for a link without one use a switch",
            ),
        );
    } else if r > 0.0 {
        report.usual(who, "r_ohm_per_km", r, USUAL_R);
    }
}

/// Whether `matrix` is n × n (1 to 4), of numbers, and symmetric within rounding.
fn check_matrix(who: Who, field: &str, matrix: &[Vec<f64>], n: usize, report: &mut Report) -> bool {
    let is_square = matrix.len() == n && matrix.iter().all(|row| row.len() == n);
    if !is_square || !(1..=4).contains(&n) {
        report.error(
            who,
            Text::new(
                format!("{field} 不是 1 至 4 阶的方阵，或与其他矩阵不同阶"),
                format!("{field} is not square of order 1 to 4, or not of the others' order"),
            ),
            Text::new(
                "每根导线一行一列，各矩阵同阶",
                "give a row and a column for each conductor, the same in all matrices",
            ),
        );
        return false;
    }
    if !matrix
        .iter()
        .flatten()
        .all(|&v| report.finite(who, field, v))
    {
        return false;
    }
    let largest = matrix
        .iter()
        .flatten()
        .fold(0.0, |m: f64, v| m.max(v.abs()));
    let skew = |i: usize, j: usize| (matrix[i][j] - matrix[j][i]).abs() > 1e-6 * largest;
    if (0..n).any(|i| (0..i).any(|j| skew(i, j))) {
        report.warn(
            who,
            Text::new(
                format!("{field} 不对称"),
                format!("{field} is not symmetric"),
            ),
            Text::new(
                "互阻抗应两向相等，请核对",
                "mutual impedances are equal both ways; check them",
            ),
        );
    }
    true
}
