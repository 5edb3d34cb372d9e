//! What devices, customers and the weather service tell.

use taiqu_grid::AssetRef;
use taiqu_link::{Letter, Source, Tick, Uplink, Way};

use super::{Fact, Field};
use crate::devices::{Site, is_heard};

/// Seconds between the reports of the weather service.
const WEATHER_S: u64 = 600;

impl Field {
    /// Lets devices and customers report; returns all messages of this tick.
    pub fn measure(&mut self, tick: Tick) -> Vec<Fact> {
        let time = self.time(tick);
        let mut facts = std::mem::take(&mut self.facts);
        if self.rhythm.is_minute(time) {
            self.bear_load(tick);
            self.pass(tick, &mut facts);
        }
        if self.renewed {
            if self.harm.is_fault() {
                self.start_protection(tick);
            }
            let troubled = self.troubled();
            let setup = &self.setup;
            let place = (&*setup.truth, setup.start);
            self.people
                .feel(tick, place, (&setup.calls, setup.seed), troubled);
        }
        self.people.call(tick, &self.setup.truth, &mut facts);
        self.people.answer(tick, &mut facts);
        self.visit(tick, &mut facts);
        if self.renewed {
            let seen = (self.solver.solution(), &self.harm);
            self.devices.feel_supply(tick, seen, &mut facts);
        }
        self.harm.flat = self.devices.flat(tick);
        let setup = &self.setup;
        let site = Site {
            district: &setup.truth,
            solution: self.solver.solution(),
            currents: &self.currents,
            switching: &self.switching,
            harm: &self.harm,
        };
        let devices = &mut self.devices;
        devices.switches(tick, &self.switching, &mut facts);
        for &meter in &self.unplugged {
            devices.unplug(meter, tick, site, &mut facts);
        }
        if self.renewed {
            devices.feel(tick, site, &mut facts);
            devices.relays(tick, site, &self.relays, &mut facts);
        }
        let heard = |lock: AssetRef| is_heard(&setup.truth, &self.harm, lock.place);
        for (lock, entry) in self.box_locks.tell(heard) {
            facts.push(Letter {
                way: Way::Event,
                left_ms: tick.ms(),
                ..Letter::by_modem(
                    Source::Device(lock),
                    entry.at_ms,
                    Uplink::LockNoted {
                        lock,
                        event: entry.event,
                        by: entry.by,
                    },
                )
            });
        }
        devices.note(tick, site, &mut facts);
        devices.note_tampering(tick, site, &mut facts);
        devices.answer(tick, site, &self.questions, &mut facts);
        if tick.0 == 0 || self.rhythm.is_minute(time) {
            // What moves now is solved in the next tick.
            let (moved, ordered) = devices.terminals(tick, setup.start, site, &mut facts);
            self.reloaded |= moved;
            self.ordered.extend(ordered);
        }
        let due = tick.0 == 0 || self.rhythm.is_quarter(time);
        devices.phase_switches(tick, (&self.moved, due), site, &mut facts);
        let place = (setup.start, self.rhythm);
        devices.tell_time(tick, place, (&setup.truth, &self.harm));
        devices.glitch(tick, setup.start, site, &mut facts);
        devices.read(tick, place, site, &mut facts);
        self.harm.mute.extend(self.unplugged.drain(..));
        facts
    }

    /// What the weather service tells in this tick.
    pub fn observe_weather(&self, tick: Tick) -> Option<Fact> {
        let second = self.time(tick).second_of_day();
        let due = tick.0 == 0 || second.is_multiple_of(WEATHER_S);
        due.then(|| {
            let report = Uplink::WeatherObserved(self.weather(tick));
            Letter::by_modem(Source::WeatherService, tick.ms(), report)
        })
    }
}
