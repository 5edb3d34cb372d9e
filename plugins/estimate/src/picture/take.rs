//! Messages change what the picture rests on.

use std::collections::BTreeMap;

use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::lock::LockEvent;
use taiqu_link::{Command, MeterEventKind, Stamped, Tampering, Tick, Uplink, WeatherReport};

use super::{Picture, Sample};
use crate::metered::load_of;

impl Picture {
    /// Takes in one message.
    pub fn take(&mut self, message: &Stamped<Uplink>) {
        let at = Tick(message.event_ms / 1000);
        match message.body {
            Uplink::MeterReported { meter, reading }
            | Uplink::MeterAnswered { meter, reading, .. } => {
                let found = |slot: &crate::metered::Slot| slot.point.meter.cmp(&meter);
                if let Ok(k) = self.metered.slots.binary_search_by(found) {
                    let word = &mut self.words[k];
                    // A reading that was overtaken by a later one says nothing new.
                    if word.reading.is_none_or(|(last, _)| last <= at) {
                        word.reading = Some((at, reading));
                        self.told = true;
                        if matches!(message.body, Uplink::MeterReported { .. }) {
                            self.note_use(k, at, &reading);
                        }
                    }
                }
            }
            Uplink::TerminalReported {
                transformer,
                reading,
                current_a,
                tap,
            } => self.take_sample(
                transformer,
                Sample {
                    at,
                    reading,
                    current_a,
                    tap,
                },
            ),
            Uplink::BankMoved { transformer, steps } => {
                let told = (message.event_ms, steps);
                let last = self.banks.entry(transformer).or_default();
                self.told |= told > *last;
                *last = told.max(*last);
            }
            Uplink::SwitchMoved { switch, closed } => {
                self.take_position(switch, Phases::ABCN, closed, message.event_ms);
            }
            Uplink::CommandDone { command, .. } => self.take_done(command, message.event_ms),
            Uplink::MeterNoted {
                meter,
                event,
                begins,
                ..
            } => match (event, Tampering::of(event)) {
                (MeterEventKind::Tripped, _) => self.take_cut(at, meter, true),
                (MeterEventKind::Closed, _) => self.take_cut(at, meter, false),
                (_, Some(how)) if self.records.has(meter) => {
                    let told = (message.event_ms, begins);
                    self.told |= is_news(&mut self.tampered, (meter, how), told);
                }
                _ => {}
            },
            Uplink::LockNoted { lock, event, .. } if event != LockEvent::Refused => {
                let told = (message.event_ms, event == LockEvent::Forced);
                self.told |= is_news(&mut self.forced, lock, told);
            }
            Uplink::WeatherObserved(report) => self.take_weather(at, report),
            Uplink::LockNoted { .. }
            | Uplink::TerminalNoted { .. }
            // By this the records are put right.
            | Uplink::PhaseSwitched { .. }
            | Uplink::CallReceived { .. }
            | Uplink::CrewReported { .. }
            | Uplink::RoadAnnounced { .. }
            | Uplink::WeatherExpected(_)
            | Uplink::CustomerAnswered { .. }
            | Uplink::ManagerLooked { .. }
            | Uplink::CommandRefused { .. } => {}
        }
    }

    fn take_sample(&mut self, transformer: AssetRef, sample: Sample) {
        let station = self
            .stations
            .iter_mut()
            .find(|s| s.transformer == transformer);
        let news = |before: Option<Sample>| before.is_none_or(|before| before.at <= sample.at);
        if let Some(station) = station.filter(|station| news(station.sample)) {
            station.sample = Some(sample);
            self.told = true;
            self.take_tap(transformer, sample.tap);
        }
    }

    fn take_tap(&mut self, transformer: AssetRef, tap: f64) {
        let known = self.known.tap(transformer);
        if known.to_bits() != tap.to_bits() {
            *known = tap;
            self.reswitched = true;
        }
    }

    /// The `concerned` conductors of a switch were found closed or not; what was overtaken by
    /// a later word on the same conductor says nothing new.
    fn take_position(&mut self, switch: AssetRef, concerned: Phases, closed: Phases, at_ms: u64) {
        if !self.records.has(switch) {
            return;
        }
        let last = self.moved.entry(switch).or_default();
        let before = self.known.is_closed(switch);
        let mut now = before;
        for conductor in concerned.iter() {
            let own = Phases::from_bits(1 << conductor.index());
            let last = &mut last[conductor.index()];
            if *last <= at_ms {
                *last = at_ms;
                now = now.without(own).union(closed.and(own));
            }
        }
        if now != before {
            *self.known.switch(switch) = now;
            self.reswitched = true;
        }
    }

    fn take_weather(&mut self, at: Tick, report: WeatherReport) {
        if self.weather.is_none_or(|(before, _)| before <= at) {
            self.weather = Some((at, report));
        }
    }

    fn take_done(&mut self, command: Command, at_ms: u64) {
        let target = command.target();
        if !self.records.has(target) {
            return;
        }
        match command {
            Command::OpenSwitch { switch, phases } => {
                self.take_position(switch, phases, Phases::NONE, at_ms);
            }
            Command::CloseSwitch { switch, phases } => {
                let network = self.records.network(switch.place);
                let has = network.switches[switch.index as usize].phases;
                self.take_position(switch, phases.and(has), has, at_ms);
            }
            Command::SetTap { transformer, tap } => self.take_tap(transformer, tap),
            Command::ConnectLoad { load: cut } | Command::CloseRelay { meter: cut } => {
                self.take_cut(Tick(at_ms / 1000), cut, false);
            }
            Command::DisconnectLoad { load: cut } | Command::OpenRelay { meter: cut } => {
                self.take_cut(Tick(at_ms / 1000), cut, true);
            }
            // Its doings are not told.
            Command::Inject { .. } => {}
        }
    }

    /// Loads were disconnected or connected at `at`; what is told late changes nothing.
    fn take_cut(&mut self, at: Tick, target: AssetRef, opened: bool) {
        for load in self.loads_of(target) {
            let last = self.cut.entry(load).or_insert((at, !opened));
            if (at, opened) > *last {
                *last = (at, opened);
                self.told = true;
            }
        }
    }

    /// The load itself, or all that a customer has or that is behind a meter.
    fn loads_of(&self, target: AssetRef) -> Vec<AssetRef> {
        let own = |load: &AssetRef| {
            let customer = load_of(&self.records, *load).and_then(|item| item.customer);
            customer == Some(target.index as usize) && load.place == target.place
        };
        match target.kind {
            Kind::Load => vec![target],
            Kind::Customer => self.records.all(Kind::Load).filter(own).collect(),
            _ => {
                let slots = &self.metered.slots;
                let found = slots.binary_search_by(|slot| slot.point.meter.cmp(&target));
                found.map_or_else(|_| Vec::new(), |k| slots[k].point.loads.clone())
            }
        }
    }
}

/// Takes in when something was told and whether it is so; whether that is news. What was
/// overtaken by a later word is none.
fn is_news<K: Ord>(last: &mut BTreeMap<K, (u64, bool)>, key: K, told: (u64, bool)) -> bool {
    let last = last.entry(key).or_insert((0, false));
    let news = told > *last && told.1 != last.1;
    *last = told.max(*last);
    news
}
