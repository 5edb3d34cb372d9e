//! Messages change what the picture rests on.

use taiqu_grid::{AssetRef, Kind, Phases};
use taiqu_link::{Command, Stamped, Tick, Uplink};

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
            Uplink::SwitchMoved { switch, closed } => self.take_position(switch, closed),
            Uplink::CommandDone { command, .. } => self.take_done(command),
            Uplink::WeatherObserved(report) => self.weather = Some(report),
            Uplink::MeterNoted { .. }
            | Uplink::TerminalNoted { .. }
            | Uplink::CallReceived { .. }
            | Uplink::CrewReported { .. }
            | Uplink::RoadAnnounced { .. }
            | Uplink::CallBackAnswered { .. }
            | Uplink::ManagerLooked { .. }
            | Uplink::CommandRefused { .. } => {}
        }
    }

    fn take_sample(&mut self, transformer: AssetRef, sample: Sample) {
        let station = self
            .stations
            .iter_mut()
            .find(|s| s.transformer == transformer);
        if let Some(station) = station {
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

    fn take_position(&mut self, switch: AssetRef, closed: Phases) {
        if self.records.has(switch) && self.known.is_closed(switch) != closed {
            *self.known.switch(switch) = closed;
            self.reswitched = true;
        }
    }

    fn take_done(&mut self, command: Command) {
        let target = command.target();
        if !self.records.has(target) {
            return;
        }
        match command {
            Command::OpenSwitch { switch, phases } => {
                self.take_position(switch, self.known.is_closed(switch).without(phases));
            }
            Command::CloseSwitch { switch, phases } => {
                let network = self.records.network(switch.place);
                let has = network.switches[switch.index as usize].phases;
                let closed = self.known.is_closed(switch).union(phases.and(has));
                self.take_position(switch, closed);
            }
            Command::SetTap { transformer, tap } => self.take_tap(transformer, tap),
            Command::ConnectLoad { load } => {
                for load in self.loads_of(load) {
                    self.told |= self.cut.remove(&load);
                }
            }
            Command::DisconnectLoad { load } => {
                let loads = self.loads_of(load);
                self.told |= !loads.is_empty();
                self.cut.extend(loads);
            }
            // Its doings are not told.
            Command::Inject { .. } => {}
        }
    }

    /// The load itself, or all that a customer has.
    fn loads_of(&self, target: AssetRef) -> Vec<AssetRef> {
        if target.kind == Kind::Load {
            return vec![target];
        }
        let own = |load: &AssetRef| {
            load.place == target.place
                && load_of(&self.records, *load)
                    .is_some_and(|item| item.customer == Some(target.index as usize))
        };
        self.records.all(Kind::Load).filter(own).collect()
    }
}
