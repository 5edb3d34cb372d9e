//! `WireData`: a bare conductor.

use std::f64::consts::PI;

use num_complex::Complex64;

use super::linecode::read_unit;
use crate::opendss::deck::{Deck, Entry, Object};
use crate::opendss::report::Report;

/// Alternating-current resistance over that to direct current where only one is known.
const SKIN: f64 = 1.02;
/// Geometric mean radius of a round solid wire over its radius, e^(−1/4) as `OpenDSS`
/// rounds it.
const SOLID: f64 = 0.7788;
/// Permeability of vacuum, H/m.
const MU0: f64 = 4.0e-7 * PI;

/// A bare conductor.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wire {
    /// Resistance to direct current, Ω/km.
    pub rdc_ohm_per_km: f64,
    /// Geometric mean radius, m.
    pub gmr_m: f64,
    /// Radius, m.
    pub radius_m: f64,
    /// Radius that counts for capacitance, m.
    pub cap_radius_m: f64,
}

impl Wire {
    /// The wire called `name` as it was before command number `edit`; `None` if there
    /// is none with resistance and size.
    pub fn named(name: &str, edit: usize, deck: &Deck, report: &mut Report) -> Option<Self> {
        let object = deck.get("wiredata", name)?;
        let figures = Figures::of(object, edit, deck, report);
        figures.wire().filter(Self::is_sound)
    }

    fn is_sound(&self) -> bool {
        let figures = [
            self.rdc_ohm_per_km,
            self.gmr_m,
            self.radius_m,
            self.cap_radius_m,
        ];
        figures.iter().all(|&v| v > 0.0 && v.is_finite())
    }

    /// Resistance at `frequency_hz`, Ω/km: skin effect of a round conductor, by the
    /// ratio of Bessel functions I₀/I₁ at α = (1 + j)·√(f·μ₀/R).
    pub fn resistance(&self, frequency_hz: f64) -> f64 {
        let one = Complex64::new(1.0, 1.0);
        let rdc = self.rdc_ohm_per_km / 1000.0;
        let alpha = one * (frequency_hz * MU0 / rdc).sqrt();
        let inner = one * bessel_ratio(alpha) * (rdc * frequency_hz * MU0).sqrt() / 2.0;
        inner.re * 1000.0
    }
}

/// I₀(z)/I₁(z), by their power series; one where they are alike.
fn bessel_ratio(z: Complex64) -> Complex64 {
    const ALIKE: f64 = 35.0;
    const TERMS: i32 = 120;
    if z.norm() > ALIKE {
        return Complex64::ONE;
    }
    let quarter = z * z / 4.0;
    let (mut term, mut zeroth, mut first) = (Complex64::ONE, Complex64::ZERO, Complex64::ZERO);
    for k in 0..TERMS {
        zeroth += term;
        first += term / f64::from(k + 1);
        term *= quarter / f64::from((k + 1) * (k + 1));
    }
    zeroth / (first * z / 2.0)
}

#[derive(Clone, Default)]
struct Figures {
    rdc: Option<f64>,
    rac: Option<f64>,
    gmr: Option<f64>,
    radius: Option<f64>,
    cap_radius: Option<f64>,
    r_unit_m: Option<f64>,
    gmr_unit_m: Option<f64>,
    radius_unit_m: Option<f64>,
}

impl Figures {
    fn of(object: &Object, edit: usize, deck: &Deck, report: &mut Report) -> Self {
        let mut figures = Self::default();
        for entry in object.entries_before(edit) {
            figures.take(&entry, deck, report);
        }
        figures
    }

    fn take(&mut self, entry: &Entry, deck: &Deck, report: &mut Report) {
        let slot = match entry.property {
            "rdc" => &mut self.rdc,
            "rac" => &mut self.rac,
            "gmrac" => &mut self.gmr,
            "radius" | "diam" => &mut self.radius,
            "capradius" => &mut self.cap_radius,
            "runits" => return read_unit(entry, report, &mut self.r_unit_m),
            "gmrunits" => return read_unit(entry, report, &mut self.gmr_unit_m),
            "radunits" => return read_unit(entry, report, &mut self.radius_unit_m),
            "like" => {
                if let Some(other) = deck.get("wiredata", &entry.value.text) {
                    *self = Self::of(other, entry.edit, deck, &mut report.deaf());
                }
                return;
            }
            _ => return,
        };
        let mut number = 0.0;
        report.number(entry, &mut number);
        let half = if entry.property == "diam" { 0.5 } else { 1.0 };
        *slot = Some(number * half);
    }

    /// The wire, with what is not said from what is.
    fn wire(&self) -> Option<Wire> {
        let rdc = self.rdc.or(self.rac.map(|rac| rac / SKIN))?;
        let radius_unit = self.radius_unit_m.or(self.gmr_unit_m).unwrap_or(1.0);
        let gmr_unit = self.gmr_unit_m.or(self.radius_unit_m).unwrap_or(1.0);
        let radius_m = self.radius.map(|radius| radius * radius_unit);
        let gmr_m = self.gmr.map(|gmr| gmr * gmr_unit);
        let radius_m = radius_m.or(gmr_m.map(|gmr| gmr / SOLID))?;
        Some(Wire {
            rdc_ohm_per_km: rdc * 1000.0 / self.r_unit_m.unwrap_or(1.0),
            gmr_m: gmr_m.unwrap_or(radius_m * SOLID),
            radius_m,
            cap_radius_m: self.cap_radius.map_or(radius_m, |cap| cap * radius_unit),
        })
    }
}
