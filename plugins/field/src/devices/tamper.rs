//! Tampering that meters notice.

use serde::{Deserialize, Serialize};
use taiqu_link::{Tampering, Tick, Uplink, Way};

use super::{Devices, Site};
use crate::field::Fact;

/// Seconds that a magnetic field must last to be noted; from memory of Q/GDW 10364.
const FIELD_LASTS_S: u64 = 5;

/// What a meter knows of one kind of tampering.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Seal {
    /// Whether it is so now, and since when, s.
    broken: bool,
    since_s: u64,
    /// Whether it was so when it noted it last.
    noted: bool,
}

impl Devices {
    /// Meters note that they are tampered with, or no longer. A battery keeps watch without
    /// voltage; it is told when there is some.
    pub fn note_tampering(&mut self, tick: Tick, site: Site<'_>, facts: &mut Vec<Fact>) {
        let state = &mut self.state;
        for &seal in &site.harm.tampered {
            state.seals.entry(seal).or_default();
        }
        let mut notes = Vec::new();
        for (&(meter, how), seal) in &mut state.seals {
            let broken = site.harm.tampered.contains(&(meter, how));
            if seal.broken != broken {
                seal.broken = broken;
                seal.since_s = tick.0;
            }
            let own = self.meters.binary_search_by_key(&meter, |m| m.asset);
            let speaks = own.ok().filter(|&k| state.meters[k].powered);
            let lasts = tick.0 >= seal.since_s + lasts_s(how);
            if let (Some(k), true) = (speaks, lasts && seal.noted != broken) {
                seal.noted = broken;
                notes.push((k, how, broken));
            }
        }
        state.seals.retain(|_, seal| seal.broken || seal.noted);
        for (k, how, begins) in notes {
            let fact = Uplink::MeterNoted {
                meter: self.meters[k].asset,
                event: how.event(),
                phases: self.meters[k].phases(),
                begins,
            };
            self.say(k, tick, site, Way::Event, fact, facts);
        }
    }
}

/// Seconds that it must last to be noted: the switch of a cover tells at once.
const fn lasts_s(how: Tampering) -> u64 {
    match how {
        Tampering::Cover | Tampering::TerminalCover => 0,
        Tampering::Magnet => FIELD_LASTS_S,
    }
}
