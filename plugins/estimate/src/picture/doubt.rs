//! What missing readings and zeros let believe.

use taiqu_grid::{AssetRef, Phases};
use taiqu_link::Tick;
use taiqu_link::metering::{nominal_v, star_at};
use taiqu_powerflow::Terminals;

use super::Picture;
use crate::silence::{Witness, believed_open};

/// Seconds after the readings of a quarter hour at which one that has not come is
/// missed.
const MISSED_AFTER_S: u64 = 60;
/// Share of nominal voltage below which a terminal has none.
const DEAD_PU: f64 = 0.1;

impl Picture {
    /// A while after the readings of each quarter hour, notes who owes a reading.
    pub(super) fn miss_readings(&mut self, now: Tick) {
        let since_quarter = self.rhythm.since_quarter_s(self.start.plus(now.0));
        if since_quarter < MISSED_AFTER_S || now.0 < since_quarter {
            return;
        }
        let quarter = Tick(now.0 - since_quarter);
        if self.asked == Some(quarter) {
            return;
        }
        self.asked = Some(quarter);
        for (slot, word) in self.metered.slots.iter().zip(&mut self.words) {
            // Whom the picture has without voltage anyhow is not missed.
            let bus = self.model.bus(slot.point.node);
            let live = !self.solver.solution().live(bus).is_empty();
            let owes = word.reading.is_none_or(|(at, _)| at < quarter);
            if owes && live && !word.silent {
                word.silent = true;
                self.told = true;
            }
        }
    }

    /// Draws the conclusions from silence and from zeros.
    pub(super) fn believe(&mut self) {
        let mut witnesses = Vec::new();
        for (slot, word) in self.metered.slots.iter().zip(&self.words) {
            let Some((_, reading)) = word.reading.filter(|_| !word.silent) else {
                if word.silent {
                    let phases = phases_of(&slot.terminals, |_| true);
                    witnesses.push(self.witness(slot.point.node, Phases::NONE, phases));
                }
                continue;
            };
            let has = |k: usize| reading.voltage_v[k] >= DEAD_PU * slot.nominal_v;
            let live = phases_of(&slot.terminals, has);
            let dead = phases_of(&slot.terminals, |k| !has(k));
            witnesses.push(self.witness(slot.point.node, live, dead));
        }
        for station in &self.stations {
            if let Some(sample) = station.sample {
                let star = star_at(&self.records, station.node);
                let nominal = nominal_v(&self.records, station.node, star);
                let has = |k: usize| sample.reading.voltage_v[k] >= DEAD_PU * nominal;
                let live = phases_of(&station.terminals, has);
                let dead = phases_of(&station.terminals, |k| !has(k));
                witnesses.push(self.witness(station.node, live, dead));
            }
        }
        let believed = believed_open(&self.tree, &witnesses);
        if believed != self.believed {
            self.believed = believed;
            self.reswitched = true;
        }
    }

    fn witness(&self, node: AssetRef, live: Phases, dead: Phases) -> Witness {
        Witness {
            bus: self.model.bus(node),
            live,
            dead,
        }
    }
}

/// The conductors from which those pairs of `terminals` go for which `wanted` holds.
fn phases_of(terminals: &Terminals, wanted: impl Fn(usize) -> bool) -> Phases {
    let pairs = (0..terminals.len()).filter(|&k| wanted(k));
    pairs
        .filter_map(|k| terminals.from(k))
        .fold(Phases::NONE, |set, conductor| {
            set.union(Phases::from_bits(1 << conductor))
        })
}
