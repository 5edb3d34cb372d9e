//! The elements of a deck: each replays what was assigned to it, in order and with
//! `OpenDSS`'s defaults and side effects, into figures.

pub mod capacitor;
mod curve;
pub mod demand;
pub mod generator;
pub mod geometry;
pub mod line;
pub mod linecode;
pub mod load;
mod power;
pub mod pvsystem;
pub mod reactor;
pub mod shape;
mod shunt;
pub mod source;
pub mod storage;
pub mod transformer;
mod winding;
mod wire;

use super::bus::Bus;
use super::deck::Entry;
use super::report::Report;

/// Reads a bus into `slot`, or reports why not.
fn read_bus(report: &mut Report, entry: &Entry, slot: &mut Option<Bus>) {
    match Bus::parse(&entry.value.text) {
        Ok(bus) => *slot = Some(bus),
        Err(what) => report.bad_value(entry, what),
    }
}

/// Whether a value of `conn` means between phases.
fn is_delta(text: &str) -> bool {
    let text = text.trim().to_lowercase();
    text.starts_with('d') || text == "ll"
}

/// Voltage over one branch of an element rated `kv`, V: two- and three-phase
/// elements in star are rated between phases.
fn branch_v(kv: f64, phases: usize, is_delta: bool) -> f64 {
    if !is_delta && (phases == 2 || phases == 3) {
        kv * 1000.0 / 3f64.sqrt()
    } else {
        kv * 1000.0
    }
}
