//! `Reactor`: earth electrodes where it goes from conductors to earth, a short line
//! where it goes from bus to bus.

use super::line::Line;
use super::shunt::Shunt;
use crate::opendss::bus::Bus;
use crate::opendss::deck::{Deck, Entry, Object};
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

/// What a reactor is in a network.
#[derive(Clone, Debug)]
pub enum Reactor {
    /// An electrode for each conductor.
    Earths(Vec<Electrode>),
    /// An impedance in each conductor between two buses.
    Series(Box<Line>),
}

/// Reads the reactor that `object` defines; `None` if it cannot be one.
pub fn read(object: &Object, deck: &Deck, report: &mut Report) -> Option<Reactor> {
    let state = State::of(object, usize::MAX, deck, report);
    let z_ohm = state.impedance(deck.frequency_hz);
    let reactor = state.reactor(object, z_ohm);
    let reactor = reactor.filter(|_| z_ohm.iter().any(|&z| z != 0.0));
    if reactor.is_none() {
        let what = Text::new(
            "只支持从导体到地或从母线到母线、阻抗不为零的电抗器",
            "only reactors with an impedance, from conductors to earth or from bus to bus, are \
             understood",
        );
        report.unsupported(object.place, &object.id(), what);
    }
    reactor
}

struct State {
    shunt: Shunt,
    z_ohm: [f64; 2],
    /// Whether the reactance follows from the rated power.
    is_by_power: bool,
    is_plain: bool,
}

impl State {
    fn of(object: &Object, edit: usize, deck: &Deck, report: &mut Report) -> Self {
        let mut state = Self {
            shunt: Shunt::new(object, 100.0),
            z_ohm: [0.0, 0.0],
            is_by_power: true,
            is_plain: true,
        };
        for entry in object.entries_before(edit) {
            state.take(&entry, deck, report);
        }
        state
    }

    fn take(&mut self, entry: &Entry, deck: &Deck, report: &mut Report) {
        match entry.property {
            "r" => report.number(entry, &mut self.z_ohm[0]),
            "x" => report.number(entry, &mut self.z_ohm[1]),
            "z" => self.z_ohm = report.complex(entry).unwrap_or(self.z_ohm),
            "lmh" => {
                let mut millihenry = 0.0;
                report.number(entry, &mut millihenry);
                let omega = std::f64::consts::TAU * self.shunt.base_frequency_hz;
                self.z_ohm[1] = millihenry * 1e-3 * omega;
            }
            "like" => match deck.get("reactor", &entry.value.text) {
                Some(other) => {
                    let buses = self.shunt.buses.clone();
                    *self = Self::of(other, entry.edit, deck, &mut report.deaf());
                    self.shunt.buses = buses;
                }
                None => self.is_plain = false,
            },
            _ => self.is_plain &= self.shunt.take(entry, report),
        }
        match entry.property {
            "kvar" => self.is_by_power = true,
            "x" | "z" | "lmh" => self.is_by_power = false,
            _ => {}
        }
    }

    /// Resistance and reactance at `frequency_hz`, Ω.
    fn impedance(&self, frequency_hz: f64) -> [f64; 2] {
        let [r, mut x] = self.z_ohm;
        if let (true, &[kvar]) = (self.is_by_power, self.shunt.kvar.as_slice()) {
            let kv = self.shunt.branch_v() / 1000.0;
            x = kv * kv * 1000.0 * self.shunt.phases as f64 / kvar;
        }
        [r, x * frequency_hz / self.shunt.base_frequency_hz]
    }

    fn reactor(self, object: &Object, z_ohm: [f64; 2]) -> Option<Reactor> {
        let Shunt {
            buses: [from, to],
            phases,
            is_delta,
            ..
        } = self.shunt;
        let from = from.filter(|_| self.is_plain && !is_delta && (1..=4).contains(&phases))?;
        match to {
            Some(to) if to.name != from.name && !to.is_earth(phases) && !from.is_earth(phases) => {
                let line = series(object, [from, to], phases, z_ohm);
                Some(Reactor::Series(Box::new(line)))
            }
            to => {
                let earths = earthed(&from, to, phases)?.into_iter();
                let electrode = |(bus, conductor)| Electrode {
                    bus,
                    conductor,
                    z_ohm,
                };
                Some(Reactor::Earths(earths.map(electrode).collect()))
            }
        }
    }
}

/// A line of one metre that has the impedance `z_ohm` in each of its conductors.
fn series(object: &Object, buses: [Bus; 2], phases: usize, z_ohm: [f64; 2]) -> Line {
    let diagonal = |value: f64| {
        let row = |i| {
            (0..phases)
                .map(|j| if i == j { value } else { 0.0 })
                .collect()
        };
        (0..phases).map(row).collect()
    };
    Line {
        name: format!("reactor-{}", object.name),
        place: object.place,
        buses,
        phases,
        length_m: 1.0,
        r: diagonal(z_ohm[0] * 1000.0),
        x: diagonal(z_ohm[1] * 1000.0),
        c: diagonal(0.0),
        sequence: None,
        ampacity_a: None,
        code: None,
        is_unit_unsaid: false,
        open: object.open.clone(),
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
