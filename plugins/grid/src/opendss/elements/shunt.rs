//! What capacitors and reactors have in common: two terminals, the second of which
//! is earth unless it is given, and a rated power.

use super::{branch_v, is_delta, read_bus};
use crate::opendss::bus::Bus;
use crate::opendss::deck::{Entry, Object};
use crate::opendss::report::Report;

/// The common figures of a capacitor or a reactor.
#[derive(Clone, Debug)]
pub(super) struct Shunt {
    pub buses: [Option<Bus>; 2],
    pub phases: usize,
    pub is_delta: bool,
    pub kv: f64,
    pub kvar: Vec<f64>,
    pub base_frequency_hz: f64,
}

impl Shunt {
    /// One of `kvar` that nothing was said about.
    pub fn new(object: &Object, kvar: f64) -> Self {
        Self {
            buses: [None, None],
            phases: 3,
            is_delta: false,
            kv: 12.47,
            kvar: vec![kvar],
            base_frequency_hz: object.base_frequency_hz,
        }
    }

    /// Takes a property; false if it is not a common one.
    pub fn take(&mut self, entry: &Entry, report: &mut Report) -> bool {
        match entry.property {
            "bus1" => read_bus(report, entry, &mut self.buses[0]),
            "bus2" => read_bus(report, entry, &mut self.buses[1]),
            "phases" => report.count(entry, &mut self.phases),
            "conn" => self.is_delta = is_delta(&entry.value.text),
            "kv" => report.number(entry, &mut self.kv),
            "kvar" => self.kvar = report.numbers(entry),
            "basefreq" => report.number(entry, &mut self.base_frequency_hz),
            _ => return false,
        }
        true
    }

    /// Voltage over a branch, V.
    pub fn branch_v(&self) -> f64 {
        branch_v(self.kv, self.phases, self.is_delta)
    }
}
