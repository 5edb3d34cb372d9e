//! `Reactor` between conductors of a bus and earth: an earth electrode each.

use super::{branch_v, is_delta, read_bus};
use crate::opendss::bus::Bus;
use crate::opendss::deck::{Deck, Object};
use crate::opendss::report::Report;
use crate::{Conductor, Terminal, Text};

/// A conductor earthed through an impedance.
#[derive(Clone, Debug)]
pub struct Electrode {
    /// The bus.
    pub bus: String,
    /// The conductor.
    pub conductor: Conductor,
    /// Resistance and reactance, Ω.
    pub z_ohm: [f64; 2],
}

/// Reads the electrodes that `object` defines.
pub fn read(object: &Object, deck: &Deck, report: &mut Report) -> Vec<Electrode> {
    let mut buses: [Option<Bus>; 2] = [None, None];
    let mut phases = 3;
    let mut delta = false;
    let (mut kv, mut kvar) = (12.47, 100.0);
    let mut z_ohm = [0.0, 0.0];
    let mut is_by_power = true;
    let mut base_frequency_hz = object.base_frequency_hz;
    let mut is_plain = true;
    for entry in object.entries() {
        match entry.property {
            "bus1" => read_bus(report, &entry, &mut buses[0]),
            "bus2" => read_bus(report, &entry, &mut buses[1]),
            "phases" => report.count(&entry, &mut phases),
            "conn" => delta = is_delta(&entry.value.text),
            "kv" => report.number(&entry, &mut kv),
            "basefreq" => report.number(&entry, &mut base_frequency_hz),
            "kvar" => {
                report.number(&entry, &mut kvar);
                is_by_power = true;
            }
            "r" => report.number(&entry, &mut z_ohm[0]),
            "x" => {
                report.number(&entry, &mut z_ohm[1]);
                is_by_power = false;
            }
            "z" => {
                z_ohm = report.complex(&entry).unwrap_or(z_ohm);
                is_by_power = false;
            }
            "lmh" => {
                let mut millihenry = 0.0;
                report.number(&entry, &mut millihenry);
                z_ohm[1] = millihenry * 1e-3 * std::f64::consts::TAU * base_frequency_hz;
                is_by_power = false;
            }
            _ => is_plain = false,
        }
    }
    if is_by_power {
        let kv = branch_v(kv, phases, delta) / 1000.0;
        z_ohm[1] = kv * kv * 1000.0 * phases as f64 / kvar;
    }
    z_ohm[1] *= deck.frequency_hz / base_frequency_hz;
    let [from, to] = buses;
    let ends = from.filter(|_| is_plain && !delta && (1..=4).contains(&phases));
    let earthed = ends.and_then(|from| earthed(&from, to, phases));
    match earthed {
        Some(earthed) if z_ohm.iter().any(|&z| z != 0.0) => earthed
            .into_iter()
            .map(|(bus, conductor)| Electrode {
                bus,
                conductor,
                z_ohm,
            })
            .collect(),
        _ => {
            let what = Text::new(
                "只支持从导体到地、阻抗不为零的电抗器",
                "only reactors from conductors to earth, with an impedance, are understood",
            );
            report.unsupported(object.place, &object.id(), what);
            Vec::new()
        }
    }
}

/// The conductors at one terminal where the other is earth throughout.
fn earthed(from: &Bus, to: Option<Bus>, phases: usize) -> Option<Vec<(String, Conductor)>> {
    let to = to.filter(|to| !to.is_earth(phases));
    let live = match to {
        Some(to) if from.is_earth(phases) => to,
        Some(_) => return None,
        None => from.clone(),
    };
    let ends = live.terminals(phases, phases).ok()?;
    let conductor = |end| match end {
        Terminal::Conductor(conductor) => Some((live.name.clone(), conductor)),
        Terminal::Earth => None,
    };
    ends.into_iter().map(conductor).collect()
}
