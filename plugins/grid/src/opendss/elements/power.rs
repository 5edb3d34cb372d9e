//! The ways in which a load's power is given.

use crate::opendss::deck::Entry;
use crate::opendss::report::Report;

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
    connected_kva: f64,
    allocation: f64,
    kwh: f64,
    days: f64,
    peak_factor: f64,
}

impl Default for Power {
    fn default() -> Self {
        Self {
            kw: 10.0,
            kvar: 5.0,
            kva: 10.0 / 0.88,
            pf: 0.88,
            given: Given::KwPf,
            connected_kva: 0.0,
            allocation: 0.5,
            kwh: 0.0,
            days: 30.0,
            peak_factor: 4.0,
        }
    }
}

impl Power {
    /// Takes a figure; the last one given says which of them hold.
    ///
    /// A transformer's rating with the share of it that is used, and energy billed
    /// over days with its peak factor, become active power as they are given.
    pub fn take(&mut self, entry: &Entry, report: &mut Report) {
        let (slot, given) = match entry.property {
            "kvar" => (&mut self.kvar, Given::KwKvar),
            "kva" => (&mut self.kva, Given::KvaPf),
            "pf" => (&mut self.pf, self.given),
            "xfkva" => (&mut self.connected_kva, Given::KwPf),
            "allocationfactor" => (&mut self.allocation, Given::KwPf),
            "kwh" => (&mut self.kwh, Given::KwPf),
            "kwhdays" => (&mut self.days, Given::KwPf),
            "cfactor" => (&mut self.peak_factor, Given::KwPf),
            _ => (&mut self.kw, Given::KwPf),
        };
        report.number(entry, slot);
        self.given = given;
        match entry.property {
            "xfkva" | "allocationfactor" => {
                self.kw = self.connected_kva * self.allocation * self.pf.abs();
            }
            "kwh" | "kwhdays" | "cfactor" => {
                self.kw = self.kwh / (self.days * 24.0) * self.peak_factor;
            }
            _ => {}
        }
    }

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
